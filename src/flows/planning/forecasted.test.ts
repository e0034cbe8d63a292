import { expect, test } from 'vitest'
import { Problem, type AnyRow } from '#kernel'
import { forecasted } from './forecasted.ts'
import { waitingGround } from './waiting/ground.ts'

/** Made by hand: a squad of one gives 13 person-weeks a quarter, one a week, so that a size is a time. */
const row = (key: string, values: object): AnyRow => ({
  id: `id-${key}`,
  key,
  version: 1,
  createdAt: '',
  updatedAt: '',
  archivedAt: null,
  source: null,
  custom: {},
  ...values,
})
const bet = (key: string, values: object = {}) =>
  row(key, { title: key, stage: 'delivering', teams: ['Core'], effort: { low: null, likely: 4, high: null }, timeframe: '2027-Q1', ...values })
const alone = [row('CAP-1', { team: 'Core', period: '2027-Q1', headcount: 1, weeks: 13, leave: 0, operations: 0, reserve: 0 })]

async function told(bets: readonly AnyRow[], { plans = alone, dependencies = [] as readonly AnyRow[], spent = {} as Readonly<Record<string, number>> } = {}) {
  const rows: Readonly<Record<string, readonly AnyRow[]>> = { initiative: bets, capacityPlan: plans, dependency: dependencies }
  const ctx = {
    now: () => '2027-01-04T09:00:00.000Z',
    read: async (noun: string) => ({ items: rows[noun] ?? [], next: null, total: 0 }),
    behind: async ({ period }: { period: string }) => (period === '2027-Q1' ? Object.entries(spent).map(([account, closing]) => ({ account, closing })) : []),
    measure: () => Promise.reject(new Problem('missing', 'Nobody snapshots commitments.')),
  }
  return await forecasted(ctx, await waitingGround(ctx))
}

test('a bet takes its size over what its squad gives, shared with the other bets of the squad', async () => {
  const { bets, calibration, isSpentKnown } = await told([bet('INI-1')])
  expect(bets).toMatchObject([{ key: 'INI-1', p50: '2027-02-01', p85: '2027-02-01', by: '2027-03-31', chance: 1, criticality: 1 }])
  expect([calibration.held, calibration.says, isSpentKnown]).toEqual([null, 'Nobody snapshots commitments.', false])
  const both = await told([bet('INI-1'), bet('INI-2')])
  expect(both.bets.map(({ p50 }) => p50)).toEqual(['2027-03-01', '2027-03-01'])
})

test('what was spent is taken off, and never all of it', async () => {
  expect((await told([bet('INI-1')], { spent: { 'INI-1': 3 } })).bets[0]?.p50).toBe('2027-01-11')
  expect((await told([bet('INI-1')], { spent: { 'INI-1': 9 } })).bets[0]?.p50).toBe('2027-01-07') // a tenth, 2.8 days
})

test('a range widens the days in order, and a day that has passed is not kept', async () => {
  const { bets } = await told([bet('INI-1', { effort: { low: 2, likely: 4, high: 12 }, hardDate: { on: '2027-01-25', reason: 'Fair' } })])
  const [{ p50, p85, p95, chance } = { p50: null, p85: null, p95: null, chance: null }] = bets
  expect([p50, p85, p95]).toEqual([p50, p85, p95].toSorted())
  expect(chance).toBeGreaterThan(0)
  expect(chance).toBeLessThan(0.5)
  expect((await told([bet('INI-1', { hardDate: { on: '2026-12-01', reason: 'Fair' } })])).bets[0]?.chance).toBe(0)
})

test('what lacks a size, a squad or an order is named, also where nothing can be forecast', async () => {
  const { lacking } = await told([bet('INI-1'), bet('INI-2', { effort: null }), bet('INI-3', { teams: ['Nobody'] }), bet('INI-4', { stage: 'idea' })])
  expect(lacking.map(({ key, lacks }) => `${key} lacks ${lacks}`)).toEqual(['INI-2 lacks a size', 'INI-3 lacks a squad with capacity in this quarter'])
  expect(await told([bet('INI-1', { effort: null })])).toMatchObject({ runs: 0, bets: [], all: { p50: null }, lacking: [{ key: 'INI-1' }] })
})
