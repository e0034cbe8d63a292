import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linear, quadratic, weightedKappa, type Weigh } from './kappa.ts'

/** Pairs from a table of counts: rows are the first rater’s levels, columns the second’s. */
const pairsOf = (table: readonly (readonly number[])[]): [number, number][] =>
  table.flatMap((row, one) => row.flatMap((count, other) => Array.from({ length: count }, (): [number, number] => [one, other])))

describe('published examples', () => {
  // Cohen 1968, table 1: 200 patients, diagnoses by two judges; kappa .492, weighted kappa .348 under the weights of the paper
  const cohen = pairsOf([
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ])
  const weights = [
    [0, 1, 3],
    [1, 0, 6],
    [3, 6, 0],
  ]

  test('Cohen 1968: weighted and plain kappa of his table', () => {
    expect(weightedKappa(cohen, (one, other) => weights[one]?.[other] ?? 0).kappa).toBeCloseTo(0.348, 3)
    expect(weightedKappa(cohen, (one, other) => Number(one !== other)).kappa).toBeCloseTo(0.492, 3)
    expect(weightedKappa(cohen).n).toBe(200)
  })

  test('Vanbelle and Albert 2009: linear kappa is that of the embedded 2 × 2 tables, added up', () => {
    const cut: Weigh[] = [0, 1].map((level) => (one, other) => Number(one <= level !== other <= level))
    const sides = cut.map((weigh) => sidesOf(cohen, weigh))
    const [observed, expected] = [sides.reduce((sum, side) => sum + side[0], 0), sides.reduce((sum, side) => sum + side[1], 0)]
    expect(weightedKappa(cohen, linear).kappa).toBeCloseTo(1 - observed / expected, 12)
  })

  test('Fleiss and Cohen 1973: with equal margins, quadratic kappa is the correlation of the two raters', () => {
    const same = pairsOf([
      [5, 3, 1],
      [3, 6, 2],
      [1, 2, 7],
    ])
    expect(weightedKappa(same, quadratic).kappa).toBeCloseTo(correlation(same), 12)
  })
})

test('between raters who agree it is 1, and never above; swapping them changes nothing', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(pairs, (given) => {
      const { kappa } = weightedKappa(given)
      if (kappa === null) expect(new Set(given.flat())).toHaveLength(1)
      else expect(kappa).toBeLessThanOrEqual(1)
      const swapped = weightedKappa(given.map(([one, other]): [number, number] => [other, one])).kappa
      if (kappa !== null) expect(swapped).toBeCloseTo(kappa, 12)
      const agreed = weightedKappa(given.map(([one]): [number, number] => [one, one])).kappa
      expect([1, null]).toContain(agreed)
    }),
  )
})

test('of no pair nothing can be said', () => {
  expect(weightedKappa([])).toEqual({ kappa: null, n: 0 })
})

function sidesOf(pairs: readonly [number, number][], weigh: Weigh): [number, number] {
  const n = pairs.length
  const observed = pairs.reduce((sum, [one, other]) => sum + weigh(one, other), 0) / n
  const expected = pairs.reduce((sum, [one]) => sum + pairs.reduce((inner, [, other]) => inner + weigh(one, other), 0), 0) / (n * n)
  return [observed, expected]
}

function correlation(pairs: readonly [number, number][]): number {
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length
  const [a, b] = [mean(0), mean(1)]
  const sum = (of: (pair: [number, number]) => number) => pairs.reduce((total, pair) => total + of(pair), 0)
  return sum(([x, y]) => (x - a) * (y - b)) / Math.sqrt(sum(([x]) => (x - a) ** 2) * sum(([, y]) => (y - b) ** 2))
}
