import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { drawChart } from './drawChart.ts'
import { isRare, measuredLine, spanOf, type LinePoint } from './measuredLine.ts'

const line = (parts: readonly (readonly [number | null, number | null])[], value?: (top: number, bottom: number) => number): LinePoint[] =>
  parts.map(([numerator, denominator], index) => ({
    period: addPeriods('2024-01', index),
    numerator,
    denominator,
    value: numerator === null || denominator === null || denominator === 0 ? null : (value ?? ((a, b) => a / b))(numerator, denominator),
    mature: index < parts.length - 1,
  }))
const answers = Array.from({ length: 9 }, (_, index) => [80 + index, index % 2 ? 100 : 300] as const)

test('whole counts of the same things are a share, and its chart follows n', () => {
  const measured = measuredLine(line(answers), 'ratio')
  expect(measured.holds).toBe('share')
  expect(drawChart(measured).choice.chart).toBe('pPrime')
  expect(measured.points.at(-1)).toEqual({ period: '2024-09', count: 88, size: 300, state: 'open' })
})
test('a ratio of amounts, a ratio above one and a share that is not its own quotient are plain values', () => {
  expect(measuredLine(line([[10.5, 20.25]]), 'ratio').holds).toBe('value')
  expect(
    measuredLine(
      line([
        [110, 100],
        [1, 2],
      ]),
      'ratio',
    ).holds,
  ).toBe('value')
  expect(
    measuredLine(
      line(
        [
          [1, 4],
          [1, 4],
        ],
        () => 0.3,
      ),
      'ratio',
    ).holds,
  ).toBe('value')
})
test('a rate of whole events over an exposure is a count; fewer than one event a period is a plain value', () => {
  expect(
    measuredLine(
      line([
        [40, 99.5],
        [44, 101.25],
        [1, 90],
      ]),
      'ratePerAccount',
    ).holds,
  ).toBe('count')
  expect(
    measuredLine(
      line([
        [1, 99.5],
        [0, 101.25],
        [0, 100],
        [0, 90],
      ]),
      'ratePerAccount',
    ).holds,
  ).toBe('value')
})
describe('rare events', () => {
  const counts = (numbers: readonly number[]) => line(numbers.map((count) => [count, 1] as const))
  test('fewer than one in a closed period are rare; one in each are not, nor is what never happened; the open period does not count', () => {
    expect(isRare(counts([0, 1, 0, 0, 9]))).toBe(true)
    expect(isRare(counts([1, 1, 1, 0]))).toBe(false)
    expect(isRare(counts([0, 0, 0, 5]))).toBe(false)
  })
  test('with their days the line is a t chart of the gaps', () => {
    const dates = ['2024-01-05', '2024-02-14', '2024-03-01']
    const measured = measuredLine(counts([1, 1, 1, 0, 0, 0]), 'count', 12, { between: 'time', dates, asOf: '2024-06-10' })
    const { chart, choice } = drawChart(measured)
    expect(choice).toMatchObject({ chart: 't', first: 'measure the gaps between events' })
    expect(chart.points.map(({ value, state }) => [value, state])).toEqual([
      [40, 'closed'],
      [16, 'closed'],
      [101, 'open'],
    ])
  })
  test('among units they are a g chart of the units between', () => {
    const days = [3, 4, 2, 5].map((size, index) => ({ period: `2024-01-0${index + 1}`, count: index % 2, size }))
    const { chart, choice } = drawChart(measuredLine(counts([1, 0, 1, 0, 0]), 'ratio', 3, { between: 'units', days }))
    expect(choice.chart).toBe('g')
    expect(chart.points.map(({ value }) => value)).toEqual([6])
  })
})

test('a period without a denominator is a gap of a value and no size of a share', () => {
  const gaps = line([
    [8, 10],
    [0, 0],
    [9, 12],
    [1, 1],
  ])
  expect(measuredLine(gaps, 'ratio').points.map(({ period }) => period)).toEqual(['2024-01', '2024-03', '2024-04'])
  expect(measuredLine(gaps, 'score').points).toHaveLength(4)
  expect(measuredLine([], 'ratio')).toEqual({ holds: 'value', points: [], span: 1 })
})
test('whatever comes, every measured period of a share keeps its quotient', () => {
  const counts = fc.array(
    fc.tuple(fc.nat(1000), fc.integer({ min: 0, max: 1000 })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(counts, (parts) => {
      const points = line(parts)
      const measured = measuredLine(points, 'ratio')
      if (measured.holds !== 'share') return
      for (const { period, count, size } of measured.points) expect(count / size).toBeCloseTo(points.find((one) => one.period === period)?.value ?? -1, 12)
    }),
  )
})

test.each([
  [null, 'month', 1],
  ['28d', 'month', 1],
  ['90d', 'month', 3],
  ['12m', 'month', 12],
  ['12m', 'quarter', 4],
  ['28d', 'day', 28],
  ['1m', 'quarter', 1],
  ['2q', 'month', 6],
  ['all', 'month', 1],
] as const)('a window of %s by %s covers %d', (window, grain, span) => expect(spanOf(window, grain)).toBe(span))
test('windows that overlap are charted apart', () => {
  const yearly = measuredLine(line(Array.from({ length: 30 }, (_, index) => [80 + (index % 3), 100] as const)), 'ratio', 12)
  const { chart, choice } = drawChart(yearly)
  expect(choice.first).toBe('use the non-overlapping figure')
  expect(chart.points.map(({ period }) => period)).toEqual(['2024-05', '2025-05', '2026-05'])
})
