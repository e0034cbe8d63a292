import { expect, test } from 'vitest'
import { columnBudget } from './budget.ts'

const cells = (size: number) => () => new Uint8Array(size)

test('what was asked for longest ago goes first, over all shelves, and the sum never passes the budget', () => {
  const budget = columnBudget(100)
  const [one, other] = [budget.shelf<Uint8Array>(), budget.shelf<Uint8Array>()]
  const first = one('a', cells(40))
  other('a', cells(40))
  expect(one('a', cells(40))).toBe(first) // now the other is the oldest
  one('b', cells(50))
  expect(budget.used()).toBe(90)
  expect(one('a', cells(40))).toBe(first)
  const again = other('a', cells(30))
  expect(again.byteLength).toBe(30)
  expect(budget.used()).toBe(70)
})

test('what is larger than the budget is handed out and not kept, and drives nothing out', () => {
  const budget = columnBudget(100)
  const shelf = budget.shelf<Uint8Array>()
  const small = shelf('small', cells(60))
  expect(shelf('large', cells(101))).not.toBe(shelf('large', cells(101)))
  expect(shelf('small', cells(60))).toBe(small)
  expect(budget.used()).toBe(60)
})
