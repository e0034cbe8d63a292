import { expect, test } from 'vitest'
import { rangeOf } from './methods.ts'

test.each([
  ['importance', 0.5, { min: 0, max: 10 }],
  ['jobSize', 8, { min: 1, max: 20 }],
  ['impact', 1, { min: 0.25, max: 3 }],
  ['risk', -1, { min: -1, max: 1 }],
  ['confidence', 0.8, { min: 0, max: 1 }],
  ['reach', 400, { min: 40, max: 4000 }],
  ['duration', 6, { min: 0.6, max: 60 }],
] as const)('%s of %d moves within its scale, or a tenth to ten times where it has none', (name, value, range) => {
  expect(rangeOf(name, value, null, null)).toEqual(range)
})

test('a range that was given counts before the scale, and holds the value', () => {
  expect(rangeOf('importance', 9, 4, 8)).toEqual({ min: 4, max: 9 })
})
