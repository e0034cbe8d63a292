import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { windowAhead, type Sides } from './windowAhead.ts'

const singles = (sides: readonly (readonly [number, number])[]): Sides[] =>
  sides.map(([numerator, denominator], at) => ({ period: addPeriods('2024-01', at), numerator, denominator }))
const windowed = (own: readonly Sides[], window: number): Sides[] =>
  own.slice(window - 1).map(({ period }, at) => {
    const inside = own.slice(at, at + window)
    const sum = (side: 'numerator' | 'denominator') => inside.reduce((total, one) => total + (one[side] ?? 0), 0)
    return { period, numerator: sum('numerator'), denominator: sum('denominator') }
  })

test('the periods that stay in the window are known, and those that come in are like the last twelve, pooled', () => {
  const own = singles([...Array.from({ length: 11 }, (): [number, number] => [8, 10]), [5, 10]])
  const [next, after] = windowAhead(own, windowed(own, 3), 3, 2) ?? []
  const rate = (11 * 8 + 5) / 120
  expect(next?.period).toBe('2025-01')
  expect(next?.mean).toBeCloseTo((8 + 5 + rate * 10) / 30, 12)
  expect(after?.mean).toBeCloseTo((5 + 2 * rate * 10) / 30, 12)
})

test('a ratio that never moved stays, with certainty; the further ahead, the less is known', () => {
  const calm = singles(Array.from({ length: 12 }, (): [number, number] => [9, 10]))
  expect(windowAhead(calm, windowed(calm, 12), 12, 3)).toEqual([
    { period: '2025-01', mean: 0.9, error: 0 },
    { period: '2025-02', mean: 0.9, error: 0 },
    { period: '2025-03', mean: 0.9, error: 0 },
  ])
  const moving = singles(Array.from({ length: 18 }, (_, at): [number, number] => [7 + (at % 3), 10]))
  const errors = (windowAhead(moving, windowed(moving, 12), 12, 6) ?? []).map(({ error }) => error)
  expect(errors).toEqual(errors.toSorted((a, b) => a - b))
  expect(errors[0]).toBeGreaterThan(0)
})

test('the error is that of the periods that come in, counted once: σ sqrt(h (1 + h / n)) over their weight in the window', () => {
  // ratios 0.7, 0.8, 0.9 in turn: moves of 0.1, 0.1 and 0.2
  const own = singles(Array.from({ length: 13 }, (_, at): [number, number] => [7 + (at % 3), 10])).slice(0, 12)
  const sigma = (4 * 0.1 + 4 * 0.1 + 3 * 0.2) / 11 / 1.128
  const [next, after] = windowAhead(own, windowed(own, 3), 3, 2) ?? []
  expect(next?.error).toBeCloseTo((sigma * Math.sqrt(1 + 1 / 12)) / 3, 12)
  expect(after?.error).toBeCloseTo((sigma * Math.sqrt(2 * (1 + 2 / 12))) / 3, 12)
})

test('what came after the last window changes nothing', () => {
  const own = singles(Array.from({ length: 24 }, (_, at): [number, number] => [6 + (at % 4), 10]))
  const until = own.slice(0, 18)
  expect(windowAhead(own, windowed(until, 12), 12, 3)).toEqual(windowAhead(until, windowed(until, 12), 12, 3))
})

test('single periods that do not add up to the window give nothing', () => {
  const own = singles(Array.from({ length: 18 }, (_, at): [number, number] => [5 + (at % 2), 10]))
  const other = windowed(own, 12).map((one) => ({ ...one, denominator: 60 }))
  expect(windowAhead(own, other, 12, 3)).toBeNull()
  expect(windowAhead(own, [], 12, 3)).toBeNull()
  expect(windowAhead(own.slice(0, 4), windowed(own.slice(0, 4), 3), 3, 3)).toBeNull()
})

test('a share ahead lies between 0 and 1', () => {
  const side = fc.integer({ min: 1, max: 50 }).chain((denominator) => fc.tuple(fc.integer({ min: 0, max: denominator }), fc.constant(denominator)))
  fc.assert(
    fc.property(fc.array(side, { minLength: 14, maxLength: 24 }), (sides) => {
      const own = singles(sides)
      for (const { mean } of windowAhead(own, windowed(own, 12), 12, 6) ?? []) {
        expect(mean).toBeGreaterThanOrEqual(0)
        expect(mean).toBeLessThanOrEqual(1 + 1e-12)
      }
    }),
  )
})
