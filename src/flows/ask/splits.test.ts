import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Figure, Group, Measurement, Point } from '#kernel'
import { netRevenueRetention } from '../../metrics/netRevenueRetention.ts'
import { signed, splitBy, tellingOf } from './splits.ts'

const figure = (numerator: number, denominator: number): Figure => ({
  value: denominator > 0 ? numerator / denominator : null,
  interval: null,
  numerator,
  denominator,
  n: denominator,
})
const point = (period: string, numerator: number, denominator: number): Point => ({ period, mature: true, ...figure(numerator, denominator) })
const group = (key: string, before: readonly [number, number], after: readonly [number, number]): Group => ({
  key,
  ...figure(...after),
  points: [point('2026-09', ...before), point('2026-10', ...after)],
})

const measured = (groups: readonly Group[]): Measurement => ({
  metric: 'net-revenue-retention',
  version: 1,
  policy: { id: 'p', preset: 'default', switches: {}, assumed: [] },
  asOf: '2026-11-16',
  unit: 'ratio',
  currency: 'USD',
  grain: 'month',
  window: '12m',
  timeZone: 'UTC',
  trust: { state: 'trusted', reasons: [] },
  freshness: { newest: null, inputs: [] },
  ...figure(0, 1),
  points: [],
  by: 'segment',
  groups,
  notes: [],
  query: { request: { metric: 'net-revenue-retention' }, text: '' },
})

const whole = (groups: readonly Group[], at: 0 | 1): Point => {
  const sum = (part: 'numerator' | 'denominator') => groups.reduce((total, { points }) => total + (points[at]?.[part] ?? 0), 0)
  return point(at === 0 ? '2026-09' : '2026-10', sum('numerator'), sum('denominator'))
}

test('rate and mix of the parts sum to the change of the whole', () => {
  const cell = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 900 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), (cells) => {
      const groups = cells.map(([before, after], at) => group(`segment ${at}`, before, after))
      const [before, after] = [whole(groups, 0), whole(groups, 1)]
      const split = splitBy(netRevenueRetention, measured(groups), { before, after })
      const sum = (split?.parts ?? []).reduce((total, { byRate, byMix }) => total + (byRate ?? 0) + (byMix ?? 0), 0)
      expect(sum).toBeCloseTo((after.value ?? 0) - (before.value ?? 0), 9)
    }),
  )
})

test('the part that moved most comes first, in words and in points', () => {
  const groups = [group('SMB', [90, 100], [90, 100]), group('Mid-market', [110, 100], [90, 100])]
  const split = splitBy(netRevenueRetention, measured(groups), { before: whole(groups, 0), after: whole(groups, 1) })
  expect(split?.says).toBe('Mid-market makes −10.0 pts of it, by its own rate; everything else together 0.')
  expect(split && tellingOf(split, -0.1)).toBe(1)
})

test('groups that do not add up to the whole are not split', () => {
  const groups = [group('a', [50, 100], [60, 100])]
  expect(splitBy(netRevenueRetention, measured(groups), { before: point('2026-09', 70, 150), after: point('2026-10', 60, 100) })).toBeNull()
})

test('a difference of shares is told in points, of money in money', () => {
  expect(signed(-0.0144, measured([]))).toBe('−1.4 pts')
  expect(signed(-0.0002, measured([]))).toBe('−0.02 pts')
  expect(signed(0, measured([]))).toBe('0')
  expect(signed(2_290_000, { ...measured([]), unit: 'money' })).toBe('+$2.29M')
})

test('a part that is there on one side alone says so by name', () => {
  const one = (period: string, value: number | null): Point => ({
    period,
    mature: true,
    value,
    ...(value === null ? { reason: 'no_data' } : {}),
    interval: null,
    numerator: value,
    denominator: null,
    n: value,
  })
  const amount = (key: string, before: number | null, after: number | null): Group => ({
    key,
    ...one('', after),
    points: [one('2026-09', before), one('2026-10', after)],
  })
  const parts = { ...measured([amount('old', 5, null), amount('new', null, 8), amount('both', 4, 5)]), unit: 'count' as const }
  const split = splitBy(netRevenueRetention, parts, { before: one('2026-09', 9), after: one('2026-10', 13) })
  expect(split?.parts.map(({ label, total }) => [label, total])).toEqual([
    ['new (new in the period)', 8],
    ['old (gone)', -5],
    ['both', 1],
  ])
})
