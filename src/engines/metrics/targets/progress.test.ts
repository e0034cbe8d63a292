import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { neededRunRate, statusOf, type Pursuit } from './progress.ts'

const rise: Pursuit = { goal: { direction: 'up', value: 1.1 }, start: 1, startsOn: '2026-01-01', by: '2026-12-31', path: { kind: 'linear' } }
const fall: Pursuit = { ...rise, goal: { direction: 'down', value: 0.02 }, start: 0.04 }

describe('status', () => {
  test.each([
    [rise, 1.1, '2026-03-01', 'reached'],
    [rise, 1.06, '2026-07-02', 'onPath'],
    [rise, 1.04, '2026-07-02', 'behind'],
    [rise, 1.09, '2027-01-01', 'missed'],
    [rise, 1.02, '2025-12-01', 'waiting'],
    [rise, null, '2026-07-02', 'no_data'],
    [{ ...rise, path: { kind: 'none' } }, 1, '2026-07-02', 'waiting'],
    [{ ...rise, goal: { direction: 'up', value: 1.1, isStrict: true } }, 1.1, '2027-01-01', 'missed'],
    [fall, 0.029, '2026-07-02', 'onPath'],
    [fall, 0.031, '2026-07-02', 'behind'],
    [fall, 0.02, '2026-07-02', 'reached'],
    [{ ...rise, goal: { direction: 'within', low: 1.1, high: 1.3 } }, 1.06, '2026-07-02', 'onPath'],
    [{ ...rise, goal: { direction: 'up', value: 120 }, adds: true, start: 90 }, 61, '2026-07-02', 'onPath'],
    [{ ...rise, goal: { direction: 'up', value: 120 }, adds: true, start: 90 }, 59, '2026-07-02', 'behind'],
  ] as const)('%o with %f on %s', (pursuit, now, asOf, status) => {
    expect(statusOf(pursuit, now, asOf)).toBe(status)
  })
  test('a value that has passed through a range and beyond it is behind', () => {
    expect(statusOf({ ...rise, goal: { direction: 'within', low: 1.1, high: 1.3 } }, 1.4, '2026-07-02')).toBe('behind')
    expect(statusOf({ ...fall, goal: { direction: 'within', low: 0.01, high: 0.02 } }, 0.005, '2026-07-02')).toBe('behind')
  })
  test('a range that the start was in already and the value has left is behind', () => {
    expect(statusOf({ ...rise, goal: { direction: 'within', low: 0.9, high: 1.1 } }, 1.2, '2026-07-02')).toBe('behind')
  })
})

describe('needed run rate', () => {
  test('four points in five months', () => {
    const { perPeriod, periodsLeft } = neededRunRate(rise, 1.06, '2026-07')
    expect(periodsLeft).toBe(5)
    expect(perPeriod).toBeCloseTo(0.008, 12)
    expect(neededRunRate(fall, 0.03, '2026-Q2')).toEqual({ perPeriod: expect.closeTo(-0.005, 12), periodsLeft: 2 })
  })
  test('met asks nothing more; a span that is over has no rate', () => {
    expect(neededRunRate(rise, 1.2, '2026-07').perPeriod).toBe(0)
    expect(neededRunRate(rise, 1.05, '2026-12')).toEqual({ perPeriod: null, periodsLeft: 0 })
  })
  test('going at the needed rate ends on the bound', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.constantFrom('2026-01', '2026-05', '2026-11'), (now, period) => {
        const { perPeriod, periodsLeft } = neededRunRate(rise, now, period)
        expect(now + (perPeriod ?? NaN) * periodsLeft).toBeCloseTo(Math.max(now, 1.1), 9)
      }),
    )
  })
})
