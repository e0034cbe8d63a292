import fc from 'fast-check'
import { expect, test } from 'vitest'
import { landing } from './landing.ts'

test('equal chances give the binomial distribution', () => {
  const told = landing([0.5, 0.5, 0.5, 0.5])
  expect(told?.chances).toEqual([1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16])
  expect(told).toMatchObject({ expected: 2, low: 1, high: 3 })
})

test('three unequal chances, against all eight outcomes written out', () => {
  const [a, b, c] = [0.1, 0.35, 0.97]
  const none = (1 - a) * (1 - b) * (1 - c)
  const one = a * (1 - b) * (1 - c) + (1 - a) * b * (1 - c) + (1 - a) * (1 - b) * c
  const two = a * b * (1 - c) + a * (1 - b) * c + (1 - a) * b * c
  const told = landing([a, b, c])
  for (const [k, expected] of [none, one, two, a * b * c].entries()) expect(told?.chances[k]).toBeCloseTo(expected, 12)
})

test('nothing promised has no distribution', () => expect(landing([])).toBeNull())

test('chances sum to 1, their mean is the expected count, and the order of the promises does not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (chances) => {
      const told = landing(chances)
      const back = landing(chances.toReversed())
      expect(told?.chances.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
      expect(told?.chances.reduce((sum, p, k) => sum + p * k, 0)).toBeCloseTo(told?.expected ?? -1, 9)
      for (const [k, p] of (told?.chances ?? []).entries()) expect(back?.chances[k]).toBeCloseTo(p, 9)
      expect(told?.low).toBeLessThanOrEqual(told?.high ?? -1)
    }),
  )
})
