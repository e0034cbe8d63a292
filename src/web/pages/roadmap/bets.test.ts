import { expect, test } from 'vitest'
import type { AnyRow } from '#kernel'
import { barOf, driftSays, placeOf, quartersFrom, spanOf, splitOf } from './bets.ts'

const stamps = { id: '1', key: 'INI-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
const bet = (values: object): AnyRow => ({ ...stamps, ...values })
const quarters = quartersFrom('2026-11-28')

test('the timeline starts with the running quarter', () => expect(quarters).toEqual(['2026-Q4', '2027-Q1', '2027-Q2', '2027-Q3']))

test('a timeframe is a stretch as wide as it says; coarse ones fade, and what reaches out is cut', () => {
  expect(spanOf('2027-H1')).toEqual({ start: '2027-01-01', end: '2027-06-30', isFuzzy: true })
  expect(spanOf('2027-02')).toMatchObject({ start: '2027-02-01', end: '2027-02-28', isFuzzy: false })
  expect(barOf('2026-Q4', quarters)).toMatchObject({ from: 0, to: 92 / 365, isFuzzy: true, isCutLeft: false })
  expect(barOf('2027', quarters)).toMatchObject({ to: 1, isCutRight: true })
  expect(barOf('2025-Q1', quarters)).toBeNull()
  expect(barOf(null, quarters)).toBeNull()
  expect(placeOf('2026-10-01', quarters)).toBe(0)
  expect(placeOf('2028-01-01', quarters)).toBeNull()
})

test('the split counts Now and Next by weeks, leaves unsized bets apart, and names the largest drift', () => {
  const bets = [
    bet({ horizon: 'now', investment: 'growth', effort: { likely: 10 } }),
    bet({ horizon: 'next', investment: 'platform', effort: { likely: 30 } }),
    bet({ horizon: 'later', investment: 'growth', effort: { likely: 99 } }),
    bet({ horizon: 'next', investment: 'growth', effort: null }),
  ]
  const agreed = bet({
    period: '2026-Q4',
    state: 'approved',
    lines: [
      { investment: 'growth', target: 0.75 },
      { investment: 'platform', target: 0.25, floor: 0.2 },
    ],
  })
  const split = splitOf(bets, [agreed], '2026-Q4')
  expect(split).toMatchObject({
    weeks: 40,
    unsized: 1,
    shares: [
      { investment: 'growth', share: 0.25, target: 0.75 },
      { investment: 'platform', share: 0.75, floor: 0.2 },
    ],
  })
  expect(driftSays(split.shares)).toBe('Growth lacks 50 points of what was agreed')
  expect(driftSays([])).toBe('No split of effort is agreed for this quarter')
})
