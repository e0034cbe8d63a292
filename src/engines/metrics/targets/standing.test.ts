import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heldUntil, shortOf, standingOf } from './standing.ts'

const rise = { goal: { direction: 'up', value: 1.1 }, start: 1, startsOn: '2026-06-30', by: '2026-12-31', path: { kind: 'linear' } } as const

test('the latest closed period is held against what the path asked by its end', () => {
  const half = standingOf(rise, { period: '2026-09', value: 1.06 })
  expect(half.asked).toBeCloseTo(1.05, 2)
  expect(half.status).toBe('onPath')
  expect(standingOf(rise, { period: '2026-09', value: 1.02 }).status).toBe('behind')
  expect(standingOf(rise, { period: '2026-09', value: 1.1 }).status).toBe('reached')
})

test('it is missed when the period in which it fell due has closed, and not before', () => {
  expect(standingOf(rise, { period: '2026-11', value: 1.02 }).status).toBe('behind')
  expect(standingOf(rise, { period: '2026-12', value: 1.02 })).toEqual({ asked: 1.1, status: 'missed' })
})

test('a step is asked of the month that it is for', () => {
  const steps = [
    { from: '2026-07-01', value: 1.02 },
    { from: '2026-08-01', value: 1.04 },
  ]
  const stepped = { ...rise, path: { kind: 'stepped', steps } } as const
  expect(standingOf(stepped, { period: '2026-07', value: 1.02 })).toEqual({ asked: 1.02, status: 'onPath' })
  expect(standingOf(stepped, { period: '2026-08', value: 1.03 })).toEqual({ asked: 1.04, status: 'behind' })
})

test('without a measured start there is no path, and without a value nothing is said', () => {
  expect(standingOf({ ...rise, start: null }, { period: '2026-09', value: 1.02 })).toEqual({ asked: null, status: 'waiting' })
  expect(standingOf({ ...rise, start: null }, { period: '2026-12', value: 1.02 }).status).toBe('missed')
  expect(standingOf({ ...rise, by: null }, { period: '2026-12', value: 1.02 })).toEqual({ asked: null, status: 'waiting' })
  expect(standingOf({ ...rise, by: null }, { period: '2026-12', value: 1.2 }).status).toBe('reached')
  expect(standingOf(rise, null)).toEqual({ asked: null, status: 'no_data' })
})

test('a value is short of its path or of its goal, whichever is nearer, and by nothing where it is there', () => {
  const behind = standingOf(rise, { period: '2026-09', value: 1.02 })
  expect(shortOf(rise.goal, behind, 1.02)).toBeCloseTo(0.03, 2)
  expect(shortOf(rise.goal, standingOf(rise, { period: '2026-09', value: 1.06 }), 1.06)).toBe(0)
  const range = { ...rise, goal: { direction: 'within', low: 0.85, high: 0.95 }, start: 0.9 } as const
  expect(shortOf(range.goal, standingOf(range, { period: '2026-09', value: 0.84 }), 0.84)).toBeCloseTo(0.01, 12) // not from 0.9, where it began
  expect(shortOf(range.goal, standingOf(range, { period: '2026-09', value: 1 }), 1)).toBeCloseTo(-0.05, 12)
})

test('what is short of a value meets the goal or its path when it is added', () => {
  const value = fc.double({ min: -2, max: 3, noNaN: true })
  fc.assert(
    fc.property(fc.constantFrom('up' as const, 'down' as const), value, value, value, (direction, start, aim, now) => {
      const pursuit = { ...rise, goal: { direction, value: aim }, start }
      const standing = standingOf(pursuit, { period: '2026-09', value: now })
      const there = now + shortOf(pursuit.goal, standing, now)
      const asked = standing.asked ?? aim
      expect(Math.min(Math.abs(there - aim), Math.abs(there - asked)) < 1e-12 || standing.status === 'reached' || standing.status === 'onPath').toBe(true)
    }),
  )
})

test('a target is held against the latest closed period while it is ahead, and against its own alone once that has closed', () => {
  const line = (...values: readonly (number | null)[]) => values.map((value, at) => ({ period: `2026-0${at + 1}`, value, mature: at < values.length - 1 }))
  expect(heldUntil(line(1, 2, null, 4), '2026-12-31')).toMatchObject({ period: '2026-02' })
  expect(heldUntil(line(1, 2, 3, 4), null)).toMatchObject({ period: '2026-03' })
  expect(heldUntil(line(1, 2, 3, 4), '2026-04-30')).toMatchObject({ period: '2026-03' }) // its own period is open
  expect(heldUntil(line(1, 2, 3, 4), '2026-01-15')).toMatchObject({ period: '2026-01', value: 1 })
  expect(heldUntil(line(1, null, 3, 4), '2026-02-28')).toMatchObject({ period: '2026-02', value: null })
  expect(heldUntil(line(1, 2, 3, 4), '2025-11-30')).toBeNull()
  expect(heldUntil([], '2026-04-30')).toBeNull()
})
