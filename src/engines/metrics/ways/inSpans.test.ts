import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inSpans } from './inSpans.ts'

/** What the words say, with nothing clever: each stretch looks at every item. */
const plainly = (items: readonly number[], spans: readonly { from: number; to: number }[]) =>
  spans.map(({ from, to }) => items.filter((item) => item >= from && item < to))

const ends = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 12 }).map((all) => all.toSorted((a, b) => a - b))
const items = fc.array(fc.integer({ min: -10, max: 110 }), { maxLength: 60 })

test('periods that follow one another, with or without gaps, hold what lies in them, in its order', () => {
  fc.assert(
    fc.property(items, ends, fc.boolean(), (all, at, hasGaps) => {
      const spans = at.slice(1).map((to, place) => ({ from: at[place] ?? 0, to: hasGaps ? Math.max(at[place] ?? 0, to - 1) : to }))
      expect(inSpans(all, (item) => item, spans)).toEqual(plainly(all, spans))
    }),
  )
})

test('windows that overlap hold what lies in each, in several of them where it must', () => {
  fc.assert(
    fc.property(items, ends, fc.integer({ min: 1, max: 60 }), (all, at, length) => {
      const spans = at.map((to) => ({ from: to - length, to }))
      expect(inSpans(all, (item) => item, spans)).toEqual(plainly(all, spans))
    }),
  )
})

test('civil days are put in order as texts', () => {
  const spans = [
    { from: '2024-01-01', to: '2024-02-01' },
    { from: '2024-02-01', to: '2024-03-01' },
  ]
  expect(inSpans(['2024-02-01', '2024-01-31', '2023-12-31', '2024-03-01'], (day) => day, spans)).toEqual([['2024-01-31'], ['2024-02-01']])
})
