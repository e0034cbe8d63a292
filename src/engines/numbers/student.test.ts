import fc from 'fast-check'
import { expect, test } from 'vitest'
import { studentQuantile } from './student.ts'

test('the published table: NIST/SEMATECH e-Handbook 1.3.6.7.2, upper critical values', () => {
  const table = [
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 5, 2.571],
    [0.975, 9, 2.262],
    [0.975, 11, 2.201],
    [0.975, 30, 2.042],
    [0.975, 100, 1.984],
    [0.95, 9, 1.833],
    [0.99, 10, 2.764],
    [0.999, 20, 3.552],
  ] as const
  for (const [p, freedom, t] of table) expect(studentQuantile(p, freedom)).toBeCloseTo(t, 3)
})

test('one and two degrees have closed forms: tan(π(p − ½)), and (2p − 1) √(2 / (4p(1 − p)))', () => {
  for (const p of [0.5, 0.6, 0.9, 0.975, 0.999]) {
    expect(studentQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 6)
    expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) * Math.sqrt(2 / (4 * p * (1 - p))), 8)
  }
})

test('more degrees bring it nearer to 1.96, never below', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (freedom) => {
      expect(studentQuantile(0.975, freedom)).toBeGreaterThanOrEqual(studentQuantile(0.975, freedom + 1))
      expect(studentQuantile(0.975, freedom)).toBeGreaterThan(1.959)
    }),
    { numRuns: 40 },
  )
})

test('what is no probability or no degree is refused', () => {
  expect(() => studentQuantile(0.4, 5)).toThrow(RangeError)
  expect(() => studentQuantile(1, 5)).toThrow(RangeError)
  expect(() => studentQuantile(0.9, 0)).toThrow(RangeError)
})
