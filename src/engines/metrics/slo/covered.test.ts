import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween } from '../../numbers/dates.ts'
import { levelSeries, thinIn, coverages, toldOf, type LevelTime, type Promised } from './levels.ts'
import { countsOf, coverageOf, isThin } from './windows.ts'

const hour = 3_600_000
const day = 24 * hour
const starts = (civil: string): number => Date.parse(`${civil}T00:00:00Z`)
const first = '2025-01-01'
const timeOf = (asOf: string): LevelTime => ({ timeZone: 'UTC', asOf: starts(addDays(asOf, 1)), starts, headline: null })
const stretch = (from: string, to: string) => ({ key: from.slice(0, 7), from, to, start: starts(from), stop: starts(addDays(to, 1)) })
const promise = (kind: 'rolling' | 'calendar', days: number, windows: Promised['windows']): Promised => ({
  id: 'api',
  service: 'API',
  tier: 'gold',
  objective: { target: 0.99, kind, days },
  windows,
})
const daily = (from: number, to: number, bad = 0) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    start: starts(first) + (from + at - 1) * day,
    end: starts(first) + (from + at) * day,
    good: 100 - bad,
    valid: 100,
  }))

test('days with counts of days promised: against a plain walk over every day and every row, for rows of minutes, hours and weeks with gaps', () => {
  const row = fc.record({
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90 })),
    length: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 24, max: 400 })),
  })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.nat(60), fc.integer({ min: 1, max: 40 }), fc.nat(50), (lengths, from, days, until) => {
      let at = starts(first)
      const rows = lengths.map(({ gap, length }) => {
        const start = at + gap * hour
        at = start + length * hour
        return { start, end: at, good: 1, valid: 1 }
      })
      const [counts] = countsOf(rows, Infinity, 'UTC', starts)
      const window = { from: addDays(first, from), to: addDays(first, from + days - 1) }
      const last = addDays(window.from, until)
      let [counted, promised] = [0, 0]
      for (let civil = window.from; civil <= window.to && civil <= last; civil = addDays(civil, 1)) {
        promised += 1
        if (rows.some(({ start, end }) => start < starts(civil) + day && end > starts(civil))) counted += 1
      }
      expect(counts && coverageOf(counts, window, last)).toEqual({ counted, promised })
    }),
    { numRuns: 300 },
  )
})

test('three of thirty days may be missing, the fourth makes the verdict provisional', () => {
  expect(isThin({ counted: 27, promised: 30 })).toBe(false)
  expect(isThin({ counted: 26, promised: 30 })).toBe(true)
})

test('a month of which three days are counted has a verdict, and says that it rests on 3 of 31 days', () => {
  const [one] = [promise('calendar', 30, daily(10, 12))]
  const january = stretch(first, '2025-01-31')
  const time = timeOf('2025-02-10')
  const { points } = levelSeries('attainment', [one], [january], time, null)
  expect(points[0]).toMatchObject({ value: 1, denominator: 1, parts: { daysCounted: 3, daysPromised: 31, daysCountedShare: 3 / 31 } })
  expect(thinIn(coverages('attainment', toldOf([one], time), january, time))).toEqual([
    { id: 'api', tenant: null, from: first, to: '2025-01-31', counted: 3, promised: 31 },
  ])
})

test('of a month that runs, the days until yesterday are promised, and today once it is counted', () => {
  const running = stretch(first, '2025-01-16')
  const told = (rows: Promised['windows']) =>
    levelSeries('errorBudget', [promise('calendar', 30, rows)], [running], timeOf('2025-01-16'), null).points[0]?.parts
  expect(told(daily(1, 15))).toMatchObject({ daysCounted: 15, daysPromised: 15 })
  expect(told(daily(1, 16))).toMatchObject({ daysCounted: 16, daysPromised: 16 })
  expect(told(daily(10, 15))).toMatchObject({ daysCounted: 6, daysPromised: 15 })
})

test('a rolling window with a hole says so: ten of its twenty-eight days were never counted', () => {
  const rows = [...daily(1, 9), ...daily(20, 31)]
  const january = stretch('2025-01-28', '2025-01-31')
  const time = timeOf('2025-02-01')
  const covered = coverages('attainment', toldOf([promise('rolling', 28, rows)], time), january, time)
  expect(covered.map(({ counted, promised }) => [counted, promised])).toEqual(Array.from({ length: 4 }, () => [18, 28]))
  expect(daysBetween(covered[0]?.from ?? '', covered[0]?.to ?? '')).toBe(27)
})
