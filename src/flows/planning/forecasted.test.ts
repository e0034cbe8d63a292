import { describe, expect, test } from 'vitest'
import { rowOf as row } from '#test/support/rowOf.ts'
import { Problem, type AnyRow } from '#kernel'
import { forecasted } from './forecasted.ts'
import { waitingGround } from './waiting/ground.ts'

/** Made by hand: a squad of one gives 13 person-weeks a quarter, one a week, so that a size is a time. */
const bet = (key: string, values: object = {}) =>
  row(key, { title: key, stage: 'delivering', teams: ['Core'], effort: { low: null, likely: 4, high: null }, timeframe: '2027-Q1', ...values })
const alone = [row('CAP-1', { team: 'Core', period: '2027-Q1', headcount: 1, weeks: 13, leave: 0, operations: 0, reserve: 0 })]

async function told(
  bets: readonly AnyRow[],
  { plans = alone, dependencies = [] as readonly AnyRow[], seats = [] as readonly AnyRow[], spent = {} as Readonly<Record<string, number>> } = {},
) {
  const rows: Readonly<Record<string, readonly AnyRow[]>> = { initiative: bets, capacityPlan: plans, dependency: dependencies, seat: seats }
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

test('whoever is hired works along, and an open seat does not', async () => {
  const seat = (state: string) => row('SEAT-1', { title: 'Engineer', team: 'Core', share: 1, startsOn: '2026-10-01', state, countedFrom: null })
  expect((await told([bet('INI-1')], { seats: [seat('filled')] })).bets[0]?.p50).toBe('2027-01-18') // two people, two weeks
  expect((await told([bet('INI-1')], { seats: [seat('open')] })).bets[0]?.p50).toBe('2027-02-01')
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

describe('what a bet waits for moves it although it is not forecast itself', () => {
  const need = (key: string, values: object = {}): AnyRow =>
    row(key, { title: key, type: 'finishStart', strength: 'hard', state: 'agreed', neededBy: '2027-03-31', from: 'id-INI-1', to: null, ...values })
  const first = async (dependency: AnyRow, giver: readonly AnyRow[] = [], taker: object = {}) => {
    const forecast = await told([bet('INI-1', taker), ...giver], { dependencies: [dependency] })
    return { ...forecast, first: forecast.bets.find(({ key }) => key === 'INI-1') }
  }
  const june = { half: '2027-05-31', likely: '2027-06-30' }
  const late = { p50: '2027-06-30', p85: '2027-06-30', chance: 0, criticality: 1 }

  test.each([
    ['something promised from outside', need('DEP-1', { external: 'A vendor', promisedFor: '2027-06-30' }), []],
    ['a bet that is not committed', need('DEP-1', { to: 'id-INI-2' }), [bet('INI-2', { stage: 'ready', forecast: june, teams: [] })]],
    ['a bet without a size', need('DEP-1', { to: 'id-INI-2' }), [bet('INI-2', { effort: null, forecast: june, teams: [] })]],
    ['a bet without a squad', need('DEP-1', { to: 'id-INI-2' }), [bet('INI-2', { teams: [], forecast: june })]],
    ['a part of such a bet by its own promise', need('DEP-1', { to: 'id-INI-2', promisedFor: '2027-06-30' }), [bet('INI-2', { stage: 'idea', teams: [] })]],
  ])('%s', async (_, dependency, giver) => {
    const { first: one, bets, all } = await first(dependency, giver)
    expect(one).toMatchObject(late)
    expect([bets.length, all.p50]).toEqual([1, '2027-06-30'])
  })

  test('what it has left to do then comes on top; on time, soft or delivered it moves nothing that the plan does not', async () => {
    const early = { neededBy: '2027-03-01', promisedFor: '2027-06-30' }
    expect((await first(need('DEP-1', early))).first?.p50).toBe('2027-07-30') // 30 days after it
    expect((await first(need('DEP-1', { ...early, promisedFor: '2027-03-01' }))).first).toMatchObject({ p50: '2027-03-31', chance: 1 })
    expect((await first(need('DEP-1', { ...early, promisedFor: '2026-12-01' }))).first?.p50).toBe('2027-02-03') // it is not there yet
    for (const more of [{ strength: 'soft' }, { state: 'delivered' }])
      expect((await first(need('DEP-1', { ...early, ...more }))).first).toMatchObject({ p50: '2027-02-01', chance: 1 })
  })

  test('a taker without a time of its own waits as its dependency says', async () => {
    const timeless = { timeframe: '2027' }
    const at = async (type: string) => (await first(need('DEP-1', { type, promisedFor: '2027-06-30' }), [], timeless)).first?.p50
    expect(await at('finishStart')).toBe('2027-07-28') // four weeks of work after it
    expect(await at('finishFinish')).toBe('2027-06-30')
    const both = await first(need('DEP-1', { to: 'id-INI-2' }), [bet('INI-2', timeless)], timeless)
    expect(both.bets.map(({ key, p50 }) => [key, p50])).toEqual([
      ['INI-2', '2027-03-01'],
      ['INI-1', '2027-04-26'],
    ])
  })

  test('bets without a time that wait for each other lack an order, and take nothing from the others', async () => {
    const round = [need('DEP-1', { to: 'id-INI-2' }), need('DEP-2', { from: 'id-INI-2', to: 'id-INI-1' })]
    const timeless = { timeframe: '2027' }
    const { bets, lacking } = await told([bet('INI-1', timeless), bet('INI-2', timeless), bet('INI-3')], { dependencies: round })
    expect(bets.map(({ key }) => key)).toEqual(['INI-3'])
    expect(lacking.map(({ key, lacks }) => `${key} lacks ${lacks}`)).toEqual(['INI-1', 'INI-2'].map((key) => `${key} lacks an order: it waits in a circle`))
  })

  test('what has no day at all is named', async () => {
    const { lacking, first: one } = await first(need('DEP-1', { state: 'requested', to: 'id-INI-2' }), [bet('INI-2', { stage: 'idea', timeframe: null })])
    expect(lacking).toEqual([{ key: 'DEP-1', title: 'DEP-1', lacks: 'a day, and INI-1 is told as if it came when it is needed, on 2027-03-31' }])
    expect(one?.p50).toBe('2027-03-31')
    const past = await first(need('DEP-1', { state: 'requested', neededBy: '2026-12-01' }))
    expect(past.lacking).toMatchObject([{ lacks: 'a day, and INI-1 is told as if it came today' }])
  })
})
