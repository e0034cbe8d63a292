import fc from 'fast-check'
import { expect, test } from 'vitest'
import { niceScale, spreadLabels } from './scale.ts'

test.each([
  [[98.9, 101.8], false, [98, 99, 100, 101, 102]],
  [[0.3, 0.42], false, [0.3, 0.325, 0.35, 0.375, 0.4, 0.425]],
  [[12, 47], true, [0, 10, 20, 30, 40, 50]],
  [[-880, 1040], true, [-1000, -500, 0, 500, 1000, 1500]],
  [[40], false, [39, 40, 41]],
  [[0, 0], false, [0, 0.2]],
])('the axis of %j', (values, fromZero, ticks) => {
  expect(niceScale(values, { fromZero }).ticks).toEqual(ticks)
})

test('an axis holds every value, has few ticks, and its ticks are one step apart', () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((number) => number === 0 || Math.abs(number) > 1e-6)
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), fc.boolean(), (values, fromZero) => {
      const { min, max, step, ticks } = niceScale(values, { fromZero })
      const slack = step * 1e-6
      expect(min - slack).toBeLessThanOrEqual(Math.min(...values))
      expect(max + slack).toBeGreaterThanOrEqual(Math.max(...values))
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(ticks.length).toBeLessThanOrEqual(9)
      if (fromZero) expect(min <= 0 && max >= 0).toBe(true)
      ticks.slice(1).forEach((tick, index) => expect(Math.abs(tick - (ticks[index] ?? 0) - step)).toBeLessThan(step * 1e-3))
    }),
  )
})

test('an axis without values is refused', () => {
  expect(() => niceScale([])).toThrow('at least one value')
  expect(() => niceScale([Infinity])).toThrow('finite')
})

test('labels move apart, keep their order, and stay inside when there is room', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 12, max: 224 }), { minLength: 1, maxLength: 7 }), (centres) => {
      const placed = spreadLabels(centres, 16, 12, 224)
      const order = centres.map((_, index) => index).sort((one, other) => (centres[one] ?? 0) - (centres[other] ?? 0))
      order.slice(1).forEach((index, place) => expect((placed[index] ?? 0) - (placed[order[place] ?? 0] ?? 0)).toBeGreaterThanOrEqual(16 - 1e-9))
      expect(Math.min(...placed)).toBeGreaterThanOrEqual(12 - 8)
      expect(Math.max(...placed)).toBeLessThanOrEqual(224 + 8)
    }),
  )
  expect(spreadLabels([20, 100], 16, 12, 224)).toEqual([20, 100])
})
