import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from '#kernel'
import { movedWithin, sayWithin } from './movedWithin.ts'

test('a change within a structure is told by its place, lists counted from one', () => {
  const before = { kind: 'funnel', steps: [{ event: 'signed_up' }, { event: 'invited' }], window: { n: 14, unit: 'day' } }
  const after = { kind: 'funnel', steps: [{ event: 'signed_up' }, { event: 'paid' }, { event: 'renewed' }], window: { n: 30, unit: 'day' } }
  expect(movedWithin(before, after)).toEqual([
    { place: 'steps 2 event', before: 'invited', after: 'paid' },
    { place: 'steps 3', before: undefined, after: { event: 'renewed' } },
    { place: 'window n', before: 14, after: 30 },
  ])
  expect(movedWithin(after, before).map(({ place }) => place)).toEqual(['steps 2 event', 'steps 3', 'window n'])
})

test('what had no structure before is told whole', () => {
  expect(movedWithin(null, { a: 1 })).toEqual([{ place: '', before: null, after: { a: 1 } }])
})

test('an empty list is not an empty structure', () => {
  expect(movedWithin({ a: [] }, { a: {} })).toEqual([{ place: 'a', before: [], after: {} }])
})

test('something is told exactly when something differs', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(movedWithin(a, a)).toEqual([])
      expect(movedWithin(a, b).length === 0).toBe(canonical(a) === canonical(b))
    }),
  )
})

test.each([
  [undefined, 'none'],
  [null, 'none'],
  [0, '0'],
  [false, 'false'],
  ['paid', 'paid'],
  [{ event: 'paid' }, '{"event":"paid"}'],
])('%j is said as %s', (value, said) => expect(sayWithin(value)).toBe(said))

test('a long value is cut', () => expect(sayWithin('a'.repeat(80))).toHaveLength(60))
