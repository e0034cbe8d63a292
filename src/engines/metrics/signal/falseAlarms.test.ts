import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { incompleteGamma } from '#engines/numbers/gamma.ts'
import { falseAlarms, falseRates } from './falseAlarms.ts'
import { gChart } from './rare.ts'
import { findPatterns, type Rule } from './rules.ts'
import { xmr } from './xmr.ts'

const months = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2023-01', index), value }))
const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]

describe('the rates', () => {
  test('one point in 370 lies outside three standard deviations, one in 256 completes a run', () => {
    expect(falseRates.outside).toBeCloseTo(incompleteGamma(0.5, 4.5).upper, 9)
    expect(1 / falseRates.outside).toBeCloseTo(370.4, 1)
    expect(falseRates.run).toBe(0.5 ** 8)
  })
  test('three of four near a limit: the stationary rate of the chain of the last three points', () => {
    expect(falseRates.near).toBeCloseTo(2 * newNearRate(incompleteGamma(0.5, 1.125).upper / 2), 9)
  })
  test('two million points of seeded normal noise give the same three rates', () => {
    const normal = normals(20_260_101)
    const counts: Record<Rule, number> = { outside: 0, run: 0, near: 0 }
    const [batches, size] = [100, 20_000]
    for (let batch = 0; batch < batches; batch++) for (const { rule } of findPatterns(Array.from({ length: size }, () => normal() / 3))) counts[rule]++
    for (const rule of ['outside', 'run', 'near'] as const) {
      const expected = falseRates[rule] * batches * size
      expect(Math.abs(counts[rule] - expected)).toBeLessThan(4 * Math.sqrt(expected))
    }
  })
})

describe('what chance alone would give', () => {
  test('twenty-one calm charts together expect a fifth of a signal in their latest month', () => {
    const alarms = falseAlarms(Array.from({ length: 21 }, () => xmr(months(calm))))
    expect(alarms).toMatchObject({ charts: 21, points: 21, found: 0 })
    expect(alarms.expected).toBeCloseTo(21 * (falseRates.outside + falseRates.run + falseRates.near), 12)
    expect(alarms.says).toBe('0 signals in 21 points of 21 charts; chance alone would give about 0.2.')
  })
  test('the number grows with the points asked for, and the rules sum to it', () => {
    const alarms = falseAlarms([xmr(months([...calm, 30]), { baselineEnd: '2023-12' }), xmr(months(calm))], { since: '2023-07' })
    expect(alarms).toMatchObject({ points: 13, found: 1 })
    expect(alarms.byRule.outside + alarms.byRule.run + alarms.byRule.near).toBeCloseTo(alarms.expected, 12)
  })
  test('charts without limits and open points are not in the count', () => {
    expect(falseAlarms([xmr(months([1, 2, 3]))])).toMatchObject({ charts: 0, points: 0, expected: 0 })
    expect(falseAlarms([xmr([...months(calm), { period: '2024-01', value: 99, state: 'open' }])], { since: '2024-01' }).points).toBe(0)
    expect(falseAlarms([xmr(months(calm))]).says).toContain('fewer than 0.1')
  })
  test('a g chart says false far more often: near e to the minus 4 for a large mean', () => {
    const chart = gChart(months([900, 1100, 1000, 950, 1050, 1000]))
    expect(falseAlarms([chart]).byRule).toEqual({ outside: expect.closeTo(Math.exp(-4), 4), run: 1 / 256, near: 0 })
  })
})

/** New patterns per point of one side: a point beyond completes one when two of the three before it are beyond too and none of them ended a pattern. */
function newNearRate(p: number): number {
  // each of the last three places: 0 inside, 1 beyond, 2 beyond and the end of a pattern
  let mass = new Map<string, number>([['000', 1]])
  let rate = 0
  for (let step = 0; step < 200; step++) {
    const next = new Map<string, number>()
    rate = 0
    const add = (key: string, weight: number) => next.set(key, (next.get(key) ?? 0) + weight)
    for (const [last, weight] of mass) {
      const isPattern = [...last].filter((place) => place !== '0').length >= 2
      if (isPattern && !last.includes('2')) rate += weight * p
      add(`${last.slice(1)}0`, weight * (1 - p))
      add(`${last.slice(1)}${isPattern ? 2 : 1}`, weight * p)
    }
    mass = next
  }
  return rate
}

/** Box and Muller on the generator mulberry32. */
function normals(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}
