import { expect, test } from 'vitest'
import { showPeriod, showSpan } from './showPeriod.ts'

test.each([
  ['2026-10', 'October 2026', 'Oct 2026', 'Oct'],
  ['2026-W07', 'week 7 of 2026', 'W07 2026', 'W07'],
  ['2026-Q4', 'Q4 2026', 'Q4 2026', 'Q4'],
  ['2026-11-06', '6 November 2026', '6 Nov 2026', '6 Nov'],
  ['2026', '2026', '2026', '2026'],
])('%s reads as %s', (period, long, short, bare) => {
  expect([showPeriod(period), showPeriod(period, 'short'), showPeriod(period, 'bare')]).toEqual([long, short, bare])
})

test('what is no period is refused', () => {
  expect(() => showPeriod('October')).toThrow('not a period')
})

test.each([
  ['2026-08', '2026-10', 'Aug to Oct 2026'],
  ['2025-12', '2026-02', 'Dec 2025 to Feb 2026'],
  ['2026-Q1', '2026-Q3', 'Q1 to Q3 2026'],
  ['2024', '2026', '2024 to 2026'],
  ['2026-10', '2026-10', 'Oct 2026'],
])('%s to %s reads as %s', (from, to, shown) => {
  expect(showSpan(from, to)).toBe(shown)
})
