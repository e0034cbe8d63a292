import { expect, test } from 'vitest'
import { isProblem } from '#kernel'
import { planning } from './planning.ts'
import { solvingGround } from '#platform/solver/solving.ts'

const plan = planning(solvingGround)
const item = { id: 'a', value: 10, effort: { core: 4 } }
const portfolio = { periods: ['Q1', 'Q2'], squads: [{ id: 'core', capacity: 10 }], items: [item] }

/** Every fault that a file is refused for, as “place: reason”. */
async function faults(work: () => unknown): Promise<string[]> {
  try {
    await work()
  } catch (error) {
    const found = isProblem(error) ? error.details.more?.['faults'] : []
    return Array.isArray(found) ? found.map(({ at, says }: { at: string; says: string }) => `${at}: ${says}`) : []
  }
  return []
}

test.each<[object, string]>([
  [{ items: [{ ...item, effort: { core: -1 } }] }, 'items[0].effort.core: must not be negative'],
  [{ items: [{ ...item, value: 1e308 }] }, 'items[0].value: is expected to be <=1000000000000'],
  [{ periods: undefined }, 'periods: is missing'],
  [{ items: [{ ...item, confidence: 'high' }] }, 'items[0].confidence: must be number, not string'],
  [{ items: [{ ...item, effort: { cor: 1 } }] }, 'items[0].effort.cor: is no squad of this file'],
  [{ items: [item, { ...item, id: 'b', requires: ['c'] }] }, 'items[1].requires: names “c”, which is no item of this file'],
  [
    {
      items: [
        { ...item, requires: ['b'] },
        { ...item, id: 'b', requires: ['a'] },
      ],
    },
    'items: wait for each other in a circle: a → b → a',
  ],
  [{ items: [item, item] }, 'items: holds “a” twice'],
  [{ items: [{ ...item, earliest: 'Q2', latest: 'Q1' }] }, 'items[0]: may start only after it must be done'],
  [{ items: [{ ...item, mandatory: true, exclude: true }] }, 'items[0]: is both mandatory and excluded'],
  [{ items: [{ ...item, pin: 'Q9' }] }, 'items[0].pin: names “Q9”, which is no period of this file'],
  [{ squads: [{ id: 'core', capacity: [1] }] }, 'squads[0].capacity: has 1 figures for 2 periods'],
  [{ squads: [{ id: 'core', capacity: { Q1: 1 } }] }, 'squads[0].capacity: says nothing for Q2'],
  [{ squads: [{ id: 'core', capacity: 9, skills: { data: [1] } }] }, 'squads[0].skills.data: has 1 figures for 2 periods'],
  [{ squads: [{ id: 'core', capacity: 9, skills: { data: 1, Data: 2 } }] }, 'squads[0].skills: holds “data” twice'],
  [{ items: [{ ...item, skills: { data: 0.1, 'DATA ': 0.1 } }] }, 'items[0].skills: holds “data” twice'],
  [{ items: [{ ...item, skills: { data: 0.7, web: 0.4 } }] }, 'items[0].skills: takes 110 % of the effort'],
  [
    {
      themes: [
        { id: 'x', min: 0.8 },
        { id: 'y', min: 0.3 },
      ],
    },
    'themes: ask for 110 % of the effort together',
  ],
  [{ themes: [{ id: 'x', min: 0.8, max: 0.3 }] }, 'themes[0]: asks at least 0.8 and at most 0.3 of the effort for “x”'],
  [{ colour: 'red' }, 'colour: is not known here'],
])('a portfolio with %j is refused', async (change, fault) => {
  expect(await faults(() => plan.optimise({ ...portfolio, ...change }, {}))).toContain(fault)
})

test('what is mandatory and exclusive at once is planned as a conflict, with what to change', { timeout: 60_000 }, async () => {
  const both = {
    ...portfolio,
    items: [
      { ...item, mandatory: true },
      { ...item, id: 'b', mandatory: true },
    ],
    exclusive: [['a', 'b']],
  }
  const answer = await plan.optimise(both, { seconds: 5 })
  expect(answer).toMatchObject({ status: 'infeasible', plan: [], says: 'No plan keeps every rule.' })
  expect(answer.conflict?.rules.toSorted()).toEqual(['exclusive:a+b', 'mandatory:a', 'mandatory:b'])
})

test('what needs a skill waits for the people who have it, and shares of themes count its weeks once', { timeout: 60_000 }, async () => {
  const of = (id: string, share: number) => ({ id, value: 10, costOfDelayPerWeek: 0.1, effort: { core: 4 }, skills: { data: share }, theme: 't' })
  const file = { ...portfolio, squads: [{ id: 'core', capacity: 8, skills: { data: 3 } }], themes: [{ id: 't' }], items: [of('a', 0.5), of('b', 0.5)] }
  const answer = await plan.optimise(file, { seconds: 5 })
  expect(answer).toMatchObject({ status: 'optimal', themes: [{ share: 1 }] })
  expect(answer.plan.map(({ period, effort }) => [period, effort])).toEqual([
    ['Q1', 4],
    ['Q2', 4],
  ])
  expect(answer.skills.map(({ skill, period, used, capacity }) => [skill, period, used, capacity])).toEqual([
    ['data', 'Q1', 2, 3],
    ['data', 'Q2', 2, 3],
  ])
  for (const named of [{}, { skills: {} }]) {
    const free = await plan.optimise({ ...file, squads: [{ id: 'core', capacity: 8, ...named }] }, { seconds: 5 })
    expect([free.plan.map(({ period }) => period), free.skills]).toEqual([['Q1', 'Q1'], []])
  }
  const otherwise = await plan.optimise({ ...file, squads: [{ id: 'core', capacity: 8, skills: { 'Data ': 3 } }] }, { seconds: 5 })
  expect([otherwise.plan, otherwise.skills.map(({ skill, used }) => [skill, used])]).toEqual([
    answer.plan,
    [
      ['Data', 2],
      ['Data', 2],
    ],
  ])
  const none = await plan.optimise({ ...file, items: [{ ...of('a', 0.5), skills: { web: 0.1 } }] }, { seconds: 5 })
  expect([none.plan, none.notes]).toEqual([[], ['web in core gives nothing in any period: 1 items that need it cannot be planned.']])
})

test('a squad without capacity is named, and nothing is planned', { timeout: 60_000 }, async () => {
  const answer = await plan.optimise({ ...portfolio, squads: [{ id: 'core', capacity: 0 }] }, { seconds: 5 })
  expect(answer).toMatchObject({ status: 'optimal', value: 0, notes: ['core gives nothing in any period: 1 items that need it cannot be planned.'] })
})

test('values with ranges say in how many worlds each item is chosen, the same for the same seed', { timeout: 120_000 }, async () => {
  const close = {
    ...portfolio,
    squads: [{ id: 'core', capacity: 2 }],
    items: [
      { ...item, value: { low: 5, likely: 10, high: 15 } },
      { ...item, id: 'b', value: { low: 5, likely: 10, high: 15 } },
      { ...item, id: 'c', value: 1 },
    ],
  }
  const [one, other] = [
    await plan.optimise(close, { seconds: 5, draws: 60 }),
    await plan.optimise({ ...close, squads: [{ id: 'core', capacity: [4, 0] }] }, { seconds: 5, draws: 60 }),
  ]
  expect(one.robustness?.chosen.map(({ share }) => share)).toEqual([0, 0, 0])
  const shares = other.robustness?.chosen.map(({ share }) => share) ?? []
  expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBeCloseTo(1, 9)
  expect(shares[0]).toBeGreaterThan(0.2)
  expect(shares[2]).toBe(0)
  expect((await plan.optimise({ ...close, squads: [{ id: 'core', capacity: [4, 0] }] }, { seconds: 5, draws: 60 })).robustness).toEqual(other.robustness)
})

test.each<[object, string]>([
  [{ items: [{ id: 'a' }] }, 'items[0]: must give either weeks, or remaining things with a squad'],
  [{ items: [{ id: 'a', weeks: 1, after: ['a'] }] }, 'items: wait for each other in a circle: a → a'],
  [{ items: [{ id: 'a', weeks: 1, by: '2026-01-01' }] }, 'items[0].by: is before the first day of work, 2027-01-04'],
  [{ items: [{ id: 'a', remaining: 1, squad: 'x' }] }, 'items[0].squad: has no weekly throughput for “x”'],
  [{ items: [{ id: 'a', weeks: { low: 3, likely: 2, high: 4 } }] }, 'items[0].weeks: must have low <= likely <= high'],
])('a forecast of %j is refused', async (change, fault) => {
  expect(await faults(() => plan.forecast({ start: '2027-01-04', ...change }))).toContain(fault)
})

test('a key result of a file is told from its own forecast and what the items add, worked by hand', () => {
  const item = { id: 'a', weeks: 4 } // lands four weeks after the start, six before the day
  const aim = { id: 'k', target: 110, due: '2027-03-15', forecast: { mean: 100, low: 100, high: 100 } }
  const told = (effects: readonly object[], more: object = {}) =>
    plan.forecast({ start: '2027-01-04', items: [item], keyResults: [{ ...aim, effects, ...more }] }).keyResults?.[0]
  expect(told([{ item: 'a', amount: 10 }])).toMatchObject({ id: 'k', chance: 1, without: 0, p50: 110, effects: [{ of: 'a', adds: 10, lifts: 1 }] })
  expect(told([{ item: 'a', amount: 20, lagDays: 84 }])).toMatchObject({ p50: 110, chance: 1 }) // 42 of 84 days
  expect(told([{ item: 'a', amount: 10, confidence: 0.25 }])?.chance).toBeCloseTo(0.25, 1)
  expect(told([], { kind: 'decrease' })).toMatchObject({ chance: 1 })
  expect(told([], { kind: 'maintain', target: 90, upper: 99 })).toMatchObject({ chance: 0 })
  // 80 % between 80 and 120: the target is half of that half-width above the mean, 1 − Φ(0.6408)
  expect(told([], { forecast: { mean: 100, low: 80, high: 120 } })?.chance).toBeCloseTo(0.2608, 1)
  expect(plan.forecast({ start: '2027-01-04', items: [item] })).not.toHaveProperty('keyResults')
})

test.each<[object, string]>([
  [{ effects: [{ item: 'b', amount: 1 }] }, 'keyResults[0].effects[0].item: names “b”, which is no item of this file'],
  [{ due: '2026-01-01' }, 'keyResults[0].due: is before the first day of work, 2027-01-04'],
  [{ kind: 'maintain' }, 'keyResults[0].upper: is needed for a band to keep, and is not below “target”'],
  [{ upper: 9 }, 'keyResults[0].upper: belongs to a band to keep: kind “maintain”'],
  [{ forecast: { mean: 1, low: 2, high: 3 } }, 'keyResults[0].forecast: must have low <= mean <= high'],
])('a key result of %j is refused', async (change, fault) => {
  const one = { id: 'k', target: 5, due: '2027-03-31', forecast: { mean: 4, low: 3, high: 5 }, ...change }
  expect(await faults(() => plan.forecast({ start: '2027-01-04', items: [{ id: 'a', weeks: 1 }], keyResults: [one] }))).toContain(fault)
})

test('scores rank, tell what is unknown, and draw the line', () => {
  const inputs = { reach: 6000, impact: 1, confidence: 0.8, effort: 3 }
  const answer = plan.score({
    method: ['rice', 'cd3'],
    items: [
      { id: 'b', inputs: { reach: 1200, impact: 3, confidence: 0.8, effort: 2 }, effort: { core: 8 } },
      { id: 'a', inputs, effort: { core: 12 } },
      { id: 'c', inputs: { ...inputs, reach: null }, effort: { core: 1 } },
    ],
    capacity: { core: 15 },
    mode: 'fill',
  })
  expect(answer.ranking.map(({ item: id, value }) => [id, value])).toEqual([
    ['a', 1600],
    ['b', 1440],
    ['c', null],
  ])
  expect(answer.ranking[0]?.flips).toContainEqual({ key: 'reach', from: 6000, at: expect.closeTo(5400, 6), change: expect.closeTo(-0.1, 9) })
  expect(answer.ranking[2]?.missing).toEqual(['reach'])
  expect(answer.cutLine).toMatchObject({ above: ['a', 'c'], below: ['b'] })
})

test.each<[object, string]>([
  [{ method: ['ice-mean', 'ice-sum'] }, 'method: mixes forms of ICE in one ranking'],
  [{ method: 'formula', formula: 'reach +' }, 'formula, character 8:: The formula ends too early.'],
  [{ method: 'weighted' }, 'factors: are missing; a weighted score needs them'],
  [{ method: 'rice', items: [{ id: 'a', inputs: { reach: 1, impact: 4 } }] }, 'items[0].inputs.impact: must be one of 3, 2, 1, 0.5, 0.25 for RICE'],
  [{ method: 'ice-sum', items: [{ id: 'a', inputs: { impact: 11 } }] }, 'items[0].inputs.impact: must lie between 1 and 10 for ICE'],
])('scores of %j are refused', async (change, fault) => {
  expect(await faults(() => plan.score({ items: [{ id: 'a', inputs: {} }], ...change }))).toContain(fault)
})

test('thrash refuses a period whose dates are reversed, and every schema is a JSON schema', async () => {
  expect(await faults(() => plan.thrash({ period: { start: '2027-03-31', end: '2027-01-01' }, baseline: [], changes: [] }))).toContain(
    'period: ends before it starts',
  )
  for (const schema of Object.values(plan.schemas)) expect(schema()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
})

test('a business case weighs its options, doing nothing among them, and names what is wrong with a file', async () => {
  const build = {
    name: 'Build it',
    stages: [
      { name: 'discovery', start: 0, end: 1, chance: 0.5, cost: 100 },
      { name: 'build', start: 1, end: 2, chance: 0.8, cost: { low: 240, likely: 300, high: 450 } },
    ],
    flows: [
      { name: 'first year', at: 2, amount: 600 },
      { name: 'second year', at: 3, amount: 600 },
    ],
  }
  const nothing = { name: 'Do nothing', stages: [], flows: [] }
  const told = plan.weigh({ rate: 0.1, options: [nothing, build] })
  expect(told).toMatchObject({ best: 'Build it', currency: 'USD' })
  expect(told.options[1]).toMatchObject({ value: expect.closeTo(142.3, 2), swings: [{ name: 'build' }] })
  expect(told.options[0]).toMatchObject({ value: 0, draws: { loss: 0 }, swings: [] })
  const computed = { ...build, flows: build.flows.map((flow) => ({ ...flow, amount: 'seats * 3' })) }
  const inputs = [{ name: 'seats', value: { low: 100, likely: 200, high: 300 } }]
  expect(plan.weigh({ rate: 0.1, inputs, options: [nothing, computed] }).options[1]).toMatchObject({
    value: expect.closeTo(142.3, 2),
    swings: [{ name: 'seats' }, { name: 'build' }],
  })
  const hosted = { ...computed, flows: [...computed.flows, { name: 'hosts', at: 1, amount: 'seats / 2', kind: 'cost' }] }
  expect(plan.weigh({ rate: 0.1, inputs, options: [nothing, hosted] }).options[1]?.value).toBeCloseTo(142.3 - (0.5 * 100) / 1.1, 2)
  expect(await faults(() => plan.weigh({ rate: 0.1, options: [nothing, computed] }))).toContain(
    'options[1].flows[0].amount: cannot be computed: There is no input “seats”.',
  )
  expect(await faults(() => plan.weigh({ rate: 0.1, inputs: [...inputs, ...inputs], options: [nothing, computed] }))).toContain('inputs: hold one name twice')
  expect(await faults(() => plan.weigh({ rate: 0.1, options: [build] }))).toContain('options: hold fewer than two: doing nothing is one')
  const reversed = { ...build, stages: [{ ...build.stages[0], start: 2 }] }
  expect(await faults(() => plan.weigh({ rate: 0.1, options: [nothing, reversed] }))).toContain('options[1].stages[0]: ends before it starts')
})

test('flips of a long formula over many items are told for the first places, and the answer says so', () => {
  const formula = Array.from({ length: 45 }, () => 'reach').join(' + ')
  const items = Array.from({ length: 1500 }, (_, n) => ({ id: String(n), inputs: { reach: 1500 - n, impact: 2 } }))
  const { ranking, notes } = plan.score({ method: 'formula', formula, items })
  const end = ranking.findIndex(({ flips }) => flips === null)
  expect(ranking[0]?.flips?.[0]).toMatchObject({ key: 'reach', at: 1499 })
  expect(end).toBeGreaterThan(20)
  expect(ranking.slice(end).filter(({ flips }) => flips !== null && flips.length > 0)).toEqual([])
  expect(notes.at(-1)).toMatch(`for the first ${end} places`)
})
