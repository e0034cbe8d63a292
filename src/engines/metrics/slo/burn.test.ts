import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { burnOf } from './burn.ts'
import { burnAlert, burnAlerts, paceOf, type Objective, type SliWindow } from './slo.ts'

const objective: Objective = { target: 0.999, kind: 'rolling', days: 30 }
const five = 300_000
const now = 900 * five
/** Windows of five minutes that end now; `badOf` counts bad events of 10,000, `ago` windows back. */
const windows = (badOf: (ago: number) => number, count = 864): SliWindow[] =>
  Array.from({ length: count }, (_, ago) => ({ start: now - (ago + 1) * five, end: now - ago * five, good: 10_000 - badOf(ago), valid: 10_000 }))

describe('how fast the budget burns', () => {
  // SRE workbook, table 5-8: 2% of a 30-day budget in one hour is 14.4, 5% in six hours is 6, 10% in three days is 1
  test.each([
    [0.02, 1, 14.4],
    [0.05, 6, 6],
    [0.1, 72, 1],
  ])('spending %f of the budget in %i hours is a burn of %f', (share, hours, burn) => {
    expect(burnAlerts.map((alert) => [alert.share, alert.long / 60, paceOf(alert, 30)])).toContainEqual([share, hours, burn])
    expect(
      burnOf(
        objective,
        windows(() => Math.ceil(burn * 10)),
        now,
      ),
    ).toMatchObject({ state: 'burning', alert: { burn } })
  })
  test('a burn a little slower than even is quiet', () => {
    expect(
      burnOf(
        objective,
        windows(() => 9),
        now,
      ),
    ).toEqual({ state: 'quiet', alert: null })
  })
  test('an outage that ended ten minutes ago no longer pages at 14.4x, but still at 6x', () => {
    const outage = windows((ago) => (ago >= 2 && ago < 30 ? 1000 : 0))
    expect(burnOf(objective, outage, now).alert).toMatchObject({ burn: 6 })
  })
  test('a slow leak is a ticket', () => {
    const reading = burnOf(
      objective,
      windows(() => 12),
      now,
    )
    expect(reading.alert?.urgency).toBe('ticket')
    expect(reading.alert?.says).toBe(
      'burns at 1 times the even pace or faster over 3 days and 6 hours; at that pace the error budget would be spent before its 30 days end',
    )
  })
  test('a promise over seven days pages at the pace that takes the same share of its own budget', () => {
    const week: Objective = { ...objective, days: 7 }
    expect(burnAlerts.map((alert) => paceOf(alert, 7))).toEqual([3.36, 1.4, 7 / 30].map((pace) => expect.closeTo(pace, 8)))
    const burning = (bad: number) =>
      burnOf(
        week,
        windows(() => bad),
        now,
      ).alert
    expect(burning(34)).toMatchObject({ burn: 3.36, urgency: 'page' })
    expect(burning(34)?.says).toContain('at that pace the error budget would last 50 hours')
    expect(burning(33)).toMatchObject({ burn: 1.4, urgency: 'page' })
  })
  test('the fastest burn says how long the budget lasts', () => {
    expect(
      burnOf(
        objective,
        windows(() => 500),
        now,
      ).alert?.says,
    ).toBe('burns at 14.4 times the even pace or faster over 1 hour and 5 minutes; at that pace the error budget would last 50 hours')
  })
})

test('reading windows is the same as handing in their sums, and later windows are not known yet', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { minLength: 864, maxLength: 864 }), (bad) => {
      const known = windows((ago) => bad[ago] ?? 0)
      const future: SliWindow = { start: now, end: now + five, good: 0, valid: 10_000 }
      const sums = (minutes: number) => {
        const errors = bad.slice(0, minutes / 5).reduce((total, count) => total + count, 0)
        return { good: (minutes / 5) * 10_000 - errors, valid: (minutes / 5) * 10_000 }
      }
      const { alert } = burnOf(objective, [...known, future], now)
      expect(alert?.burn ?? null).toBe(burnAlert(objective, sums)?.burn ?? null)
    }),
    { numRuns: 30 },
  )
})

test('windows of a day cannot tell five minutes, and no events are no data', () => {
  expect(burnOf(objective, [{ start: now - 86_400_000, end: now, good: 1, valid: 1000 }], now)).toEqual({ state: 'too coarse', alert: null })
  expect(burnOf(objective, [{ start: now - five, end: now, good: 0, valid: 0 }], now)).toEqual({ state: 'no_data', alert: null })
  expect(burnOf(objective, [], now)).toEqual({ state: 'no_data', alert: null })
})
