import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { gChart, tChart } from './rare.ts'
import { xmr } from './xmr.ts'

const gaps = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2024-01-01', index), value }))
// Montgomery, table 7.14: hours between failures of a valve
const valve = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]

test('hours between valve failures show no signal in Montgomery’s example 7.6', () => {
  const chart = tChart(gaps(valve))
  expect(chart.signals).toEqual([])
  expect(chart.points[0]?.lower).toBe(0)
  expect(286 ** (1 / 3.6)).toBeCloseTo(4.81, 2)
})

test('t limits are the XmR limits of the transformed gaps, transformed back', () => {
  const [chart, inner] = [tChart(gaps(valve)), xmr(gaps(valve.map((value) => value ** (1 / 3.6))))]
  expect((chart.points[0]?.upper ?? 0) ** (1 / 3.6)).toBeCloseTo(inner.points[0]?.upper ?? NaN, 9)
  expect((chart.points[0]?.centre ?? 0) ** (1 / 3.6)).toBeCloseTo(inner.points[0]?.centre ?? NaN, 9)
})

test('a gap far beyond the upper limit says that events became rarer', () => {
  const chart = tChart(gaps([...valve, 60_000]), { baselineEnd: '2024-01-20' })
  expect(chart.signals.map(({ rule, side }) => [rule, side])).toEqual([['outside', 'above']])
})

test('the g chart’s upper limit is its closed form and its lower one is never crossed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 6, maxLength: 40 }), (values) => {
      const chart = gChart(gaps(values))
      const centre = values.reduce((total, value) => total + value, 0) / values.length
      expect(chart.points[0]?.upper).toBeCloseTo(centre + 3 * Math.sqrt(centre * (centre + 1)), 9)
      expect(chart.points[0]?.drawn?.lower).toBe(0)
      expect(chart.signals.filter(({ rule, side }) => rule === 'outside' && side === 'below')).toEqual([])
    }),
  )
})

test('a negative gap is refused', () => {
  expect(() => tChart(gaps([1, -2]))).toThrow('negative')
})
