import { expect, test } from 'vitest'
import type { LedgerAhead } from '#engines/metrics/forecast/ledgerAhead.ts'
import { ledgerWords } from './ledgerWords.ts'

const seen = (segment: string, termMonths: number | null, due: number, kept: number) => ({ segment, termMonths, due, kept, renewal: 0.9, weight: due + 10 })
const parts = { base: 100, gone: 0, lost: 0, moved: 0, gained: 0, kept: 100 }
const ahead: LedgerAhead = {
  points: [{ period: '2026-11', mean: 1, error: 0.1, parts }],
  seen: [seen('Enterprise', 12, 51, 43)],
  growth: 0.0042,
  known: 1,
  due: 0.62,
  ending: 0,
}

test('a roll tells what comes up, how renewals were kept as they were seen, and how money moves between', () => {
  expect(ledgerWords(ahead, 'nrr')).toBe(
    'Contracts rolled ahead: 62.0% of the money comes up for renewal. Renewals are kept as those of the same segment and term were in the last twelve months: Enterprise, yearly 43 of 51. Between renewals the money grows +0.42% a month. Later months take in later cohorts; it cannot look further than the cohorts that pay today.',
  )
})

test('few renewals are said to be few, and none to be none; nothing that was added to a rate is told as seen', () => {
  const words = ledgerWords(
    { ...ahead, seen: [seen('Enterprise', 36, 0, 0), seen('Small business', 1, 3, 3), seen('Mid-market', null, 1200, 1180), seen('Mid-market', 24, 30, 20)] },
    'total',
  )
  expect(words).toContain(
    'Mid-market, by the month 1,180 of 1,200, Mid-market, 24 months 20 of 30, Small business, monthly 3 of 3 (few, and drawn toward the others), Enterprise, 36 months none seen yet, so that the others stand for it.',
  )
  expect(words).toContain('New business comes in at its mean of six months.')
})

test('cancelled money is told apart, and so is a month without a figure', () => {
  const bare = { period: '2026-12', mean: null, error: null, reason: 'no_denominator' } as const
  const words = ledgerWords({ ...ahead, ending: 0.03, points: [...ahead.points, bare] }, 'grr')
  expect(words).toContain('62.0% of the money comes up for renewal and 3.0% has been cancelled and ends.')
  expect(words).toContain('2026-12 has no figure, since nobody paid in the month that it is counted from.')
})
