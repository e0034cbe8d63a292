import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOf } from './dates.ts'
import { dateEvidence, namedMonth, readDate, toInstant } from './readDate.ts'

const day = (cell: unknown, order: 'dayFirst' | 'monthFirst' = 'dayFirst') => readDate(cell, order)?.day ?? null

test.each([
  ['2024-02-29', '2024-02-29'],
  ['2024/2/9', '2024-02-09'],
  ['20240229', '2024-02-29'],
  ['29 Feb 2024', '2024-02-29'],
  ['Thu, 29 February 2024', '2024-02-29'],
  ['29-Feb-24', '2024-02-29'],
  ['Feb 29th, 2024', '2024-02-29'],
  ['31/12/69', '2069-12-31'],
  ['31/12/70', '1970-12-31'],
  ['29.2.2024', '2024-02-29'],
  ['5 Juni 2024', '2024-06-05'],
  [1_709_164_800, '2024-02-29'],
])('%s is the day %s', (cell, told) => {
  expect(day(cell)).toBe(told)
})

test('what is no day is none', () => {
  for (const cell of ['', 'soon', '2023-02-29', '31 Foo 2024', '32/01/2024', '2024-13-01', 'Feb 29', 12, null, undefined, {}]) expect(day(cell)).toBeNull()
})

test('a numeric date is read in the order given, and says what it tells of the order', () => {
  expect([day('03/04/2024'), day('03/04/2024', 'monthFirst')]).toEqual(['2024-04-03', '2024-03-04'])
  expect(['03/04/2024', '31/12/2024', '12/31/2024', '04/04/2024', '31.12.2024', '2024-12-31', 'soon'].map((cell) => dateEvidence(cell))).toEqual([
    'either',
    'dayFirst',
    'monthFirst',
    'plain',
    'dayFirst',
    'plain',
    'none',
  ])
})

test('a month is told by three letters or more of its name, and by no word that only begins like it', () => {
  expect(['dec', 'Sept', 'NOVEMBER', 'may', 'Margin', 'decline', 'ja', ''].map(namedMonth)).toEqual([12, 9, 11, 5, 0, 0, 0, 0])
})

test('a time stands beside its day, with its offset or half of the day', () => {
  expect(readDate('2024-02-29T23:30:00+02:00', 'dayFirst')).toEqual({ day: '2024-02-29', time: '23:30:00.000', offset: 120 })
  expect(readDate('29 Feb 2024 12:05 am', 'dayFirst')).toMatchObject({ time: '00:05:00.000', offset: null })
  expect(day('2024-02-29 24:10')).toBeNull()
})

test('an instant is told by the offset, else by the clock of the zone, also where it was moved', () => {
  const at = (day: string, time: string | null, offset: number | null = null) => toInstant({ day, time, offset }, 'Europe/Berlin')
  expect(at('2024-02-29', '23:30:00.000', 120)).toBe('2024-02-29T21:30:00.000Z')
  expect(at('2024-07-01', '12:00:00.000')).toBe('2024-07-01T10:00:00.000Z')
  expect(at('2024-01-01', null)).toBe('2023-12-31T23:00:00.000Z')
  expect(at('2024-03-31', '02:30:00.000')).toBe('2024-03-31T01:30:00.000Z') // the hour that summer time skips
  expect(at('2024-10-27', '02:30:00.000')).toBe('2024-10-27T00:30:00.000Z') // the hour that comes twice
})

test('every day of two centuries is read back from three ways to write it', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20_000, max: 40_000 }), (number) => {
      const told = dateOf(number)
      const [year = '', month = '', date = ''] = told.split('-')
      expect([day(told), day(`${date}/${month}/${year}`), day(`${month}/${date}/${year}`, 'monthFirst')]).toEqual([told, told, told])
    }),
  )
})
