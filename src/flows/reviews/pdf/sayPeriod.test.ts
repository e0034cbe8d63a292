import { expect, test } from 'vitest'
import { sayInstant, sayPeriod } from './sayPeriod.ts'

test('periods and instants are said as people say them, in the time zone of the workspace', () => {
  expect(['2026-10', '2026-Q4', '2026-H2', '2026', '2026-W47', '2026-11-16'].map(sayPeriod)).toEqual([
    'October 2026',
    'Q4 2026',
    'H2 2026',
    '2026',
    'Week 47 of 2026',
    '16 November 2026',
  ])
  expect(sayInstant('2026-11-16T23:30:00.000Z', 'Europe/Stockholm')).toBe('17 Nov 2026, 00:30')
  expect(sayInstant('2026-11-16T23:30:00.000Z', 'America/New_York')).toBe('16 Nov 2026, 18:30')
})
