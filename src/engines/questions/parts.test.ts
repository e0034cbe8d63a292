import fc from 'fast-check'
import { expect, test } from 'vitest'
import { additivity, together, type Cell } from './parts.ts'

const ratio = (numerator: number, denominator: number, n = denominator): Cell => ({
  value: denominator > 0 ? numerator / denominator : null,
  numerator,
  denominator,
  n,
})
const amount = (value: number): Cell => ({ value, numerator: value, denominator: null, n: 1 })

test('ratios add up by their numerators and denominators, never by their values', () => {
  const [big, small] = [ratio(990, 1000), ratio(1, 10)]
  const whole = ratio(991, 1010)
  expect(additivity(whole, [big, small])).toBe('ratio')
  expect(together(whole, [big, small], [big])).toEqual(big)
  expect(together(whole, [big, small], [big, small])?.value).toBe(991 / 1010)
})

test('amounts add up; accounts that count in two groups do not', () => {
  expect(additivity(amount(30), [amount(10), amount(20)])).toBe('amount')
  expect(together(amount(30), [amount(10), amount(20)], [amount(20)])?.value).toBe(20)
  expect(additivity(amount(25), [amount(10), amount(20)])).toBeNull()
  expect(together(amount(25), [amount(10), amount(20)], [amount(20)])).toBeNull()
})

test('tickets by priority share the paying accounts', () => {
  const groups = [ratio(4, 100), ratio(6, 100)]
  expect(additivity(ratio(10, 100), groups)).toBe('shared')
  expect(together(ratio(10, 100), groups, [ratio(6, 100)])).toEqual({ value: 0.06, numerator: 6, denominator: 100, n: 100 })
})

test('a share of nothing at all is still a share', () => {
  expect(additivity(ratio(0, 7), [ratio(0, 3), ratio(0, 4)])).toBe('ratio')
})

test('what is left of nothing has no value, and a figure that is no quotient of its parts is not split', () => {
  expect(together(ratio(3, 5), [ratio(3, 5), ratio(0, 0)], [ratio(0, 0)])?.value).toBeNull()
  expect(additivity({ value: 0.9, numerator: 5, denominator: 10, n: 10 }, [ratio(5, 10)])).toBeNull()
  expect(additivity({ value: null, numerator: null, denominator: null, n: null }, [])).toBeNull()
})

test('a part and the rest of it make the whole, whichever part is taken', () => {
  const cell = fc.record({ hits: fc.integer({ min: 0, max: 500 }), of: fc.integer({ min: 500, max: 1000 }) })
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), fc.nat(), (cells, pick) => {
      const groups = cells.map(({ hits, of }) => ratio(hits, of))
      const sum = (part: 'hits' | 'of') => cells.reduce((total, each) => total + each[part], 0)
      const whole = ratio(sum('hits'), sum('of'))
      const kept = groups.filter((_, at) => (pick >> at) % 2 === 0)
      const rest = groups.filter((_, at) => (pick >> at) % 2 === 1)
      const [part, other] = [together(whole, groups, kept), together(whole, groups, rest)]
      expect((part?.numerator ?? 0) + (other?.numerator ?? 0)).toBe(whole.numerator)
      expect((part?.denominator ?? 0) + (other?.denominator ?? 0)).toBe(whole.denominator)
    }),
  )
})
