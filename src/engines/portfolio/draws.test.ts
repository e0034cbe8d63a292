import fc from 'fast-check'
import { expect, test } from 'vitest'
import { random } from '../numbers/random.ts'
import { drawLognormal, drawPert, pertMean, quantileOf } from './draws.ts'

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('PERT draws have the mean (low + 4 likely + high) / 6 and the variance of their beta', () => {
  const range = { low: 2, likely: 5, high: 14 }
  const draw = random(5, 'pert')
  const values = Array.from({ length: 40_000 }, () => drawPert(range, draw))
  expect(mean(values)).toBeCloseTo(pertMean(range), 1)
  const [a, b] = [1 + (4 * 3) / 12, 1 + (4 * 9) / 12]
  const variance = (12 ** 2 * a * b) / ((a + b) ** 2 * (a + b + 1))
  expect(mean(values.map((value) => (value - pertMean(range)) ** 2)) / variance).toBeCloseTo(1, 1)
})

test('a draw never leaves its range, and a range without width gives its value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }), fc.integer(), (low, more, most, seed) => {
      const value = drawPert({ low, likely: low + more, high: low + more + most }, random(seed, 'x'))
      expect(value).toBeGreaterThanOrEqual(low)
      expect(value).toBeLessThanOrEqual(low + more + most)
    }),
  )
  expect(drawPert({ low: 3, likely: 3, high: 3 }, random(1, 'x'))).toBe(3)
})

test('one lognormal draw in ten lies below the 10 % point and one above the 90 % point', () => {
  const draw = random(2, 'log')
  const values = Array.from({ length: 40_000 }, () => drawLognormal(10, 40, draw))
  expect(values.filter((value) => value < 10).length / values.length).toBeCloseTo(0.1, 2)
  expect(values.filter((value) => value > 40).length / values.length).toBeCloseTo(0.1, 2)
})

test('quantiles interpolate as R does by default (type 7)', () => {
  expect(quantileOf([1, 2, 3, 4, 10], 0.5)).toBe(3)
  expect(quantileOf([1, 2, 3, 4], 0.25)).toBe(1.75)
  expect(quantileOf([], 0.5)).toBeNull()
})
