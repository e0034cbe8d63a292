import { expect, test } from 'vitest'
import { addDays } from '#engines/numbers/dates.ts'
import { gapSentence } from './gapSentence.ts'
import { daysApart } from './gaps.ts'
import { tChart } from './rare.ts'

const words = { event: 'P0', events: 'P0 incidents', one: 'day', many: 'days' }

/** Incidents these many days apart, told as of a day so many days after the last. */
function told(apart: readonly number[], wait: number, options = {}): string {
  let date = '2025-01-01'
  const dates = [date, ...apart.map((days) => (date = addDays(date, days)))]
  return gapSentence(tChart(daysApart(dates, addDays(date, wait)).points, options), words)
}

const calm = [12, 9, 15, 10, 14, 11, 13, 12, 10, 15, 9, 14]

test.each([
  ['a wait among the usual ones', calm, 9, '9 days since the last P0; usual 12'],
  ['a single day', calm, 1, '1 day since the last P0; usual 12'],
  ['the day of an event', calm, 0, '0 days since the last P0; usual 12'],
  ['limits from few', calm.slice(0, 7), 9, '9 days since the last P0; usual 12; limits are provisional, from 7 gaps'],
  ['too few gaps', [3, 4], 30, '30 days since the last P0; no limits yet: 2 of 6 gaps'],
  ['one event', [], 41, '41 days since the last P0; no limits yet: 0 of 6 gaps'],
])('%s', (_, apart, wait, says) => expect(told(apart, wait)).toBe(says))

test('a wait beyond the upper limit is rarer than before, told with the limit', () => {
  expect(told(calm, 132)).toMatch(/^Rarer than before: 132 days since the last P0, above the upper limit of \d+$/)
})

test('of rows that may be out of date nothing is concluded, and that is said', () => {
  expect(told(calm, 132, { isStale: true })).toBe('132 days since the last P0; usual 12; no newer row has come in, so nothing is concluded from the wait')
})

test('a gap below the lower limit, and gaps that are all short, are more often than before', () => {
  const baseline = { baselineEnd: addDays('2025-01-01', 144) }
  expect(told([...calm, 1], 0, baseline)).toMatch(
    /^More often than before: 1 day up to 26 May 2025, below the lower limit of \d+\. 0 days since the last P0; usual 12$/,
  )
  expect(told([...calm, ...Array<number>(8).fill(11)], 2, baseline)).toBe(
    'More often than before: 8 gaps in a row shorter than usual. 2 days since the last P0; usual 12',
  )
})
