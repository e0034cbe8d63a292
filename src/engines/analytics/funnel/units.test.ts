import { describe, expect, test } from 'vitest'
import { bucketsOf } from '../calendar/buckets.ts'
import { collector, type GivenEvent } from '../columns/collect.ts'
import { frameOf } from '../frame.ts'
import type { FunnelQuery } from '../query/kinds.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { referenceFunnel } from '../testing/funnelReference.ts'
import { foldedSteps, judged } from './funnel.ts'

/** Counts by session, lines of a breakdown by every attribution, and the funnel over time, against the evaluator that tries every chain. */
const minute = 60_000
const start = Date.UTC(2026, 0, 5)
const span = { from: start, to: start + 180 * minute }
const range = { from: '2026-01-05', to: '2026-01-05T03:00:00Z' }
const asOf = start + 10_000 * minute

function funnel(more: Readonly<Record<string, unknown>>): FunnelQuery {
  const steps = ['a', 'b', 'c'].map((event) => ({ event }))
  const query = readQuery({ kind: 'funnel', range, steps, window: { n: 70, unit: 'minute' }, actor: 'person', ...more })
  if (query.kind !== 'funnel') throw new Error('not a funnel')
  return query
}

function randomEvents(seed: number, hasSessions = false): GivenEvent[] {
  const { below, pick } = chance(seed)
  return Array.from({ length: 6 + below(20) }, () => {
    const person = `p${below(3)}`
    return {
      name: pick(['a', 'b', 'c', 'a', 'x']),
      ts: start + below(26) * 10 * minute + below(3) * 1000,
      person,
      account: `acc${below(2)}`,
      ...(hasSessions ? { session: below(6) === 0 ? null : `${person}/${below(3)}` } : {}),
      properties: below(4) === 0 ? {} : { plan: pick(['free', 'pro', 'team']) },
    }
  })
}

function framed(query: FunnelQuery, given: readonly GivenEvent[]) {
  const own = collector()
  for (const event of given) own.add(event)
  return frameOf(own.events(), query, asOf)
}
const counted = (query: FunnelQuery, given: readonly GivenEvent[]) => foldedSteps(query, judged(framed(query, given), query))

/** Sessions as people think of them: by the name that the source gave, else a person’s events no more than thirty minutes apart. */
function sessionsIn(given: readonly GivenEvent[]): Map<GivenEvent, string> {
  if (given.some(({ session }) => session)) return new Map(given.flatMap((event) => (event.session ? [[event, event.session]] : [])))
  const found = new Map<GivenEvent, string>()
  for (const person of new Set(given.map((event) => event.person)))
    given
      .filter((event) => event.person === person)
      .toSorted((a, b) => a.ts - b.ts)
      .reduce((last, event, at, all) => {
        const before = all[at - 1]
        const next = before && event.ts - before.ts <= 30 * minute ? last : last + 1
        found.set(event, `${String(person)}/${next}`)
        return next
      }, 0)
  return found
}

const add = (a: readonly number[], b: readonly number[]): number[] => b.map((n, at) => n + (a[at] ?? 0))
const actorOf = (query: FunnelQuery, { person, account }: GivenEvent) => (query.actor === 'person' ? person : account)

describe('sessions', () => {
  const switches = { order: ['ordered', 'strict', 'unordered'], reentry: ['any_chain', 'first_entry'], actor: ['person', { group: 'account' }] }
  const drawn = (seed: number) => Object.fromEntries(Object.entries(switches).map(([key, values], at) => [key, chance(seed * 7 + at).pick<unknown>(values)]))

  test.each([true, false])('that are counted are funnels of their own (named by the source: %s)', (isNamed) => {
    let converted = 0
    for (let seed = 0; seed < 250; seed++) {
      const given = randomEvents(seed, isNamed)
      const query = funnel({ ...drawn(seed), count: 'sessions' })
      const sessions = sessionsIn(given)
      const keyOf = (event: GivenEvent): string => `${String(actorOf(query, event))} ${sessions.get(event) ?? ''}`
      let expected = [0, 0, 0]
      for (const key of new Set([...sessions.keys()].map(keyOf))) {
        const own = [...sessions.keys()].filter((event) => keyOf(event) === key)
        expected = add(expected, referenceFunnel({ ...query, count: 'actors' }, own, span))
      }
      expect({ seed, counts: counted(query, given).steps.map(({ count }) => count) }).toEqual({ seed, counts: expected })
      converted += expected[2] ?? 0
    }
    expect(converted).toBeGreaterThan(2)
  })

  test('that bound a chain leave an actor counted once, by its best session', () => {
    for (let seed = 0; seed < 250; seed++) {
      const given = randomEvents(seed, seed % 2 === 0)
      const query = funnel({ window: { n: 1, unit: 'session' } })
      const endless = { ...query, window: { n: 52, unit: 'week' as const } }
      const sessions = sessionsIn(given)
      let expected = [0, 0, 0]
      for (const person of new Set(given.map((event) => event.person))) {
        const own = [...sessions.keys()].filter((event) => event.person === person)
        const reached = [...new Set(own.map((event) => sessions.get(event)))].map((session) =>
          referenceFunnel(
            endless,
            own.filter((event) => sessions.get(event) === session),
            span,
          ),
        )
        expected = add(
          expected,
          [0, 1, 2].map((step) => (reached.some((counts) => (counts[step] ?? 0) > 0) ? 1 : 0)),
        )
      }
      expect({ seed, counts: counted(query, given).steps.map(({ count }) => count) }).toEqual({ seed, counts: expected })
    }
  })
})

describe('the earliest of the longest chains', () => {
  const hour = 60 * minute
  const done = (name: string, at: number, session: string): GivenEvent => ({ name, ts: start + at * hour, person: 'p', session })
  const second = [done('a', 1, 's2'), done('a', 2, 's2'), done('b', 3, 's2')]
  const longest = {
    window: { n: 1, unit: 'session' },
    reentry: 'earliest_longest',
    steps: ['a', 'b'].map((event) => ({ event })),
    range: { ...range, to: '2026-01-06' },
  }
  const seconds = (given: readonly GivenEvent[]) => counted(funnel(longest), given).steps[1]?.medianSec

  test('is that of the session in which it is, whatever other sessions hold', () => {
    expect(seconds(second)).toBe(7200)
    expect(seconds([done('a', 0, 's1'), ...second])).toBe(7200)
    expect(seconds([...second, done('a', 5, 's3'), done('b', 5.5, 's3')])).toBe(7200)
  })
})

type Lines = Readonly<Record<string, readonly number[]>>
const planOf = ({ properties }: GivenEvent): string => String(properties?.['plan'] ?? '(none)')

function linesOf(query: FunnelQuery, given: readonly GivenEvent[]): Lines {
  const { breakdown } = counted(query, given)
  return Object.fromEntries(breakdown.map((line) => [String(line.breakdown[0] ?? '(none)'), line.steps.map(({ count }) => count)]))
}

/** The value that an actor is told under, by the rows that can fill a step, in the order of time and arrival. */
function touchOf(given: readonly GivenEvent[], isLast: boolean): string {
  const rows = given
    .filter(({ name, ts }) => (name === 'a' ? ts < span.to : name === 'b' || name === 'c') && ts <= span.to + 70 * minute)
    .toSorted((a, b) => a.ts - b.ts)
  const ordered = isLast ? rows.toReversed() : rows
  return planOf(ordered.find((event) => planOf(event) !== '(none)') ?? ordered[0] ?? { name: '', ts: 0 })
}

describe('lines of a breakdown', () => {
  const breakdown = [{ by: 'event.plan' }]

  test.each(['first_touch', 'last_touch'])('by %s put each actor under one value, and add up to the whole', (attribution) => {
    for (let seed = 0; seed < 300; seed++) {
      const given = randomEvents(seed)
      const query = funnel({ breakdown, attribution, reentry: chance(seed).pick(['any_chain', 'first_entry']) })
      const expected: Record<string, number[]> = {}
      for (const person of new Set(given.map((event) => event.person))) {
        const own = given.filter((event) => event.person === person)
        const counts = referenceFunnel(query, own, span)
        const line = touchOf(own, attribution === 'last_touch')
        if ((counts[0] ?? 0) > 0) expected[line] = add(expected[line] ?? [], counts)
      }
      expect({ seed, lines: linesOf(query, given) }).toEqual({ seed, lines: expected })
    }
  })

  test.each(['first_touch', 'last_touch'])('by %s look at all that an actor did, also where chains are kept apart by what is held constant', (attribution) => {
    for (let seed = 0; seed < 300; seed++) {
      const { pick } = chance(seed + 11)
      const given = randomEvents(seed).map((event) => ({ ...event, properties: { ...event.properties, site: pick(['north', 'south']) } }))
      const query = funnel({ breakdown, attribution, holdConstant: ['event.site'] })
      const expected: Record<string, number[]> = {}
      for (const person of new Set(given.map((event) => event.person))) {
        const own = given.filter((event) => event.person === person)
        const counts = referenceFunnel(query, own, span)
        const line = touchOf(own, attribution === 'last_touch')
        if ((counts[0] ?? 0) > 0) expected[line] = add(expected[line] ?? [], counts)
      }
      expect({ seed, lines: linesOf(query, given) }).toEqual({ seed, lines: expected })
    }
  })

  test('by all events are funnels of each value by itself', () => {
    for (let seed = 0; seed < 300; seed++) {
      const given = randomEvents(seed)
      const query = funnel({ breakdown, attribution: 'all_events' })
      const found = [...new Set(given.map(planOf))].map(
        (plan) =>
          [
            plan,
            referenceFunnel(
              query,
              given.filter((event) => planOf(event) === plan),
              span,
            ),
          ] as const,
      )
      expect({ seed, lines: linesOf(query, given) }).toEqual({ seed, lines: Object.fromEntries(found.filter(([, counts]) => (counts[0] ?? 0) > 0)) })
    }
  })

  /** One event of each name at most, so that there is one chain and no choice among chains. */
  const single = (seed: number): GivenEvent[] => {
    const { below, pick } = chance(seed)
    return ['p0', 'p1', 'p2', 'p3'].flatMap((person) =>
      ['a', 'b', 'c'].flatMap((name) =>
        below(5) === 0 ? [] : [{ name, person, ts: start + below(60) * minute, properties: below(4) === 0 ? {} : { plan: pick(['free', 'pro', 'team']) } }],
      ),
    )
  }

  test.each([{ step: 1 }, { step: 2 }, { step: 3 }, 'first_in_chain'])('by %j tell the value of the chain', (attribution) => {
    for (let seed = 0; seed < 300; seed++) {
      const given = single(seed)
      const query = funnel({ breakdown, attribution })
      const expected: Record<string, number[]> = {}
      for (const person of new Set(given.map((event) => event.person))) {
        const own = given.filter((event) => event.person === person)
        const counts = referenceFunnel(query, own, span)
        const chain = ['a', 'b', 'c'].filter((_, step) => (counts[step] ?? 0) > 0).flatMap((name) => own.filter((event) => event.name === name))
        if (chain.length === 0) continue
        const at = typeof attribution === 'object' ? chain[attribution.step - 1] : (chain.find((event) => planOf(event) !== '(none)') ?? chain[0])
        const line = at ? planOf(at) : '(none)'
        expected[line] = add(expected[line] ?? [], counts)
      }
      expect({ seed, lines: linesOf(query, given) }).toEqual({ seed, lines: expected })
    }
  })
})

describe('a funnel over time', () => {
  test('tells for each bucket who entered in it and came through by a chain that began there', () => {
    for (let seed = 0; seed < 250; seed++) {
      const { pick } = chance(seed + 5)
      const given = randomEvents(seed)
      const query = funnel({
        view: 'over_time',
        unit: 'hour',
        tail: pick(['window', 'range']),
        order: pick(['ordered', 'strict']),
        count: pick(['actors', 'actors', 'totals']),
        reentry: 'first_entry',
        ...(seed % 2 === 0 ? { reentry: 'any_chain', order: 'ordered' } : {}),
        fromStep: 1,
        toStep: pick([2, 3]),
      })
      const frame = framed(query, given)
      const { edges, names } = bucketsOf(span.from, span.to, 'hour', frame.calendar)
      const expected = names.map((bucket, place) => {
        const counts = referenceFunnel(query, given, span, new Set(), { from: edges[place] ?? 0, to: edges[place + 1] ?? 0 })
        const [entered = 0, converted = 0] = [counts[0], counts[(query.toStep ?? 3) - 1]]
        return { bucket, entered, converted, rate: entered === 0 ? null : converted / entered }
      })
      const found = judged(frame, query).overTime.map(({ bucket, entered, converted, rate }) => ({ bucket, entered, converted, rate }))
      expect({ seed, query, found }).toEqual({ seed, query, found: expected })
    }
  })
})
