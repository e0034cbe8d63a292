import fc from 'fast-check'
import { expect, test } from 'vitest'
import { suppressed, type Cell } from './suppress.ts'

const cell = (key: string, ...people: readonly string[]): Cell => ({ key, people: new Set(people) })
const crowd = (key: string, n: number): Cell => cell(key, ...Array.from({ length: n }, (_, index) => `${key}${index}`))

test('a small group is hidden, and the next smallest with it, or the total would tell', () => {
  expect([...suppressed([crowd('a', 9), crowd('b', 3), crowd('c', 5)], 4)].toSorted()).toEqual(['b', 'c'])
})

test('two small groups that are enough together hide each other', () => {
  expect([...suppressed([crowd('a', 9), crowd('b', 3), crowd('c', 2)], 4)].toSorted()).toEqual(['b', 'c'])
})

test('two small groups of the same few people are not enough together', () => {
  expect([...suppressed([crowd('a', 9), cell('b', 'x', 'y'), cell('c', 'x', 'y')], 4)].toSorted()).toEqual(['a', 'b', 'c'])
})

test('without a small group nothing is hidden; an empty one tells nothing', () => {
  expect(suppressed([crowd('a', 4), crowd('b', 7), crowd('c', 0)], 4)).toEqual(new Set())
})

/** Property 23: whoever knows the total and every shown cell can work out the hidden cells only together. */
test('no cell below the least number is shown or left alone, and what is hidden together has enough people', () => {
  const cells = fc.uniqueArray(fc.record({ key: fc.string({ minLength: 1, maxLength: 4 }), n: fc.nat(12) }), { selector: ({ key }) => key, maxLength: 9 })
  fc.assert(
    fc.property(cells, fc.integer({ min: 2, max: 6 }), (given, least) => {
      const all = given.map(({ key, n }) => crowd(key, n))
      const hidden = suppressed(all, least)
      const [shown, out] = [all.filter(({ key }) => !hidden.has(key)), all.filter(({ key }) => hidden.has(key))]
      for (const { people } of shown) expect(people.size === 0 || people.size >= least).toBe(true)
      const remainder = out.reduce((sum, { people }) => sum + people.size, 0)
      if (out.length > 0 && shown.some(({ people }) => people.size > 0)) {
        expect(out.length).toBeGreaterThanOrEqual(2)
        expect(remainder).toBeGreaterThanOrEqual(least)
      }
    }),
  )
})
