import { describe, expect, test } from 'vitest'
import { addDays, addPeriods } from '#engines/numbers/dates.ts'
import { drawChart } from './drawChart.ts'
import { pPrime, uPrime, type CountPoint } from './laney.ts'
import { gChart, tChart } from './rare.ts'
import { xmr } from './xmr.ts'

const months = (values: readonly number[], start = '2023-01') => values.map((value, index) => ({ period: addPeriods(start, index), value }))
const counts = (rows: readonly (readonly [number, number])[]): CountPoint[] =>
  rows.map(([count, size], index) => ({ period: addPeriods('2025-01', index), count, size }))
const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]

test('a plain value gets the XmR chart of itself', () => {
  expect(drawChart({ holds: 'value', points: months(calm) })).toEqual({
    chart: xmr(months(calm)),
    choice: { chart: 'xmr', first: 'nothing', because: 'One value per period.' },
    left: 0,
  })
})

test('a share whose n moves gets Laney’s p′, one with a steady n the XmR chart between 0 and 1', () => {
  const moving = counts([
    [50, 100],
    [160, 300],
    [48, 100],
    [150, 300],
    [52, 100],
    [155, 300],
    [49, 100],
  ])
  expect(drawChart({ holds: 'share', points: moving }).chart).toEqual(pPrime(moving))
  const steady = counts(calm.map((count) => [count + 80, 100] as const))
  const drawn = drawChart({ holds: 'share', points: steady })
  expect(drawn.chart.kind).toBe('xmr')
  expect(drawn.chart.points[0]?.drawn?.upper).toBeLessThanOrEqual(1)
})

test('a count over a moving exposure gets u′', () => {
  const rows = counts([
    [50, 100],
    [160, 300],
    [48, 100],
    [150, 300],
    [52, 100],
    [155, 300],
    [49, 100],
  ])
  expect(drawChart({ holds: 'count', points: rows, between: 'units' }).chart).toEqual(uPrime(rows))
})

describe('rare events', () => {
  const rows = counts(Array.from({ length: 24 }, (_, index) => [index % 3 === 0 ? 1 : 0, 10] as const))
  test('incidents get the t chart of the days between them', () => {
    const dates = [0, 40, 55, 130, 170, 215, 260, 300].map((day) => addDays('2025-01-01', day))
    const drawn = drawChart({ holds: 'count', points: rows, between: 'time', dates: [...dates, '2025-01-01'], asOf: '2026-12-31' })
    expect(drawn.chart.kind).toBe('t')
    expect(drawn.left).toBe(1)
    expect(drawn.chart.points.at(-1)).toMatchObject({ period: '2026-12-31', state: 'open' })
    expect(drawn.chart.points.slice(0, -1)).toEqual(
      tChart([40, 15, 75, 40, 45, 45, 40].map((value, index) => ({ period: dates[index + 1] ?? '', value }))).points,
    )
  })
  test('failed releases get the g chart of the good ones between them', () => {
    const drawn = drawChart({ holds: 'count', points: rows, between: 'units' })
    expect(drawn.chart.kind).toBe('g')
    expect(drawn.chart.points[0]).toMatchObject({ period: '2025-04', value: 29 })
    expect(drawn.chart.points[0]?.upper).toBe(gChart(months(Array<number>(7).fill(29))).points[0]?.upper)
  })
})

describe('what is done first', () => {
  test('overlapping windows are thinned to separate ones', () => {
    const drawn = drawChart({ holds: 'value', points: months(Array.from({ length: 36 }, (_, index) => index)), span: 3 })
    expect(drawn.chart.points.map(({ value }) => value)).toEqual([2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35])
    expect(drawn.left).toBe(24)
  })
  test('a declared season gives year-over-year differences; the same series undeclared is drawn as it is', () => {
    const seasonal = months(Array.from({ length: 36 }, (_, index) => 100 + (index % 12) * 10 + (index % 5)))
    expect(drawChart({ holds: 'value', points: seasonal, isSeasonal: true }).left).toBe(12)
    expect(drawChart({ holds: 'value', points: seasonal }).left).toBe(0)
    const adjusted = drawChart({ holds: 'value', points: seasonal, isSeasonal: true, isAdjusted: true })
    expect(adjusted).toMatchObject({ left: 0, choice: { first: 'take the season out' } })
    expect(Math.max(...adjusted.chart.points.map(({ value }) => Math.abs((value ?? 0) - 157)))).toBeLessThan(6)
  })
  test('weekdays are taken out of days, so that one bad Thursday stands out', () => {
    const week = [100, 104, 99, 102, 98, 40, 30]
    const days = Array.from({ length: 42 }, (_, index) => ({ period: addDays('2026-01-05', index), value: (week[index % 7] ?? 0) + ((index * 5) % 3) }))
    const broken = days.map((day, index) => (index === 38 ? { ...day, value: 30 } : day))
    expect(drawChart({ holds: 'value', points: broken }).chart.signals.filter(({ rule }) => rule === 'outside')).toEqual([])
    const drawn = drawChart({ holds: 'value', points: broken, isSeasonal: true }, { baselineEnd: '2026-02-01' })
    expect(drawn.chart.signals.filter(({ rule }) => rule === 'outside').map(({ found }) => found)).toEqual(['2026-02-12'])
  })
})
