import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { baselineOf, type MeasuredPeriod } from './baseline.ts'

const months = (rows: readonly Omit<MeasuredPeriod, 'period'>[]): MeasuredPeriod[] =>
  rows.map((row, index) => ({ period: addPeriods('2026-01', index), ...row }))
const ratio = (numerator: number, denominator: number) => ({
  value: denominator === 0 ? null : numerator / denominator,
  numerator,
  denominator,
  n: denominator,
})

test('a ratio is pooled: a month of ten weighs less than a month of a thousand', () => {
  expect(baselineOf(months([ratio(5, 10), ratio(100, 1000)]), { last: 2 })).toEqual({
    value: 105 / 1010,
    from: '2026-01',
    to: '2026-02',
    periods: 2,
    n: 1010,
    by: 'pooled',
  })
})

test('any other value is averaged, over closed periods with a value', () => {
  const points = months([{ value: 4 }, { value: null }, { value: 6 }, { value: 8 }, { value: 900, state: 'open' }])
  expect(baselineOf(points, { last: 2 })).toEqual({ value: 7, from: '2026-03', to: '2026-04', periods: 2, n: null, by: 'mean' })
  expect(baselineOf(points, { from: '2026-01', to: '2026-03' })).toMatchObject({ value: 5, periods: 2 })
})

test('nothing measured is no baseline, with the reason', () => {
  expect(baselineOf(months([{ value: null }]), { last: 3 })).toMatchObject({ value: null, reason: 'no_data' })
  expect(baselineOf(months([{ value: 1, numerator: 0, denominator: 0 }]), { last: 1 })).toMatchObject({ value: null, reason: 'no_denominator' })
  expect(() => baselineOf([], { last: 0 })).toThrow('one period or more')
})

test('a pooled baseline lies between the least and the greatest of its months', () => {
  const row = fc.integer({ min: 1, max: 500 }).chain((below) => fc.nat(below).map((above) => ratio(above, below)))
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
      const { value } = baselineOf(months(rows), { last: 12 })
      const values = rows.map((each) => each.value ?? 0)
      expect((value ?? -1) >= Math.min(...values) - 1e-12 && (value ?? 2) <= Math.max(...values) + 1e-12).toBe(true)
    }),
  )
})
