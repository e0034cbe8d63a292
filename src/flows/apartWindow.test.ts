import { expect, test } from 'vitest'
import { apartWindow } from './apartWindow.ts'

test.each([
  ['12m', 'month', '1m'],
  ['3m', 'month', '1m'],
  ['1m', 'month', null],
  [null, 'month', null],
  ['12m', 'quarter', '3m'],
  ['3m', 'quarter', null],
  ['28d', 'week', null],
  ['28d', 'month', null],
] as const)('a window of %s on a line by %s is charted with %s', (window, grain, expected) => {
  expect(apartWindow({ window, grain })).toBe(expected)
})
