import { expect, test } from 'vitest'
import type { RestsOn } from './asked.ts'
import { readingOf } from './Rests.tsx'

const live = (value: number | null, more: Partial<NonNullable<RestsOn['live']>> = {}): NonNullable<RestsOn['live']> => ({
  metric: 'gross-revenue-retention',
  name: 'Gross revenue retention',
  part: null,
  unit: 'ratio',
  currency: 'USD',
  value,
  period: '2026-10',
  trust: 'trusted',
  isTrusted: true,
  lacks: null,
  atLeast: 0.89,
  atMost: null,
  points: [],
  outSince: null,
  ...more,
})

test('what holds says how much is to spare, what is broken how far beyond and since when', () => {
  expect(readingOf({ says: '', state: 'holding', live: live(0.9) })).toBe('1.0 pts to spare')
  expect(readingOf({ says: '', state: 'broken', live: live(0.889, { outSince: '2026-10' }) })).toBe('0.10 pts beyond, since Oct 2026')
  expect(readingOf({ says: '', state: 'broken', live: live(0.95, { atMost: 0.9 }) })).toBe('5.0 pts beyond')
  expect(readingOf({ says: '', state: 'holding', live: live(0.895, { atMost: 0.9 }) })).toBe('0.50 pts to spare')
})

test('without a number it says that none tests it; what is unknown says nothing more than its reason', () => {
  expect(readingOf({ says: '', state: 'untested', live: null })).toBe('No number tests it.')
  expect(readingOf({ says: '', state: 'unknown', live: live(null) })).toBe('')
})
