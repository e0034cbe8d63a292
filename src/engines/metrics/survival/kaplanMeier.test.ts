import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kaplanMeier, openAfter, quantile, spreadOf, stepAt, timeOf, type Watched } from './kaplanMeier.ts'

/** Remission in weeks under 6-MP, + where still in remission (Freireich et al. 1963; Gehan 1965; table 2.1 of Kleinbaum and Klein, Survival Analysis). */
const remission = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'
  .split(' ')
  .map((text): Watched => ({ time: Number.parseInt(text, 10), ended: !text.endsWith('+') }))

const anyWatched = fc.array(fc.record({ time: fc.nat(40), ended: fc.boolean() }), { minLength: 1, maxLength: 60 })

describe('the published example', () => {
  test('shares and Greenwood’s errors are those of the textbook', () => {
    const printed = [
      [6, 21, 3, 0.8571, 0.0764],
      [7, 17, 1, 0.8067, 0.0869],
      [10, 15, 1, 0.7529, 0.0963],
      [13, 12, 1, 0.6902, 0.1068],
      [16, 11, 1, 0.6275, 0.1141],
      [22, 7, 1, 0.5378, 0.1282],
      [23, 6, 1, 0.4482, 0.1346],
    ]
    const found = kaplanMeier(remission).steps.map((step) => [step.time, step.atRisk, step.ended, round(step.open), round(spreadOf(step).error ?? -1)])
    expect(found).toEqual(printed)
  })

  test('the log-log interval is the one that statistics packages print for it', () => {
    const intervalAt = (time: number) => spreadOf(stepAt(kaplanMeier(remission), time) ?? { open: 0, sum: 0 }).interval
    expect(intervalAt(6)).toEqual({ low: expect.closeTo(0.62, 3), high: expect.closeTo(0.952, 3) })
    expect(intervalAt(24)).toEqual({ low: expect.closeTo(0.188, 3), high: expect.closeTo(0.68, 3) })
  })

  test('the median is 23 weeks; three quarters were not reached', () => {
    expect(quantile(kaplanMeier(remission), 0.5)).toEqual({ time: 23, low: 13, high: null })
    expect(quantile(kaplanMeier(remission), 0.75)).toBeNull()
    expect([0.5, 0.75].map((q) => timeOf(kaplanMeier(remission), q))).toEqual([23, null])
  })

  test('shares still open are told as far as somebody was watched', () => {
    const curve = kaplanMeier(remission)
    expect(openAfter(curve, 5)).toEqual({ share: 1, interval: null })
    expect(openAfter(curve, 12)?.share).toBeCloseTo(0.7529, 4)
    expect(openAfter(curve, 35)?.share).toBeCloseTo(0.4482, 4)
    expect(openAfter(curve, 36)).toBeNull()
  })
})

describe('borders', () => {
  test('nobody is no curve', () => {
    expect(kaplanMeier([])).toEqual({ n: 0, ended: 0, longest: 0, steps: [] })
    expect(openAfter(kaplanMeier([]), 0)).toBeNull()
    expect(quantile(kaplanMeier([]), 0.5)).toBeNull()
  })

  test('when all have ended, the end is known for ever', () => {
    const curve = kaplanMeier([1, 2, 3].map((time) => ({ time, ended: true })))
    expect(curve.steps.at(-1)).toMatchObject({ open: 0 })
    expect(spreadOf(curve.steps.at(-1) ?? { open: 1, sum: 0 })).toEqual({ error: null, interval: null })
    expect(openAfter(curve, 99)).toEqual({ share: 0, interval: null })
    expect(quantile(curve, 0.75)).toMatchObject({ time: 3 })
  })

  test('at a tie, what ended comes before what was last seen open', () => {
    const curve = kaplanMeier([
      { time: 5, ended: false },
      { time: 5, ended: true },
    ])
    expect(curve.steps).toMatchObject([{ atRisk: 2, open: 0.5 }])
  })

  test.each([-1, Number.NaN, Infinity])('a time of %d is refused', (time) => {
    expect(() => kaplanMeier([{ time, ended: true }])).toThrow(RangeError)
  })

  test.each([0, 1, 1.5])('a quantile of %d is refused', (q) => {
    expect(() => quantile(kaplanMeier(remission), q)).toThrow(RangeError)
    expect(() => timeOf(kaplanMeier(remission), q)).toThrow(RangeError)
  })
})

describe('for any watched ones', () => {
  test('the share starts at 1, never rises and stays in [0, 1], inside its interval', () => {
    fc.assert(
      fc.property(anyWatched, (watched) => {
        let before = 1
        for (const step of kaplanMeier(watched).steps) {
          const [{ open }, { interval }] = [step, spreadOf(step)]
          expect(open).toBeLessThanOrEqual(before)
          expect(open).toBeGreaterThanOrEqual(0)
          if (interval) {
            expect(interval.low).toBeLessThanOrEqual(open)
            expect(interval.high).toBeGreaterThanOrEqual(open)
            expect(interval.low).toBeGreaterThanOrEqual(0)
            expect(interval.high).toBeLessThanOrEqual(1)
          }
          before = open
        }
      }),
    )
  })

  test('without open ones it is the plain share that lasted longer', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 60 }), fc.nat(45), (times, at) => {
        const curve = kaplanMeier(times.map((time) => ({ time, ended: true })))
        expect(openAfter(curve, at)?.share).toBeCloseTo(times.filter((time) => time > at).length / times.length, 10)
      }),
    )
  })

  test('watching an open one longer never lowers the share', () => {
    fc.assert(
      fc.property(anyWatched, fc.nat(59), fc.integer({ min: 1, max: 20 }), (watched, which, more) => {
        const longer = watched.map((one, index) => (index === which && !one.ended ? { ...one, time: one.time + more } : one))
        for (let time = 0; time <= 60; time += 5) {
          const [before, after] = [stepAt(kaplanMeier(watched), time)?.open ?? 1, stepAt(kaplanMeier(longer), time)?.open ?? 1]
          expect(after).toBeGreaterThanOrEqual(before - 1e-12)
        }
      }),
    )
  })

  test('order changes nothing, and the product over single persons is the same', () => {
    fc.assert(
      fc.property(anyWatched, (watched) => {
        const curve = kaplanMeier(watched)
        expect(kaplanMeier(watched.toReversed())).toEqual(curve)
        expect(curve.steps.at(-1)?.open ?? 1).toBeCloseTo(oneByOne(watched), 9)
      }),
    )
  })
})

/** A second computation: the share redistributed to the right (Efron 1967). An open one hands its weight to those who are watched longer. */
function oneByOne(watched: readonly Watched[]): number {
  const left = watched.map((one) => ({ ...one, weight: 1 / watched.length })).toSorted((a, b) => a.time - b.time || Number(b.ended) - Number(a.ended))
  for (const [index, one] of left.entries()) {
    const later = left.slice(index + 1)
    if (one.ended || later.length === 0) continue
    for (const other of later) other.weight += one.weight / later.length
    one.weight = 0
  }
  return 1 - left.reduce((sum, { ended, weight }) => sum + (ended ? weight : 0), 0)
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000
