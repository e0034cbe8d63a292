import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answersNeeded, garwood, linearisedRatio, npsInterval, wilson } from './intervals.ts'

const counts = fc.integer({ min: 1, max: 100_000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

describe('Wilson', () => {
  test('twenty of a hundred gives the published interval', () => {
    expect(wilson(20, 100)?.low).toBeCloseTo(0.1334, 4)
    expect(wilson(20, 100)?.high).toBeCloseTo(0.2888, 4)
  })
  // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i agrees with Newcombe', (k, n, low, high) => {
    expect(wilson(k, n, 1.959964)?.low).toBeCloseTo(low, 4)
    expect(wilson(k, n, 1.959964)?.high).toBeCloseTo(high, 4)
  })
  test('it holds the share, stays between zero and one, and shrinks as answers grow', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const one = wilson(k, n)
        const ten = wilson(10 * k, 10 * n)
        if (!one || !ten) throw new Error('a share of n > 0 has an interval')
        expect(one.low).toBeGreaterThanOrEqual(0)
        expect(one.low).toBeLessThanOrEqual(k / n)
        expect(one.high).toBeGreaterThanOrEqual(k / n)
        expect(one.high).toBeLessThanOrEqual(1)
        expect(ten.high - ten.low).toBeLessThan(one.high - one.low)
      }),
    )
  })
  test('no answers give null, and more successes than answers are refused', () => {
    expect(wilson(0, 0)).toBeNull()
    expect(() => wilson(3, 2)).toThrow('at most n')
    expect(() => wilson(0.5, 2)).toThrow('whole number')
  })
})

describe('Garwood', () => {
  // Garwood 1936, to the digits that its table prints
  test.each([
    [0, 0, 3.69],
    [1, 0.03, 5.57],
    [5, 1.62, 11.67],
    [10, 4.8, 18.39],
    [50, 37.11, 65.92],
    [100, 81.36, 121.63],
  ])('%i events', (k, low, high) => {
    expect(garwood(k, 1)?.low).toBeCloseTo(low, 2)
    expect(garwood(k, 1)?.high).toBeCloseTo(high, 2)
  })
  test('each end leaves exactly half of alpha in its Poisson tail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), (k) => {
        const ends = garwood(k, 1)
        if (!ends) throw new Error('an exposure of 1 has an interval')
        expect(poissonUpTo(k, ends.high)).toBeCloseTo(0.025, 9)
        expect(1 - poissonUpTo(k - 1, ends.low)).toBeCloseTo(0.025, 9)
      }),
    )
  })
  test('a longer exposure narrows the rate in proportion', () => {
    expect(garwood(10, 4)?.high).toBeCloseTo((garwood(10, 1)?.high ?? 0) / 4, 12)
    expect(garwood(3, 0)).toBeNull()
    expect(() => garwood(3, -1)).toThrow('exposure')
  })
})

describe('ratio of sums', () => {
  test('it equals the hand computation for three accounts', () => {
    const half = (1.96 * Math.sqrt((3 / 2) * (10 ** 2 + 10 ** 2 + 0))) / 300
    expect(linearisedRatio([110, 90, 100], [100, 100, 100])).toEqual({ low: expect.closeTo(1 - half, 12), high: expect.closeTo(1 + half, 12) })
  })
  test('scaling both sides changes nothing', () => {
    const money = fc.array(fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 9999 })), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(money, (rows) => {
        const [y, x] = [rows.map((row) => row[0]), rows.map((row) => row[1])]
        const plain = linearisedRatio(y, x)
        const scaled = linearisedRatio(
          y.map((value) => value * 1e6),
          x.map((value) => value * 1e6),
        )
        expect(scaled?.low).toBeCloseTo(plain?.low ?? NaN, 9)
        expect(scaled?.high).toBeCloseTo(plain?.high ?? NaN, 9)
      }),
    )
  })
  test('one account, or nothing below the line, has no interval', () => {
    expect(linearisedRatio([1], [1])).toBeNull()
    expect(linearisedRatio([1, 2], [0, 0])).toBeNull()
    expect(() => linearisedRatio([1, 2], [1])).toThrow('both sides')
  })
})

describe('net promoter score', () => {
  test('120 promoters, 80 passives and 40 detractors are known to 9.4 points', () => {
    const nps = npsInterval(120, 80, 40)
    expect(nps?.score).toBeCloseTo(33.33, 2)
    expect(((nps?.high ?? 0) - (nps?.low ?? 0)) / 2).toBeCloseTo(9.4, 1)
  })
  test('it holds the score inside -100 and 100, unanimous samples included', () => {
    const few = fc.integer({ min: 0, max: 30 })
    fc.assert(
      fc.property(few, few, few, (promoters, passives, detractors) => {
        fc.pre(promoters + passives + detractors > 0)
        const nps = npsInterval(promoters, passives, detractors)
        if (!nps) throw new Error('answers give a score')
        expect(nps.low).toBeGreaterThanOrEqual(-100)
        expect(nps.high).toBeLessThanOrEqual(100)
        expect(nps.low).toBeLessThanOrEqual(nps.score)
        expect(nps.high).toBeGreaterThanOrEqual(nps.score)
        expect(nps.high - nps.low).toBeGreaterThan(0)
      }),
    )
    expect(npsInterval(0, 0, 0)).toBeNull()
  })
  test('a ten-point change at a variance of five ninths needs 872 answers a wave', () => {
    expect(answersNeeded(5 / 9, 0.1)).toBe(872)
  })
})

/** Poisson cumulative probability by its sum: independent of the gamma functions. */
function poissonUpTo(k: number, mean: number): number {
  let term = Math.exp(-mean)
  let total = term
  for (let i = 1; i <= k; i++) {
    term *= mean / i
    total += term
  }
  return total
}
