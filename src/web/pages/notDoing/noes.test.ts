import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import { nextLook, noesOf } from './noes.ts'

const row = (id: string, values: object): AnyRow => rowOf(id, { id, ...values })
const today = '2026-11-16'
const declined = (id: string, reviewOn: string | null) =>
  row(id, { title: id, stage: 'declined', reason: 'Too little.', declinedFor: 'economics', owner: 'vera', reviewOn })

test('what is due comes first, the longest overdue on top; a pillar’s and a bet’s stand in one list', () => {
  const pillars = [
    row('P1', { state: 'active', owner: 'mina', notDoing: [{ what: 'Mobile', why: 'Few asked.', reviewOn: '2026-11-16' }] }),
    row('P2', { state: 'retired', notDoing: [{ what: 'Desktop', why: 'x', reviewOn: '2026-01-01' }] }),
  ]
  const noes = noesOf([declined('B1', '2027-03-01'), declined('B2', '2026-10-01'), declined('B3', null), row('B4', { stage: 'idea' })], pillars, [], today)
  expect(noes.map(({ what, isDue, noun }) => [what, isDue, noun])).toEqual([
    ['B3', true, 'initiative'],
    ['B2', true, 'initiative'],
    ['Mobile', true, 'pillar'],
    ['B1', false, 'initiative'],
  ])
  expect(noes[1]).toMatchObject({ kind: 'economics', why: 'Too little.', owner: 'vera', price: null })
})

test('the price of a yes is that of the newest scenario that found one', () => {
  const scenario = (key: string, solvedAt: string, prices: readonly object[]) => row(key, { solvedAt, prices })
  const scenarios = [
    scenario('SCN-1', '2026-09-01', [{ initiative: 'B1', low: 5, high: 7 }]),
    scenario('SCN-2', '2026-10-01', [{ initiative: 'B1', low: 10, high: null }]),
    scenario('SCN-3', '2026-11-01', [{ initiative: 'B9', low: 1, high: 1 }]),
  ]
  expect(noesOf([declined('B1', '2027-03-01')], [], scenarios, today)[0]?.price).toEqual({ low: 10, high: null, on: '2026-10-01', scenario: 'SCN-2' })
})

test('the next look is half a year on, well within the year that is allowed', () => expect(nextLook(today)).toBe('2027-05-17'))
