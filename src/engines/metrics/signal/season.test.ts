import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import type { Point } from './controlChart.ts'
import { fullCycles, seasonOf, withoutSeason, withSeason, yearOverYear } from './season.ts'

const from = (start: string, values: readonly (number | null)[]): Point[] => values.map((value, index) => ({ period: addPeriods(start, index), value }))

// Box and Jenkins, series G: thousands of international airline passengers, 1949 to 1960
const passengers = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199,
  199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188,
  235, 227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355,
  306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342, 406, 396,
  420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
]
const factorsOf = (series: readonly Point[], kind?: 'additive' | 'multiplicative') =>
  [...(seasonOf(series, kind ? { kind } : {})?.factors ?? [])].toSorted(([a], [b]) => a - b).map(([, factor]) => factor)

describe('the airline passengers of Box and Jenkins', () => {
  test('multiplicative factors are those that R’s decompose prints', () => {
    const published = [0.9102304, 0.8836253, 1.0073663, 0.975906, 0.981378, 1.1127758, 1.2265555, 1.219911, 1.0604919, 0.9217572, 0.8011781, 0.8988244]
    expect(factorsOf(from('1949-01', passengers))).toEqual(published.map((factor) => expect.closeTo(factor, 6)))
  })
  test('additive factors are those that R’s decompose prints', () => {
    const published = [-24.748737, -36.188131, -2.241162, -8.036616, -4.506313, 35.402778, 63.830808, 62.823232, 16.520202, -20.642677, -53.593434, -28.619949]
    expect(factorsOf(from('1949-01', passengers), 'additive')).toEqual(published.map((factor) => expect.closeTo(factor, 5)))
  })
})

describe('year over year', () => {
  test('each month is compared with the same month a year ago, gaps stay gaps', () => {
    const series = from('2024-01', [10, 20, null, 5, 5, 5, 5, 5, 5, 5, 5, 5, 13, 18, 9])
    expect(yearOverYear(series)).toEqual([
      { period: '2025-01', value: 3 },
      { period: '2025-02', value: -2 },
      { period: '2025-03', value: null },
    ])
  })
  test('a pure season on a straight line leaves one steady difference', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 12, maxLength: 12 }), fc.integer({ min: -9, max: 9 }), (season, step) => {
        const series = from(
          '2023-01',
          Array.from({ length: 36 }, (_, index) => (season[index % 12] ?? 0) + step * index),
        )
        for (const { value } of yearOverYear(series)) expect(value).toBe(12 * step)
      }),
    )
  })
})

describe('taking the season out', () => {
  const season = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 7, maxLength: 7 })
  test('weekday factors of a pure weekly pattern leave the level', () => {
    fc.assert(
      fc.property(season, fc.integer({ min: -1000, max: 1000 }), (pattern, level) => {
        const series = from(
          '2026-01-05',
          Array.from({ length: 28 }, (_, index) => level + (pattern[index % 7] ?? 0)),
        )
        const found = seasonOf(series, { kind: 'additive' })
        if (!found) throw new Error('four weeks give weekday factors')
        const centre = level + pattern.reduce((total, value) => total + value, 0) / 7
        for (const { value } of withoutSeason(series, found)) expect(value).toBeCloseTo(centre, 9)
        expect([...found.factors.values()].reduce((total, factor) => total + factor, 0)).toBeCloseTo(0, 9)
      }),
    )
  })
  test('putting the season back gives the series', () => {
    for (const kind of ['additive', 'multiplicative'] as const) {
      const found = seasonOf(from('1949-01', passengers), { kind })
      if (!found) throw new Error('twelve years give factors')
      const back = withoutSeason(from('1949-01', passengers), found).map(({ period, value }) => withSeason(period, value ?? NaN, found))
      back.forEach((value, index) => expect(value).toBeCloseTo(passengers[index] ?? NaN, 9))
    }
  })
  test('days with a missing one keep their weekdays', () => {
    const days = from(
      '2026-01-05',
      Array.from({ length: 28 }, (_, index) => (index % 7) + 1),
    ).filter((_, index) => index !== 10)
    const found = seasonOf(days, { kind: 'additive' })
    expect(found?.factors.get(1)).toBeCloseTo(-3, 9)
    expect(found?.factors.get(7)).toBeCloseTo(3, 9)
    expect(withoutSeason([], { kind: 'additive', factors: new Map() })).toEqual([])
  })
  test('less than two cycles, or a month that is never seen, give no factors', () => {
    expect(seasonOf(from('2024-01', passengers.slice(0, 18)))).toBeNull()
    expect(
      seasonOf(
        from(
          '2024-01',
          passengers.slice(0, 24).map((value, index) => (index % 12 === 4 ? null : value)),
        ),
      ),
    ).toBeNull()
    expect(seasonOf([])).toBeNull()
  })
  test('a missing period is a gap, wherever its row stands', () => {
    const gap = from(
      '1949-01',
      passengers.map((value, index) => (index === 70 ? null : value)),
    )
    expect(seasonOf(gap.filter((_, index) => index !== 70))?.factors).toEqual(seasonOf(gap)?.factors)
  })
  test('later points do not move factors that are fitted until a period', () => {
    const long = from('1949-01', passengers)
    expect(seasonOf(long, { until: '1952-12' })).toEqual(seasonOf(long.slice(0, 48)))
  })
  test('quarters and weeks have their own phases', () => {
    expect(seasonOf(from('2024-Q1', [1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6]))?.factors.size).toBe(4)
    expect(
      seasonOf(
        from(
          '2020-W01',
          Array.from({ length: 160 }, (_, index) => 5 + (index % 3)),
        ),
      )?.factors.size,
    ).toBe(52)
  })
})

test('cycles are counted in closed points', () => {
  expect(fullCycles(from('2024-01', passengers.slice(0, 25)))).toBe(2)
  expect(fullCycles(from('2026-01-01', [1, 2, 3, 4, 5, 6, 7]))).toBe(1)
  expect(fullCycles([])).toBe(0)
})
