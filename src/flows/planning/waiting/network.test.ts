import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { addDays } from '#engines/numbers/dates.ts'
import { schedule, slip } from '#engines/portfolio/graph/schedule.ts'
import type { AnyRow } from '#kernel'
import { landsOn, networkOf, opened } from './network.ts'

const row = (id: string, values: object): AnyRow => rowOf(id, { id, ...values })
const bet = (id: string, likely: string, more: object = {}) =>
  row(id, { stage: 'delivering', forecast: { half: likely, likely }, effort: { likely: 6 }, ...more })
const need = (id: string, from: string, to: string | null, neededBy: string, promisedFor: string | null, more: object = {}) =>
  row(id, { from, to, neededBy, promisedFor, strength: 'hard', state: 'agreed', ...more })

test('a bet lands on its forecast, else at the end of its timeframe; a year says no day', () => {
  expect(landsOn(bet('a', '2027-03-10', { timeframe: '2027-Q2' }))).toBe('2027-03-10')
  expect(['2027-Q1', '2027-H1', '2027-02', '2027', ''].map((timeframe) => landsOn(row('a', { timeframe })))).toEqual([
    '2027-03-31',
    '2027-06-30',
    '2027-02-28',
    null,
    null,
  ])
})

const moved = (bets: readonly AnyRow[], needs: readonly AnyRow[]): Record<string, number> => {
  const net = networkOf(bets, needs)
  const planned = schedule(net.tasks, net.edges)
  return Object.fromEntries(net.tasks.map(({ id, duration, earliest = 0 }) => [id, Math.round((planned?.tasks.get(id)?.finish ?? 0) - earliest - duration)]))
}

test('a thing that comes late moves its taker by as many days; on time, soft, waived or refused it moves nobody', () => {
  const bets = [bet('engine', '2027-03-10'), bet('pricing', '2027-03-31')]
  const late = need('d', 'pricing', 'engine', '2027-01-11', '2027-03-10')
  expect(moved(bets, [late])).toMatchObject({ engine: 0, pricing: 58 })
  expect(moved(bets, [{ ...late, promisedFor: '2027-01-11' }])).toMatchObject({ pricing: 0 })
  for (const more of [{ strength: 'soft' }, { state: 'waived' }, { state: 'refused' }, { state: 'delivered' }])
    expect(moved(bets, [{ ...late, ...more }])).toMatchObject({ pricing: 0 })
})

test('somebody outside is late too, and lateness is handed on along the way', () => {
  const bets = [bet('sso', '2026-12-30'), bet('pricing', '2027-03-31')]
  const needs = [need('x', 'sso', null, '2026-12-09', '2026-12-16'), need('y', 'pricing', 'sso', '2026-12-30', null)]
  expect(moved(bets, needs)).toMatchObject({ sso: 7, pricing: 7 })
})

test('bets that wait for each other are put aside, and the rest is told all the same', () => {
  const bets = ['a', 'b', 'c', 'd'].map((id) => bet(id, '2027-01-31'))
  const needs = [need('x', 'a', 'b', '2027-01-31', null), need('y', 'b', 'a', '2027-01-31', null), need('z', 'd', 'c', '2027-01-31', null)]
  const { net, circles } = opened(networkOf(bets, needs))
  expect(circles.map((one) => one.toSorted())).toEqual([['a', 'b']])
  expect(net.tasks.map(({ id }) => id)).toEqual(['c', 'd'])
  expect(schedule(net.tasks, net.edges)?.critical).toEqual(['c', 'd'])
  expect(opened(networkOf(bets, needs.slice(1))).circles).toEqual([])
})

test('a slip moves a taker by what exceeds its slack, and twice as late is never less', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 60 }), (slack, late) => {
      const bets = [bet('a', '2027-01-31'), bet('b', '2027-06-30')]
      const net = networkOf(bets, [need('d', 'b', 'a', addDays('2027-01-31', slack), null)])
      const hit = (by: number): number => slip(net.tasks, net.edges, { id: 'a', by }).find(({ id }) => id === 'b')?.after ?? 0
      const before = net.tasks.find(({ id }) => id === 'b')
      const end = (before?.earliest ?? 0) + (before?.duration ?? 0)
      expect(Math.max(0, hit(late) - end)).toBe(Math.max(0, late - slack))
      expect(hit(late * 2)).toBeGreaterThanOrEqual(hit(late))
    }),
  )
})
