import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods, countPeriods } from '#engines/numbers/dates.ts'
import { apart } from './apart.ts'
import type { Point } from './controlChart.ts'

const months = (values: readonly (number | null)[]): Point[] => values.map((value, index) => ({ period: addPeriods('2022-01', index), value }))

test('three years of twelve-month figures hold three that share no month', () => {
  const kept = apart(months(Array.from({ length: 36 }, (_, index) => index)), 12)
  expect(kept.map(({ period, value }) => [period, value])).toEqual([
    ['2022-12', 11],
    ['2023-12', 23],
    ['2024-12', 35],
  ])
})

test('the latest closed figure is kept, not the open one behind it', () => {
  const series: Point[] = [...months([1, 2, 3, 4, 5]), { period: '2022-06', value: 9, state: 'open' }]
  expect(apart(series, 2).map(({ period }) => period)).toEqual(['2022-01', '2022-03', '2022-05'])
})

test('neighbours lie a whole number of windows apart, and a window of one period keeps all', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { freq: 4 }), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 13 }), (values, span) => {
      const series = months(values)
      const kept = apart(series, span)
      kept.slice(1).forEach((point, index) => expect(countPeriods(kept[index]?.period ?? '', point.period)).toBe(span))
      if (values.some((value) => value !== null)) expect(apart(series, 1)).toEqual(series)
      else expect(kept).toEqual([])
    }),
  )
})

test('a window of part of a period is refused', () => {
  expect(() => apart(months([1]), 0.5)).toThrow('whole periods')
})
