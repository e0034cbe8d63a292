import { expect, test } from 'vitest'
import { leftLabels } from './labels.ts'

const dot = (x: number, y: number) => ({ x, y, says: 'INI-10' })
const left = (dots: readonly (readonly [x: number, y: number])[]) =>
  leftLabels(
    dots.map(([x, y]) => dot(x, y)),
    400,
  )

test('a word stands at the right of its dot, at the left where the edge, another dot or another word is', () => {
  expect(left([[200, 100]])).toEqual([false])
  expect(left([[370, 100]])).toEqual([true])
  expect(
    left([
      [200, 100],
      [230, 105],
    ]),
  ).toEqual([true, false])
  expect(
    left([
      [200, 100],
      [230, 125],
    ]),
  ).toEqual([false, false])
  expect(
    left([
      [200, 100],
      [195, 112],
    ]),
  ).toEqual([false, true])
})

test('where both sides are taken it stays at the right, and always inside of the drawing', () => {
  expect(
    left([
      [200, 100],
      [170, 100],
      [230, 100],
    ])[0],
  ).toBe(false)
  expect(
    left([
      [20, 100],
      [40, 100],
    ])[0],
  ).toBe(false)
  expect(
    left([
      [380, 100],
      [350, 100],
    ])[0],
  ).toBe(true)
})
