import { describe, expect, test } from 'vitest'
import { collector, type GivenEvent, type GivenProfile } from '../columns/collect.ts'
import { frameOf, type Frame } from '../frame.ts'
import type { Kind, Query } from '../query/kinds.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { civilDay, referenceActivation, referenceLifecycle, referenceRetention, referenceStickiness, unitNumber } from '../testing/kernelReference.ts'
import { activation, newcomers } from './activation.ts'
import { lifecycle, stickiness } from './activeIntervals.ts'
import { adoption } from './adoption.ts'
import { paths, pathsIn } from './paths.ts'
import { countsOf, retained, retention } from './retention.ts'
import { trends } from './trend.ts'

const hour = 3_600_000
const asOf = Date.UTC(2027, 0, 1)

const eventsOf = (given: readonly GivenEvent[], accounts: readonly GivenProfile[] = []) => {
  const own = collector()
  for (const event of given) own.add(event)
  return own.events({ account: accounts })
}

function asked<K extends Kind>(
  kind: K,
  more: Readonly<Record<string, unknown>>,
  given: readonly GivenEvent[],
  accounts: readonly GivenProfile[] = [],
): { query: Extract<Query, { kind: K }>; frame: Frame } {
  const query = readQuery({ kind, ...more })
  if (!isOf(query, kind)) throw new Error(`not a ${kind}`)
  return { query, frame: frameOf(eventsOf(given, accounts), query, asOf) }
}
const isOf = <K extends Kind>(query: Query, kind: K): query is Extract<Query, { kind: K }> => query.kind === kind

/** Around the nights on which New York, Berlin, Beirut (at midnight) and Lord Howe (by half an hour) change their clocks, at half hours on both sides of midnight. */
function randomEvents(seed: number): GivenEvent[] {
  const { below, pick } = chance(seed)
  const start = pick([Date.UTC(2026, 2, 2), Date.UTC(2026, 2, 23), Date.UTC(2025, 9, 20)])
  return Array.from({ length: 5 + below(25) }, () => ({
    name: pick(['start', 'back', 'back', 'other']),
    ts: start + below(48 * 26) * (hour / 2),
    person: `p${below(4)}`,
    account: below(8) === 0 ? null : `a${below(3)}`,
  }))
}

const zones = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Beirut', 'Australia/Lord_Howe']
const cases = Array.from({ length: 400 }, (_, seed) => {
  const { pick } = chance(seed + 42)
  const events = randomEvents(seed)
  const tz = pick(zones)
  const first = Math.min(...events.map(({ ts }) => ts))
  const from = new Date(civilDay(first + 72 * hour, tz) * 24 * hour).toISOString().slice(0, 10)
  const to = new Date((civilDay(first, tz) + 21) * 24 * hour).toISOString().slice(0, 10)
  return { seed, pick, events, tz, range: { from, to }, actor: pick<unknown>(['person', { group: 'account' }]) }
})

describe('the kernels find what plain counting finds, across clock changes', () => {
  test('retention in every mode', () => {
    for (const { seed, pick, events, tz, range, actor } of cases) {
      const unit = pick(['day', 'week', 'month'])
      const more = {
        range,
        tz,
        actor,
        unit,
        start: { event: 'start' },
        back: { event: pick(['back', 'start']) },
        intervals: 4,
        mode: pick(['calendar', 'rolling']),
        rollingFloor: pick(['none', 'hour']),
        entry: pick(['first_ever', 'first_ever_matching', 'first_in_range', 'recurring']),
        bound: pick(['on', 'on_or_after']),
        brackets: pick([null, [1, 3, 7]]),
        interval0: pick(['starters', 'returned']),
        minOccurrences: pick([1, 2]),
        weekStart: pick(['monday', 'sunday']),
      }
      const { query, frame } = asked('retention', more, events)
      const { cohorts, mean } = retention(frame, query)
      expect({ seed, more, walked: retention(frame, query, countsOf(query, retained(frame, query))) }).toEqual({ seed, more, walked: { cohorts, mean } })
      const found = cohorts.filter(({ size }) => size > 0).map(({ size, cells }) => [size, ...cells.map(({ n }) => n)])
      const wanted = [...referenceRetention(query, events, frame.span)].toSorted(([a], [b]) => a - b).map(([, cells]) => cells)
      expect({ seed, more, found }).toEqual({ seed, more, found: wanted })
    }
  })

  test('stickiness and lifecycle', () => {
    for (const { seed, pick, events, tz, range, actor } of cases) {
      const common = { range, tz, actor, sel: { event: 'back' }, unit: pick(['day', 'week', 'month']), weekStart: pick(['monday', 'sunday']) }
      const sticky = asked('stickiness', { ...common, minOccurrences: pick([1, 2]) }, events)
      const bins = stickiness(sticky.frame, sticky.query).flatMap((line) =>
        line.bins.filter(({ actors }) => actors > 0).map(({ intervals, actors }) => [intervals, actors]),
      )
      expect({ seed, bins }).toEqual({ seed, bins: [...referenceStickiness(sticky.query, events, sticky.frame.span)].toSorted(([a], [b]) => a - b) })
      const life = asked('lifecycle', common, events)
      const known = events.filter(({ ts }) => ts < life.frame.span.to)
      const first = unitNumber(life.frame.span.from, life.query.unit, tz, life.query.weekStart)
      const { buckets } = lifecycle(life.frame, life.query)
      const wanted = referenceLifecycle(
        life.query,
        known,
        buckets.map((_, at) => first + at),
      )
      expect({ seed, buckets: buckets.map((own) => [own.new, own.returning, own.resurrecting, own.dormant]) }).toEqual({
        seed,
        buckets: wanted.map((own, at) => own.map((n, state) => (state === 3 && buckets[at]?.complete === false ? null : n + 0))),
      })
    }
  })

  test('trends: totals, different actors, rolling actors', () => {
    for (const { seed, pick, events, tz, range, actor } of cases) {
      const activeDays = pick([1, 7, 28])
      const series = [
        { sel: { event: 'back' }, math: 'total' },
        { sel: { event: 'back' }, math: 'unique' },
        { sel: { event: 'back' }, math: 'active', activeDays },
      ]
      const { query, frame } = asked('trend', { range, tz, actor, series }, events)
      const [totals, uniques, active] = (trends(frame, query)[0] ?? []).map(({ points }) => points.map(({ value }) => value))
      const days = Array.from({ length: totals?.length ?? 0 }, (_, at) => civilDay(frame.span.from, tz) + at)
      const within = (day: number, back: number): GivenEvent[] =>
        events.filter(({ name, ts }) => name === 'back' && ts < frame.span.to && civilDay(ts, tz) <= day && civilDay(ts, tz) > day - back)
      const ids = (own: readonly GivenEvent[]): number => new Set(own.flatMap(({ person, account }) => (actor === 'person' ? person : account) ?? [])).size
      expect({ seed, totals, uniques, active }).toEqual({
        seed,
        totals: days.map((day) => within(day, 1).length),
        uniques: days.map((day) => ids(within(day, 1))),
        active: days.map((day) => ids(within(day, activeDays))),
      })
    }
  })

  test('the days of a bucket that the range or the present cuts end with the last day that can hold anything', () => {
    const on = (day: string, person: string): GivenEvent => ({ name: 'back', ts: Date.parse(`${day}T12:00:00Z`), person })
    const events = [on('2026-03-02', 'old'), on('2026-03-06', 'ann'), on('2026-03-08', 'bob'), on('2026-03-20', 'late')]
    const active = (to: string, present = asOf) => {
      const series = [{ sel: { event: 'back' }, math: 'active', activeDays: 7 }]
      const { query } = asked('trend', { range: { from: '2026-03-01', to }, unit: 'month', actor: 'person', series }, events)
      return (trends(frameOf(eventsOf(events), query, present), query)[0] ?? []).flatMap(({ points }) => points.map(({ value }) => value))
    }
    expect(active('2026-03-10')).toEqual([2]) // 3 to 9 March
    expect(active('2026-04-01', Date.UTC(2026, 2, 9, 18))).toEqual([2])
    expect(active('2026-04-01')).toEqual([0]) // 25 to 31 March
  })

  test('activation, with several milestones in any combination', () => {
    for (const { seed, pick, events, tz, range } of cases) {
      const milestone = [{ sel: { event: 'back' }, times: pick([1, 2]), minPersons: pick([1, 2]) }, { sel: { event: 'other' } }]
      const { query, frame } = asked(
        'activation',
        { range, tz, actor: { group: 'account' }, t0: { event: 'start' }, milestone, combine: pick(['all', 'any', 'sequence']) },
        events,
      )
      const byTime = (a: { start: number; reached: number | null }, b: { start: number; reached: number | null }): number =>
        a.start - b.start || (a.reached ?? 0) - (b.reached ?? 0)
      const found = newcomers(frame, query)
        .newcomers.map(({ start, reached }) => ({ start, reached }))
        .toSorted(byTime)
      expect({ seed, found }).toEqual({ seed, found: referenceActivation(query, events, frame.span).toSorted(byTime) })
    }
  })
})

describe('worked by hand', () => {
  const at = (name: string, day: number, person: string, account: string, properties: Readonly<Record<string, unknown>> = {}): GivenEvent => ({
    name,
    ts: Date.UTC(2026, 0, day, 12),
    person,
    account,
    properties,
  })
  const january = { from: '2026-01-05', to: '2026-02-02' }

  test('Kaplan and Meier: times to value 6, 6, 6, 7, 10, 13, 16, 22, 23 and twelve censored (Freireich 1963, the 6-MP arm) have their median at 23', () => {
    const events = [6, 6, 6, 7, 10, 13, 16, 22, 23].map((weeks, place) => ({ start: `e${place}`, weeks, isEvent: true }))
    const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((weeks, place) => ({ start: `c${place}`, weeks, isEvent: false }))
    const given = [...events, ...censored].flatMap(({ start, weeks, isEvent }): GivenEvent[] => {
      const born = asOf - (isEvent ? 40 : weeks) * 7 * 24 * hour
      return [{ name: 'born', ts: born, account: start }, ...(isEvent ? [{ name: 'value', ts: born + weeks * 7 * 24 * hour, account: start }] : [])]
    })
    const { query, frame } = asked(
      'activation',
      { range: { from: '2025-01-01', to: '2027-01-01' }, t0: { event: 'born' }, milestone: [{ sel: { event: 'value' } }] },
      given,
    )
    const { ttv } = activation(frame, query, newcomers(frame, query))
    expect(ttv.median).toBe(23 * 7 * 86_400)
    expect(ttv.p75).toBeNull()
    expect(ttv.censored).toBe(12)
    expect(ttv.curve.map(({ notYet }) => Math.round(notYet * 1000) / 1000)).toEqual([0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]) // Kleinbaum and Klein, Survival Analysis, table 2.1
  })

  test('adoption counts eligible accounts, not those that happened to come', () => {
    const accounts = [
      { id: 'acme', properties: { plan: 'pro' } },
      { id: 'beta', properties: { plan: 'pro' } },
      { id: 'cosy', properties: { plan: 'free' } },
      { id: 'dune', properties: { plan: 'pro' } },
    ]
    const created = accounts.map((each) => ({ ...each, created: Date.UTC(2025, 0, 1) }))
    const events = [at('export', 20, 'ann', 'acme'), at('export', 21, 'bob', 'acme'), at('export', 22, 'cid', 'cosy'), at('export', 23, 'dan', 'beta')]
    const eligible = { prop: 'account.plan', op: 'eq', value: 'pro' }
    const { query, frame } = asked(
      'adoption',
      { range: january, features: [{ name: 'Export', sel: { event: 'export' }, eligible }], minPersons: 2 },
      events,
      created,
    )
    const [feature] = adoption(frame, query)
    expect(feature).toMatchObject({ eligible: 3, adopted: 1, rate: 1 / 3, depthMedian: 2, personsPerAccount: 2 })
    expect(feature?.trend.map(({ adopted }) => adopted)).toEqual([0, 0, 1, 1])
  })

  test('paths are cut by a pause, begin at an event, and gather the rare under Other', () => {
    const walk = (person: string, names: readonly string[], start: number): GivenEvent[] =>
      names.map((name, place) => ({ name, ts: start + place * 60_000, person, account: 'acme' }))
    const start = Date.UTC(2026, 0, 10)
    const events = [
      ...walk('ann', ['home', 'list', 'list', 'export'], start),
      ...walk('bob', ['home', 'help'], start),
      ...walk('ann', ['home', 'list'], start + 5 * hour),
    ]
    const { query, frame } = asked('paths', { actor: 'person', range: january, startAt: { event: 'home' }, topPerLevel: 1 }, events)
    const { nodes, links } = paths(query, pathsIn(frame, query))
    expect(nodes).toEqual([
      { level: 0, name: 'home', n: 3 },
      { level: 1, name: 'list', n: 2 },
      { level: 1, name: 'Other', n: 1 },
      { level: 2, name: 'export', n: 1 },
    ])
    expect(links.map(({ from, to, n, medianSec }) => [from, to, n, medianSec])).toEqual([
      ['home', 'list', 2, 60],
      ['home', 'Other', 1, 60],
      ['list', 'export', 1, 120],
    ])
  })

  test('retention by an account’s property, and of revenue', () => {
    const accounts = [
      { id: 'acme', properties: { plan: 'pro' } },
      { id: 'beta', properties: { plan: 'free' } },
    ]
    const events = [
      at('start', 6, 'ann', 'acme'),
      at('start', 7, 'bob', 'beta'),
      at('pay', 13, 'ann', 'acme', { amount: 30 }),
      at('pay', 14, 'ann', 'acme', { amount: 12 }),
      at('pay', 21, 'bob', 'beta', { amount: 5 }),
    ]
    const more = {
      range: january,
      start: { event: 'start' },
      back: { event: 'pay' },
      intervals: 3,
      breakdown: [{ by: 'account.plan' }],
      value: { prop: 'event.amount', math: 'sum' },
    }
    const { query, frame } = asked('retention', more, events, accounts)
    const { cohorts, mean, lines } = retention(frame, query)
    const told = cohorts.filter(({ size }) => size > 0).map(({ breakdown, cells }) => [breakdown[0], cells.map(({ n }) => n), cells.map(({ value }) => value)])
    expect(told).toEqual([
      ['free', [1, 0, 1], [0, 0, 5]],
      ['pro', [1, 1, 0], [0, 42, 0]],
    ])
    expect(mean.map(({ rate }) => rate)).toEqual([1, 0.5, 0.5])
    expect(lines?.map((line) => [line.breakdown[0], line.size, line.mean.map(({ n, rate }) => [n, rate])])).toEqual([
      [
        'free',
        1,
        [
          [1, 1],
          [0, 0],
          [1, 1],
        ],
      ],
      [
        'pro',
        1,
        [
          [1, 1],
          [1, 1],
          [0, 0],
        ],
      ],
    ])
  })

  test('who is gone is not known while an interval runs, nor where the range cuts it', () => {
    const events = [at('open', 6, 'ann', 'acme'), at('open', 13, 'ann', 'acme'), at('open', 22, 'ann', 'acme'), at('open', 7, 'bob', 'beta')]
    const told = (range: unknown) => {
      const { query, frame } = asked('lifecycle', { range, sel: { event: 'open' } }, events)
      return lifecycle(frame, query).buckets.map(({ complete, returning, dormant }) => [complete, returning, dormant])
    }
    expect(told({ from: '2026-01-12', to: '2026-01-26' })).toEqual([
      [true, 1, -1],
      [true, 1, 0],
    ])
    expect(told({ from: '2026-01-12', to: '2026-01-21' })).toEqual([
      [true, 1, -1],
      [false, 0, null],
    ])
  })

  test('what came in with the entry is the base of retention by value, though the entry is no return', () => {
    const events = [
      at('pay', 6, 'ann', 'acme', { amount: 100 }),
      at('pay', 13, 'ann', 'acme', { amount: 80 }),
      at('pay', 20, 'ann', 'acme', { amount: 60 }),
      at('pay', 7, 'bob', 'beta', { amount: 50 }),
    ]
    const worth = (more: Readonly<Record<string, unknown>>) => {
      const { query, frame } = asked('retention', { range: january, start: { event: 'pay' }, back: { event: 'pay' }, intervals: 3, ...more }, events)
      const [cohort] = retention(frame, query).cohorts.filter(({ size }) => size > 0)
      return cohort?.cells.map(({ n, value }) => [n, value])
    }
    const [sum, avg] = ['sum', 'avg'].map((math) => ({ value: { prop: 'event.amount', math } }))
    expect(worth({ ...sum })).toEqual([
      [2, 150],
      [1, 80],
      [1, 60],
    ])
    expect(worth({ ...sum, cumulativeValue: true })?.map(([, value]) => value)).toEqual([150, 230, 290])
    expect(worth({ ...avg })?.map(([, value]) => value)).toEqual([75, 80, 60])
    expect(worth({ ...avg, cumulativeValue: true })?.map(([, value]) => value)).toEqual([75, 230 / 3, 290 / 4])
    expect(worth({ ...sum, interval0: 'returned' })).toEqual([
      [0, 0],
      [1, 80],
      [1, 60],
    ])
  })

  test('a formula over series, beside the stretch before', () => {
    const events = [at('open', 6, 'ann', 'acme'), at('done', 6, 'ann', 'acme'), at('open', 6, 'bob', 'beta'), at('open', 1, 'bob', 'beta')]
    const series = ['done', 'open'].map((event) => ({ sel: { event }, math: 'total' }))
    const { query, frame } = asked(
      'trend',
      { range: { from: '2026-01-05', to: '2026-01-08' }, series, formula: 'A / B * (100 - 0)', compareTo: 'previous' },
      events,
    )
    expect(trends(frame, query)[0]?.[0]?.points.map(({ value }) => value)).toEqual([null, 50, null])
    expect(trends(frame, query)[1]?.[0]?.points).toHaveLength(3)
  })
})
