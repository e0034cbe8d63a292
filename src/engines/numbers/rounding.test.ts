import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divideHalfEven, roundHalfEven, roundHalfUp, roundSignificant } from './rounding.ts'

test.each([
  [0.5, 0, 0],
  [1.5, 0, 2],
  [2.5, 0, 2],
  [-2.5, 0, -2],
  [1.005, 2, 1],
  [1.015, 2, 1.02],
  [2.675, 2, 2.68],
  [0.125, 2, 0.12],
  [1250, -2, 1200],
  [0.51, 0, 1],
  [0.049, 1, 0],
  [9.96, 1, 10],
  [123.456, 5, 123.456],
])('%f to %i places is %f, ties to even', (value, places, rounded) => {
  expect(roundHalfEven(value, places)).toBe(rounded)
})

test('a tie goes away from zero where scores are banded', () => {
  expect([roundHalfUp(0.65, 1), roundHalfUp(0.25, 1), roundHalfUp(-0.25, 1), roundHalfUp(0.649, 1)]).toEqual([0.7, 0.3, -0.3, 0.6])
})

test('three significant figures keep the leading digits', () => {
  expect([roundSignificant(48_202_140), roundSignificant(0.0012345), roundSignificant(-99.95), roundSignificant(0)]).toEqual([48_200_000, 0.00123, -100, 0])
})

test('rounding is never further than half a unit and is idempotent', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: -3, max: 6 }), (value, places) => {
      const rounded = roundHalfEven(value, places)
      expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.5 * 10 ** -places * (1 + 1e-9) + 1e-6 * 10 ** -places)
      expect(roundHalfEven(rounded, places)).toBe(rounded)
      expect(roundHalfEven(-value, places) + rounded).toBe(0)
    }),
  )
})

test('dividing integers leaves at most half a divisor and a tie is even', () => {
  expect([divideHalfEven(5n, 2n), divideHalfEven(7n, 2n), divideHalfEven(-5n, 2n), divideHalfEven(10n, 3n), divideHalfEven(-11n, 3n)]).toEqual([
    2n,
    4n,
    -2n,
    3n,
    -4n,
  ])
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (amount, divisor) => {
      const rest = amount - divideHalfEven(amount, divisor) * divisor
      expect(2n * (rest < 0n ? -rest : rest) <= divisor).toBe(true)
    }),
  )
  expect(() => divideHalfEven(1n, 0n)).toThrow('by zero')
})
