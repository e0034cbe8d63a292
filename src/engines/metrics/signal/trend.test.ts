import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods } from '../../numbers/dates.ts'
import { drawChart } from './drawChart.ts'
import { trendOf } from './trend.ts'

const line = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2024-01', index), value }))
const wobble = [3, -4, 1, 5, -2, -5, 4, 0, -3, 2, 5, -1, -4, 3, 1, -2, 4, -5, 2, 0, -3, 5, -1, 1]

test('Sen’s slope of a published example: daily values 1 to 5 with one outlier is the median of pairwise slopes', () => {
  // y = 2x + 10 over 14 points with one far value: the median of slopes stays 2 (breakdown point 29%, Sen 1968)
  const values = Array.from({ length: 15 }, (_, x) => 10 + 2 * x)
  expect(trendOf(line(values.map((value, x) => (x === 5 ? 400 : value))))?.slope).toBeCloseTo(2, 9)
})

test('Mann–Kendall by hand: 12 rising values have S = 66, Z = 65 ÷ √212.67 = 4.46; a level line has no trend', () => {
  expect(trendOf(line(Array.from({ length: 13 }, (_, x) => x)))).not.toBeNull()
  expect(trendOf(line(wobble))).toBeNull()
  expect(trendOf(line(Array.from({ length: 12 }, (_, x) => x)))).toBeNull() // 11 others are too few
})

test('growth alone is no signal, and is one without the trend; a jump above the growth is', () => {
  const growing = line(wobble.map((noise, x) => 1000 + 40 * x + noise))
  expect(drawChart({ holds: 'value', points: growing }).chart.signals.length).toBeGreaterThan(0)
  const followed = drawChart({ holds: 'value', points: growing, mayGrow: true })
  expect(followed.chart.signals).toEqual([])
  expect(followed.choice.because).toContain('grows')
  expect(followed.chart.points.map(({ value }) => Math.round(value ?? 0))).toEqual(growing.map(({ value }) => value))
  const jumped = drawChart({ holds: 'value', points: growing.map((point, x) => (x === 23 ? { ...point, value: point.value + 60 } : point)), mayGrow: true })
  expect(jumped.chart.signals.map(({ rule, side }) => [rule, side])).toContainEqual(['outside', 'above'])
})

test('a change of units maps trend and limits one to one', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 50, noNaN: true }), (scale) => {
      const points = wobble.map((noise, x) => 100 + 9 * x + noise)
      const [one, other] = [trendOf(line(points)), trendOf(line(points.map((value) => value * scale)))]
      expect(other?.slope).toBeCloseTo((one?.slope ?? 0) * scale, 6)
    }),
  )
})
