import fc from 'fast-check'
import { expect, test } from 'vitest'
import { convert, fraction, minorUnit } from './money.ts'

test('a conversion rounds once, ties to even, on the decimal rate as it is written', () => {
  expect([
    convert(5, 2),
    convert(7, 2),
    convert(-5, 2),
    convert(100, 3),
    convert(15, 1, 1.1),
    convert(25, 1, 1.1),
    convert(5, 1, 0.1),
    convert(15, 1, 0.1),
  ]).toEqual([2, 4, -2, 33, 16, 28, 0, 2])
})

test('the fast way agrees with exact arithmetic of large integers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
      fc.integer({ min: 1, max: 36 }),
      fc.integer({ min: 1, max: 10 ** 7 }),
      (numerator, denominator, millionths) => {
        const [top, bottom] = [BigInt(numerator) * BigInt(millionths), BigInt(denominator) * 1_000_000n]
        const twice = 2n * top
        const low = (twice >= 0n ? top : top - bottom + 1n) / bottom
        const rest = 2n * (top - low * bottom)
        const rounded = rest > bottom || (rest === bottom && low % 2n !== 0n) ? low + 1n : low
        expect(convert(numerator, denominator, millionths / 1e6)).toBe(Number(rounded))
      },
    ),
    { numRuns: 2000 },
  )
})

test('decimals are whole parts of a power of ten', () => {
  expect([fraction(3), fraction(2.5), fraction(0.001)]).toEqual([
    { parts: 3, scale: 1 },
    { parts: 25, scale: 10 },
    { parts: 1, scale: 1000 },
  ])
})

test('the smallest coin follows the currency', () => {
  expect([minorUnit('USD'), minorUnit('JPY'), minorUnit('KWD')]).toEqual([10_000, 1_000_000, 1_000])
})
