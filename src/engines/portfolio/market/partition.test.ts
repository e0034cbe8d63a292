import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partition } from './partition.ts'

test('each number is in the first part by order that it fits, and the rest is other', () => {
  const { parts, other } = partition(
    [
      { id: 'even', order: 2, test: (n: number) => n % 2 === 0 },
      { id: 'by three', order: 1, test: (n: number) => n % 3 === 0 },
      { id: 'large', order: 2, test: (n: number) => n > 9 },
    ],
    [1, 2, 3, 4, 6, 7, 10, 11],
  )
  expect(parts.get('by three')).toEqual({ members: [3, 6], fitting: 2 })
  // of one order, “even” comes before “large” by id: 10 fits both
  expect(parts.get('even')).toEqual({ members: [2, 4, 10], fitting: 4 })
  expect(parts.get('large')).toEqual({ members: [11], fitting: 2 })
  expect(other).toEqual([1, 7])
})

test('no parts leave everybody in other, and nobody is nothing', () => {
  expect(partition([], ['a']).other).toEqual(['a'])
  expect(partition([{ id: 'x', order: 0, test: () => true }], []).parts.get('x')).toEqual({ members: [], fitting: 0 })
})

test('whatever the rules, members and other are all who were given, each once, and nobody fits a part less often than it has members (R-1.1)', () => {
  const rules = fc.uniqueArray(
    fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), order: fc.integer({ min: -2, max: 2 }), mask: fc.integer({ min: 0, max: 255 }) }),
    {
      selector: ({ id }) => id,
      maxLength: 6,
    },
  )
  fc.assert(
    fc.property(rules, fc.uniqueArray(fc.integer({ min: 0, max: 7 })), fc.integer(), (given, all, seed) => {
      const parts = given.map(({ id, order, mask }) => ({ id, order, test: (n: number) => (mask & (1 << n)) !== 0 }))
      const told = partition(parts, all)
      const placed = [...[...told.parts.values()].flatMap(({ members }) => members), ...told.other]
      expect(placed.toSorted()).toEqual(all.toSorted())
      for (const { members, fitting } of told.parts.values()) expect(members.length).toBeLessThanOrEqual(fitting)
      // the order in which rules are given says nothing
      const turned = parts.toSorted((a, b) => ((a.id.length * seed) % 7) - ((b.id.length * seed) % 7))
      expect(partition(turned, all).other).toEqual(told.other)
      for (const [id, { members }] of partition(turned, all).parts) expect(members).toEqual(told.parts.get(id)?.members)
    }),
  )
})
