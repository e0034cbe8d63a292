import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import type { Point } from '../signal/controlChart.ts'
import { crossing, forecast, hitChance, type Forecast } from './forecast.ts'
import { drift, holt, level } from './models.ts'

const months = (values: readonly (number | null)[]): Point[] => values.map((value, index) => ({ period: addPeriods('2024-01', index), value }))
const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
const climb = (count: number) => Array.from({ length: count }, (_, index) => index * 2 + (index % 2))
const made = (...given: Parameters<typeof forecast>): Forecast => {
  const found = forecast(...given)
  if (found.model === null) throw new Error(found.says)
  return found
}

describe('which model', () => {
  test('a calm process keeps its level', () => {
    const { model, points } = made(months(calm), 3)
    expect(model).toBe('level')
    expect(points.map(({ period, mean }) => [period, mean])).toEqual([
      ['2025-01', 10.5],
      ['2025-02', 10.5],
      ['2025-03', 10.5],
    ])
    expect(points[0]?.error).toBe(level(calm).at(1).error)
  })
  test('a climbing one drifts, and from 24 values on follows Holt', () => {
    expect(made(months(climb(20)), 2).points[1]).toMatchObject(drift(climb(20)).at(2))
    expect(made(months(climb(23)), 1).model).toBe('drift')
    const long = made(months(climb(24)), 2)
    expect(long).toMatchObject({ model: 'holt', says: expect.stringContaining('smoothing') })
    expect(long.points[1]).toMatchObject(holt(climb(24)).at(2))
  })
  test('only what follows a declared change is read', () => {
    const found = made(months([...climb(10), ...calm.map((value) => value + 100)]), 1, { changes: [{ period: '2024-11', cause: 'New pricing' }] })
    expect(found).toMatchObject({ model: 'level', n: 12, from: '2024-11' })
    expect(found.points[0]?.mean).toBe(110.5)
  })
  test('open months are not read, and five are too few', () => {
    const open: Point[] = [...months(calm), { period: '2025-01', value: 500, state: 'open' }]
    expect(made(open, 1).points[0]).toMatchObject({ period: '2025-01', mean: 10.5 })
    expect(forecast(months([1, 2, 3, null, 4, 5]), 1)).toEqual({
      model: null,
      reason: 'no_data',
      says: '5 closed periods are too few to look ahead; 6 are needed.',
    })
    expect(() => forecast(months(calm), 0)).toThrow('one period ahead')
  })
})

describe('a season', () => {
  const pattern = [8, 6, 9, 10, 12, 14, 15, 15, 11, 10, 9, 13]
  test('is taken out before and put back on what is ahead', () => {
    const seasonal = Array.from({ length: 36 }, (_, index) => 100 + (pattern[index % 12] ?? 0) * 5)
    const found = made(months(seasonal), 12, { isSeasonal: true })
    expect(found.says).toContain('The season is taken out before and put back.')
    found.points.forEach(({ mean, error }, index) => {
      expect(mean).toBeCloseTo(seasonal[index] ?? NaN, 6)
      expect(error).toBeCloseTo(0, 6)
    })
    const blind = made(months(seasonal), 12).points
    expect(Math.max(...blind.map(({ error }) => error))).toBeGreaterThan(5)
  })
  test('a part of the year with more has more doubt, too, where the season multiplies', () => {
    const noisy = Array.from({ length: 36 }, (_, index) => (100 + ((index * 7) % 5)) * (pattern[index % 12] ?? 0))
    const { points } = made(months(noisy), 12, { isSeasonal: true })
    expect((points[6]?.error ?? 0) / (points[1]?.error ?? 1)).toBeCloseTo((points[6]?.mean ?? 0) / (points[1]?.mean ?? 1), 9)
  })
  test('without two full cycles it stays in', () => {
    expect(made(months(pattern), 1, { isSeasonal: true })).toEqual(made(months(pattern), 1))
  })
})

describe('the fan', () => {
  test('wider bands hold the narrower ones, and all stay inside the natural bounds', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 30 })
    fc.assert(
      fc.property(shares, (values) => {
        for (const { bands } of made(months(values), 6, { natural: { low: 0, high: 1 } }).points) {
          const ends = [0, ...bands.map(({ low }) => low).toReversed(), ...bands.map(({ high }) => high), 1]
          expect(ends).toEqual(ends.toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('the chance to hit', () => {
  const { points } = made(months(calm), 3)
  const error = points[0]?.error ?? NaN
  test('half above the level, a fortieth above the end of the 95% band', () => {
    expect(hitChance(points, '2025-02', { direction: 'up', value: 10.5 })).toBeCloseTo(0.5, 9)
    expect(hitChance(points, '2025-02', { direction: 'up', value: points[1]?.bands[2]?.high ?? NaN })).toBeCloseTo(0.025, 6)
    expect(hitChance(points, '2025-02', { direction: 'within', low: 10.5 - error, high: 10.5 + error })).toBeCloseTo(0.6826895, 6)
    expect(hitChance(points, '2026-02', { direction: 'up', value: 1 })).toBeNull()
  })
  test('a mean above what is possible still counts in full', () => {
    const rising = made(months(climb(20).map((value) => value / 39)), 3, { natural: { low: 0, high: 1 } }).points
    expect(rising[2]?.mean).toBeGreaterThan(1)
    expect(rising[2]?.bands.every(({ high }) => high <= 1)).toBe(true)
    expect(hitChance(rising, '2025-11', { direction: 'up', value: 1 })).toBeGreaterThan(0.9)
  })
  test('a harder target is never likelier', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), fc.double({ min: 0, max: 30, noNaN: true }), (one, other) => {
        const at = (value: number) => hitChance(points, '2025-01', { direction: 'up', value }) ?? NaN
        expect(at(Math.max(one, other))).toBeLessThanOrEqual(at(Math.min(one, other)))
      }),
    )
  })
})

test('a forecast that reaches its target, or loses it, says when', () => {
  const { points } = made(months(climb(20)), 6)
  expect(crossing(points, { direction: 'up', value: 43 }, 39)).toEqual({ period: '2025-10', isReached: true })
  expect(crossing(points, { direction: 'down', value: 44 }, 39)).toEqual({ period: '2025-11', isReached: false })
  expect(crossing(points, { direction: 'up', value: 500 }, 39)).toBeNull()
})
