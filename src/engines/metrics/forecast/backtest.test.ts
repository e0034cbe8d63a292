import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { backtest, missesFromEach } from './backtest.ts'
import { level } from './models.ts'

const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]

test('one origin written out: the level of twelve against the thirteenth', () => {
  const answer = backtest([...calm, 13], { horizons: 3 })
  const error = 13 - 10.5
  // 11 steps: 2 + 3 + 2 + 1 + 2 + 3 + 2 + 1 + 2 + 3 + 2 = 23
  expect(answer).toEqual({
    origins: 1,
    byHorizon: [
      {
        horizon: 1,
        n: 1,
        meanError: error,
        meanAbsoluteError: error,
        mape: error / 13,
        mase: expect.closeTo(error / (23 / 11), 12),
        coverage: [
          { share: 0.5, inside: 0 },
          { share: 0.8, inside: error <= 1.2815516 * level(calm).at(1).error ? 1 : 0 },
          { share: 0.95, inside: 1 },
        ],
      },
    ],
  })
})

test('every origin is held against each horizon that it has', () => {
  const answer = backtest([...calm, ...calm], { horizons: 4 })
  expect(answer?.origins).toBe(12)
  expect(answer?.byHorizon.map(({ horizon, n }) => [horizon, n])).toEqual([
    [1, 12],
    [2, 11],
    [3, 10],
    [4, 9],
  ])
})

describe('coverage', () => {
  test('bands of seeded noise around a level hold about what they say', () => {
    let state = 7
    const uniform = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    const noise = Array.from({ length: 600 }, () => 100 + Array.from({ length: 12 }, uniform).reduce((total, value) => total + value, -6))
    // origins of a fixed length, so that every model is a level of 40 values
    const inside = [0.5, 0.8, 0.95].map((share) => {
      const seen = Array.from({ length: 550 }, (_, index) => {
        const { mean, error } = level(noise.slice(index, index + 40)).at(1)
        const z = { 0.5: 0.6745, 0.8: 1.2816, 0.95: 1.96 }[share] ?? NaN
        return Math.abs((noise[index + 40] ?? NaN) - mean) <= z * error
      })
      return seen.filter(Boolean).length / seen.length
    })
    expect(inside).toEqual([expect.closeTo(0.5, 1), expect.closeTo(0.8, 1), expect.closeTo(0.95, 1)])
  })
  test('wider bands never hold less, and percentages of zero are not told', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 14, maxLength: 26 }), (values) => {
        for (const { coverage, mape, meanAbsoluteError, meanError } of backtest(values)?.byHorizon ?? []) {
          const [a = 1, b = 0, c = 0] = coverage.map(({ inside }) => inside)
          expect(a <= b && b <= c).toBe(true)
          expect(Math.abs(meanError)).toBeLessThanOrEqual(meanAbsoluteError + 1e-12)
          if (!values.includes(0)) expect(mape).not.toBeNull()
        }
      }),
      { numRuns: 40 },
    )
    expect(backtest([...calm, 0])?.byHorizon[0]).toMatchObject({ mape: null, mase: expect.any(Number) })
    expect(backtest(Array<number>(14).fill(3))?.byHorizon[0]?.mase).toBeNull()
  })
})

test('too few values have no test, and origins below six are refused', () => {
  expect(backtest(calm)).toBeNull()
  expect(() => backtest(calm, { least: 3 })).toThrow('needs 6 values')
})

describe('misses of another rule', () => {
  const closed = Array.from({ length: 20 }, (_, at) => ({ period: addPeriods('2024-01', at), value: at * at }))
  const last = (origin: string) => closed.find(({ period }) => period === origin)?.value ?? 0
  const carriedOn = (origin: string) => [1, 2, 3, 4].map((ahead) => ({ period: addPeriods(origin, ahead), mean: last(origin), error: 1 }))

  test('are told from the last twelve origins with a month after them, as far as the figures have come', () => {
    const { misses, origins } = missesFromEach(closed, carriedOn)
    expect(origins).toBe(12)
    expect([1, 2, 3, 4].map((ahead) => misses.filter(({ horizon }) => horizon === ahead).length)).toEqual([12, 11, 10, 0])
    // from the eighth value, 49: the ninth is 64
    expect(misses[0]).toEqual({ horizon: 1, actual: 64, miss: 15, scale: 49 / 7, error: 1 })
  })
  test('are weighed by the step, or by the season, that was known at their origin', () => {
    const [first] = missesFromEach(closed, carriedOn, { origins: 1, season: 12 }).misses
    // at the nineteenth value: 144 - 0, 169 - 1, ... 324 - 36
    expect(first?.scale).toBeCloseTo([0, 1, 2, 3, 4, 5, 6].reduce((sum, at) => sum + (at + 12) ** 2 - at ** 2, 0) / 7, 9)
  })
  test('leave out a month that has no figure, and are none without a month after', () => {
    expect(missesFromEach(closed, (origin) => [{ period: addPeriods(origin, 1), mean: null, error: null }])).toEqual({ misses: [], origins: 0 })
    expect(missesFromEach(closed.slice(0, 1), carriedOn)).toEqual({ misses: [], origins: 0 })
  })
  test('see nothing of what came after their origin', () => {
    const asked: string[] = []
    missesFromEach(closed, (origin) => (asked.push(origin), []))
    expect(asked).toEqual(closed.slice(7, 19).map(({ period }) => period))
  })
})
