import { expect, test } from 'vitest'
import { claimState, freshDays, isStale, winRate } from './rivals.ts'

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

test('a win rate leaves out whoever bought from nobody, and carries the interval of its few deals', () => {
  const deals = [
    ...Array.from({ length: 38 }, () => ({ outcome: 'lost' as const, reason: 'product' })),
    ...Array.from({ length: 23 }, () => ({ outcome: 'won' as const, reason: 'price' })),
    ...Array.from({ length: 4 }, () => ({ outcome: 'noDecision' as const, reason: 'timing' })),
    { outcome: 'lost' as const, reason: 'price' },
    { outcome: 'lost' as const, reason: null },
  ]
  // 23 of 63: 36.5 %; Wilson 95 % by hand: centre (0.36508 + 3.8416 / 126) / (1 + 3.8416 / 63), half width 0.11525
  const told = winRate(deals)
  expect(told).toMatchObject({
    won: 23,
    lost: 40,
    noDecision: 4,
    lostFor: [
      { reason: 'product', count: 38 },
      { reason: 'price', count: 1 },
    ],
  })
  expect(told.rate).toBeCloseTo(0.36508, 5)
  expect([told.low, told.high]).toEqual([expect.closeTo(0.2573, 3), expect.closeTo(0.4884, 3)])
  expect(winRate([{ outcome: 'noDecision', reason: null }])).toMatchObject({ rate: null, low: null, high: null })
})
