import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { xmr } from '../signal/xmr.ts'
import { answersForNps, answersForShare, chanceOf, noiseWarning, reachedIn } from './entryQuestions.ts'

const months = (values: readonly (number | null)[]) => values.map((value, index) => ({ period: addPeriods('2026-01', index), value }))
const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]

describe('reached before', () => {
  test('counts closed months with a value', () => {
    const points = [...months([9, 11, null, 12, 10]), { period: '2026-06', value: 99, state: 'open' as const }]
    expect(reachedIn(points, { direction: 'up', value: 11 }, 3)).toEqual({ reached: 2, of: 3, says: 'Reached in 2 of the last 3 months.' })
    expect(reachedIn([], { direction: 'up', value: 11 })).toMatchObject({ of: 0, says: 'There is no closed period to compare with.' })
  })
})

describe('noise', () => {
  const chart = xmr(months(calm))
  test('a target inside the limits is reached by chance, and the mean of some months would not be', () => {
    const warning = noiseWarning(chart, { direction: 'up', value: 12 })
    expect(warning?.isInside).toBe(true)
    expect(warning?.says).toMatch(/^A single good month will hit this by chance; use the mean of \d+ months or a centre shift\.$/)
    const reach = (chart.points[0]?.upper ?? 0) - 10.5
    expect(reach / Math.sqrt(warning?.periods ?? 1)).toBeLessThanOrEqual(1.5)
    expect(reach / Math.sqrt((warning?.periods ?? 1) - 1)).toBeGreaterThan(1.5)
  })
  test('outside the limits a change of the process is needed; behind the centre nothing is', () => {
    expect(noiseWarning(chart, { direction: 'up', value: 99 })).toMatchObject({
      isInside: false,
      periods: 1,
      says: expect.stringContaining('change of the process'),
    })
    expect(noiseWarning(chart, { direction: 'down', value: 11 })).toMatchObject({ periods: null, says: 'The process meets this already, as it runs today.' })
    expect(noiseWarning(xmr(months([1, 2])), { direction: 'up', value: 3 })).toBeNull()
  })
  test('the chance of a normal process: 0.135% beyond three standard deviations, 68.27% within one', () => {
    expect(chanceOf({ direction: 'up', value: 3 }, 0, 1)).toBeCloseTo(0.00134989803, 10)
    expect(chanceOf({ direction: 'within', low: -1, high: 1 }, 0, 1)).toBeCloseTo(0.6826894921, 9)
    expect(chanceOf({ direction: 'down', value: 5 }, 5, 0)).toBe(1)
  })
  test('up and down at one bound make one', () => {
    fc.assert(
      fc.property(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: 0.1, max: 9, noNaN: true }), (value, sigma) => {
        expect(chanceOf({ direction: 'up', value }, 1, sigma) + chanceOf({ direction: 'down', value }, 1, sigma)).toBeCloseTo(1, 12)
      }),
    )
  })
})

describe('answers per wave', () => {
  test('a share of a half that shall move by ten points needs 392 answers, the sample size of Fleiss without correction', () => {
    expect(answersForShare(0.5, 0.1)).toBe(392)
  })
  test('NPS of 120 promoters and 40 detractors in 240 needs 872 answers to see ten points', () => {
    // V = 2/3 - 1/9 = 5/9; 2 x 7.84 x 5/9 / 0.01 = 871.1
    expect(answersForNps({ promoters: 0.5, detractors: 1 / 6 }, 10)).toBe(872)
  })
  test('half the change needs four times the answers', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.double({ min: 0.01, max: 0.2, noNaN: true }), (share, change) => {
        expect(Math.abs(answersForShare(share, change / 2) - 4 * answersForShare(share, change))).toBeLessThanOrEqual(4)
      }),
    )
  })
  test('what is no share is refused', () => {
    expect(() => answersForShare(1.2, 0.1)).toThrow('between 0 and 1')
    expect(() => answersForNps({ promoters: 0.8, detractors: 0.3 }, 5)).toThrow('at most 1')
  })
})
