import { expect, test } from 'vitest'
import { foundBefore } from './foundBefore.ts'

test('of several changes of a field the first tells how it stood, in whatever order they come', () => {
  const [first, second, third] = [
    [7, { title: 'as it was', owner: null }],
    [9, { title: 'in between', effort: 3 }],
    [12, { effort: 5, archivedAt: null }],
  ]
  for (const list of [
    [first, second, third],
    [third, first, second],
  ])
    expect(foundBefore(JSON.stringify(list))).toEqual({ title: 'as it was', owner: null, effort: 3, archivedAt: null })
  expect(foundBefore('[]')).toEqual({})
})

test('a row that was made later was not there', () => {
  expect(
    foundBefore(
      JSON.stringify([
        [8, { title: 'new' }],
        [4, null],
      ]),
    ),
  ).toBeNull()
})
