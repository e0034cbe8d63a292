import { expect, test } from 'vitest'
import { claimState, freshDays, isStale } from './rivals.ts'

test('a standing is stale on the day after ninety', () => {
  // 18 August is 90 days before 16 November: 13 + 30 + 31 + 16
  expect(isStale('2026-08-18', '2026-11-16')).toBe(false)
  expect(isStale('2026-08-17', '2026-11-16')).toBe(true)
  expect(freshDays).toBe(90)
})

test('a claim counts while its capability is released and used by a fifth; a fifth itself counts, and almost a fifth does not', () => {
  expect(claimState({ isReleased: true, use: 0.2 })).toBe('valid')
  expect(claimState({ isReleased: true, use: 0.1999 })).toBe('hardlyUsed')
  expect(claimState({ isReleased: true, use: 0 })).toBe('hardlyUsed')
})

test('use that is not measured is no zero, and what is not released is not claimed however much it is used', () => {
  expect(claimState({ isReleased: true, use: null })).toBe('notMeasured')
  expect(claimState({ isReleased: false, use: 0.9 })).toBe('notReleased')
})
