import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cumulativeIncidence, incidenceQuantile, reachedBy, type Raced } from './incidence.ts'
import { kaplanMeier, spreadOf } from './kaplanMeier.ts'

const ends = fc.constantFrom('awaited' as const, 'other' as const, null)
const anyRaced = fc.array(fc.record({ time: fc.nat(30), end: ends }), { minLength: 1, maxLength: 50 })

describe('five accounts by hand', () => {
  // day 1: value (1/5); day 2: left; day 3: open; day 4: value, one of two at risk, 3/5 had nothing before
  const five: Raced[] = [
    { time: 1, end: 'awaited' },
    { time: 2, end: 'other' },
    { time: 3, end: null },
    { time: 4, end: 'awaited' },
    { time: 9, end: null },
  ]

  test('shares add up what remained each time', () => {
    const steps = cumulativeIncidence(five)
    expect(steps.map(({ time, atRisk, share }) => [time, atRisk, share])).toEqual([
      [1, 5, 0.2],
      [4, 2, expect.closeTo(0.2 + 0.6 / 2, 12)],
    ])
    expect(reachedBy(steps, 0)).toBeNull()
    expect(reachedBy(steps, 3)?.share).toBe(0.2)
    expect(incidenceQuantile(steps, 0.5)).toBe(4)
    expect(incidenceQuantile(steps, 0.6)).toBeNull()
  })

  test('calling those who left open would promise more: the Kaplan–Meier complement is higher', () => {
    const curve = kaplanMeier(five.map(({ time, end }) => ({ time, ended: end === 'awaited' })))
    expect(1 - (curve.steps.at(-1)?.open ?? 1)).toBeGreaterThan(cumulativeIncidence(five).at(-1)?.share ?? 1)
  })
})

describe('for any race', () => {
  test('with nothing that rules it out, it is the complement of Kaplan–Meier, with Greenwood’s error', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ time: fc.nat(30), ended: fc.boolean() }), { minLength: 1, maxLength: 50 }), (watched) => {
        const steps = cumulativeIncidence(watched.map(({ time, ended }) => ({ time, end: ended ? 'awaited' : null })))
        for (const [index, step] of kaplanMeier(watched).steps.entries()) {
          const [{ time, open }, { error }] = [step, spreadOf(step)]
          expect(steps[index]?.time).toBe(time)
          expect(steps[index]?.share).toBeCloseTo(1 - open, 10)
          if (error !== null) expect(steps[index]?.error).toBeCloseTo(error, 8)
        }
      }),
    )
  })

  test('with nobody open, it is the plain share that got there', () => {
    fc.assert(
      fc.property(
        anyRaced.map((raced) => raced.map((one): Raced => ({ ...one, end: one.end ?? 'other' }))),
        fc.nat(30),
        (raced, at) => {
          const plain = raced.filter(({ time, end }) => end === 'awaited' && time <= at).length / raced.length
          expect(reachedBy(cumulativeIncidence(raced), at)?.share ?? 0).toBeCloseTo(plain, 10)
        },
      ),
    )
  })

  test('it never falls, stays in [0, 1] and inside its interval, and both ends together are what ended', () => {
    fc.assert(
      fc.property(anyRaced, (raced) => {
        const steps = cumulativeIncidence(raced)
        let before = 0
        for (const { share, interval } of steps) {
          expect(share).toBeGreaterThanOrEqual(before)
          expect(share).toBeLessThanOrEqual(1 + 1e-12)
          expect(interval.low).toBeLessThanOrEqual(share + 1e-12)
          expect(interval.high).toBeGreaterThanOrEqual(share - 1e-12)
          before = share
        }
        const swap = { awaited: 'other', other: 'awaited' } as const
        const others = cumulativeIncidence(raced.map(({ time, end }) => ({ time, end: end && swap[end] })))
        const open = kaplanMeier(raced.map(({ time, end }) => ({ time, ended: end !== null }))).steps.at(-1)?.open ?? 1
        expect((steps.at(-1)?.share ?? 0) + (others.at(-1)?.share ?? 0)).toBeCloseTo(1 - open, 10)
      }),
    )
  })
})
