import { expect, test } from 'vitest'
import { netMrrChurn } from '#metrics/netMrrChurn.ts'
import { productMargin } from '#metrics/productMargin.ts'
import { logoChurnRate } from '#metrics/logoChurnRate.ts'
import type { AnyMetric, Point } from '#kernel'
import { chartOf, type Judgements } from './control.ts'

const judged: Judgements = { changes: [], verdicts: [], overrides: [], names: new Map() }

/** A year of months with these values, as the share that they are of a hundred thousand. */
const months = (values: readonly number[]): Point[] =>
  values.map((value, index) => ({
    period: `2024-${String(index + 1).padStart(2, '0')}`,
    value,
    numerator: value * 100_000.5,
    denominator: 100_000.5,
    n: 50,
    interval: null,
    mature: true,
  }))

/** The natural process limit as Shewhart's chart for individuals has it: mean − 2.66 × mean moving range (Wheeler, Understanding Variation, 1993). */
function lowerLimit(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const ranges = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0)))
  return mean - (2.66 * ranges.reduce((sum, range) => sum + range, 0)) / ranges.length
}

const drawnLower = (metric: AnyMetric, values: readonly number[]): number | undefined =>
  chartOf('a-metric', metric, months(values), judged)?.drawn.chart.points.at(-1)?.drawn?.lower

const small = [0.004, 0.012, 0.003, 0.011, 0.005, 0.013, 0.002, 0.012, 0.004, 0.011, 0.003, 0.012]

test.each([
  ['net MRR churn', netMrrChurn],
  ['product margin', productMargin],
])('the lower limit of %s lies below zero where the arithmetic puts it, although no month was below zero yet', (_, metric) => {
  expect(lowerLimit(small)).toBeLessThan(0)
  expect(drawnLower(metric, small)).toBeCloseTo(lowerLimit(small), 6)
})

test('a share that cannot be negative keeps its floor at zero', () => {
  expect(drawnLower(logoChurnRate, small)).toBe(0)
})

test('a line that was below zero has no floor there, whatever its metric', () => {
  const values = [-0.01, ...small.slice(1)]
  expect(drawnLower(logoChurnRate, values)).toBeCloseTo(lowerLimit(values), 6)
})
