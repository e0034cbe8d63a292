import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chiSquareQuantile, gammaQuantile, incompleteGamma, logGamma } from './gamma.ts'

test('log gamma agrees with factorials and with gamma of a half', () => {
  expect(logGamma(1)).toBeCloseTo(0, 14)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14)
  let factorial = 0
  for (let n = 1; n <= 170; n++) {
    factorial += Math.log(n)
    expect(Math.abs(logGamma(n + 1) - factorial)).toBeLessThan(1e-12 * Math.max(1, factorial))
  }
})

test.each([
  [0.95, 1, 3.841458820694124],
  [0.99, 1, 6.6348966010212145],
  [0.975, 10, 20.483177350807395],
  [0.025, 10, 3.2469727802368396],
  [0.05, 5, 1.1454762260617692],
  [0.99, 30, 50.89218131151709],
  [0.01, 100, 70.06489492539978],
])('chi-square at %f with %i degrees of freedom is the printed table’s value', (p, k, value) => {
  expect(Math.abs(chiSquareQuantile(p, k) - value)).toBeLessThan(1e-11 * value)
})

test('the incomplete gamma function of shape one is an exponential', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 200, noNaN: true }), (x) => {
      expect(incompleteGamma(1, x).upper / Math.exp(-x)).toBeCloseTo(1, 11)
    }),
  )
})

test('a quantile undoes its distribution in both tails', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-8, max: 0.999, noNaN: true }), fc.double({ min: 0.5, max: 5000, noNaN: true }), (p, shape) => {
      expect(incompleteGamma(shape, gammaQuantile(p, shape)).lower / p).toBeCloseTo(1, 8)
      expect(incompleteGamma(shape, gammaQuantile(p, shape, 'upper')).upper / p).toBeCloseTo(1, 8)
    }),
  )
})

test('a tail too small to subtract from one keeps its quantile', () => {
  expect(gammaQuantile(1e-30, 1, 'upper')).toBeCloseTo(30 * Math.LN10, 10)
  expect([gammaQuantile(0, 3), gammaQuantile(1, 3), gammaQuantile(0, 3, 'upper'), gammaQuantile(1, 3, 'upper')]).toEqual([0, Infinity, Infinity, 0])
})

test('a probability outside zero and one is refused', () => {
  expect(() => gammaQuantile(1.1, 2)).toThrow('between 0 and 1')
  expect(() => incompleteGamma(0, 2)).toThrow('a > 0')
})
