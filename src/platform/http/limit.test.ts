import { expect, test } from 'vitest'
import { setClock } from '../clock.ts'
import { createLimit } from './limit.ts'

test('so many are let in within a window, and again in the next', () => {
  const clock = setClock('2026-11-16T08:00:00Z')
  const limit = createLimit(clock, { most: 3, minutes: 15 })
  expect([1, 2, 3].map(() => limit.take('a'))).toEqual([0, 0, 0])
  clock.advance(60_000)
  expect(limit.take('a')).toBe(14 * 60)
  expect(limit.take('b')).toBe(0)
  clock.advance(14 * 60_000)
  expect(limit.take('a')).toBe(0)
})

test('what was welcome is not counted', () => {
  const limit = createLimit(setClock('2026-11-16T08:00:00Z'), { most: 1, minutes: 1 })
  for (let n = 0; n < 5; n += 1) {
    expect(limit.take('a')).toBe(0)
    limit.giveBack('a')
  }
  limit.giveBack('a')
  expect([limit.take('a'), limit.take('a') > 0]).toEqual([0, true])
})
