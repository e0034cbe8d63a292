import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attainment, bandOf, notAmbitious, objectiveScore, type Counted } from './objective.ts'

const result = (score: number | null, over: Partial<Counted> = {}): Counted => ({ kind: 'metric', type: 'committed', score, ...over })
const drawn = fc.record<Counted>({
  kind: fc.constantFrom('metric', 'milestone'),
  type: fc.constantFrom('committed', 'aspirational'),
  score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  isDropped: fc.boolean(),
})

describe('bands', () => {
  test.each([
    [0.7, 'green'],
    [0.65, 'green'],
    [0.6499, 'yellow'],
    [0.35, 'yellow'],
    [0.3499, 'red'],
    [0, 'red'],
    [1, 'green'],
  ])('%f rounds half up to %s', (score, band) => {
    expect(bandOf(score)).toBe(band)
  })
  test.each([
    [0.65, 'yellow'],
    [0.7, 'green'],
    [0.4, 'yellow'],
    [0.3999, 'red'],
  ])('%f is %s with half-open bands', (score, band) => {
    expect(bandOf(score, 'half_open')).toBe(band)
  })
  test('every score has a band, and a higher one is never in a lower band', () => {
    const rank = { red: 0, yellow: 1, green: 2 }
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (one, other) => {
        expect(rank[bandOf(Math.max(one, other))]).toBeGreaterThanOrEqual(rank[bandOf(Math.min(one, other))])
      }),
    )
    expect(() => bandOf(1.1)).toThrow('between 0 and 1')
  })
})

describe('an objective', () => {
  test('is the mean of its key results, milestones apart', () => {
    expect(objectiveScore([result(1), result(0.4), result(1, { kind: 'milestone' }), result(0, { kind: 'milestone' })])).toEqual({
      score: 0.7,
      band: 'green',
      scored: 2,
      unscored: 0,
      dropped: 0,
      milestones: { done: 1, of: 2 },
    })
  })
  test('what is dropped counts nothing and stays; what is not measured waits until the close', () => {
    const results = [result(1), result(0.9, { isDropped: true }), result(null)]
    expect(objectiveScore(results)).toMatchObject({ score: 0.5, scored: 2, unscored: 1, dropped: 1 })
    expect(objectiveScore(results, { isClosed: true })).toMatchObject({ score: 1 / 3, scored: 3, unscored: 0 })
    expect(objectiveScore([])).toMatchObject({ score: null, band: null })
  })
  test('the score lies between 0 and 1, and closing never raises it', () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 8 }), (results) => {
        const [open, closed] = [objectiveScore(results).score, objectiveScore(results, { isClosed: true }).score]
        if (open === null) return
        expect(open >= 0 && open <= 1).toBe(true)
        expect(closed ?? 2).toBeLessThanOrEqual(open + 1e-12)
      }),
    )
  })
})

describe('attainment', () => {
  test('committed results at their threshold over all committed, dropped ones below the line', () => {
    const results = [
      result(1),
      result(0.8),
      result(1, { isDropped: true }),
      result(null),
      result(1, { type: 'aspirational' }),
      result(1, { kind: 'milestone' }),
    ]
    expect(attainment(results)).toMatchObject({ at: 1, of: 4, value: 0.25 })
    expect(attainment(results, 0.7)).toMatchObject({ at: 2, of: 4 })
    expect(attainment([])).toEqual({ value: null, interval: null, at: 0, of: 0 })
  })
  test('a lower threshold never attains less', () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), (results, threshold) => {
        expect(attainment(results, threshold / 2).at).toBeGreaterThanOrEqual(attainment(results, threshold).at)
      }),
    )
  })
})

describe('ambition', () => {
  const full = [result(1), result(1)]
  test('two periods of nothing but 1.0 are not ambitious enough', () => {
    expect(notAmbitious([[result(0.5)], full, full])).toBe('Not ambitious enough: all 4 key results of the last 2 periods scored 1.0.')
  })
  test.each([
    ['one period', [full]],
    ['three results', [[result(1)], full]],
    ['one that was missed', [full, full, [result(1), result(0.9)]]],
    ['one that was dropped', [full, [result(1), result(1, { isDropped: true })]]],
    ['a period without any', [full, full, []]],
  ])('%s is not enough to say so', (_, periods) => {
    expect(notAmbitious(periods)).toBeNull()
  })
})
