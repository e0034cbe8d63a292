import { describe, expect, test } from 'vitest'
import { answer, cohortMembers, drilled, type Place } from '../answer.ts'
import { readCohort } from '../query/cohort.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { collector, type GivenEvent } from './collect.ts'

const start = Date.UTC(2026, 0, 5)
const range = { from: '2026-01-05', to: '2026-02-02' }
const ids = ['a1', 'a2', 'a3', 'a4', 'silent']
const accounts = ids.map((id, place) => ({ id, created: start + place * 86_400_000, properties: { plan: place % 2 ? 'pro' : 'free' } }))
const large = ['a1', 'a3', 'silent']
const small = ['a2', 'a3', 'a4']

function randomEvents(seed: number): GivenEvent[] {
  const { below, pick } = chance(seed)
  return Array.from({ length: 80 }, () => ({
    name: pick(['signed up', 'invited', 'shared']),
    ts: start + below(24 * 27) * 3_600_000,
    person: pick(['p1', 'p2', 'p3', null]),
    account: pick(['a1', 'a2', 'a3', 'a4', null]),
    properties: { plan: pick(['pro', 'free']) },
  }))
}

function eventsOf(given: readonly GivenEvent[], isIn: (id: string) => boolean = () => true) {
  const own = collector()
  for (const event of given) if (isIn(event.account ?? '')) own.add(event)
  return own.events({ account: accounts.filter(({ id }) => isIn(id)) })
}

const placeOf = (seed: number): Place => ({
  events: eventsOf(randomEvents(seed)),
  now: start + 60 * 86_400_000,
  segments: new Map([
    ['SEG-1', { title: 'Large', accounts: large, former: ['a3'], note: null }],
    ['SEG-2', { title: 'Small', accounts: small, former: [], note: 'The segment “Small” is retired.' }],
  ]),
})

const questions = [
  {
    kind: 'trend',
    unit: 'week',
    series: [{ sel: { event: '*' }, math: 'total' }, { sel: { event: 'invited', where: { prop: 'event.plan', op: 'eq', value: 'pro' } } }],
  },
  { kind: 'funnel', steps: [{ event: 'signed up' }, { event: 'shared' }], breakdown: [{ by: 'account.plan' }] },
  { kind: 'funnel', steps: [{ event: 'signed up' }, { event: 'shared' }], actor: 'person', compareTo: 'previous' },
  { kind: 'activation', milestone: [{ sel: { event: 'shared' } }] },
  { kind: 'adoption', features: [{ name: 'Share', sel: { event: 'shared' } }] },
  { kind: 'retention', start: { event: 'signed up' }, back: { event: '*' }, intervals: 4 },
  { kind: 'lifecycle', sel: { event: 'invited' } },
  { kind: 'paths' },
].map((query) => ({ range, asOf: '2026-03-01', ...query }))

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(/beside:\d+\//g, ''))

describe('a question asked of one segment', () => {
  test.each(questions)('gives what only its accounts would give: %j', (question) => {
    for (let seed = 0; seed < 20; seed++) {
      const asked = answer(readQuery({ ...question, where: { segment: 'SEG-1' } }), placeOf(seed))
      const alone = answer(readQuery(question), { events: eventsOf(randomEvents(seed), (id) => large.includes(id)), now: 0 })
      expect({ seed, data: asked.data, compare: asked.compare }).toEqual({ seed, data: alone.data, compare: alone.compare })
    }
  })

  test('counts those who did nothing where it asks who may: the silent account is eligible in its own segment alone', () => {
    const eligible = (where: unknown): unknown => answer(readQuery({ ...questions[4], where }), placeOf(1)).data
    expect(eligible({ segment: 'SEG-1' })).toMatchObject({ features: [{ eligible: 3 }] })
    expect(eligible({ segment: 'SEG-1', not: true })).toMatchObject({ features: [{ eligible: 2 }] })
    expect(eligible({ all: [{ segment: 'SEG-1' }, { segment: 'SEG-2' }] })).toMatchObject({ features: [{ eligible: 1 }] })
  })

  test('may use a feature as its members, whoever else is counted', () => {
    const features = [{ name: 'Share', sel: { event: 'shared' }, eligible: { segment: 'SEG-1' } }]
    expect(answer(readQuery({ ...questions[4], features }), placeOf(1)).data).toMatchObject({ features: [{ eligible: 3 }] })
    expect(() => answer(readQuery({ ...questions[4], features, actor: 'person' }), placeOf(1))).toThrow('a group of accounts says nothing of persons')
  })

  test('may ask for it of one event only, and says what is wrong with a name', () => {
    const steps = [{ event: 'signed up' }, { event: 'shared', where: { segment: 'SEG-2' } }]
    const { warnings } = answer(readQuery({ ...questions[1], steps }), placeOf(2))
    expect(warnings.map(({ message }) => message)).toContain('The segment “Small” is retired.')
    expect(() => answer(readQuery({ ...questions[1], where: { segment: 'SEG-9' } }), placeOf(2))).toThrow('there is no segment “SEG-9”')
  })
})

describe('segments beside each other', () => {
  const beside = [{ segment: 'SEG-1' }, { segment: 'SEG-2' }]
  test.each(questions)('answer each by itself, so that who is in two counts in both: %j', (question) => {
    for (let seed = 0; seed < 8; seed++) {
      const [query, place] = [readQuery({ ...question, beside }), placeOf(seed)]
      const told = answer(query, place)
      expect(told.data).toEqual(answer(readQuery(question), place).data)
      expect(told.beside?.map(({ name, members, former }) => [name, members, former])).toEqual([
        ['Large', 3, 1],
        ['Small', 3, 0],
      ])
      for (const [at, { of, data, n }] of (told.beside ?? []).entries()) {
        const alone = answer(readQuery({ ...question, where: of }), place)
        expect({ seed, at, n, data: plain(data) }).toEqual({ seed, at, n: alone.n, data: plain(alone.data) })
      }
    }
  })

  test('are counted with their former accounts among those that the events know, and say how many these do not', () => {
    const place = placeOf(1)
    const [accounts, former] = [
      [...large, 'ghost', 'gone'],
      ['a3', 'gone'],
    ]
    const segments = new Map([...(place.segments ?? []), ['SEG-1', { title: 'Large', accounts, former, note: null }] as const])
    const { beside: told, warnings } = answer(readQuery({ ...questions[1], beside }), { ...place, segments })
    expect(told?.map(({ members, former: left }) => [members, left])).toEqual([
      [3, 1],
      [3, 0],
    ])
    const missing = 'Of the 5 accounts of the segment “Large”, 2 are unknown to the events and are not counted.'
    expect(warnings.map(({ message }) => message).filter((message) => message.startsWith('Of the'))).toEqual([missing])
    const alone = answer(readQuery({ ...questions[1], where: { segment: 'SEG-1' } }), { ...place, segments })
    expect(alone.warnings).toContainEqual({ code: 'note', message: missing })
  })

  test('say who is behind each of their numbers, and those are kept as a cohort that is judged again', () => {
    const [query, place] = [readQuery({ ...questions[1], beside }), placeOf(4)]
    const first = answer(readQuery({ ...questions[1], where: { segment: 'SEG-2' } }), place).data
    const who = drilled(query, place, 'beside:1/step:1').map(({ actor }) => actor)
    expect(first).toMatchObject({ steps: [{ count: who.length }, {}] })
    expect(who.every((id) => small.includes(id))).toBe(true)
    const def = readCohort({ kind: 'cohort', def: { cell: { query, drill: 'beside:1/step:1' } } })
    expect(cohortMembers(def, place).members).toEqual(who)
    const again = answer(readQuery({ ...questions[1], beside: [{ cohort: 'starters' }, { segment: 'SEG-1' }] }), {
      ...place,
      cohorts: new Map([['starters', def]]),
    })
    expect(again.beside?.[0]).toMatchObject({ name: 'starters', counts: 'account', members: who.length, data: { steps: [{ count: who.length }, {}] } })
  })

  test('leave the hash of a question that compares nothing as it was, and need two at least', () => {
    expect(JSON.stringify(readQuery(questions[1]))).not.toContain('beside')
    expect(() => readQuery({ ...questions[1], beside: [{ segment: 'SEG-1' }] })).toThrow('beside: it has 1 entries')
    expect(() => readQuery({ ...questions[1], beside: [{ segment: 'SEG-1' }, { tier: 2 }] })).toThrow('beside[1].tier')
  })
})

test('cohorts that ask for one another in a circle are refused, also through the question behind a cell', () => {
  const cell = (name: string) => readCohort({ kind: 'cohort', def: { cell: { query: { ...questions[1], where: { cohort: name } }, drill: 'step:1' } } })
  const place = {
    ...placeOf(1),
    cohorts: new Map([
      ['a', cell('b')],
      ['b', cell('a')],
    ]),
  }
  expect(() => answer(readQuery({ ...questions[1], where: { cohort: 'a' } }), place)).toThrow('asks for itself')
})
