import { expect, test } from 'vitest'
import { rowOf as row } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import { solvingGround } from '#platform/solver/solving.ts'
import { optimiseFile } from './optimiseFile.ts'
import { candidatesOf, placeOf, type Records, type Wish } from './candidates.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const bet = (key: string, values: object = {}) =>
  row(key, {
    title: key,
    stage: 'ready',
    teams: ['Core'],
    effort: { low: 8, likely: 10, high: 20 },
    value: { likely: usd(100), costOfDelayPerWeek: usd(2) },
    confidence: 0.5,
    investment: 'growth',
    ...values,
  })
const capacity = ['2027-Q1', '2027-Q2'].map((period) =>
  row(period, { team: 'Core', period, headcount: 10, weeks: 13, leave: 0.1, operations: 0.1, reserve: 0.1 }),
)
const wish: Wish = { today: '2027-01-01', quarters: 2, lockedIn: [], lockedOut: [], moves: {} }
const made = (initiatives: AnyRow[], more: Partial<Records> = {}, asked: Partial<Wish> = {}) =>
  candidatesOf({ initiatives, capacity, allocations: [], dependencies: [], seats: [], ...more }, { ...wish, ...asked })

test('a bet becomes an item with its value, chance, delay and effort; capacity is net of leave, operations and reserve', () => {
  const found = made([bet('INI-1')])
  expect(found?.portfolio.squads).toEqual([{ id: 'Core', capacity: [93.6, 93.6] }])
  expect(found?.portfolio.items).toEqual([
    {
      id: 'INI-1',
      title: 'INI-1',
      value: 100,
      confidence: 0.5,
      costOfDelayPerWeek: 2,
      effort: { Core: { low: 8, likely: 10, high: 20 } },
      theme: 'growth',
      requires: [],
    },
  ])
})

test('of the running quarter only what is left of it counts, and people may be moved', () => {
  expect(made([bet('INI-1')], {}, { today: '2027-02-15' })?.portfolio.squads[0]?.capacity).toEqual([46.8, 93.6])
  expect(made([bet('INI-1')], {}, { moves: { Core: -10 } })?.portfolio.squads[0]?.capacity).toEqual([83.6, 83.6])
})

test('a large bet is phases that wait for each other; the last carries its value', () => {
  const items = made([bet('INI-1', { effort: { likely: 84 } })])?.portfolio.items ?? []
  expect(items.map(({ id, value, requires, effort }) => [id, value, requires, effort['Core']])).toEqual([
    ['INI-1#1', 0, [], { low: 42, likely: 42, high: 42 }],
    ['INI-1#2', 100, ['INI-1#1'], { low: 42, likely: 42, high: 42 }],
  ])
})

const skilled = (people: Readonly<Record<string, number>>, more: object = {}) =>
  ['2027-Q1', '2027-Q2'].map((period) =>
    row(`${period} ${JSON.stringify(more)}`, {
      team: 'Core',
      period,
      headcount: 10,
      weeks: 10,
      leave: 0,
      operations: 0,
      reserve: 0,
      skills: Object.entries(people).map(([skill, of]) => ({ skill, people: of })),
      ...more,
    }),
  )
const needs = (share: number, skill = 'Data') => ({ skills: [{ skill, share }] })

test('people with a skill are a limit of their own, and a bet is cut into phases that they can do in half of their quarter', () => {
  const found = made([bet('INI-1', { effort: { likely: 40 }, ...needs(0.5, 'data ') }), bet('INI-2')], { capacity: skilled({ Data: 2 }) })
  expect(found?.portfolio.squads).toEqual([{ id: 'Core', capacity: [100, 100], skills: { Data: [20, 20] } }])
  const [first] = found?.portfolio.items ?? []
  expect([found?.candidates[0]?.phases.length, first?.effort['Core'], first?.skills]).toEqual([
    3,
    { low: 40 / 3, likely: 40 / 3, high: 40 / 3 },
    { 'data ': { Core: 0.5 } },
  ])
  expect(found?.portfolio.items.at(-1)).not.toHaveProperty('skills')
  expect(made([bet('INI-1')], { capacity: skilled({ Data: 2 }) })?.portfolio.squads[0]).not.toHaveProperty('skills') // nobody asks for it
})

test('where no squad of a bet has anybody for a skill it lacks them; one that names no skills has all', () => {
  expect(made([bet('INI-1', needs(0.1, 'Legal'))], { capacity: skilled({ Data: 2 }) })?.unplanned).toEqual([
    { key: 'INI-1', title: 'INI-1', lacks: 'people for Legal in Core' },
  ])
  expect(made([bet('INI-1', needs(0.1, 'Legal'))])?.unplanned).toEqual([])
  const half = [...skilled({ Data: 2 }).slice(0, 1), ...skilled({}).slice(1)] // in the second quarter nobody’s skill is named
  expect(made([bet('INI-1', needs(0.1, 'Legal'))], { capacity: half })?.portfolio.squads[0]?.skills).toEqual({ Legal: [0, 100] })
})

test(
  'a bet that nobody can do is a candidate whose rules hold: nothing that needs it is planned, and a lock on it is a conflict',
  { timeout: 60_000 },
  async () => {
    const bets = [bet('INI-1', needs(0.3, 'Legal')), bet('INI-2')]
    const dependencies = [row('DEP-1', { from: 'id-INI-2', to: 'id-INI-1', strength: 'hard', state: 'agreed' })]
    const solved = async (asked: Partial<Wish>, mandatory = false) => {
      const found = made(
        mandatory ? [bet('INI-1', { ...needs(0.3, 'Legal'), mandatory }), bet('INI-2')] : bets,
        { capacity: skilled({ Data: 2 }), dependencies },
        asked,
      )
      expect([found?.candidates.map(({ key }) => key), found?.unplanned.map(({ key }) => key)]).toEqual([['INI-1', 'INI-2'], ['INI-1']])
      expect(found?.portfolio.items[1]?.requires).toEqual(['INI-1'])
      return found && optimiseFile(found.portfolio, solvingGround(), { seconds: 5, seed: 1, prices: 0, draws: 0 })
    }
    expect(await solved({})).toMatchObject({ status: 'optimal', plan: [] })
    for (const one of [await solved({ lockedIn: ['id-INI-1'] }), await solved({}, true)]) {
      expect(one).toMatchObject({ status: 'infeasible' })
      expect(one?.conflict?.says).toContainEqual(expect.stringMatching(/^Legal in Core gives no more than its capacity in 2027-Q[12]$/))
    }
  },
)

test('where a squad of a bet has people for a skill, no other lacks them', () => {
  const capacity = [...skilled({ Data: 10 }), ...['Web', 'Mobile'].flatMap((team) => skilled({ Design: 5 }, { team }))]
  const found = made([bet('INI-1', { teams: ['Core', 'Web', 'Mobile'], ...needs(0.4) })], { capacity })
  expect(found?.unplanned).toEqual([])
  expect(found?.portfolio.items[0]?.skills?.['Data']).toEqual({ Core: expect.closeTo(1.2, 9) })
})

test('people with a skill who are in another squad in each quarter are said to be lacking together', () => {
  const [first, second] = [skilled({ Data: 5 }), skilled({ Design: 5 })]
  const [a, b] = [
    [first[0], second[1]],
    [second[0], first[1]],
  ].map((rows, n) => rows.flatMap((one) => (one ? [{ ...one, id: `${one.id} ${n}`, team: n === 0 ? 'Core' : 'Web' }] : [])))
  const found = made([bet('INI-1', { teams: ['Core', 'Web'], ...needs(0.3) })], { capacity: [...(a ?? []), ...(b ?? [])] })
  expect(found?.unplanned.map(({ lacks }) => lacks)).toEqual(['people for Data in Core and Data in Web in one quarter'])
  expect(found?.candidates).toHaveLength(1)
})

test('of two squads the one that has people for a skill does that work for both', () => {
  const capacity = [...skilled({ Data: 5 }), ...skilled({ Design: 5 }, { team: 'Web' })]
  const [item] = made([bet('INI-1', { teams: ['Core', 'Web'], ...needs(0.3) })], { capacity })?.portfolio.items ?? []
  expect(item?.skills).toEqual({ Data: { Core: 0.6 } })
})

test('the plan keeps to people with a skill, and waits for them', { timeout: 60_000 }, async () => {
  const bets = ['INI-1', 'INI-2', 'INI-3'].map((key) => bet(key, { effort: { likely: 10 }, ...needs(0.8) }))
  const file = made(bets, { capacity: skilled({ Data: 1.6 }) })?.portfolio
  const answer = file && (await optimiseFile(file, solvingGround(), { seconds: 5, seed: 1, prices: 0, draws: 0 }))
  expect(answer?.plan.map(({ period }) => period)).toEqual(['2027-Q1', '2027-Q1', '2027-Q2']) // 8 of 16 weeks each
  expect(answer?.skills.map(({ skill, used, capacity: gives }) => [skill, used, gives])).toEqual([
    ['Data', 16, 16],
    ['Data', 8, 16],
  ])
})

test('of a bet in delivery only what its squad gives until its forecast remains', () => {
  const [item] =
    made([bet('INI-1', { stage: 'delivering', effort: { likely: 90 }, forecast: { half: '2027-01-20', likely: '2027-02-14' } })])?.portfolio.items ?? []
  expect(item?.effort['Core']).toMatchObject({ likely: 46.8 }) // 45 of 90 days
})

test('what lacks a squad, a size or a value is named, not counted as nothing; what is over is no candidate, what was declined is left out unless it is locked in', () => {
  const found = made([
    bet('INI-1', { teams: [] }),
    bet('INI-2', { effort: null }),
    bet('INI-3', { value: null }),
    bet('INI-4', { stage: 'missed' }),
    bet('INI-5', { stage: 'declined' }),
  ])
  expect(found?.unplanned.map(({ key, lacks }) => `${key}: ${lacks}`)).toEqual([
    'INI-1: a squad with capacity',
    'INI-2: a size in person-weeks',
    'INI-3: a value',
  ])
  expect(found?.candidates.map(({ key }) => key)).toEqual(['INI-5'])
  expect(found?.portfolio.items[0]).toMatchObject({ id: 'INI-5', exclude: true })
  expect(made([bet('INI-5', { stage: 'declined' })], {}, { lockedIn: ['id-INI-5'] })?.portfolio.items[0]).not.toHaveProperty('exclude')
  const declined = [bet('INI-5', { stage: 'declined', mandatory: true })]
  expect(made(declined)?.portfolio.items[0]).toMatchObject({ exclude: true })
  expect(made(declined)?.portfolio.items[0]).not.toHaveProperty('mandatory')
  expect(made(declined, {}, { lockedIn: ['id-INI-5'] })?.portfolio.items[0]).toMatchObject({ mandatory: true })
})

test('hard dependencies that are open hold, locks and floors become rules', () => {
  const needs = (values: object) => row('DEP-1', { from: 'id-INI-1', to: 'id-INI-2', strength: 'hard', state: 'agreed', ...values })
  const allocations = [row('ALC-1', { period: '2027-Q1', state: 'approved', lines: [{ investment: 'platform', target: 0.3, floor: 0.2 }] })]
  const found = made([bet('INI-1'), bet('INI-2')], { dependencies: [needs({})], allocations }, { lockedIn: ['id-INI-1'], lockedOut: ['id-INI-2'] })
  expect(found?.portfolio.items.map(({ requires, mandatory, exclude }) => ({ requires, mandatory, exclude }))).toEqual([
    { requires: ['INI-2'], mandatory: true, exclude: undefined },
    { requires: [], mandatory: undefined, exclude: true },
  ])
  expect(found?.portfolio.themes?.[0]).toEqual({ id: 'platform', min: 0.2, max: 1 })
  for (const state of ['delivered', 'waived'])
    expect(made([bet('INI-1'), bet('INI-2')], { dependencies: [needs({ state })] })?.portfolio.items[0]?.requires).toEqual([])
})

test('the plans of one squad and quarter add up', () => {
  const part = (key: string) => row(key, { team: 'Core', period: '2027-Q1', headcount: 5, weeks: 10, leave: 0, operations: 0, reserve: 0 })
  const found = made([bet('INI-1')], { capacity: [part('CAP-1'), part('CAP-2')] })
  expect(found?.portfolio.squads).toEqual([{ id: 'Core', capacity: [expect.any(Number), 0] }])
  const [alone, both] = [made([bet('INI-1')], { capacity: [part('CAP-1')] }), found].map((one) => one?.portfolio.squads[0]?.capacity)
  expect(Array.isArray(both) && both[0]).toBe(2 * Number(Array.isArray(alone) && alone[0]))
})

test('without any capacity there is nothing to plan against', () => expect(made([bet('INI-1')], { capacity: [] })).toBeNull())

test('a timeframe lies in the last quarter that it reaches; a year lies in none, the past in the first', () => {
  const periods = ['2027-Q1', '2027-Q2']
  expect(['2027-Q2', '2027-H1', '2027-02', '2027', '2026-Q1', '2028-Q1', null].map((timeframe) => placeOf(timeframe, periods))).toEqual([
    1,
    1,
    0,
    null,
    0,
    null,
    null,
  ])
})

test('of alternatives at most one is done, whichever names the other; a bet in phases is held by its first', () => {
  const bets = [
    bet('INI-10', { alternatives: ['id-INI-2'], effort: { likely: 84 } }),
    bet('INI-2', { alternatives: ['id-INI-10', 'id-INI-3', 'gone'] }),
    bet('INI-3'),
  ]
  expect(made(bets)?.portfolio.exclusive).toEqual([
    ['INI-2', 'INI-10#1'],
    ['INI-2', 'INI-3'],
  ])
  expect(made([bet('INI-1')])?.portfolio).not.toHaveProperty('exclusive')
})
