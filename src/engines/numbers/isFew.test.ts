import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFew } from './isFew.ts'

test('fewer than asked is few, and a zero of what is only counted is a figure', () => {
  expect([isFew(4, 5), isFew(5, 5), isFew(0, 5), isFew(null, 5)]).toEqual([true, false, true, false])
  expect([isFew(0, 1), isFew(1, 1), isFew(null, 1)]).toEqual([false, false, false])
})

test('more rows are never fewer than asked where less are enough', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1000 }), (n, more, minN) => {
      expect(isFew(n, minN) || !isFew(n + more, minN)).toBe(true)
    }),
  )
})
