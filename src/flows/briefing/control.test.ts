import { expect, test } from 'vitest'
import { netMrrChurn } from '#metrics/netMrrChurn.ts'
import { productMargin } from '#metrics/productMargin.ts'
import { logoChurnRate } from '#metrics/logoChurnRate.ts'
import type { AnyMetric, Point } from '#kernel'
import { incidentRate } from '#metrics/incidentRate.ts'
import { addDays } from '#engines/numbers/dates.ts'
import type { Rare } from '../rareEvents.ts'
import { chartOf, type Judgements } from './control.ts'

const judged: Judgements = { changes: [], verdicts: [], names: new Map() }

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

/** Incidents forty days apart. */
const dates = Array.from({ length: 8 }, (_, index) => addDays('2024-01-10', 40 * index))
const rareOf = (unsettled: readonly string[]): Rare => ({
  events: { between: 'time', dates, unsettled, asOf: '2024-12-31' },
  words: { event: 'P0 or P1', events: 'P0 and P1 incidents', one: 'day', many: 'days' },
  unit: 'days',
  isStale: false,
})
const counts = months([1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0]).map((point) => ({ ...point, numerator: point.value, denominator: null }))
const kindOf = (rare: Rare, changes: Judgements['changes'] = []) => chartOf('incident-rate', incidentRate, counts, { ...judged, changes }, { rare })

test('gaps that have limits are the chart; while those that are settled are fewer than six, the counts keep theirs', () => {
  expect(kindOf(rareOf([]))).toMatchObject({ drawn: { chart: { kind: 't' } }, rare: { unit: 'days' } })
  expect(kindOf(rareOf(dates.slice(3, 4)))).toMatchObject({ drawn: { chart: { kind: 'xmr' } }, bare: { chart: { kind: 'xmr' } }, rare: null })
})

test('a process that was changed is told by its counts until six gaps of its own lie between its events', () => {
  const at = '2024-06-01T00:00:00.000Z'
  const change = {
    id: 'c',
    key: 'CHG-1',
    version: 1,
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
    name: 'On call',
    on: '2024-06-01',
    metrics: ['incident-rate'],
  }
  expect(kindOf(rareOf([]), [{ ...change, custom: {}, source: null }])).toMatchObject({ drawn: { chart: { kind: 'xmr' } }, rare: null })
})
