import { expect, test } from 'vitest'
import { judgedOf } from './judged.ts'

test.each([
  [['400', '300', '500'], { value: 400, low: 300, high: 500 }],
  [[' 0.5 ', '', ''], { value: 0.5, low: null, high: null }],
  [['0', '0', ''], { value: 0, low: 0, high: null }],
])('%j is a judgement', ([value = '', low = '', high = ''], judged) =>
  expect(judgedOf({ value, low, high, note: ' Counted in October. ' })).toEqual({ judged: { ...judged, note: 'Counted in October.' } }),
)

test.each([
  [['', '1', '2'], 'Say a value.'],
  [['  ', '', ''], 'Say a value.'],
  [['many', '', ''], 'Write figures'],
  [['0x10', '', ''], 'Write figures'],
  [['5', 'few', ''], 'Write figures'],
  [['5', '6', '7'], 'not in order'],
  [['5', '', '4'], 'not in order'],
])('%j is stopped with its reason, and never read as 0', ([value = '', low = '', high = ''], says) =>
  expect(judgedOf({ value, low, high, note: 'Counted.' })).toEqual({ lacks: expect.stringContaining(says) }),
)

test('a judgement says why', () => expect(judgedOf({ value: '5', low: '', high: '', note: ' ' })).toEqual({ lacks: expect.stringContaining('Say why') }))
