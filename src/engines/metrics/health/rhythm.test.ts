import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../numbers/dates.ts'
import { fedBy, rhythmOf, sayWaiting, waitingOn } from './rhythm.ts'

/** Twelve days that lie `apart` days apart, the last on 2026-03-31. */
const every = (apart: number, n = 12): string[] => Array.from({ length: n }, (_, index) => addDays('2026-03-31', -apart * (n - 1 - index)))
const late = (grain: 'day' | 'week' | 'month' | 'quarter', days: readonly string[], arrivals: readonly string[], asOf: string, fact = 'subscription') =>
  waitingOn(grain, [{ fact, newest: days.at(-1) ?? null, rhythm: rhythmOf(days, arrivals, asOf) }], asOf).filter(({ age, allowed }) => age > allowed)

test('a ledger whose lines begin every three days is stale once a month and a grace went by, not a quarter', () => {
  expect(late('month', every(3), ['2026-03-31'], '2026-05-10')).toEqual([]) // 40 days
  const [one] = late('month', every(3), ['2026-03-31'], '2026-05-11')
  expect(one && sayWaiting(one)).toBe('The newest subscription is 41 days old; 40 are allowed: rows were never more than 3 days apart.')
})

test('a ledger whose lines begin every thirty days may wait twice as long', () => {
  expect(late('month', every(30), ['2026-03-31'], '2026-05-30')).toEqual([]) // 60 days
  expect(late('month', every(30), ['2026-03-31'], '2026-05-31')).toHaveLength(1)
})

test('events that arrive every day are late after days, whatever the grain of the metric', () => {
  const days = every(1, 42)
  expect(late('month', days, days, '2026-04-02', 'event')).toEqual([])
  const [one] = late('month', days, days, '2026-04-03', 'event')
  expect(one && sayWaiting(one)).toBe('The newest event is 3 days old; 2 are allowed: arrivals were never more than 1 day apart.')
})

test('uploads on four days in a row while setting up are no rhythm of a monthly file', () => {
  const uploads = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31']
  expect(late('month', every(1), uploads, '2026-04-03', 'ticket')).toEqual([])
  expect(late('month', every(1), uploads, '2026-05-10', 'ticket')).toEqual([]) // 40 days
  expect(late('month', every(1), uploads, '2026-05-11', 'ticket')).toHaveLength(1)
})

test('a stream that began on a Monday is not silent on the next one, nor a first wave until the next quarter', () => {
  const week = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04', '2026-06-05']
  for (const grain of ['day', 'week', 'month'] as const) expect(late(grain, week, week, '2026-06-08', 'event')).toEqual([])
  expect(late('day', week, week, '2026-06-09', 'event')).toMatchObject([{ age: 4, allowed: 3 }])
  const wave = every(1, 10)
  expect(late('quarter', wave, wave, '2026-07-09', 'survey_response')).toEqual([]) // 100 days
  expect(late('quarter', wave, wave, '2026-07-10', 'survey_response')).toHaveLength(1)
})

test('a weekend is no silence: what was quiet for three days before may be so for six', () => {
  const days = [...every(1).slice(0, 8), '2026-03-30', '2026-03-31'] // from the 27th to the 30th nothing came
  expect(rhythmOf(days, days, '2026-03-31')).toMatchObject({ of: 'arrivals', longest: 3, allowed: 6 })
})

test('monthly files of daily rows: the next file is awaited for a month and a half', () => {
  const files = ['2026-01-02', '2026-02-01', '2026-03-03', '2026-04-02']
  expect(late('month', every(1), files, '2026-05-17')).toEqual([]) // 45 days after the file, 47 after the newest row
  expect(late('month', every(1), files, '2026-05-18')).toMatchObject([{ since: '2026-04-02', age: 46, allowed: 45 }])
})

test('what was known on a past day is what it is judged by; rows of the future are not news', () => {
  expect(rhythmOf([...every(3), '2027-01-01'], ['2026-03-31'], '2026-04-01')).toMatchObject({ last: '2026-03-31', longest: 3 })
  expect(rhythmOf(every(3), ['2026-03-31'], '2026-03-01')).toBeNull() // two days alone had come by then
  expect(late('month', every(3), ['2026-12-31'], '2026-03-31')).toEqual([])
})

test('with fewer than ten days nothing is known of a rhythm; incidents, accounts and definitions may be silent', () => {
  expect(rhythmOf(every(3, 9), [], '2026-03-31')).toBeNull()
  for (const fact of ['incident', 'account', 'slo', 'feature', 'fx_rate'])
    expect(waitingOn('month', [{ fact, newest: '2020-01-01' }], '2026-03-31')).toEqual([])
})

const on = (asOf: string, timeZone = 'UTC') => ({ asOf, timeZone })

test('the first day is that of the workspace, whichever day it was in UTC; a date is the same everywhere', () => {
  const row = (oldest: string) => ({ day: oldest.slice(0, 10), arrived: '2026-03-02', oldest, newest: oldest, recorded: '2026-03-02T01:00:00Z', rows: 1 })
  const zones = ['America/Los_Angeles', 'UTC', 'Asia/Tokyo']
  const firstDays = (...times: readonly string[]) => zones.map((zone) => fedBy(times.map(row), on('2026-03-31', zone)).oldest)
  expect(firstDays('2026-02-01T03:00:00Z', '2026-02-03T03:00:00Z')).toEqual(['2026-01-31', '2026-02-01', '2026-02-01'])
  expect(firstDays('2026-01-31T20:00:00Z')).toEqual(['2026-01-31', '2026-01-31', '2026-02-01'])
  expect(firstDays('2026-02-01')).toEqual(['2026-02-01', '2026-02-01', '2026-02-01'])
})

test('counts by day are the rows, the newest of them and when it was recorded', () => {
  const told = [
    { day: '2026-03-01', arrived: '2026-03-02', oldest: '2026-03-01T03:00:00Z', newest: '2026-03-01T08:00:00Z', recorded: '2026-03-02T01:00:00Z', rows: 3 },
    { day: null, arrived: '2026-03-05', oldest: null, newest: null, recorded: '2026-03-05T01:00:00Z', rows: 2 },
  ]
  expect(fedBy(told, on('2026-03-31'))).toEqual({
    rows: 5,
    oldest: '2026-03-01',
    newest: '2026-03-01T08:00:00Z',
    recordedAt: '2026-03-05T01:00:00Z',
    rhythm: null,
  })
})

test('a line that begins next year does not make an old ledger new', () => {
  const row = (day: string) => ({ day, arrived: '2026-03-02', oldest: day, newest: day, recorded: '2026-03-02T01:00:00Z', rows: 1 })
  const told = [row('2025-06-01'), row('2027-01-01')]
  expect(fedBy(told, on('2026-03-31'))).toMatchObject({ rows: 2, newest: '2025-06-01' })
  expect(fedBy(told, on('2027-01-02')).newest).toBe('2027-01-01')
  const [waiting] = waitingOn('month', [{ fact: 'subscription', newest: fedBy(told, on('2026-03-31')).newest }], '2026-03-31')
  expect(waiting).toMatchObject({ since: '2025-06-01', age: 303, allowed: 100 })
})

test('whoever rests at weekends may rest from Christmas Eve to New Year’s Day, the first time too; whoever never rests may not', () => {
  const all = Array.from({ length: 114 }, (_, offset) => addDays('2025-09-01', offset)) // to 23 December
  const workdays = all.filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))
  const judged = (rows: readonly string[], asOf: string) =>
    waitingOn('day', [{ fact: 'ticket', newest: rows.at(-1) ?? null, rhythm: rhythmOf(rows, rows, asOf) }], asOf)[0]
  expect(judged(workdays, '2026-01-07')).toMatchObject({ age: 15, allowed: 15 })
  expect(judged(workdays, '2026-01-08')).toMatchObject({ age: 16, allowed: 15 })
  expect(judged(all, '2025-12-26')).toMatchObject({ age: 3, allowed: 2 })
  expect(
    judged(
      workdays.filter((day) => day < '2025-12-01'),
      '2025-12-05',
    ),
  ).toMatchObject({ age: 7, allowed: 6 })
})

test('another day with rows never makes a fact staler, and waiting longer never makes it fresher', () => {
  const day = fc.integer({ min: 0, max: 800 }).map((offset) => addDays('2024-01-01', offset))
  fc.assert(
    fc.property(fc.uniqueArray(day, { minLength: 12, maxLength: 40 }), fc.nat(100), fc.nat(100), (days, one, other) => {
      const sorted = days.toSorted()
      const last = sorted.at(-1) ?? ''
      const share = (rows: readonly string[], asOf: string) => {
        const [waiting] = waitingOn('month', [{ fact: 'ticket', newest: rows.at(-1) ?? null, rhythm: rhythmOf(rows, [], asOf) }], asOf)
        return waiting ? waiting.age / waiting.allowed : 0
      }
      const [early, later] = [Math.min(one, other), Math.max(one, other)].map((offset) => addDays(last, offset))
      expect(share(sorted, later ?? '')).toBeGreaterThanOrEqual(share(sorted, early ?? ''))
      expect(share([...sorted, later ?? ''], later ?? '')).toBe(0)
    }),
  )
})
