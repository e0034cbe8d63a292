import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brier, type Prediction } from './brier.ts'

const prediction = fc.record<Prediction>({ confidence: fc.integer({ min: 0, max: 10 }).map((tenth) => tenth / 10), isReached: fc.boolean() })

describe('Brier', () => {
  // the four single forecasts by which the score is usually explained: 1, 0.7, 0.3 and 0.5 for rain on a day when it rains
  test.each([
    [1, 0],
    [0.7, 0.09],
    [0.3, 0.49],
    [0.5, 0.25],
  ])('%f for what came true costs %f', (confidence, cost) => {
    expect(brier([{ confidence, isReached: true }])?.score).toBeCloseTo(cost, 12)
  })
  // Brier 1950, table 1: ten forecasts of rain; the score over both classes is 0.19, half of it counts one class
  test('the ten forecasts of Brier’s paper', () => {
    const rain = [0.7, 0.9, 0.8, 0.4, 0.2, 0, 0, 0, 0, 0.1]
    const came = [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    expect(2 * (brier(rain.map((confidence, index) => ({ confidence, isReached: came[index] === 1 })))?.score ?? NaN)).toBeCloseTo(0.19, 12)
  })
  test('reliability, resolution and uncertainty make the score', () => {
    fc.assert(
      fc.property(fc.array(prediction, { minLength: 1, maxLength: 40 }), (predictions) => {
        const found = brier(predictions)
        if (!found) throw new Error('there are predictions')
        expect(found.reliability - found.resolution + found.uncertainty).toBeCloseTo(found.score, 12)
        expect(found.score >= 0 && found.score <= 1).toBe(true)
        expect(found.byConfidence.reduce((total, { n }) => total + n, 0)).toBe(predictions.length)
      }),
    )
  })
  test('always saying the share reached has no skill', () => {
    const same = [true, false, false, false].map((isReached) => ({ confidence: 0.25, isReached }))
    expect(brier(same)).toMatchObject({ score: 0.1875, reference: 0.1875, skill: 0, reliability: 0, resolution: 0 })
    expect(brier([{ confidence: 0.9, isReached: true }])?.skill).toBeNull()
  })
  test('nothing said is no score, and what is no probability is refused', () => {
    expect(brier([])).toBeNull()
    expect(() => brier([{ confidence: 70, isReached: true }])).toThrow('between 0 and 1')
  })
})
