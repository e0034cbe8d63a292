import { expect, test } from 'vitest'
import { harborlightReview } from './harborlightReview.ts'
import { sparkline } from './sparkline.ts'

const [row] = harborlightReview().figures.rows
const of = (values: readonly (number | null)[], target: number | null = null) => {
  if (!row) throw new Error('The sample review has no row.')
  const points = values.map((value, index) => ({ period: `2026-${String(index + 1).padStart(2, '0')}`, value, mature: index < values.length - 1 }))
  return sparkline({ ...row, grain: 'month', points, target: target === null ? null : { value: target } })
}

test('values and target fill the height, the highest on top', () => {
  expect(of([1, 3, 2], 4)).toEqual({
    lines: [
      [
        [0, 1],
        [0.5, 0.3333],
        [1, 0.6667],
      ],
    ],
    target: 0,
    last: { x: 1, y: 0.6667, isMature: false },
  })
})

test('a missing period breaks the line, and a missing last value has no point', () => {
  expect(of([1, 2, null, 2, 1]).lines).toEqual([
    [
      [0, 1],
      [0.25, 0],
    ],
    [
      [0.75, 0],
      [1, 1],
    ],
  ])
  expect(of([1, 2, null]).last).toBeNull()
})

test('a flat line stands in the middle, and no value draws nothing, not even a target', () => {
  expect(of([5, 5]).lines).toEqual([
    [
      [0, 0.5],
      [1, 0.5],
    ],
  ])
  expect(of([null, null], 3)).toEqual({ lines: [], target: null, last: null })
})

test('twelve months are shown, however many there are', () => {
  expect(of(Array.from({ length: 30 }, (_, index) => index)).lines[0]).toHaveLength(12)
})
