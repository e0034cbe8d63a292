import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aimOf, distanceTo, isMet, type Goal } from './goal.ts'

const number = fc.integer({ min: -1000, max: 1000 })
const goal: fc.Arbitrary<Goal> = fc.oneof(
  fc.record({ direction: fc.constantFrom('up', 'down'), value: number }),
  fc.tuple(number, fc.nat(100)).map(([low, width]): Goal => ({ direction: 'within', low, high: low + width })),
)

test.each([
  [{ direction: 'up', value: 1.1 }, 1.1, true],
  [{ direction: 'up', value: 1.1, isStrict: true }, 1.1, false],
  [{ direction: 'up', value: 1.1 }, 1.09, false],
  [{ direction: 'down', value: 0.02 }, 0.02, true],
  [{ direction: 'down', value: 0.02, isStrict: true }, 0.02, false],
  [{ direction: 'within', low: 0.8, high: 1 }, 1, true],
  [{ direction: 'within', low: 0.8, high: 1 }, 1.01, false],
] as const)('%o at %f', (asked, value, met) => {
  expect(isMet(asked, value)).toBe(met)
})

test('moving by the distance meets the goal, and what is met has no distance', () => {
  fc.assert(
    fc.property(goal, number, (asked, value) => {
      const distance = distanceTo(asked, value)
      expect(isMet(asked, value + distance)).toBe(true)
      expect(distance === 0).toBe(isMet(asked, value))
    }),
  )
})

test('the aim meets the goal and is nothing but the start inside a range', () => {
  fc.assert(
    fc.property(goal, number, (asked, start) => {
      expect(isMet(asked, aimOf(asked, start))).toBe(true)
    }),
  )
  expect(aimOf({ direction: 'within', low: 2, high: 4 }, 3)).toBe(3)
  expect(aimOf({ direction: 'within', low: 2, high: 4 }, 9)).toBe(4)
})
