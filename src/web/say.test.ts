import { expect, test } from 'vitest'
import { civil, initialsOf, sayBytes, sayDay, sayDays, sayFew, sayInstant, sayMany, sayNames, sayPeriod, sayDated } from './say.ts'

test.each([
  ['2024-12', 'Dec 2024'],
  ['2024-Q4', 'Q4 2024'],
  ['2026-H2', 'H2 2026'],
  ['2024-12-31', '31 Dec 2024'],
])('the period %s is said as “%s”', (period, said) => {
  expect(sayPeriod(period)).toBe(said)
})

test('days and instants within words are told as a person reads them', () => {
  expect(sayDated('from 2026-10-03T00:00:00.000Z')).toBe('from 3 Oct 2026')
  expect(sayDated('from 2026-10-03T14:00:00.000Z to 2026-10-04')).toBe('from 3 Oct 2026, 14:00 UTC to 4 Oct 2026')
  expect(sayDated('1 answer')).toBe('1 answer')
})

test('a day that is already in words stays as it is', () => {
  expect(sayDay('today')).toBe('today')
  expect(sayDay('2026-11-16T23:30:00Z')).toBe('16 Nov 2026')
})

test('an instant belongs to the civil day of its time zone', () => {
  expect(civil('2026-11-16T23:30:00Z', 'Europe/Berlin')).toBe('2026-11-17')
})

test('an instant is as short as it can be told apart', () => {
  const now = '2026-11-16T09:00:00Z'
  expect(sayInstant('2026-11-16T06:40:00Z', now, 'UTC')).toBe('06:40')
  expect(sayInstant('2026-11-05T06:40:00Z', now, 'UTC')).toBe('5 Nov')
  expect(sayInstant('2025-11-05T06:40:00Z', now, 'UTC')).toBe('5 Nov 2025')
})

test('sizes, counts and names are said shortly', () => {
  expect(sayBytes(7_200_000_000)).toBe('7.2 GB')
  expect(sayBytes(999)).toBe('999 B')
  expect(sayMany(1, 'account')).toBe('1 account')
  expect(sayMany(1842, 'account')).toBe('1,842 accounts')
  expect(sayFew(5)).toBe('Five')
  expect(initialsOf('Vera de la Lindqvist')).toBe('VL')
})

test('of many names the first are said, and how many more there are', () => {
  expect(sayNames(['INI-1', 'INI-2'])).toBe('INI-1, INI-2')
  expect(sayNames(['INI-1', 'INI-2', 'INI-3'], 2)).toBe('INI-1, INI-2 and 1 more')
})

test('two days share what they have in common', () => {
  expect(sayDays('2026-12-19', '2026-12-27')).toBe('19 – 27 Dec 2026')
  expect(sayDays('2027-02-11', '2027-03-11')).toBe('11 Feb – 11 Mar 2027')
  expect(sayDays('2026-12-24', '2027-01-03')).toBe('24 Dec 2026 – 3 Jan 2027')
  expect(sayDays('2026-12-24', '2026-12-24')).toBe('24 Dec 2026')
})
