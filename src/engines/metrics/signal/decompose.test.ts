import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factorParts, rateMix, retentionChange, seatPrice, type Factor, type SegmentPair } from './decompose.ts'

const side = fc
  .record({ numerator: fc.integer({ min: 0, max: 1e9 }), denominator: fc.integer({ min: 0, max: 1e9 }) })
  .map((row) => (row.denominator === 0 ? { numerator: 0, denominator: 0 } : row))
const pairs = fc
  .array(fc.record({ before: side, after: side }), { minLength: 1, maxLength: 8 })
  .map((rows): SegmentPair[] => rows.map((row, index) => ({ segment: `s${index}`, ...row })))
const total = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0)
const factor = fc.record({
  name: fc.constant('f'),
  before: fc.integer({ min: -20, max: 99 }),
  after: fc.integer({ min: -20, max: 99 }),
  power: fc.constantFrom<1 | -1>(1, -1),
})

describe('rate and mix', () => {
  test('the parts sum to the change, and swapping the periods negates each of them', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const forward = rateMix(rows)
        const backward = rateMix(rows.map(({ segment, before, after }) => ({ segment, before: after, after: before })))
        if (!forward || !backward) return
        const scale = Math.max(1, forward.before, forward.after, ...forward.parts.flatMap(({ rate }) => rate.map((value) => value ?? 0)))
        expect(Math.abs(total(forward.parts.map(({ byRate, byMix }) => byRate + byMix)) - forward.change)).toBeLessThan(1e-9 * scale)
        forward.parts.forEach((part, index) => {
          expect(Math.abs(part.byRate + (backward.parts[index]?.byRate ?? NaN))).toBeLessThan(1e-9 * scale)
          expect(Math.abs(part.byMix + (backward.parts[index]?.byMix ?? NaN))).toBeLessThan(1e-9 * scale)
        })
      }),
    )
  })
  test('a new segment is all mix', () => {
    const split = rateMix([
      { segment: 'Enterprise', before: { numerator: 100, denominator: 100 }, after: { numerator: 110, denominator: 100 } },
      { segment: 'Small business', before: { numerator: 0, denominator: 0 }, after: { numerator: 40, denominator: 100 } },
    ])
    expect(split?.parts[1]?.byRate).toBe(0)
    expect(split?.parts[1]?.byMix).not.toBe(0)
    expect(split?.change).toBeCloseTo(0.75 - 1, 12)
  })
  test('the whole falling while every segment rises is flagged', () => {
    const split = rateMix([
      { segment: 'Enterprise', before: { numerator: 90, denominator: 100 }, after: { numerator: 19, denominator: 20 } },
      { segment: 'Small business', before: { numerator: 10, denominator: 20 }, after: { numerator: 60, denominator: 100 } },
    ])
    expect(split?.isSimpson).toBe(true)
    expect((split?.change ?? 0) < 0).toBe(true)
  })
  test('one segment moving with the whole is no paradox, and an empty side has no answer', () => {
    const row = { segment: 'All', before: { numerator: 1, denominator: 2 }, after: { numerator: 2, denominator: 2 } }
    expect(rateMix([row])).toMatchObject({ isSimpson: false, change: 0.5 })
    expect(rateMix([{ ...row, after: { numerator: 0, denominator: 0 } }])).toBeNull()
    expect(() => rateMix([{ ...row, after: { numerator: 0, denominator: -1 } }])).toThrow('negative')
  })
})

test('retention moves by the shares of its flows', () => {
  const split = retentionChange({ opening: 1000, expansion: 120, contraction: 20, churn: 30 }, { opening: 1200, expansion: 108, contraction: 60, churn: 48 })
  expect(split).toEqual({
    expansion: expect.closeTo(-0.03, 12),
    contraction: expect.closeTo(-0.03, 12),
    churn: expect.closeTo(-0.01, 12),
    change: expect.closeTo(-0.07, 12),
  })
  expect(retentionChange({ opening: 0, expansion: 0, contraction: 0, churn: 0 }, { opening: 1, expansion: 0, contraction: 0, churn: 0 })).toBeNull()
})

test('seat and price parts of a line are exact in whole money', () => {
  const money = fc.bigInt({ min: 0n, max: 10n ** 12n })
  fc.assert(
    fc.property(money, money, money, money, (q0, p0, q1, p1) => {
      const { seat, price } = seatPrice({ quantity: q0, price: p0 }, { quantity: q1, price: p1 })
      expect(seat + price).toBe(q1 * p1 - q0 * p0)
    }),
  )
})

describe('factors', () => {
  test('the parts of a product or quotient sum to its change, negative factors included', () => {
    fc.assert(
      fc.property(fc.array(factor, { minLength: 1, maxLength: 5 }), (factors) => {
        const parts = factorParts(factors)
        expect(parts === null).toBe(factors.some(({ power, before, after }) => power === -1 && before * after === 0))
        if (!parts) return
        const change = valueOf(factors, 'after') - valueOf(factors, 'before')
        const scale = Math.max(1, ...subsets(factors).map(Math.abs))
        expect(Math.abs(total(parts.map(({ part }) => part)) - change)).toBeLessThan(1e-9 * scale)
      }),
    )
  })
  test('a factor that stood still takes no part', () => {
    const parts = factorParts([
      { name: 'accounts', before: 100, after: 120, power: 1 },
      { name: 'price', before: 9, after: 9, power: 1 },
    ])
    expect(parts).toEqual([
      { name: 'accounts', part: expect.closeTo(180, 9) },
      { name: 'price', part: 0 },
    ])
  })
  test('a factor that was zero takes what the orders of change give it on average', () => {
    const parts = factorParts([
      { name: 'a', before: 0, after: 2, power: 1 },
      { name: 'b', before: 3, after: 5, power: 1 },
    ])
    expect(parts).toEqual([
      { name: 'a', part: 8 },
      { name: 'b', part: 2 },
    ])
  })
})

function valueOf(factors: readonly Factor[], at: 'before' | 'after'): number {
  return factors.reduce((product, item) => product * item[at] ** item.power, 1)
}

function subsets(factors: readonly Factor[]): number[] {
  return Array.from({ length: 1 << factors.length }, (_, bits) =>
    factors.reduce((product, item, index) => product * (bits & (1 << index) ? item.after : item.before) ** item.power, 1),
  )
}
