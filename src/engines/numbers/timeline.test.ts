import { expect, test } from 'vitest'
import { barOf, placeOf, quartersFrom, spanOf, whenSays } from './timeline.ts'

const quarters = quartersFrom('2026-11-28')

test('the timeline starts with the running quarter', () => expect(quarters).toEqual(['2026-Q4', '2027-Q1', '2027-Q2', '2027-Q3']))

test('a timeframe is a stretch as wide as it says; coarse ones fade, and what reaches out is cut', () => {
  expect(spanOf('2027-H1')).toEqual({ start: '2027-01-01', end: '2027-06-30', isFuzzy: true })
  expect(spanOf('2027-02')).toMatchObject({ start: '2027-02-01', end: '2027-02-28', isFuzzy: false })
  expect(barOf('2026-Q4', quarters)).toMatchObject({ from: 0, to: 92 / 365, isFuzzy: true, isCutLeft: false })
  expect(barOf('2027', quarters)).toMatchObject({ to: 1, isCutRight: true })
  expect(barOf('2025-Q1', quarters)).toBeNull()
  expect(barOf(null, quarters)).toBeNull()
  expect(placeOf('2026-10-01', quarters)).toBe(0)
  expect(placeOf('2028-01-01', quarters)).toBeNull()
})

test('a time is said as it is known: a forecast for what is built, else the timeframe, never finer than it is', () => {
  expect(whenSays({ horizon: 'now', when: '2027-02', forecast: { half: '2027-02-10', likely: '2027-03-04' } })).toBe('10 Feb to 4 Mar 2027')
  expect(['2027', '2027-H1', '2027-Q2', '2027-02'].map((when) => whenSays({ when, horizon: 'next' }))).toEqual(['2027', 'H1 2027', 'Q2 2027', 'Feb 2027'])
  expect(whenSays({ horizon: 'next', when: '2027-Q1', likelyBy: '2027-03' })).toBe('Q1 2027, 85 % by Mar 2027')
  expect(whenSays({ horizon: 'now', when: null })).toBeNull()
})
