import { describe, expect, test } from 'vitest'
import { collector, type GivenEvent } from '../columns/collect.ts'
import { frameOf } from '../frame.ts'
import type { FunnelQuery } from '../query/kinds.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { referenceFunnel } from '../testing/funnelReference.ts'
import { foldedSteps, judged } from './funnel.ts'

const minute = 60_000
const start = Date.UTC(2026, 0, 5)
const span = { from: start, to: start + 10 * minute }
const range = { from: '2026-01-05', to: '2026-01-05T00:10:00Z' }
const passive = new Set(['ping'])

function eventsOf(given: readonly GivenEvent[]) {
  const own = collector()
  for (const event of given) own.add(event)
  return own.events({}, passive)
}

function counts(query: FunnelQuery, given: readonly GivenEvent[]): number[] {
  return foldedSteps(query, judged(frameOf(eventsOf(given), query, start + 1000 * minute), query)).steps.map(({ count }) => count)
}

function funnel(more: Readonly<Record<string, unknown>>): FunnelQuery {
  const query = readQuery({
    kind: 'funnel',
    range,
    steps: ['a', 'b', 'c'].map((event) => ({ event })),
    window: { n: 4, unit: 'minute' },
    actor: 'person',
    ...more,
  })
  if (query.kind !== 'funnel') throw new Error('not a funnel')
  return query
}

/** Events of a few persons at few moments, so that ties and window edges abound. */
function randomEvents(seed: number, names: readonly string[]): GivenEvent[] {
  const { below, pick } = chance(seed)
  return Array.from({ length: 4 + below(22) }, () => ({
    name: pick(names),
    ts: start + below(13) * minute + (below(4) === 0 ? below(3) * 500 : 0),
    person: `p${below(3)}`,
    account: `acc${below(2)}`,
    properties: below(5) === 0 ? {} : { p: 1 + below(2) },
  }))
}

const within = { n: 2, unit: 'minute' }
const axes: Readonly<Record<string, readonly unknown[]>> = {
  order: ['ordered', 'ordered', 'strict', 'unordered'],
  strictIgnores: [[], [{ event: 'x' }]],
  unorderedEntry: ['any_step', 'step_1'],
  windowEndInclusive: [true, false],
  tail: ['window', 'range'],
  reentry: ['any_chain', 'any_chain', 'first_entry', 'earliest_longest'],
  count: ['actors', 'actors', 'totals'],
  exclusions: [
    [],
    [],
    [{ sel: { event: 'x' }, after: 1, before: 2 }],
    [{ sel: { event: 'x' }, after: 1, before: 3 }],
    [
      { sel: { event: 'x' }, after: 2, before: 3 },
      { sel: { event: 'b' }, after: 1, before: 2 },
    ],
  ],
  exclusionEffect: ['remove', 'keep_entry', 'cap'],
  holdConstant: [[], [], ['event.p']],
  tieMs: [0, 1000, 60_000],
  tieOrder: ['step', 'step', 'received'],
  dedupeSameTypeInTie: [false, true],
  actor: ['person', { group: 'account' }],
  steps: [
    ['a', 'b', 'c'].map((event) => ({ event })),
    [{ event: 'a' }, { event: 'b', within }, { event: 'c', within }],
    [{ event: 'a' }, { event: 'a' }, { event: 'b' }],
    [{ event: 'a' }, { event: ['a', 'b'] }, { event: '*' }],
    [{ event: 'a' }, { event: 'b', optional: true }, { event: 'c' }],
    [{ event: 'a' }, { event: 'b', optional: true }, { event: 'c', optional: true }],
    [{ event: 'a' }, { event: 'b', optional: true, within }, { event: 'c', within }, { event: 'a', optional: true }],
    [{ event: 'a', where: { prop: 'event.p', op: 'eq', value: 1 } }, { event: 'b' }, { event: 'a' }],
  ],
}

/** A switch of every kind; what a funnel refuses is drawn again, and what the reference does not judge is left out. */
function randomQuery(seed: number): FunnelQuery | null {
  const { pick } = chance(seed)
  const drawn = Object.fromEntries(Object.entries(axes).map(([key, values]) => [key, pick(values)]))
  try {
    const query = funnel(drawn)
    const isPlain = query.exclusions.length === 0 && query.order === 'ordered'
    return query.count === 'totals' && query.reentry !== 'first_entry' && query.order !== 'unordered' && !isPlain ? null : query
  } catch {
    return null
  }
}

describe('the walks find what trying every chain finds', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('in random small cases over all switches (part %i)', (part) => {
    let judgedCases = 0
    for (let at = 0; at < 500; at++) {
      const seed = part * 100_000 + at
      const query = randomQuery(seed)
      if (!query) continue
      judgedCases++
      const events = randomEvents(seed, ['a', 'b', 'c', 'a', 'b', 'x', 'ping'])
      expect({ seed, query, counts: counts(query, events) }).toEqual({ seed, query, counts: referenceFunnel(query, events, span, passive) })
    }
    expect(judgedCases).toBeGreaterThan(150)
  })
})

describe('the laws of funnels', () => {
  const cases = Array.from({ length: 300 }, (_, seed) => randomEvents(seed + 7_000_000, ['a', 'b', 'c', 'x']))
  const last = (query: FunnelQuery, events: readonly GivenEvent[]): number => counts(query, events).at(-1) ?? 0

  test('required steps never rise', () => {
    for (const events of cases)
      for (const order of ['ordered', 'strict', 'unordered']) {
        const [a = 0, b = 0, c = 0] = counts(funnel({ order }), events)
        expect([a >= b, b >= c]).toEqual([true, true])
      }
  })

  test('the first entry finds at most what any chain finds; strict at most ordered, ordered at most unordered', () => {
    for (const events of cases) {
      expect(last(funnel({ reentry: 'first_entry' }), events)).toBeLessThanOrEqual(last(funnel({}), events))
      expect(last(funnel({ order: 'strict' }), events)).toBeLessThanOrEqual(last(funnel({}), events))
      expect(last(funnel({}), events)).toBeLessThanOrEqual(last(funnel({ order: 'unordered' }), events))
    }
  })

  test('a wider window never lowers a count, and one more exclusion never raises one', () => {
    const more = { exclusions: [{ sel: { event: 'x' }, after: 1, before: 2 }] }
    const most = { exclusions: [...more.exclusions, { sel: { event: 'x' }, after: 2, before: 3 }] }
    for (const events of cases) {
      const wide = counts(funnel({ window: { n: 6, unit: 'minute' } }), events)
      counts(funnel({}), events).forEach((count, step) => expect(count).toBeLessThanOrEqual(wide[step] ?? 0))
      for (const exclusionEffect of ['remove', 'keep_entry', 'cap']) {
        const [none, one] = [counts(funnel({}), events), counts(funnel({ ...more, exclusionEffect }), events)]
        counts(funnel({ ...most, exclusionEffect }), events).forEach((count, step) => expect(count).toBeLessThanOrEqual(one[step] ?? 0))
        one.forEach((count, step) => expect(count).toBeLessThanOrEqual(none[step] ?? 0))
      }
    }
  })

  test('an optional step takes no row from the step that must follow, however funnels are entered again', () => {
    for (const events of cases)
      for (const reentry of ['any_chain', 'first_entry', 'earliest_longest']) {
        const [a, b] = counts(funnel({ reentry, steps: [{ event: 'a' }, { event: 'b' }] }), events)
        const [first, , last] = counts(funnel({ reentry, steps: [{ event: 'a' }, { event: ['b', 'c'], optional: true }, { event: 'b' }] }), events)
        expect([first, last]).toEqual([a, b])
      }
  })

  test('the order in which rows arrive changes nothing, unless the query says so', () => {
    for (const events of cases)
      for (const order of ['ordered', 'strict', 'unordered']) expect(counts(funnel({ order }), events.toReversed())).toEqual(counts(funnel({ order }), events))
  })
})

describe('a funnel tells', () => {
  const at = (name: string, minutes: number, person: string, properties: Readonly<Record<string, unknown>> = {}): GivenEvent => ({
    name,
    ts: start + minutes * minute,
    person,
    account: 'acme',
    properties,
  })
  const events = [
    at('a', 0, 'ann', { plan: 'pro' }),
    at('b', 1, 'ann'),
    at('c', 3, 'ann'),
    at('a', 2, 'bob'),
    at('b', 5, 'bob', { plan: 'free' }),
    at('a', 9, 'cid'),
  ]
  const answer = (more: Readonly<Record<string, unknown>> = {}) => {
    const query = funnel(more)
    return foldedSteps(query, judged(frameOf(eventsOf(events), query, start + 1000 * minute), query))
  }

  test('shares, drop-off and times from step to step', () => {
    const [a, b, c] = answer().steps
    expect([a?.count, b?.count, c?.count]).toEqual([3, 2, 1])
    expect([b?.fromStart, c?.fromStart, c?.fromPrev]).toEqual([2 / 3, 1 / 3, 1 / 2])
    expect([a?.dropped, b?.dropped, c?.dropped]).toEqual([0, 1, 1])
    expect([a?.medianSec, b?.medianSec, c?.medianSec]).toEqual([null, 120, 120])
    expect(b?.ci95?.low).toBeCloseTo(0.2077, 3) // Wilson 2 of 3
  })

  test('lines of a breakdown add up to the whole, each unit under its first known value', () => {
    const { steps, breakdown } = answer({ breakdown: [{ by: 'event.plan' }] })
    expect(breakdown.map(({ breakdown: [label], steps: [own] }) => [label, own?.count])).toEqual([
      [null, 1],
      ['free', 1],
      ['pro', 1],
    ])
    expect(breakdown.reduce((sum, line) => sum + (line.steps[0]?.count ?? 0), 0)).toBe(steps[0]?.count)
  })

  test('an account is walked by the same code as a person', () => {
    expect(answer({ actor: { group: 'account' } }).steps.map(({ count }) => count)).toEqual([1, 1, 1])
  })
})
