import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { Problem, type AnyRow, type Context } from '#kernel'
import { branch } from './branch.ts'

/** Made by hand: a person gives 13 × 0.8 = 10.4 person-weeks in a whole quarter. */
const row = (key: string, values: object): AnyRow => rowOf(key, { id: idOf(key), ...values })
const idOf = (key: string): string => `00000000-0000-7000-8000-${String(Number(key.replaceAll(/\D/g, ''))).padStart(12, '0')}`
const cap = (n: number, team: string, period: string, headcount: number) =>
  row(`CAP-${n}`, { team, period, headcount, weeks: 13, leave: 0, operations: 0.1, reserve: 0.1, skills: null, state: 'confirmed' })
const bet = (n: number, team: string, weeks: number, timeframe: string) =>
  row(`INI-${n}`, {
    title: `Bet ${n}`,
    stage: 'ready',
    teams: [team],
    effort: { low: null, likely: weeks, high: null },
    value: { likely: { amount: 100, currency: 'USD' }, costOfDelayPerWeek: { amount: 1, currency: 'USD' } },
    confidence: 0.5,
    timeframe,
  })
const capacity = [cap(101, 'Web', '2027-Q1', 4), cap(102, 'Web', '2027-Q2', 4), cap(103, 'Core', '2027-Q1', 2), cap(104, 'Core', '2027-Q2', 2)]
const bets = [bet(1, 'Core', 25, '2027-Q1'), bet(2, 'Web', 5, '2027-Q1'), bet(3, 'Web', 5, '2027-Q1')]

function on(scenario: object, now = '2027-01-01T08:00:00.000Z', records: Readonly<Record<string, readonly AnyRow[]>> = {}) {
  const rows: Readonly<Record<string, readonly AnyRow[]>> = { initiative: bets, capacityPlan: capacity, ...records }
  const own = row('SCN-900', { title: 'Core first', state: 'solved', periods: ['2027-Q1', '2027-Q2'], lockedIn: [], lockedOut: [], ...scenario })
  const none = (): Promise<never> => Promise.reject(new Problem('missing', 'Nothing writes here.'))
  const ctx: Context = {
    workspace: { id: 'w', slug: 'w', name: 'W', currency: 'USD', timeZone: 'UTC' },
    me: { id: 'm', name: 'M', role: 'owner', door: 'test' },
    now: () => now,
    newId: () => 'n',
    read: async (noun) => ({ items: rows[noun] ?? [], next: null, total: 0 }),
    find: async () => own,
    perform: none,
    upsert: none,
    ingest: none,
    seal: none,
    undoBatch: none,
    hold: none,
    measure: none,
    behind: none,
    quality: none,
  }
  return branch(ctx, 'SCN-900')
}
const plan = [
  { initiative: idOf('INI-1'), period: '2027-Q2' },
  { initiative: idOf('INI-2'), period: '2027-Q1' },
]
const people = [{ from: 'Web', to: 'Core', people: 1, skill: null, since: '2027-Q2' }]

test('a branch tells its worth, its people and load on today’s record, and exactly what merging it writes', async () => {
  const told = await on({ plan, people, value: 88, solvedAt: '2026-12-20T00:00:00.000Z' })
  expect(told.capacity).toEqual([
    { squad: 'Core', period: '2027-Q1', now: 20.8, then: 20.8 },
    { squad: 'Core', period: '2027-Q2', now: 20.8, then: 31.2 },
    { squad: 'Web', period: '2027-Q1', now: 41.6, then: 41.6 },
    { squad: 'Web', period: '2027-Q2', now: 41.6, then: 31.2 },
  ])
  // each bet 100 × 0.5, a week of delay 1: the first one lands a quarter later, the third is left out
  expect(told.then.value).toBe(50 - 13 + 50)
  expect(told.then.dropped.map(({ key }) => key)).toEqual(['INI-3'])
  expect(told.merge).toEqual({
    bets: [{ key: 'INI-1', title: 'Bet 1', from: '2027-Q1', to: '2027-Q2' }],
    squads: [
      { key: 'CAP-102', squad: 'Web', period: '2027-Q2', from: 4, to: 3 },
      { key: 'CAP-104', squad: 'Core', period: '2027-Q2', from: 2, to: 3 },
    ],
    lacks: null,
  })
  expect(told.kept).toEqual({ value: 88, at: '2026-12-20T00:00:00.000Z' })
})

test('one that is adopted has moved its people already: they are told, and not moved again', async () => {
  for (const state of ['adopted', 'discarded']) {
    const told = await on({ plan, people, state })
    expect(told.people).toMatchObject([{ from: 'Web', to: 'Core', people: 1 }])
    expect(told.capacity.map(({ then }) => then)).toEqual(told.capacity.map(({ now }) => now))
    expect(told.merge.squads).toEqual([])
  }
})

test('people whose first quarter is over move from the running one on', async () => {
  const told = await on({ plan, people: [{ ...people[0], since: '2026-Q4' }] }, '2027-04-02T08:00:00.000Z')
  expect(told.merge.squads.map(({ period }) => period)).toEqual(['2027-Q2', '2027-Q2'])
})

test('the load of its plan is held against what its people leave', async () => {
  const over = async (moved: readonly object[]) =>
    (await on({ plan: [{ initiative: idOf('INI-1'), period: '2027-Q2' }], people: moved })).then.load.find(
      (one) => one.squad === 'Core' && one.period === '2027-Q2',
    )
  expect((await over([]))?.capacity).toBe(20.8)
  expect((await over(people))?.capacity).toBe(31.2)
})

test('a branch that cannot be merged says why', async () => {
  expect((await on({ plan, people: [{ ...people[0], people: 9 }] })).merge).toMatchObject({
    squads: [],
    lacks: 'Web has 4 people in 2027-Q2, and 9 would leave. Move fewer.',
  })
  expect((await on({ plan, state: 'draft' })).merge.lacks).toBe('Its plan was not solved yet.')
  expect((await on({ plan, state: 'adopted' })).merge.lacks).toBe('It is adopted.')
  expect((await on({ plan }, '2027-04-02T08:00:00.000Z')).merge.lacks).toBe('It plans 2027-Q1, which is over: solve it anew.')
})

test('a bet that nobody has the skill for stands in its branch, breaks its rule, and is told; a colon in the skill is no matter', async () => {
  const initiative = bets.map((one) => (one.key === 'INI-2' ? { ...one, skills: [{ skill: 'Law: EU', share: 0.5 }] } : one))
  const capacityPlan = capacity.map((one) => ({ ...one, skills: [{ skill: 'Data', people: 1 }] }))
  const told = await on({ plan }, undefined, { initiative, capacityPlan })
  for (const column of [told.today, told.then]) {
    expect(column.bets.map(({ key }) => key)).toContain('INI-2')
    expect(column.unplanned).toEqual([{ key: 'INI-2', title: 'Bet 2', lacks: 'people for Law: EU in Web' }])
    expect(column.breaks).toContain('Law: EU in Web is 2.5 person-weeks over in Q1 2027')
  }
})
