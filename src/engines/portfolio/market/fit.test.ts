import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitOf, leastCoverage } from './fit.ts'

const yes = (weight: number) => ({ weight, matches: true })
const no = (weight: number) => ({ weight, matches: false })
const open = (weight: number) => ({ weight, matches: null })

test('the weight of what is fulfilled, of what is known', () => {
  // 3 of 3 + 2, everything known
  expect(fitOf([yes(3), no(2)], false)).toEqual({ state: 'known', fit: 0.6, coverage: 1 })
  // 3 of 3 + 1; 4 of 6 is known, which is at least 0.6
  expect(fitOf([yes(3), no(1), open(2)], false)).toEqual({ state: 'known', fit: 0.75, coverage: 4 / 6 })
})

test('too little known is unknown and not zero; the edge of 0.6 is known', () => {
  expect(fitOf([yes(5), open(5)], false)).toEqual({ state: 'unknown', fit: null, coverage: 0.5 })
  expect(fitOf([yes(3), open(2)], false)).toEqual({ state: 'known', fit: 1, coverage: 0.6 })
})

test('an exclusion gives zero, however well the rest fits and however little is known', () => {
  expect(fitOf([yes(3)], true)).toEqual({ state: 'excluded', fit: 0, coverage: 1 })
  expect(fitOf([open(3)], true)).toEqual({ state: 'excluded', fit: 0, coverage: 0 })
})

test('no criterion, and no weight, tell nothing; a weight below zero is refused', () => {
  expect(fitOf([], false)).toEqual({ state: 'unknown', fit: null, coverage: 0 })
  expect(fitOf([yes(0)], false)).toEqual({ state: 'unknown', fit: null, coverage: 0 })
  expect(() => fitOf([yes(-1)], false)).toThrow('A weight of -1 is none.')
  expect(() => fitOf([yes(Number.NaN)], false)).toThrow(RangeError)
})

test('a fit lies between 0 and 1, does not change with the scale of the weights, and rises with what is fulfilled', () => {
  const criteria = fc.array(fc.record({ weight: fc.integer({ min: 0, max: 100 }), matches: fc.constantFrom(true, false, null) }), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(criteria, fc.integer({ min: 2, max: 9 }), fc.nat(), (given, scale, at) => {
      const told = fitOf(given, false)
      expect(told.coverage >= leastCoverage && given.some(({ weight }) => weight > 0)).toBe(told.state === 'known')
      const larger = fitOf(
        given.map(({ weight, matches }) => ({ weight: weight * scale, matches })),
        false,
      )
      expect(larger.state).toBe(told.state)
      if (told.fit === null) return
      expect(told.fit).toBeGreaterThanOrEqual(0)
      expect(told.fit).toBeLessThanOrEqual(1)
      expect(larger.fit).toBeCloseTo(told.fit, 12)
      const better = given.map((each, place) => (place === at % given.length && each.matches === false ? { ...each, matches: true } : each))
      expect(fitOf(better, false).fit).toBeGreaterThanOrEqual(told.fit)
    }),
  )
})
