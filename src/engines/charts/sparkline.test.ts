import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sparkline } from './sparkline.ts'

test('three values rise from the lower left to the mark at the right', () => {
  expect(sparkline({ values: [0, 5, 10] })).toEqual({ width: 116, height: 24, band: null, dash: null, path: 'M2 22L57 12L112 2', point: { x: 112, y: 2 } })
})

test('limits and mean are drawn to the scale of the line', () => {
  expect(sparkline({ values: [0, 10], limits: { lower: 2, upper: 8 }, dash: 5 })).toMatchObject({ band: { y: 6, height: 12 }, dash: 12 })
})

test('a gap lifts the pen, and a trailing gap leaves the point on the last value', () => {
  expect(sparkline({ values: [0, 10, null, 5, null] })).toMatchObject({ path: 'M2 22L29.5 2M84.5 12', point: { x: 84.5, y: 12 } })
})

test('nothing, one value and a constant stay in the frame', () => {
  expect(sparkline({ values: [] })).toMatchObject({ path: '', point: null })
  expect(sparkline({ values: [7] }).point).toEqual({ x: 112, y: 12 })
  expect(sparkline({ values: [7, 7] }).path).toBe('M2 12L112 12')
})

test('every coordinate is inside the frame', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })), { maxLength: 40 }), fc.integer({ min: 20, max: 400 }), (values, width) => {
      const numbers = sparkline({ values, width, limits: { lower: -10, upper: 10 } }).path.match(/[\d.-]+ [\d.-]+/g) ?? []
      for (const pair of numbers) {
        const [x = NaN, y = NaN] = pair.split(' ').map(Number)
        expect(x >= 2 && x <= width - 4 && y >= 2 && y <= 22).toBe(true)
      }
    }),
  )
})
