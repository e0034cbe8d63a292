import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { healthIn, landingSays, lineOf, standingOf } from './telling.ts'

const time = { plan: '2026-12-31', hard: null, half: '2026-12-24', likely: '2026-12-31' }

test('a landing is told against the hard date, else against the end of its time', () => {
  expect(landingSays(time)).toBe('It lands in time: 85% by 31 Dec 2026')
  expect(landingSays({ ...time, likely: '2027-01-02' })).toBe('It may be late: 85% by 2 Jan 2027, 2 days after its time ends')
  expect(landingSays({ ...time, hard: '2026-12-20' })).toBe('More likely late than not: an even chance by 24 Dec 2026, 4 days after its hard date')
  expect(landingSays({ ...time, plan: null })).toBe('An even chance by 24 Dec 2026, 85% by 31 Dec 2026')
  expect(landingSays({ ...time, half: null })).toBe('Nothing says when it lands; its time ends on 31 Dec 2026')
  expect(landingSays({ plan: null, hard: null, half: null, likely: null })).toBe('It has no time and no forecast')
})

test('the line holds every day, whichever comes first', () => {
  const line = lineOf({ ...time, hard: '2026-11-06' }, '2026-11-16')
  expect(line?.marks.map(({ id, at }) => [id, Math.round(at * 100)])).toEqual([
    ['today', 18],
    ['plan', 100],
    ['hard', 0],
  ])
  expect(lineOf({ ...time, likely: null }, '2026-11-16')).toBeNull()
})

test('what is stale is never green', () => {
  expect(standingOf({ state: 'onTrack', isStale: true, days: 20 })).toEqual(['none', 'Stale'])
  expect(standingOf({ state: null, isStale: true, days: null })).toEqual(['none', 'No word yet'])
  expect(standingOf({ state: 'onTrack', isStale: false, days: 2 })).toEqual(['green', 'On track'])
  expect(standingOf({ state: null, isStale: false, days: null })).toBeNull()
})

test('a running bet is told by its last word while that is fresh; an idea by none', () => {
  const bet = (values: object) => rowOf('INI-1', values)
  const said = (days: number) => bet({ stage: 'delivering', health: 'onTrack', lastUpdate: { at: `2026-11-${String(30 - days).padStart(2, '0')}T08:00:00Z` } })
  expect(healthIn(said(14), '2026-11-30T09:00:00Z')).toEqual({ state: 'onTrack', days: 14, isStale: false })
  expect(healthIn(said(15), '2026-11-30')).toMatchObject({ isStale: true })
  const silent = (updatedAt: string) => healthIn(bet({ stage: 'committed', updatedAt }), '2026-11-30')
  expect(silent('2026-11-01T09:00:00Z')).toEqual({ state: null, days: null, isStale: true })
  expect(silent('2026-11-20T09:00:00Z')).toEqual({ state: null, days: null, isStale: false })
  expect(healthIn(bet({ stage: 'paused' }), '2026-11-30')).toBeNull()
  expect(healthIn(bet({ stage: 'idea' }), '2026-11-30')).toBeNull()
})
