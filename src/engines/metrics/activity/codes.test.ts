import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placesOf } from './codes.ts'

const anyCode = fc.oneof(fc.integer({ min: 0, max: 2 ** 31 }), fc.constantFrom(0, 16, 32, 48, 2 ** 33, 2 ** 33 + 16)).map((value) => value + 2 ** 52)

test('every number gets the place of its text, and one of no text −1', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyCode, { maxLength: 40 }), fc.array(anyCode, { maxLength: 60 }), (codes, more) => {
      const column = Float64Array.from([...codes, ...more, 0])
      expect([...(placesOf({ texts: codes.map(String), codes }, column) ?? [])]).toEqual(Array.from(column, (code) => codes.indexOf(code)))
    }),
  )
})

test('two texts with one number are told, so that other numbers are asked for', () => {
  expect(placesOf({ texts: ['ann', 'bob'], codes: [2 ** 52 + 7, 2 ** 52 + 7] }, new Float64Array())).toBeNull()
})
