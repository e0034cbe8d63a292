import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { gChart, tChart } from './rare.ts'
import { rankByFalseDiscovery, surpriseOf } from './ranking.ts'
import { xmr } from './xmr.ts'

const months = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2024-01', index), value }))
const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
const frozen = { baselineEnd: '2024-12' }
const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 })

describe('false discovery', () => {
  // Benjamini and Hochberg 1995, section 3.2: fifteen comparisons of two treatments of heart attacks
  const trial = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
  test('the published trial keeps four of fifteen at 0.05', () => {
    const ranked = rankByFalseDiscovery(
      trial.toReversed().map((p) => ({ p })),
      0.05,
    )
    expect(ranked.filter(({ isKept }) => isKept).map(({ p }) => p)).toEqual([0.0001, 0.0004, 0.0019, 0.0095])
    expect(ranked[3]?.adjusted).toBeCloseTo((0.0095 * 15) / 4, 12)
  })
  test('what is kept is the step-up rule written out, and the ranks follow p', () => {
    fc.assert(
      fc.property(chances, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (values, q) => {
        const sorted = values.toSorted((a, b) => a - b)
        const k = sorted.findLastIndex((p, index) => (p * sorted.length) / (index + 1) <= q) + 1
        const ranked = rankByFalseDiscovery(
          values.map((p) => ({ p })),
          q,
        )
        expect(ranked.map(({ p }) => p)).toEqual(sorted)
        expect(ranked.filter(({ isKept }) => isKept)).toHaveLength(k)
        ranked.forEach(({ p, adjusted }) => expect(adjusted >= p * (1 - 1e-12) && adjusted <= 1).toBe(true))
      }),
    )
  })
  test('what is no probability is refused', () => {
    expect(() => rankByFalseDiscovery([{ p: 1.2 }])).toThrow('between 0 and 1')
    expect(rankByFalseDiscovery([])).toEqual([])
  })
})

describe('surprise', () => {
  test('a point on its upper limit has three times the two-sided tail of three standard deviations', () => {
    const upper = xmr(months(calm)).points[0]?.upper ?? 0
    expect(surpriseOf(xmr(months([...calm, upper]), frozen))).toEqual({ rule: 'outside', p: expect.closeTo(3 * 0.0026998, 6) })
  })
  test('twelve points slightly above the centre surprise as a run', () => {
    const chart = xmr(months([...calm.slice(0, 11), 10.4, ...Array<number>(12).fill(10.6)]), frozen)
    expect(surpriseOf(chart)).toEqual({ rule: 'run', p: 3 * 2 * 0.5 ** 12 })
  })
  test('four of four near the upper limit surprise as near', () => {
    const chart = xmr(months([...calm, 14.4, 14.4, 14.4, 14.4]), frozen)
    expect(surpriseOf(chart)).toEqual({ rule: 'near', p: expect.closeTo(3 * 2 * 0.0668072 ** 4, 9) })
  })
  test('farther out is never less surprising, and the unit does not matter', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 50, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }), (one, other) => {
        const at = (distance: number, scale = 1) => surpriseOf(xmr(months([...calm, 10.5 + distance].map((value) => value * scale)), frozen))?.p ?? NaN
        expect(at(Math.max(one, other))).toBeLessThanOrEqual(at(Math.min(one, other)) + 1e-12)
        expect(at(one, -1000)).toBeCloseTo(at(one), 9)
      }),
    )
  })
  test('rare events are judged on their own scale', () => {
    const gaps = months([5, 9, 14, 3, 22, 11, 8, 17, 6, 12])
    expect(surpriseOf(tChart(gaps))?.p).toBe(1)
    const good = months([5, 9, 14, 3, 22, 11, 8, 17, 6, 120])
    const centre = 95 / 9
    expect(surpriseOf(gChart(good, { baselineEnd: '2024-09' }))?.p).toBeCloseTo((centre / (1 + centre)) ** 120, 12)
  })
  test('without limits there is no surprise', () => {
    expect(surpriseOf(xmr(months([1, 2, 3])))).toBeNull()
  })
})
