import { describe, expect, test } from 'vitest'
import { answer, cohortMembers, drilled, type Place } from '../answer.ts'
import { readCohort } from '../query/cohort.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { asFiled } from '../testing/asFiled.ts'
import { collector, type GivenEvent } from './collect.ts'
import { pieces, type Events } from './events.ts'
import { withoutInternal } from './internal.ts'
import { partsOf } from './stream.ts'
import { noGroups } from './where.ts'

const [start, hour] = [Date.UTC(2026, 0, 5), 3_600_000]
const ids = ['a1', 'a2', 'a3', 'ours', 'silent']
const accounts = ids.map((id, place) => ({
  id,
  created: start + place * 86_400_000,
  properties: { is_internal: id === 'ours', plan: place % 2 ? 'pro' : 'free' },
}))
const persons = ['p1', 'p2', 'bot'].map((id) => ({ id, properties: { is_service: id === 'bot', account_id: 'a1' } }))

/** Three weeks at whole hours, so that many fall on one moment; some are received late, some are nobody’s. */
function randomEvents(seed: number, isReceived: boolean): Events {
  const { below, pick } = chance(seed)
  const own = collector()
  for (let at = 0; at < 120; at++) {
    const ts = start + below(24 * 21) * hour
    const event: GivenEvent = {
      name: pick(['signed up', 'invited', 'shared', 'ping']),
      ts,
      received: isReceived ? ts + (below(4) === 0 ? below(200) * hour : 0) : null,
      person: pick(['p1', 'p2', 'p3', 'bot', null]),
      account: pick(['a1', 'a2', 'a3', 'ours', null]),
      session: seed % 3 === 0 ? pick(['s1', 's2', 's3']) : null,
      properties: { ...(below(3) > 0 ? { plan: pick(['pro', 'free']) } : {}), size: below(5) },
    }
    own.add(event)
  }
  return own.events({ account: accounts, person: persons }, new Set(['ping']))
}

const steps = ['signed up', 'invited', 'shared'].map((event) => ({ event }))
const [signed, invited, shared] = ['signed up', 'invited', 'shared'].map((event) => ({ event }))
const pro = { prop: 'event.plan', op: 'eq', value: 'pro' }
const week = { from: '2026-01-07', to: '2026-01-14' }
const whole = { from: '2026-01-05', to: '2026-02-02' }
const questions: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'funnel', steps },
  { kind: 'funnel', steps, actor: 'person', range: week, tail: 'range', compareTo: 'previous', where: pro },
  { kind: 'funnel', steps, order: 'strict', range: week },
  { kind: 'funnel', steps, order: 'unordered', breakdown: [{ by: 'event.plan' }] },
  {
    kind: 'funnel',
    steps,
    actor: 'person',
    attribution: 'first_touch',
    breakdown: [{ by: 'event.plan' }, { by: 'account.plan' }],
    where: { prop: 'event.size', op: 'gte', value: 1 },
  },
  { kind: 'funnel', steps, attribution: 'first_touch', breakdown: [{ by: 'event.size', bins: 3, limit: 2 }], range: week },
  { kind: 'funnel', steps, exclusions: [{ sel: { event: 'ping' }, after: 1, before: 2 }], holdConstant: ['event.plan'] },
  { kind: 'funnel', steps, count: 'sessions', actor: 'person' },
  { kind: 'funnel', steps, count: 'totals', view: 'over_time', unit: 'week' },
  { kind: 'funnel', steps, view: 'time_to_convert', window: { n: 1, unit: 'session' } },
  { kind: 'funnel', steps, order: 'strict', strictIgnores: [invited], breakdown: [{ by: 'account.id', limit: 2 }], view: 'time_to_convert', toStep: 3 },
  { kind: 'funnel', steps, reentry: 'first_entry', actor: 'person', breakdown: [{ by: 'event.size', limit: 2 }], attribution: 'last_touch' },
  { kind: 'funnel', steps, timeOf: 'all_completions', view: 'time_to_convert', actor: 'person', breakdown: [{ by: 'event.plan' }], attribution: 'all_events' },
  { kind: 'funnel', steps, holdConstant: ['event.plan'], breakdown: [{ by: 'person.id', limit: 3 }], attribution: { step: 2 } },
  { kind: 'stickiness', sel: { event: '*' }, breakdown: [{ by: 'event.size', limit: 2 }], actor: 'person' },
  { kind: 'retention', start: signed, back: shared, mode: 'rolling', entry: 'recurring', value: { prop: 'event.size', math: 'sum' }, actor: 'person' },
  { kind: 'activation', milestone: [{ sel: shared, times: 2 }], breakdown: [{ by: 'event.size', limit: 2 }] },
  { kind: 'activation', milestone: [{ sel: invited }], actor: 'person', breakdown: [{ by: 'person.id', limit: 2 }] },
  { kind: 'retention', start: signed, back: { event: '*' }, intervals: 4 },
  { kind: 'retention', start: signed, back: invited, entry: 'first_in_range', range: week, unit: 'day', actor: 'person' },
  {
    kind: 'retention',
    start: signed,
    back: { event: '*' },
    entry: 'first_ever_matching',
    range: week,
    breakdown: [{ by: 'event.plan' }, { by: 'event.size', bins: 2 }],
  },
  {
    kind: 'retention',
    start: { event: '*' },
    back: invited,
    entry: 'first_in_range',
    unit: 'day',
    breakdown: [{ by: 'event.size', limit: 2 }],
    interval0: 'returned',
  },
  { kind: 'retention', start: signed, back: shared, mode: 'rolling', entry: 'first_ever', where: pro, breakdown: [{ by: 'account.plan' }] },
  { kind: 'trend', series: [{ sel: { event: '*' }, math: 'active', activeDays: 28 }, { sel: signed }], range: week },
  {
    kind: 'trend',
    unit: 'month',
    series: [
      { sel: { event: '*' }, math: 'active', activeDays: 30 },
      { sel: { ...shared, where: pro }, math: 'sum', value: 'event.size' },
    ],
  },
  { kind: 'trend', unit: 'week', series: [{ sel: invited, math: 'total' }], breakdown: [{ by: 'event.plan' }], compareTo: 'previous', range: week },
  { kind: 'trend', series: [{ sel: { event: 'never sent' } }], actor: { group: 'plan' } },
  { kind: 'stickiness', sel: signed, actor: 'session' },
  { kind: 'lifecycle', sel: { event: '*' }, range: week, unit: 'day' },
  { kind: 'paths', range: week, startAt: signed },
  { kind: 'lifecycle', sel: { event: '*' }, range: week, unit: 'day', breakdown: [{ by: 'account.id', limit: 3 }] },
  { kind: 'paths', range: week, endAt: signed, breakdown: [{ by: 'person.id', limit: 3 }] },
  { kind: 'activation', milestone: [{ sel: invited }, { sel: shared, minPersons: 2 }], combine: 'sequence' },
  { kind: 'activation', t0: signed, milestone: [{ sel: shared }], actor: 'person', breakdown: [{ by: 'event.plan' }] },
  { kind: 'adoption', features: [{ name: 'Share', sel: shared, eligible: { prop: 'account.plan', op: 'eq', value: 'pro' } }], trailing: { n: 7, unit: 'day' } },
  { kind: 'adoption', features: [{ name: 'Invite', sel: invited }], actor: 'person', breakdown: [{ by: 'event.plan' }], range: week },
  { kind: 'adoption', features: [{ name: 'Share', sel: shared }], actor: 'session' },
  { kind: 'trend', series: [{ sel: signed }], where: { all: [{ cohort: 'busy' }, pro] } },
  { kind: 'funnel', steps, actor: 'person', beside: [{ cohort: 'busy' }, { cohort: 'pro users' }] },
  { kind: 'lifecycle', sel: { event: '*' }, where: { segment: 'Large', not: true } },
]

const cohorts = new Map(
  Object.entries({
    busy: { actor: { group: 'account' }, def: { did: invited, op: 'gte', times: 3, in: whole } },
    'pro users': { actor: 'person', def: { any: [{ where: pro }, { sequence: [signed, shared], window: { n: 2, unit: 'day' }, in: whole }] } },
  }).map(([name, def]) => [name, readCohort({ kind: 'cohort', ...def })] as const),
)

const placeOf = (events: Events): Place => ({
  events: withoutInternal(events),
  now: Date.UTC(2026, 2, 1),
  cohorts,
  segments: new Map([['Large', { title: 'Large', accounts: ['a1', 'silent'], former: [], note: null }]]),
})

const budgets = [200, 1500, 100_000]

describe('events in files answer as events at hand do', () => {
  test.each(questions)('whatever the budget: %j', (question) => {
    for (let seed = 0; seed < 4; seed++) {
      const events = randomEvents(seed, seed % 2 === 0)
      const asOf = [null, '2026-01-15', '2026-01-20T12:00:00Z'][seed % 3] ?? null
      const query = readQuery({ range: whole, asOf, ...question })
      const wanted = answer(query, placeOf(events))
      for (const bytes of budgets) expect(answer(query, placeOf(asFiled(events, bytes)))).toEqual(wanted)
    }
  })

  test('walks go slice by slice: no actor stands in two, each row in one, and nobody’s rows in the first', () => {
    let most = 0
    for (let seed = 0; seed < 20; seed++) {
      const events = randomEvents(seed, false)
      for (const of of ['person', 'account'] as const) {
        most = Math.max(most, [...(asFiled(events, 960).filed?.slices(of) ?? [])].length)
      }
      const rows: number[] = []
      const homes = new Map<number, number>()
      let slice = 0
      for (const own of asFiled(events, 960).filed?.slices('account') ?? []) {
        for (let row = 0; row < own.length; row++) {
          rows.push(own.seq[row] ?? -1)
          const key = own.account[row] ?? 0
          expect(homes.get(key) ?? slice).toBe(slice)
          homes.set(key, slice)
        }
        slice += 1
      }
      expect(rows.toSorted((a, b) => a - b)).toEqual([...events.seq].toSorted((a, b) => a - b))
      if (homes.has(0)) expect(homes.get(0)).toBe(0)
    }
    expect(most).toBeGreaterThan(3)
  })

  test('and name the same people behind a number, and in a cohort', () => {
    for (let seed = 0; seed < 3; seed++) {
      const events = randomEvents(seed, true)
      const [kept, filed] = [placeOf(events), placeOf(asFiled(events, 200))]
      const query = readQuery({ kind: 'funnel', range: whole, steps, actor: 'person' })
      for (const drill of ['step:1', 'step:2', 'step:3']) expect(drilled(query, filed, drill)).toEqual(drilled(query, kept, drill))
      for (const def of cohorts.values()) expect(cohortMembers(def, filed)).toEqual(cohortMembers(def, kept))
    }
  })
})

test('persons are counted once for each account, most of whom act for one, some for several, and some rows for none', () => {
  for (let seed = 0; seed < 20; seed++) {
    const { below, pick } = chance(seed)
    const own = collector()
    for (let at = 0; at < 200; at++) {
      const person = below(40)
      const home = `a${1 + (person % 3)}`
      own.add({
        name: 'shared',
        ts: start + below(24 * 21) * hour,
        received: null,
        person: `p${person}`,
        account: person % 4 === 0 ? pick([home, null, 'a1', 'a2', 'a3']) : pick([home, home, null]),
        session: null,
        properties: {},
      })
    }
    const events = own.events({ account: accounts, person: [] }, new Set())
    const query = readQuery({ kind: 'adoption', features: [{ name: 'Share', sel: shared }], minPersons: 3, range: whole })
    const wanted = answer(query, placeOf(events))
    for (const bytes of budgets) expect(answer(query, placeOf(asFiled(events, bytes)))).toEqual(wanted)
  }
})

test('a question that would read more than it said is stopped, not answered with less', () => {
  const kept = randomEvents(1, false)
  const narrowed = asFiled(kept, 1000).filed?.only({ names: ['invited'], from: start, to: start + 240 * hour }) ?? kept
  const timesIn = (events: Events, event: string, to: number) => {
    const wish = { sel: { event, where: null, label: null }, bit: 1 }
    const parts = partsOf(events, [wish], { from: start, to, knownBy: Infinity, where: null }, { ...noGroups, unknowns: new Set(), undated: null })
    return parts.flatMap(({ rows }) => [...rows].map((row) => events.ts[row]))
  }
  const stopped = new RangeError('A question reads events that it did not say it needs.')
  expect(timesIn(kept, 'invited', start + 240 * hour).length).toBeGreaterThan(0)
  expect(timesIn(narrowed, 'invited', start + 240 * hour)).toEqual(timesIn(kept, 'invited', start + 240 * hour))
  expect(() => timesIn(narrowed, 'invited', start + 241 * hour)).toThrow(stopped)
  expect(() => timesIn(narrowed, 'shared', start + hour)).toThrow(stopped)
  expect(() => timesIn(narrowed, '*', start + hour)).toThrow(stopped)
})

test('a property is read piece by piece, and every event once', () => {
  const events = randomEvents(2, true)
  const plansOf = (own: Events): string[] => {
    const { codes = [], values = [] } = own.properties.get('plan') ?? {}
    return [...codes].map((code) => String(values[code]))
  }
  const plans = Array.from(pieces(asFiled(events, 1000)), (piece) => plansOf(piece.events))
  expect(plans.flat().toSorted()).toEqual(plansOf(events).toSorted())
  expect(Math.max(...plans.map(({ length }) => length))).toBeLessThan(events.length)
})

test('a cohort in a step is judged once for a question, however many stretches are read', () => {
  let judged = 0
  class Counted extends Map<string, ReturnType<typeof readCohort>> {
    override get(name: string) {
      judged += 1
      return super.get(name)
    }
  }
  const place = { ...placeOf(asFiled(randomEvents(1, false), 200)), cohorts: new Counted(cohorts) }
  const busy = { cohort: 'busy' }
  answer(readQuery({ kind: 'funnel', range: whole, steps: [{ event: 'signed up', where: busy }, { event: 'invited' }], where: { any: [busy, pro] } }), place)
  expect(judged).toBe(1)
})

test('a step of several names is filled by any of them, also for those who come after others have come to the last step', () => {
  for (let seed = 0; seed < 10; seed++) {
    const { below, pick } = chance(seed)
    const own = collector()
    for (let at = 0; at < 150; at++)
      own.add({
        name: pick(['signed up', 'invited', 'shared', 'ping']),
        ts: start + below(24 * 21) * hour,
        received: null,
        person: `p${below(30)}`,
        account: 'a1',
        session: null,
        properties: {},
      })
    const events = own.events({ account: [], person: [] }, new Set())
    const query = readQuery({ kind: 'funnel', actor: 'person', range: whole, steps: [{ event: ['signed up', 'ping'] }, { event: ['invited', 'shared'] }] })
    const wanted = answer(query, placeOf(events))
    for (const bytes of budgets) expect(answer(query, placeOf(asFiled(events, bytes)))).toEqual(wanted)
  }
})
