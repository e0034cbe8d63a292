import { expect, test } from 'vitest'
import { computed } from './computed.ts'

test.each([['1 / 0'], ['sqrt(0 - 1)'], ['log(0)'], ['10 ^ 400'], ['map(7, 1, 10)']])('%s has no answer, and no reason is made up', (text) =>
  expect(computed(text, {})).toEqual({ value: null, fault: 'It has no answer at the likely figures.', at: null }),
)

test('an answer is told, an input that there is not, and the character at which a formula cannot be read', () => {
  expect(computed('seats * 2', { seats: 3 })).toEqual({ value: 6, fault: null, at: null })
  expect(computed('seats * 2', {})).toEqual({ value: null, fault: 'There is no input “seats”.', at: null })
  expect(computed('3 * (4 +', {})).toMatchObject({ value: null, fault: 'The formula ends too early.', at: 9 })
})
