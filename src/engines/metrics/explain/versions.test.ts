import fc from 'fast-check'
import { expect, test } from 'vitest'
import { versionSplit } from './versions.ts'

test('activation fell from 40% to 30% on paper: 12 points by the new words, while the world rose by 2', () => {
  const split = versionSplit({ oldVersion: { before: 0.4, after: 0.42 }, newVersion: { before: 0.28, after: 0.3 } })
  expect(split).toEqual({
    change: expect.closeTo(-0.1, 12),
    world: expect.closeTo(0.02, 12),
    definition: expect.closeTo(-0.12, 12),
    interaction: expect.closeTo(0, 12),
  })
})

const value = fc.integer({ min: -10_000, max: 10_000 })
const table = fc.record({ oldVersion: fc.record({ before: value, after: value }), newVersion: fc.record({ before: value, after: value }) })

test('world and definition sum to what was seen', () => {
  fc.assert(
    fc.property(table, (drawn) => {
      const { change, world, definition } = versionSplit(drawn)
      expect(world + definition).toBe(change)
    }),
  )
})

test('swapping periods turns the world around, swapping versions turns the definition around', () => {
  fc.assert(
    fc.property(table, ({ oldVersion, newVersion }) => {
      const turn = ({ before, after }: typeof oldVersion) => ({ before: after, after: before })
      const plain = versionSplit({ oldVersion, newVersion })
      expect(versionSplit({ oldVersion: turn(oldVersion), newVersion: turn(newVersion) }).world + plain.world).toBe(0)
      expect(versionSplit({ oldVersion: newVersion, newVersion: oldVersion }).definition + plain.definition).toBe(0)
    }),
  )
})

test('the same definition twice changes nothing by words', () => {
  const same = { before: 3, after: 5 }
  expect(versionSplit({ oldVersion: same, newVersion: same })).toEqual({ change: 2, world: 2, definition: 0, interaction: 0 })
})
