import { expect, test } from 'vitest'
import { standingOf } from './standing.ts'

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
  expect(standingOf(rise, null)).toEqual({ asked: null, status: 'no_data' })
})
