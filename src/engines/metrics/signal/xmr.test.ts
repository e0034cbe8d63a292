import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import type { ControlChart, Point } from './controlChart.ts'
import { xmr } from './xmr.ts'

const series = (values: readonly (number | null)[], start = '2024-01'): Point[] => values.map((value, index) => ({ period: addPeriods(start, index), value }))
const limits = (chart: ControlChart, at = 0) => ({ lower: chart.points[at]?.lower, upper: chart.points[at]?.upper })
const shape = (chart: ControlChart) => chart.signals.map(({ rule, side, from, to, found }) => `${rule} ${side} ${from} ${to} ${found}`)
const wholes = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 })

describe('published charts', () => {
  test('the United States trade deficit of 1987 in Wheeler’s Understanding Variation', () => {
    const chart = xmr(series([10.7, 13.0, 11.4, 11.5, 12.5, 14.1, 14.8, 14.1, 12.6, 16.0, 11.7, 10.6]))
    expect(chart.segments[0]?.centre).toBeCloseTo(12.75, 10)
    expect(limits(chart)).toEqual({ lower: expect.closeTo(8.32, 2), upper: expect.closeTo(17.18, 2) })
    expect(chart.segments[0]?.rangeLimit).toBeCloseTo(5.44, 2)
    expect(chart.signals).toEqual([])
    expect(chart.segments[0]?.strength).toBe('established')
  })
  test('mortgage processing costs in Montgomery, example 6.5: centre 300.5, limits 279.78 and 321.22', () => {
    const chart = xmr(series([310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]))
    expect(chart.segments[0]).toMatchObject({ centre: 300.5, averageRange: expect.closeTo(7.79, 2), rangeLimit: expect.closeTo(25.45, 1) })
    expect(limits(chart)).toEqual({ lower: expect.closeTo(279.78, 1), upper: expect.closeTo(321.22, 1) })
    expect(chart.signals).toEqual([])
  })
})

describe('rules', () => {
  const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
  test('a point below its limit is a signal on that point', () => {
    const chart = xmr(series([...calm, -5]), { baselineEnd: '2024-12' })
    expect(shape(chart)).toContain('outside below 2025-01 2025-01 2025-01')
    expect(chart.points.at(-1)?.rules).toContain('outside')
    expect(chart.points.at(-1)?.isRangeOutside).toBe(true)
  })
  test('the eighth point in a row on one side completes a run, the seventh does not', () => {
    const after = (count: number) => xmr(series([...calm, ...Array<number>(count).fill(11)]), { baselineEnd: '2024-12' })
    expect(after(6).signals.filter(({ rule }) => rule === 'run')).toEqual([])
    expect(shape(after(9))).toEqual(['run above 2024-12 2025-09 2025-07'])
  })
  test('a point on the centre breaks a run', () => {
    const chart = xmr(series([...calm, 11, 11, 11, 10.5, 11, 11, 11, 11]), { baselineEnd: '2024-12' })
    expect(chart.segments[0]?.centre).toBe(10.5)
    expect(chart.signals).toEqual([])
  })
  test('three of four nearer the upper limit than the centre are one pattern', () => {
    const chart = xmr(series([...calm, 9, 14.5, 14.5, 10, 14.5]), { baselineEnd: '2024-12' })
    expect(shape(chart)).toEqual(['near above 2025-02 2025-05 2025-05'])
  })
})

describe('which points count', () => {
  test.each([
    [5, 'none'],
    [6, 'provisional'],
    [11, 'provisional'],
    [12, 'established'],
  ])('%i points give %s limits', (count, strength) => {
    const chart = xmr(series(Array.from({ length: count }, (_, index) => index % 3)))
    expect(chart.segments[0]?.strength).toBe(strength)
    expect(chart.points[0]?.upper === null).toBe(strength === 'none')
  })
  test('open and immature points are drawn but neither tested nor counted', () => {
    const closed = series([10, 12, 9, 11, 10, 12, 9])
    const open: Point[] = [
      { period: '2024-08', value: 900, state: 'immature' },
      { period: '2024-09', value: -900, state: 'open' },
    ]
    const chart = xmr([...closed, ...open])
    expect(chart.points.map((point) => point.value)).toEqual([10, 12, 9, 11, 10, 12, 9, 900, -900])
    expect(chart.signals).toEqual([])
    expect(limits(chart)).toEqual(limits(xmr(closed)))
  })
  test('a gap is kept as a gap', () => {
    const chart = xmr(series([10, 12, null, 11, 10, 12, 9]))
    expect(chart.points[2]).toMatchObject({ value: null, rules: [], movingRange: null })
    expect(chart.segments[0]?.n).toBe(6)
  })
  test('screening drops one wild range and keeps the limits near the calm ones', () => {
    const wild = series([10, 12, 9, 11, 10, 60, 10, 12, 9, 11, 10, 12, 9, 11, 10, 12])
    const [plain, screened] = [xmr(wild), xmr(wild, { screen: true })]
    expect(screened.segments[0]?.screened).toBe(2)
    expect(screened.segments[0]?.averageRange).toBeCloseTo(26 / 13, 10)
    expect((screened.points[0]?.upper ?? 0) < (plain.points[0]?.upper ?? 0)).toBe(true)
  })
  test('the median variant uses 3.145 and 3.865 times the median range', () => {
    const chart = xmr(series([10, 12, 9, 11, 10, 60, 10]), { centre: 'median' })
    expect(chart.segments[0]).toMatchObject({ centre: 10, averageRange: 2.5, rangeLimit: 3.865 * 2.5 })
    expect(limits(chart)).toEqual({ lower: 10 - 3.145 * 2.5, upper: 10 + 3.145 * 2.5 })
  })
  test('limits are drawn inside the natural bounds and tested outside them', () => {
    const chart = xmr(series([0.9, 1, 0.8, 1, 0.9, 1, 0.7, 1]), { natural: { low: 0, high: 1 } })
    expect(chart.points[0]?.drawn?.upper).toBe(1)
    expect(chart.points[0]?.upper).toBeGreaterThan(1)
  })
  test('a declared change starts new limits and leaves the old ones as they were', () => {
    const before = [10, 12, 9, 11, 10, 12, 9, 11]
    const chart = xmr(series([...before, 30, 32, 29, 31, 30, 32]), { changes: [{ period: '2024-09', cause: 'Pricing change, Team plan' }] })
    expect(chart.segments.map(({ from, to, n, cause }) => [from, to, n, cause])).toEqual([
      ['2024-01', '2024-08', 8, null],
      ['2024-09', '2025-02', 6, 'Pricing change, Team plan'],
    ])
    expect(limits(chart)).toEqual(limits(xmr(series(before))))
    expect(chart.points[8]?.movingRange).toBeNull()
    expect(chart.signals).toEqual([])
  })
  test('a baseline window inside the series sets limits for the points on both sides of it', () => {
    const inside = [10, 12, 9, 11, 10, 12, 9, 11]
    const chart = xmr(series([80, 90, ...inside, 30]), { baselineStart: '2024-03', baselineEnd: '2024-10' })
    expect(limits(chart)).toEqual(limits(xmr(series(inside))))
    expect(chart.segments[0]?.n).toBe(8)
    expect(chart.signals.filter(({ rule }) => rule === 'outside').map(({ found }) => found)).toEqual(['2024-01', '2024-02', '2024-11'])
  })
  test('periods out of order are refused', () => {
    expect(() =>
      xmr([
        { period: '2024-02', value: 1 },
        { period: '2024-01', value: 2 },
      ]),
    ).toThrow('must ascend')
    expect(() => xmr([{ period: '2024-02', value: NaN }])).toThrow('not a number')
  })
})

describe('properties', () => {
  test('a change of units maps limits and signals one to one', () => {
    fc.assert(
      fc.property(
        wholes,
        fc.integer({ min: -50, max: 50 }).filter((factor) => factor !== 0),
        fc.integer({ min: -9999, max: 9999 }),
        (values, factor, offset) => {
          const [plain, mapped] = [xmr(series(values)), xmr(series(values.map((value) => value * factor + offset)))]
          const swapped = factor < 0
          expect(mapped.signals.map(({ rule, from, to }) => `${rule} ${from} ${to}`).sort()).toEqual(
            plain.signals.map(({ rule, from, to }) => `${rule} ${from} ${to}`).sort(),
          )
          plain.points.forEach((point, index) => {
            const twin = mapped.points[index]
            if (point.upper === null || point.lower === null) return expect(twin?.upper).toBeNull()
            expect(twin?.upper).toBeCloseTo((swapped ? point.lower : point.upper) * factor + offset, 6)
            expect(twin?.lower).toBeCloseTo((swapped ? point.upper : point.lower) * factor + offset, 6)
          })
        },
      ),
    )
  })
  test('frozen limits ignore later points', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 12, maxLength: 12 }), wholes, (baseline, later) => {
        const frozen = xmr(series([...baseline, ...later]), { baselineEnd: '2024-12' })
        expect(frozen.segments[0]).toMatchObject({ centre: xmr(series(baseline)).segments[0]?.centre, n: 12 })
        expect(limits(frozen)).toEqual(limits(xmr(series(baseline))))
      }),
    )
  })
  test('a series without variation has no signal, and any departure from it is one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((value) => Math.abs(value) > 1e-3),
        fc.integer({ min: 6, max: 40 }),
        (value, count) => {
          expect(xmr(series(Array<number>(count).fill(value))).signals).toEqual([])
          const broken = xmr(series([...Array<number>(12).fill(value), value * 1.01]), { baselineEnd: '2024-12' })
          expect(broken.signals.map(({ rule }) => rule)).toEqual(['outside'])
        },
      ),
    )
  })
})
