import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addedUp, arrivalsJoined, monthsJoined, violationsJoined } from './joined.ts'

/** Rows as a table would have them, some of which break a rule. */
const anyRows = fc.array(fc.record({ key: fc.uuid(), isBad: fc.boolean(), month: fc.constantFrom('2024-01', '2024-02'), value: fc.constantFrom('a', 'b') }), {
  maxLength: 30,
})
type Rows = typeof anyRows extends fc.Arbitrary<infer T> ? T : never

const broken = (rows: Rows) => {
  const bad = rows.filter(({ isBad }) => isBad)
  const first = bad.toSorted((a, b) => (a.key < b.key ? -1 : 1)).slice(0, 3)
  const counts = { bad: bad.length, total: rows.length }
  return first.length === 0 ? [{ ...counts, key: null, shows: null }] : first.map(({ key }) => ({ ...counts, key, shows: `row ${key}` }))
}
const months = (rows: Rows) =>
  [...Map.groupBy(rows, ({ month, value }) => `${month} ${value}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => ({ period: key.slice(0, 7), value: key.slice(8), rows: own.length }))
const fresh = (rows: Rows) =>
  [...Map.groupBy(rows, ({ month, value }) => `${month} ${value}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => {
      const times = own.map(({ key: time }) => time).toSorted()
      const [oldest, newest] = [times.at(0), times.at(-1)]
      return { day: key.slice(0, 7), arrived: key.slice(8), oldest, newest, recorded: newest, rows: own.length }
    })

test('what is told of some rows and of more of them, joined, is what is told of all', () => {
  fc.assert(
    fc.property(anyRows, anyRows, (before, more) => {
      const all = [...before, ...more]
      expect(violationsJoined(broken(before), broken(more), 3)).toEqual(broken(all))
      expect(monthsJoined(months(before), months(more))).toEqual(months(all))
      expect(arrivalsJoined(fresh(before), fresh(more))).toEqual(fresh(all))
      expect(addedUp([{ b0: before.length, b1: 1 }], [{ b0: more.length, b1: 0 }])).toEqual([{ b0: all.length, b1: 1 }])
    }),
  )
})

test('an empty answer is none', () => {
  expect(addedUp([], [{ b0: 2 }])).toEqual([{ b0: 2 }])
  expect(violationsJoined([], [], 5)).toEqual([{ bad: 0, total: 0, key: null, shows: null }])
})
