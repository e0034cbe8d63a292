import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addPeriods,
  closesOn,
  countPeriods,
  dateOf,
  dayNumber,
  daysBetween,
  grainOf,
  lastClosed,
  leftShare,
  periodEnd,
  periodOf,
  periodsBetween,
  periodStart,
  weekday,
  type Grain,
} from './dates.ts'

const days = fc.integer({ min: dayNumber('1600-01-01'), max: dayNumber('2400-12-31') })
const grains = fc.constantFrom('day', 'week', 'month', 'quarter', 'year')

test('a date and its day number agree with the calendar of the standard library', () => {
  fc.assert(
    fc.property(days, (day) => {
      const independent = new Date(day * 86_400_000)
      expect(dateOf(day)).toBe(independent.toISOString().slice(0, 10))
      expect(dayNumber(dateOf(day))).toBe(day)
      expect(weekday(dateOf(day)) % 7).toBe(independent.getUTCDay())
    }),
  )
})

test.each([
  ['2024-12-30', '2025-W01'],
  ['2024-12-31', '2025-W01'],
  ['2021-01-03', '2020-W53'],
  ['2024-12-05', '2024-W49'],
  ['2026-11-16', '2026-W47'],
  ['2027-01-01', '2026-W53'],
])('%s lies in ISO week %s', (date, week) => {
  expect(periodOf(date, 'week')).toBe(week)
})

test('a date is named at every grain', () => {
  expect([periodOf('2024-12-31', 'day'), periodOf('2024-12-31', 'month'), periodOf('2024-12-31', 'quarter'), periodOf('2024-12-31', 'year')]).toEqual([
    '2024-12-31',
    '2024-12',
    '2024-Q4',
    '2024',
  ])
})

test('a period starts and ends inside itself and the next one starts the day after', () => {
  fc.assert(
    fc.property(days, grains, (day, grain) => {
      const period = periodOf(dateOf(day), grain)
      expect(grainOf(period)).toBe(grain)
      expect(periodOf(periodStart(period), grain)).toBe(period)
      expect(periodOf(periodEnd(period), grain)).toBe(period)
      expect(addDays(periodEnd(period), 1)).toBe(periodStart(addPeriods(period, 1)))
    }),
  )
})

test('adding periods and counting them are inverse', () => {
  fc.assert(
    fc.property(days, grains, fc.integer({ min: -300, max: 300 }), (day, grain, n) => {
      const period = periodOf(dateOf(day), grain)
      expect(countPeriods(period, addPeriods(period, n))).toBe(n)
      expect(addPeriods(addPeriods(period, n), -n)).toBe(period)
    }),
  )
})

test('the periods between two are listed with both ends', () => {
  expect(periodsBetween('2024-11', '2025-02')).toEqual(['2024-11', '2024-12', '2025-01', '2025-02'])
  expect(periodsBetween('2020-W52', '2021-W01')).toEqual(['2020-W52', '2020-W53', '2021-W01'])
  expect(periodsBetween('2025-Q2', '2025-Q1')).toEqual([])
  expect(() => periodsBetween('2025-Q2', '2025-07')).toThrow('different grains')
})

test('a month later than 31 January is the last day of February', () => {
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
  expect(addMonths('2023-01-31', 1)).toBe('2023-02-28')
  expect(addMonths('2024-03-31', -13)).toBe('2023-02-28')
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
})

test.each(['2023-02-29', '2024-13-01', '2024-1-1', '16 Nov 2026', '0000-01-01'])('%s is refused as a date', (text) => {
  expect(() => dayNumber(text)).toThrow('is not a date')
})

test.each(['2021-W53', '2026-W00', '2026-Q5', '2026-13', 'Q4 2026'])('%s is refused as a period', (text) => {
  expect(() => periodStart(text)).toThrow(RangeError)
})

test.each([
  ['2026-09-30', 1],
  ['2026-10-01', 1],
  ['2026-12-08', 24 / 92],
  ['2026-12-31', 1 / 92],
  ['2027-01-01', 0],
])('on %s, %d of the last quarter of 2026 is still to come', (day, share) => {
  expect(leftShare('2026-Q4', day)).toBe(share)
})

test.each([
  ['month', '2026-12-01', 5, '2026-10'],
  ['month', '2026-12-04', 5, '2026-10'],
  ['month', '2026-12-05', 5, '2026-11'],
  ['month', '2027-01-01', 5, '2026-11'],
  ['month', '2028-02-29', 30, '2027-12'],
  ['month', '2028-03-01', 30, '2028-01'],
  ['month', '2026-11-30', 0, '2026-10'],
  ['month', '2026-12-01', 0, '2026-11'],
  ['week', '2026-12-01', 2, '2026-W48'],
  ['week', '2026-11-30', 2, '2026-W47'],
  ['quarter', '2027-01-04', 5, '2026-Q3'],
] as const)('of a %s, on %s with %d days for what comes late, %s is the last closed', (grain, day, days, last) => {
  expect(lastClosed(grain, day, days)).toBe(last)
})

test('the last closed period is over and closes on or before the day; the next one is not over, or closes later', () => {
  const grains = fc.constantFrom<Grain>('day', 'week', 'month', 'quarter', 'year')
  fc.assert(
    fc.property(grains, fc.integer({ min: 15_000, max: 30_000 }), fc.integer({ min: 0, max: 90 }), (grain, number, days) => {
      const day = dateOf(number)
      const last = lastClosed(grain, day, days)
      const next = addPeriods(last, 1)
      expect(periodEnd(last) < day && closesOn(last, days) <= day).toBe(true)
      expect(periodEnd(next) >= day || closesOn(next, days) > day).toBe(true)
    }),
  )
})
