import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factorParts, type Factor } from './factors.ts'

const total = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0)
const factor = fc.record({
  name: fc.constant('f'),
  before: fc.integer({ min: -20, max: 99 }),
  after: fc.integer({ min: -20, max: 99 }),
  power: fc.constantFrom<1 | -1>(1, -1),
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
