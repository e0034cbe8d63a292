import { describe, expect, test } from 'vitest'
import { isMature, midnight, parseWindow, spansOf, timing } from './timing.ts'

const monthly = { grain: 'month', window: null } as const
const today = '2026-11-22'

describe('what a request asks in time', () => {
  test('without a range there are as many periods as a chart needs, and the last one holds the day', () => {
    const time = timing(monthly, { asOf: '2024-12-15' }, today, 'UTC')
    expect([time.periods.length, time.periods[0], time.periods.at(-1)]).toEqual([24, '2023-01', '2024-12'])
    expect(
      ['day', 'week', 'quarter'].map(
        (grain) => timing({ ...monthly, grain: grain === 'day' || grain === 'week' ? grain : 'quarter' }, {}, today, 'UTC').periods.length,
      ),
    ).toEqual([90, 52, 12])
  })

  test('the headline is the last period that had ended by the day, that day included', () => {
    expect(timing(monthly, { asOf: '2024-12-30' }, today, 'UTC').headline).toBe('2024-11')
    expect(timing(monthly, { asOf: '2024-12-31' }, today, 'UTC').headline).toBe('2024-12')
    expect(timing(monthly, { asOf: '2024-12-15', from: '2024-12-01' }, today, 'UTC').headline).toBeNull()
  })

  test('nothing is told beyond the day as of which it is told', () => {
    expect(timing(monthly, { asOf: '2024-06-15', to: '2024-12-31', from: '2024-05' }, today, 'UTC').periods).toEqual(['2024-05', '2024-06'])
  })

  test('ISO weeks keep the year that holds their Thursday', () => {
    const time = timing({ ...monthly, grain: 'week' }, { asOf: '2025-01-05', from: '2024-12-23' }, today, 'UTC')
    expect(time.periods).toEqual(['2024-W52', '2025-W01'])
  })

  test.each([
    [{ asOf: '2024-02-30' }, '2024-02-30'],
    [{ from: 'soon' }, 'soon'],
    [{ from: '2024-12-01', to: '2024-01-01' }, 'holds no period'],
    [{ from: '1900-01-01', grain: 'day' as const }, '1,500 are allowed'],
    [{ window: '0m' }, '0m'],
    [{ window: 'a year' }, 'a year'],
  ])('%o is refused in words', (asked, says) => {
    expect(() => timing(monthly, asked, '2024-12-31', 'UTC')).toThrow(says)
  })

  test('today is not over: without an as-of day the last whole day gives the headline; an as-of day means its end', () => {
    const daily = { grain: 'day' as const, window: null }
    expect(timing(daily, {}, '2024-12-31', 'UTC').headline).toBe('2024-12-30')
    expect(timing(daily, { asOf: '2024-12-31' }, '2024-12-31', 'UTC').headline).toBe('2024-12-31')
    expect(timing(monthly, {}, '2024-12-31', 'UTC').headline).toBe('2024-11')
  })

  test('windows in weeks are days, in quarters and years months', () => {
    expect(['28d', '4w', '12m', '2q', '1y'].map((text) => parseWindow(text))).toMatchObject([
      { unit: 'd', count: 28 },
      { unit: 'd', count: 28 },
      { unit: 'm', count: 12 },
      { unit: 'm', count: 6 },
      { unit: 'm', count: 12 },
    ])
  })
})

describe('stretches of time', () => {
  const spans = (asOf: string, window: string | undefined, zone = 'UTC') =>
    spansOf(timing(monthly, { asOf, from: asOf.slice(0, 7), ...(window ? { window } : {}) }, today, zone))

  test('a trailing window of days ends with the period, one of months begins on a first', () => {
    expect(spans('2024-02-29', '28d')).toEqual([{ key: '2024-02', start: '2024-02-02 00:00:00', stop: '2024-03-01 00:00:00' }])
    expect(spans('2024-03-31', '3m')).toEqual([{ key: '2024-03', start: '2024-01-01 00:00:00', stop: '2024-04-01 00:00:00' }])
  })

  test('an open period is cut at the end of the day', () => {
    expect(spans('2024-12-15', undefined)).toEqual([{ key: '2024-12', start: '2024-12-01 00:00:00', stop: '2024-12-16 00:00:00' }])
  })

  test('a day in Berlin begins at 23:00 or 22:00 of the day before, by season; the two clock changes make 23 and 25 hours', () => {
    expect(midnight('2024-01-15', 'Europe/Berlin')).toBe('2024-01-14 23:00:00')
    expect(midnight('2024-07-15', 'Europe/Berlin')).toBe('2024-07-14 22:00:00')
    const hours = (from: string, to: string) =>
      (Date.parse(`${midnight(to, 'Europe/Berlin')}Z`) - Date.parse(`${midnight(from, 'Europe/Berlin')}Z`)) / 3_600_000
    expect([hours('2024-03-31', '2024-04-01'), hours('2024-10-27', '2024-10-28')]).toEqual([23, 25])
  })

  test('where midnight does not exist the day begins with its first instant, and where it comes twice with the first of the two', () => {
    // Santiago goes from 23:59:59 of 7 September 2024 to 01:00 of the 8th; Havana and Amman from 00:59:59 back to 00:00
    expect(midnight('2024-09-08', 'America/Santiago')).toBe('2024-09-08 04:00:00')
    expect(midnight('2024-11-03', 'America/Havana')).toBe('2024-11-03 04:00:00')
    expect(midnight('2021-10-29', 'Asia/Amman')).toBe('2021-10-28 21:00:00')
    expect(midnight('2026-04-05', 'Australia/Lord_Howe')).toBe('2026-04-04 13:00:00') // its clocks change by half an hour
    expect(midnight('2023-03-09', 'Antarctica/Casey')).toBe('2023-03-08 13:00:00')
  })

  test.each(['Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/Santiago'])(
    'days of %s follow one another without gap or overlap, all year',
    (zone) => {
      const days = timing({ grain: 'day', window: null }, { asOf: '2024-12-31', from: '2024-01-01' }, today, zone)
      const cut = spansOf(days)
      expect(cut).toHaveLength(366)
      for (const [index, { start, stop }] of cut.entries()) {
        expect(start < stop).toBe(true)
        if (index > 0) expect(start).toBe(cut[index - 1]?.stop)
      }
    },
  )
})

test('a period is mature when it has ended and its late facts had their days', () => {
  const time = timing(monthly, { asOf: '2024-12-31' }, '2025-01-05', 'UTC')
  expect(isMature('2024-12', time, 5, '2025-01-04')).toBe(false)
  expect(isMature('2024-12', time, 5, '2025-01-05')).toBe(true)
  expect(isMature('2024-12', { ...time, headline: '2024-11' }, 5, '2025-06-01')).toBe(false)
})
