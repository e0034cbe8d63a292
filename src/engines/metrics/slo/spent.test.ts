import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budgetSpent } from './spent.ts'

test.each([
  [0.9, 1, null],
  [0.4, 1, null],
  [0.4, 0.5, { burn: 1.2, urgency: 'ticket', says: '60% of the budget is spent after 50% of its window' }],
  [0, 0.2, { burn: 5, urgency: 'page', says: 'the whole budget is spent' }],
  [-0.25, 1, { burn: 1.3, urgency: 'page', says: 'the budget is overspent by 25%' }],
])('%d left after %d of the period', (left, elapsed, alert) => {
  expect(budgetSpent(left, elapsed)).toEqual(alert)
})
test('a window of which nothing has passed is refused', () => {
  expect(() => budgetSpent(1, 0)).toThrow(RangeError)
  expect(() => budgetSpent(1, 1.5)).toThrow(RangeError)
})
test('less left never alerts less', () => {
  const gravity = (left: number, elapsed: number) => [null, 'ticket', 'page'].indexOf(budgetSpent(left, elapsed)?.urgency ?? null)
  const share = fc.double({ min: 0.01, max: 1, noNaN: true })
  fc.assert(
    fc.property(share, share, share, (elapsed, left, more) => {
      expect(gravity(Math.min(left, more) - 0.3, elapsed)).toBeGreaterThanOrEqual(gravity(Math.max(left, more) - 0.3, elapsed))
    }),
  )
})
