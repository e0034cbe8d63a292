import { answer } from '#engines/analytics/answer.ts'
import { pieces, type Events } from '#engines/analytics/columns/events.ts'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { base, days, names, stepEvents } from './productEvents.ts'

const day = 86_400_000
const range = { from: '2026-01-05', to: new Date(base + days * day).toISOString().slice(0, 10) }
const code = (name: string): number => names.indexOf(name)

/** A question with its bar: ours, and the same in ClickHouse. */
export interface Case {
  readonly what: string
  readonly bar: number
  readonly ours: () => number[][]
  /** The same in ClickHouse, over a table that stands for each layout. */
  readonly theirs: (table: string) => string
  readonly tables: readonly string[]
}

const numbersOf = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value)
const listOf = (value: unknown, ...path: readonly string[]): unknown[] => [numbersOf(value, ...path)].flat()
export type Ask = (query: Readonly<Record<string, unknown>>) => unknown
export const askOf =
  (events: Events): Ask =>
  (query) =>
    answer(readQuery({ range, ...query }), { events, now: base + (days + 60) * day }).data

const funnel = (ask: Ask, actor: unknown, key: string): Pick<Case, 'ours' | 'theirs' | 'tables'> => ({
  ours: () =>
    listOf(ask({ kind: 'funnel', actor, steps: stepEvents.map(([event]) => ({ event })), window: { n: 7, unit: 'day' } }), 'steps').map((step, at) => [
      at + 1,
      Number(numbersOf(step, 'count')),
    ]),
  theirs: (table) => `SELECT step, countIf(level >= step) AS n FROM (
SELECT ${key}, windowFunnel(${7 * day})(t, ${stepEvents.map(([name], at) => `e = ${code(name)}${at === 0 ? ` AND t < ${base + days * day}` : ''}`).join(', ')}) AS level
FROM ${table} WHERE e IN (${stepEvents.map(([name]) => code(name)).join(', ')}) GROUP BY ${key}) levels ARRAY JOIN range(1, 6) AS step GROUP BY step ORDER BY step`,
  tables: [`by_${key}`, 'by_event'],
})

const [start, back] = [stepEvents[0][0], stepEvents[1][0]]
export const casesOf = (ask: Ask): readonly Case[] => [
  { what: 'funnel of 5 steps, per person', bar: 0.5, ...funnel(ask, 'person', 'person') },
  { what: 'funnel of 5 steps, per account', bar: 0.5, ...funnel(ask, { group: 'account' }, 'account') },
  {
    what: 'weekly retention 13 x 13, per person',
    bar: 0.8,
    ours: () =>
      listOf(ask({ kind: 'retention', actor: 'person', start: { event: start }, back: { event: back }, intervals: 13 }), 'cohorts')
        .flatMap((cohort, week) => listOf(cohort, 'cells').map((cell, at) => [week, at, Number(numbersOf(cell, 'n'))]))
        .filter(([week = 0, at = 0]) => at > 0 && week + at < 13),
    theirs: (table) => `SELECT s AS week, i, countIf(bitTest(m, s + i)) AS n FROM (
SELECT person, toUInt8(intDiv(minIf(t, e = ${code(start)}) - ${base}, ${7 * day})) AS s, groupBitOrIf(bitShiftLeft(toUInt32(1), toUInt8(intDiv(t - ${base}, ${7 * day}))), e = ${code(back)}) AS m
FROM ${table} WHERE e IN (${code(start)}, ${code(back)}) GROUP BY person HAVING countIf(e = ${code(start)}) > 0) a
ARRAY JOIN range(1, 13) AS i WHERE s + i < 13 GROUP BY week, i ORDER BY week, i`,
    tables: ['by_person', 'by_event'],
  },
  {
    what: 'DAU, WAU and MAU of each day',
    bar: 0.6,
    ours: () => {
      const series = [1, 7, 28].map((activeDays) => ({ sel: { event: '*' }, math: 'active', activeDays }))
      const lines = listOf(ask({ kind: 'trend', actor: 'person', series }), 'series').map((line) =>
        listOf(line, 'points').map((point) => Number(numbersOf(point, 'value'))),
      )
      return Array.from({ length: days }, (_, at) => [at, ...lines.map((line) => line[at] ?? 0)])
    },
    theirs: (table) => `SELECT day, sum(d1), sum(d7), sum(d28) FROM (
SELECT arrayJoin(range(${days})) AS day, bitAnd(bitShiftRight(m, day), toUInt128(1)) != 0 AS d1, bitAnd(bitShiftRight(m, day >= 6 ? day - 6 : 0), bitShiftLeft(toUInt128(1), least(day + 1, 7)) - 1) != 0 AS d7,
bitAnd(bitShiftRight(m, day >= 27 ? day - 27 : 0), bitShiftLeft(toUInt128(1), least(day + 1, 28)) - 1) != 0 AS d28
FROM (SELECT person, groupBitOr(bitShiftLeft(toUInt128(1), toUInt8(intDiv(t - ${base}, ${day})))) AS m FROM ${table} GROUP BY person) a) b GROUP BY day ORDER BY day`,
    tables: ['by_person', 'by_event'],
  },
  {
    what: 'adoption of 5 features, per account',
    bar: 0.8,
    ours: () =>
      listOf(
        ask({ kind: 'adoption', features: stepEvents.map(([event]) => ({ name: event, sel: { event } })), range: { from: '2026-03-30', to: range.to } }),
        'features',
      ).map((feature, at) => [at, Number(numbersOf(feature, 'adopted'))]),
    theirs: (table) =>
      `SELECT e, count() AS n FROM (SELECT account, e FROM ${table} WHERE e < 5 AND t >= ${base + (days - 28) * day} GROUP BY account, e) a GROUP BY e ORDER BY e`,
    tables: ['by_account', 'by_event'],
  },
]

export const scanOf = (ask: Ask): Case => ({
  what: 'funnel per person against a scan of three whole columns',
  bar: 2,
  ...funnel(ask, 'person', 'person'),
  theirs: (table) => `SELECT 0, sum(person) + sum(t) + sum(e) FROM ${table}`,
  tables: ['by_event'],
})

/** Reads whom the rows of the funnel name, and adds one to a cell of each: the least that a fold by person, or by account, does with a row. */
function lookedUp(events: Events, by: 'person' | 'account'): Uint32Array {
  const cells = new Uint32Array((by === 'person' ? events.persons : events.accounts).length)
  const own = events.filed?.only({ names: stepEvents.map(([event]) => event), from: -Infinity, to: Infinity }) ?? events
  for (const { events: part } of pieces(own)) {
    const ids = part[by]
    for (let row = 0; row < ids.length; row++) cells[ids[row] ?? 0] = (cells[ids[row] ?? 0] ?? 0) + 1
  }
  return cells
}

/** Reads person and time of every event, and adds them up: the least that a fold over all events does. */
function scanned(events: Events): number {
  let sum = 0
  for (const { events: part } of pieces(events)) {
    const { person, ts } = part
    for (let row = 0; row < person.length; row++) sum += (person[row] ?? 0) + (ts[row] ?? 0)
  }
  return sum
}

/** What no question of its kind can do without. */
export const leastOf = (events: Events): readonly (readonly [what: string, work: () => unknown])[] => [
  ['least: one look-up a row of the funnel, by person', () => lookedUp(events, 'person')],
  ['least: one look-up a row of the funnel, by account', () => lookedUp(events, 'account')],
  ['least: person and time of all events, added up', () => scanned(events)],
]

const [first, second, third] = stepEvents.map(([event]) => ({ event }))
const month = { from: '2026-03-01', to: '2026-03-31' }
const steps = [first, second, third]

/** One question of every kind, as people save them. */
export const savedQuestions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'trend of three events by plan': { kind: 'trend', unit: 'week', series: steps.map((sel) => ({ sel })), breakdown: [{ by: 'event.plan' }] },
  'sum of amounts by country and plan': {
    kind: 'trend',
    unit: 'week',
    series: [{ sel: first, math: 'sum', value: 'event.amount' }],
    breakdown: [{ by: 'event.country' }, { by: 'event.plan' }],
  },
  'weekly and monthly actives': { kind: 'trend', unit: 'day', series: [7, 28].map((activeDays) => ({ sel: { event: '*' }, math: 'active', activeDays })) },
  'funnel by plan': { kind: 'funnel', steps, breakdown: [{ by: 'event.plan' }] },
  'funnel, strict': { kind: 'funnel', steps, order: 'strict', range: month },
  'funnel with an exclusion': { kind: 'funnel', steps, exclusions: [{ sel: { event: 'event 1' }, after: 1, before: 2 }] },
  'funnel, the plan held constant': { kind: 'funnel', steps, holdConstant: ['event.plan'] },
  'funnel over time': { kind: 'funnel', steps, view: 'over_time', unit: 'week' },
  'funnel of all attempts, per person': { kind: 'funnel', steps, count: 'totals', actor: 'person' },
  'retention by plan': { kind: 'retention', start: first, back: { event: '*' }, breakdown: [{ by: 'event.plan' }] },
  'rolling retention, per person': { kind: 'retention', start: first, back: second, mode: 'rolling', actor: 'person' },
  stickiness: { kind: 'stickiness', sel: first },
  lifecycle: { kind: 'lifecycle', sel: { event: '*' } },
  'activation in two milestones': { kind: 'activation', milestone: [{ sel: second }, { sel: third, times: 2 }], combine: 'sequence' },
  'adoption of two features': { kind: 'adoption', features: [second, third].map((sel) => ({ name: String(sel?.event), sel })) },
  'paths from the first step, per person': { kind: 'paths', actor: 'person', startAt: first, range: { from: '2026-03-24', to: '2026-03-31' } },
}
