import fc from 'fast-check'
import { expect, test } from 'vitest'
import { periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { readPeriod, readWhen } from './when.ts'

test.each([
  ['2026-12', '2026-12-01', '2026-12-31'],
  ['12/2026', '2026-12-01', '2026-12-31'],
  ['Dec 2026', '2026-12-01', '2026-12-31'],
  ["Feb '28", '2028-02-01', '2028-02-29'],
  ['Sept ’26', '2026-09-01', '2026-09-30'],
  ['december 2026', '2026-12-01', '2026-12-31'],
  ['2026-Q4', '2026-10-01', '2026-12-31'],
  ['Q3 2026', '2026-07-01', '2026-09-30'],
  ['2026', '2026-01-01', '2026-12-31'],
])('“%s” is a period from its first to its last day', (text, from, to) => {
  expect(readWhen(text)).toMatchObject({ from, to })
})

test.each([
  ['2026-12-31', '2026-12-31'],
  ['31 December 2026', '2026-12-31'],
  ['Dec 31, 2026', '2026-12-31'],
  ['31.12.2026', '2026-12-31'],
  ['12/31/2026', '2026-12-31'],
  ['31/12/2026', '2026-12-31'],
  ['04/04/2026', '2026-04-04'],
  ['2026-12-31T00:00:00Z', '2026-12-31'],
  ['31/12/26', '2026-12-31'],
])('“%s” is the day %s', (text, day) => {
  expect(readWhen(text)).toEqual({ period: null, from: day, to: day })
})

test('a day that reads both ways is said to, and no time is none', () => {
  expect(readWhen('03/04/2026')).toBe('either')
  for (const text of ['', 'soon', 'TBD', '2026-13', '2026-02-30', '31 Foo 2026', '1999-01', 'Q5 2026']) expect(readWhen(text)).toBeNull()
})

test('a month with a bare number may be a day, and a word that only begins like a month is none', () => {
  for (const text of ['Jun 30', 'Dec 31', 'Dec-31', 'Margin 2026', 'Market 2026', 'Decline 2026', 'Janitor ’26', 'Ma 2026']) expect(readWhen(text)).toBeNull()
})

test('every month and quarter is read back as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      for (const period of [`${year}-${String(month).padStart(2, '0')}`, `${year}-Q${Math.ceil(month / 3)}`])
        expect(readWhen(period)).toEqual({ period, from: periodStart(period), to: periodEnd(period) })
    }),
  )
})

test('where only a period can stand, a month with two digits is one with its year, as spreadsheets write it, and a day is none', () => {
  expect(['Jan-26', 'Sept-27', 'Dec 2026', 'q3 2026'].map((text) => readPeriod(text)?.period)).toEqual(['2026-01', '2027-09', '2026-12', '2026-Q3'])
  for (const text of ['Jun 30', '26-Jan', 'Margin-26', '2026-12-31', '03/04/2026', '']) expect(readPeriod(text)).toBeNull()
})
