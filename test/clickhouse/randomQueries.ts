import type { GivenEvent } from '#engines/analytics/columns/collect.ts'
import { readCohort } from '#engines/analytics/query/cohort.ts'
import { chance } from '#engines/analytics/testing/chance.ts'
import { propertyCohorts, randomProperties } from './randomProperties.ts'

const hour = 3_600_000
/** Around the night of 29 March 2026, when Berlin changes its clocks, and Beirut has no midnight. */
export const start = Date.UTC(2026, 2, 16)
export const now = Date.UTC(2026, 4, 1)

/** Many events at whole half hours (every other time at one of four moments in each eight), so that several fall on one moment; some without an account or a person; some that arrive late. */
export function randomEvents(seed: number, n = 1500): (GivenEvent & { readonly id: string; readonly props: string })[] {
  const { below, pick } = chance(seed)
  const own = chance(seed + 1000)
  const events = Array.from({ length: n }, (_, place) => {
    const ts = start + (seed % 2 === 0 ? below(48 * 30) * (hour / 2) : below(90) * 8 * hour + below(4) * 300)
    return {
      id: `e${String(place).padStart(6, '0')}`,
      name: pick(['start', 'back', 'back', 'other', "it's \\ odd"]),
      ts,
      received: below(6) === 0 ? ts + below(40) * 24 * hour : ts,
      person: below(12) === 0 ? null : `p${below(40)}`,
      account: below(9) === 0 ? null : `acc ${below(12)}`,
      ...randomProperties(own),
    }
  })
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  return events.toSorted((a, b) => compare(a.name, b.name) || a.ts - b.ts || a.received - b.received || compare(a.id, b.id))
}

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Beirut']
const actors = ['person', { group: 'account' }]

function common(seed: number) {
  const { pick, below } = chance(seed + 7)
  const from = 17 + below(8)
  return {
    tz: pick(zones),
    weekStart: pick(['monday', 'sunday']),
    actor: pick<unknown>(actors),
    range: pick<unknown>([
      { from: `2026-03-${from}`, to: `2026-04-${String(1 + below(12)).padStart(2, '0')}` },
      { last: 3, unit: 'week', includeCurrent: true },
    ]),
    asOf: pick([null, '2026-04-05', '2026-04-09T12:30:00Z']),
    where: pick<unknown>([
      null,
      null,
      { segment: 'Large' },
      { segment: 'Large', not: true },
      { all: [{ segment: 'Large' }, { segment: 'None', not: true }] },
      { segment: 'None' },
      ...cohortFilters,
    ]),
    ...(pick([false, false, true]) ? { compareTo: 'previous' } : {}),
  }
}

/** Which persons belong to an account is told by the embedded store alone. */
function withoutAccounts(seed: number) {
  const own = common(seed)
  return /Large|None|often|silent|named|mixed|nested|others/.test(JSON.stringify(own.where)) ? { ...own, where: null } : own
}

/** Accounts of saved segments; one of them is our own, and two the events do not know. */
export const segments = new Map(
  [
    { title: 'Large', accounts: ['acc 1', 'acc 3', 'acc 5', 'acc 8', 'ghost', 'gone'] },
    { title: 'None', accounts: [] },
  ].map(({ title, accounts }) => [title, { title, accounts, former: [], note: title === 'None' ? 'The segment “None” is retired.' : null }]),
)

const march = { from: '2026-03-16', to: '2026-04-02' }

/** Saved cohorts by their names: of both kinds, by what was done and what was not, by name, by other groups, and by mixes of these. */
const definitions: Readonly<Record<string, unknown>> = {
  often: { kind: 'cohort', def: { did: { event: ['start', 'back'] }, op: 'gte', times: 30, in: march } },
  twice: { kind: 'cohort', actor: 'person', tz: 'Europe/Berlin', def: { did: { event: "it's \\ odd" }, op: 'eq', times: 2, in: { last: 3, unit: 'week' } } },
  seldom: { kind: 'cohort', actor: 'person', def: { did: { event: '*' }, op: 'lte', times: 12, in: march } },
  silent: { kind: 'cohort', def: { notDid: { event: 'never sent' }, in: march } },
  named: { kind: 'cohort', def: { ids: ['acc 1', 'acc 2', 'acc 5', 'ghost'] } },
  mixed: { kind: 'cohort', def: { any: [{ all: [{ ids: ['acc 7', 'acc 9'] }, { not: { notDid: { event: 'start' }, in: march } }] }, { cohort: 'often' }] } },
  nested: {
    kind: 'cohort',
    def: {
      not: {
        any: [{ where: { not: { any: [{ cohort: 'silent', not: true }, { cohort: 'named' }] } } }, { not: { ids: ['acc 0', 'acc 2', 'acc 11', 'acc 13'] } }],
      },
    },
  },
  strangers: { kind: 'cohort', actor: 'person', def: { any: [{ not: { ids: ['p1', 'p3', 'p9'] } }, { ids: ['p3'] }] } },
  others: {
    kind: 'cohort',
    def: { all: [{ where: { segment: 'Large', not: true } }, { where: { any: [{ cohort: 'named', not: true }, { not: { segment: 'Large' } }] } }] },
  },
}
export const cohorts = new Map(Object.entries({ ...definitions, ...propertyCohorts }).map(([name, definition]) => [name, readCohort(definition)]))

const cohortFilters = [
  ...Object.keys(definitions).flatMap((cohort) => [{ cohort }, { cohort, not: true }]),
  { all: [{ segment: 'Large' }, { cohort: 'often' }] },
  { all: [{ cohort: 'mixed' }, { cohort: 'seldom', not: true }] },
]

const names = ['start', 'back', 'other', "it's \\ odd", 'never sent']

/** One random query of each supported kind, for each seed. */
export const makers: Readonly<Record<string, (seed: number) => Readonly<Record<string, unknown>>>> = {
  trend: (seed) => {
    const { pick } = chance(seed)
    const event = pick<unknown>(['*', 'start', ['back', 'other'], 'never sent'])
    const series = (math: string, more = {}) => ({ sel: { event }, math, ...more })
    return {
      kind: 'trend',
      ...common(seed),
      unit: pick(['hour', 'day', 'day', 'week', 'month']),
      series: [series('total'), series('unique'), series('per_actor_avg'), series('active', { activeDays: pick([1, 7, 28]) })],
      cumulative: pick([false, false, true]),
      formula: pick([null, null, 'A / B', '(A - B) * 100 / A']),
    }
  },
  funnel: (seed) => {
    const { pick, below } = chance(seed)
    const list = pick([
      ['start', 'back', 'other'],
      ['back', 'start'],
      ["it's \\ odd", 'back', 'start', 'other'],
    ])
    return {
      kind: 'funnel',
      ...common(seed),
      steps: list.map((event, place) => ({ event: place === 1 && list.length < 4 ? [event, 'never sent'] : event })),
      window: pick<unknown>([
        { n: 1 + below(40), unit: 'hour' },
        { n: 7, unit: 'day' },
        { n: 30, unit: 'minute' },
      ]),
      windowEndInclusive: pick([true, false]),
      tail: pick(['window', 'range']),
      view: pick(['steps', 'time_to_convert']),
    }
  },
  retention: (seed) => {
    const { pick } = chance(seed)
    return {
      kind: 'retention',
      ...common(seed),
      start: { event: 'start' },
      back: { event: pick<unknown>(['back', 'start', '*', ['back', 'other']]) },
      unit: pick(['day', 'week', 'month']),
      intervals: pick([1, 4, 6]),
      mode: pick(['calendar', 'rolling']),
      rollingFloor: pick(['none', 'hour']),
      entry: pick(['first_ever', 'first_ever_matching', 'first_in_range', 'recurring']),
      bound: pick(['on', 'on_or_after']),
      brackets: pick([null, null, [1, 3, 7]]),
      interval0: pick(['starters', 'returned']),
      minOccurrences: pick([1, 1, 2]),
      incomplete: pick(['mark', 'hide', 'include']),
    }
  },
  stickiness: (seed) => {
    const { pick } = chance(seed)
    return {
      kind: 'stickiness',
      ...common(seed),
      sel: { event: pick(names) },
      unit: pick(['hour', 'day', 'week']),
      minOccurrences: pick([1, 2]),
      cumulative: pick([true, false]),
    }
  },
  lifecycle: (seed) => {
    const { pick } = chance(seed)
    return { kind: 'lifecycle', ...common(seed), sel: { event: pick<unknown>(['back', '*', 'start']) }, unit: pick(['day', 'week', 'month']) }
  },
  paths: (seed) => {
    const { pick } = chance(seed + 40_000)
    return {
      kind: 'paths',
      ...common(seed),
      ...pick<object>([{}, {}, { include: { event: ['start', 'back', "it's \\ odd"] } }, { include: { event: 'never sent' } }]),
      startAt: pick<unknown>([null, null, { event: 'start' }, { event: ['other', 'back'] }]),
      endAt: pick<unknown>([null, null, { event: 'back' }, { event: ["it's \\ odd", 'other'] }]),
      maxSteps: pick([2, 3, 5, 8]),
      gap: pick<unknown>([
        { n: 30, unit: 'minute' },
        { n: 8, unit: 'hour' },
        { n: 1, unit: 'day' },
        { n: 1, unit: 'session' },
      ]),
      collapseRepeats: pick([true, true, false]),
      clean: pick<unknown>([[], [], [{ regex: '^(start|back)$', to: 'Other' }], [{ regex: 't.*', to: '' }]]),
      topPerLevel: pick([1, 2, 3, 10]),
      minCount: pick([1, 1, 4]),
    }
  },
  activation: (seed) => {
    const { pick, below } = chance(seed + 60_000)
    const actor = pick<unknown>(actors)
    return {
      kind: 'activation',
      ...(actor === 'person' ? withoutAccounts(seed) : common(seed)),
      actor,
      t0: pick<unknown>(['actor_created', 'actor_created', { event: 'start' }, { event: ['back', 'never sent'] }, { event: '*' }]),
      within: { n: 1 + below(12), unit: pick(['hour', 'day', 'day']) },
      milestone: Array.from({ length: 1 + below(3) }, () => ({
        sel: { event: pick<unknown>(['back', 'other', '*', ["it's \\ odd", 'start']]) },
        times: 1 + below(4),
        minPersons: actor === 'person' ? 1 : 1 + below(3),
      })),
      combine: pick(['all', 'any', 'sequence']),
      maturedOnly: pick([true, false]),
      unit: pick(['day', 'week', 'month']),
    }
  },
  adoption: (seed) => {
    const { pick } = chance(seed)
    const actor = pick<unknown>(actors)
    return {
      kind: 'adoption',
      ...(actor === 'person' ? withoutAccounts(seed) : common(seed)),
      actor,
      features: [
        { name: 'Back', sel: { event: 'back' } },
        { name: 'Odd', sel: { event: ["it's \\ odd", 'other'] } },
      ],
      minTimes: pick([1, 3]),
      minPersons: actor === 'person' ? 1 : pick([1, 2]),
      trailing: { n: pick([7, 28]), unit: 'day' },
    }
  },
}
