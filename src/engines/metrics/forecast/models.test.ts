import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drift, holt, level, runHolt } from './models.ts'

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 40 })

describe('level', () => {
  test('Montgomery’s mortgage costs: mean 300.5, σ = 7.79 / 1.128 = 6.906, a new loan within 300.5 ± 7.08 standard errors', () => {
    const costs = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
    const { mean, error } = level(costs).at(7)
    expect(mean).toBe(300.5)
    expect(error).toBeCloseTo((7.789473684 / 1.128) * Math.sqrt(21 / 20), 6)
    expect(level(costs).at(1)).toEqual(level(costs).at(12))
  })
})

describe('drift', () => {
  test('the mean step is the line from the first value to the last', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 12 }), (list, h) => {
        const [first = 0, last = 0] = [list[0], list.at(-1)]
        expect(drift(list).at(h).mean).toBeCloseTo(last + (h * (last - first)) / (list.length - 1), 6)
      }),
    )
  })
  test('steps of 1, 3, 1, 3, 1, 3 written out', () => {
    const { mean, error } = drift([0, 1, 4, 5, 8, 9, 12]).at(3)
    expect(mean).toBe(18)
    // s² = 6 / 5; h (1 + h / n) = 3 x 1.5
    expect(error).toBeCloseTo(Math.sqrt((6 / 5) * 4.5), 12)
  })
})

describe('Holt', () => {
  // Forecasting: Principles and Practice (2nd edition), table 7.2: millions of air passengers in Australia, 1990 to 2016
  const passengers = [
    17.5534, 21.8601, 23.8866, 26.9293, 26.8885, 28.8314, 30.0751, 30.9535, 30.1857, 31.5797, 32.577569, 33.477398, 39.021581, 41.386432, 41.596552, 44.657324,
    46.951775, 48.728837, 51.488427, 50.026967, 60.640912, 63.3603103, 66.355274, 68.197955, 68.1232377, 69.7793454, 72.5977009,
  ]
  test('the published smoothing gives the published forecasts of the air passengers', () => {
    const { level: last, trend } = runHolt(passengers, 0.8302, 0.0001, { level: 15.5715, trend: 2.1017 })
    const published = [74.6, 76.7, 78.8, 80.91, 83.01]
    published.forEach((forecast, index) => expect(last + (index + 1) * trend).toBeCloseTo(forecast, 1))
  })
  test('the chosen smoothing has no larger one-step error than any of a grid', () => {
    const chosen = holt(passengers)
    expect(chosen.says).toMatch(/smoothing 0\.\d\d for the level and 0\.\d\d for the trend/)
    const [, alpha = NaN, beta = NaN] = /smoothing ([\d.]+) for the level and ([\d.]+)/.exec(chosen.says)?.map(Number) ?? []
    const least = runHolt(passengers, alpha, beta).sse
    for (let a = 0.1; a < 1; a += 0.1) for (let b = 0; b < 1; b += 0.1) expect(least).toBeLessThanOrEqual(runHolt(passengers, a, b).sse + 1e-9)
  })
  test('a straight line goes on without error', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -9, max: 9 }), (start, slope) => {
        const { mean, error } = holt(Array.from({ length: 24 }, (_, index) => start + slope * index)).at(5)
        expect(mean).toBeCloseTo(start + slope * 28, 6)
        expect(error).toBeCloseTo(0, 6)
      }),
      { numRuns: 20 },
    )
  })
})

test('what lies farther ahead is never surer, and a change of units maps all', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 20 }), fc.integer({ min: -99, max: 99 }), (list, scale, offset) => {
      for (const model of [level, drift, holt]) {
        const [plain, mapped] = [model(list), model(list.map((value) => value * scale + offset))]
        for (let h = 1; h < 6; h++) expect(plain.at(h + 1).error).toBeGreaterThanOrEqual(plain.at(h).error - 1e-9)
        if (model === holt) continue
        expect(mapped.at(3).mean).toBeCloseTo(plain.at(3).mean * scale + offset, 5)
        expect(mapped.at(3).error).toBeCloseTo(plain.at(3).error * scale, 5)
      }
    }),
    { numRuns: 40 },
  )
})
