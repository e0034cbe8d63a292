import { bucketActors, conversionTimes, foldedSteps, funnelActors, funnelOverTime, funnelSteps, judged } from './funnel/funnel.ts'
import { folding } from './funnel/tally.ts'
import { frameOf, type Frame } from './frame.ts'
import { instantIn, spanBefore } from './calendar/span.ts'
import type { Events } from './columns/events.ts'
import { propertiesOf } from './columns/profile.ts'
import type { Cohort } from './columns/where.ts'
import { activation, newcomers } from './kernels/activation.ts'
import { activeCounts, lifecycle, lifecycleStates, standings, stickiness } from './kernels/activeIntervals.ts'
import { adoption, usesOf } from './kernels/adoption.ts'
import { membersOf } from './kernels/cohort.ts'
import { linkActors, paths, pathsIn } from './kernels/paths.ts'
import { retained, retention } from './kernels/retention.ts'
import { compared, pointActors, trend } from './kernels/trend.ts'
import { readCohort, type CohortDef } from './query/cohort.ts'
import type { Query } from './query/kinds.ts'
import type { Scalar } from './query/parts.ts'
import { millisOf } from './query/parts.ts'
import { hashOf } from './query/resolve.ts'
import { histogram, meanOf, quantile } from './quantile.ts'
import { QueryRefusal } from './refusal.ts'

export interface Warning {
  readonly code: 'unknown' | 'open' | 'note'
  readonly message: string
}

/** What an answer says besides its numbers: the whole query, what was read, as of when, and what to mind. */
export interface Answer {
  readonly query: Query
  readonly hash: string
  readonly asOf: string
  readonly tz: string
  /** The range as instants, half open. */
  readonly span: Stretch
  /** The same question over the stretch that it is compared with; a trend has its own lines for it in `data`. */
  readonly compare?: { readonly span: Stretch; readonly data: unknown }
  /** Does the range, or a window that began in it, reach beyond `asOf`? */
  readonly partial: boolean
  readonly warnings: readonly Warning[]
  /** Rows of events that were folded. */
  readonly n: number
  readonly cost: { readonly rowsRead: number; readonly engine: 'kernel' | 'clickhouse' }
  readonly data: unknown
}

export interface Stretch {
  readonly from: string
  readonly to: string
}

export interface Place {
  readonly events: Events
  /** Milliseconds: what is taken for now. A query’s own `asOf` goes before. */
  readonly now: number
  /** Saved cohorts by name. */
  readonly cohorts?: ReadonlyMap<string, CohortDef>
}

/** Answers a query that was read. The same events and the same `asOf` give the same answer at any hour. */
export function answer(query: Query, place: Place): Answer {
  const frame = framed(query, place)
  const data = dataOf(frame, query)
  return headed(frame, query, { data, n: frame.read.rows, engine: 'kernel', compare: comparedWith(frame, query) })
}

/** What an answer is made of besides its question. */
export interface Found {
  /** Rows of events that were folded. */
  readonly n: number
  readonly engine: Answer['cost']['engine']
  readonly data: unknown
  readonly compare: { readonly span: Frame['span']; readonly data: unknown } | null
}

/** Numbers under the head that every answer bears: the query, its stretch of time, what is open and what was not found. */
export function headed(frame: Frame, query: Query, { n, engine, data, compare }: Found): Answer {
  const { asOf, span, around, notes } = frame
  const partial =
    span.to > asOf ||
    (query.kind === 'funnel' && query.tail === 'window' && query.window.unit !== 'session' && span.to + millisOf(query.window, 'window') > asOf)
  const warnings: Warning[] = [
    ...[...around.unknowns].toSorted().map((name) => ({ code: 'unknown' as const, message: `Nothing in these events is called ${name}.` })),
    ...[...notes].map((message) => ({ code: 'note' as const, message })),
    ...(partial ? [{ code: 'open' as const, message: 'The newest part is not over: later events may still change it.' }] : []),
  ]
  return {
    query,
    hash: hashOf(query),
    asOf: new Date(asOf).toISOString(),
    tz: query.tz,
    span: stretchOf(span),
    ...(compare ? { compare: { span: stretchOf(compare.span), data: compare.data } } : {}),
    partial,
    warnings,
    n,
    cost: { rowsRead: n, engine },
    data,
  }
}

const stretchOf = ({ from, to }: Frame['span']): Stretch => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })

function comparedWith(frame: Frame, query: Query): Found['compare'] {
  if (query.compareTo === null || query.kind === 'trend') return null
  const own = beforeOf(frame, query.compareTo)
  return { span: own.span, data: asBefore(dataOf({ ...own, read: { rows: 0 } }, query)) }
}

const beforeOf = (frame: Frame, compareTo: NonNullable<Query['compareTo']>): Frame => ({
  ...frame,
  span: spanBefore(frame.query.range, frame.span, compareTo, frame.asOf, frame.calendar),
})

const before = 'before/'

/** Numbers of the other stretch name those behind them apart from those of this one. */
export function asBefore(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(asBefore)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, own]) => [key, key === 'drill' ? `${before}${String(own)}` : asBefore(own)]))
}

function framed(query: Query, { events, now, cohorts }: Place): Frame {
  const asOf = query.asOf === null ? now : asOfIn(query.asOf, query.tz)
  const open = new Set<string>()
  const cohort = (name: string): Cohort | undefined => {
    const def = cohorts?.get(name)
    if (!def) return undefined
    if (open.has(name)) throw new QueryRefusal('where', `the cohort “${name}” asks for itself.`, 'Break the circle in its definition.')
    open.add(name)
    const members = membersOf(def, {
      events,
      asOf,
      cohort,
      drilled: (own, drill, side) => drilled(own, { events, now: asOf }, drill, side).map(({ key }) => key),
    })
    open.delete(name)
    return members
  }
  return frameOf(events, query, asOf, cohort)
}

/** A day as `asOf` means its end. */
export const asOfIn = (text: string, tz: string): number => (text.length === 10 ? instantIn(`${text}T23:59:59.999`, tz, 'asOf') : instantIn(text, tz, 'asOf'))

function dataOf(frame: Frame, query: Query): unknown {
  switch (query.kind) {
    case 'trend':
      return { series: trend(frame, query), compare: asBefore(compared(frame, query)) }
    case 'funnel':
      return funnelAnswer(frame, query)
    case 'retention':
      return retention(frame, query)
    case 'stickiness':
      return query.breakdown.length === 0 ? { bins: stickiness(frame, query)[0]?.bins ?? [] } : { breakdown: stickiness(frame, query) }
    case 'lifecycle':
      return { buckets: lifecycle(frame, query) }
    case 'paths':
      return paths(query, pathsIn(frame, query))
    case 'activation':
      return activation(frame, query, newcomers(frame, query))
    case 'adoption':
      return { features: adoption(frame, query) }
  }
}

function funnelAnswer(frame: Frame, query: Extract<Query, { kind: 'funnel' }>): unknown {
  const folded =
    query.view === 'over_time' || query.timeOf === 'all_completions' || (query.view === 'time_to_convert' && query.fromStep > 1) ? null : folding(frame, query)
  const own = folded ? null : judged(frame, query)
  const whole = folded ? foldedSteps(query, folded) : own ? funnelSteps(query, own) : null
  if (query.view === 'steps') return whole
  if (query.view === 'over_time') return { ...whole, over_time: own && funnelOverTime(frame, query, own) }
  const last = (query.toStep ?? query.steps.length) - 1
  const times = folded ? folded.until(last) : own ? conversionTimes(frame, query, own) : []
  return { ...whole, time_to_convert: timesOf(times) }
}

/** Seconds to convert, ascending, as a histogram with its median, mean and 90th percentile. */
export const timesOf = (times: readonly number[]) => ({
  bins: histogram(times, 20),
  median: quantile(times, 0.5),
  mean: meanOf(times),
  p90: quantile(times, 0.9),
  n: times.length,
})

/** An actor behind a number. */
export interface Drilled {
  readonly key: number
  readonly actor: string
  readonly properties: Readonly<Record<string, Scalar>>
  /** Where a chain was walked: its events, with name and time. */
  readonly chain?: readonly { readonly event: string; readonly at: string }[]
}

/** The actors behind a number of an answer, named by its `drill`. `side` dropped: those that came to the step before and no further. */
export function drilled(query: Query, place: Place, drill: string, side: 'in' | 'dropped' = 'in'): Drilled[] {
  const whole = framed(query, place)
  const isBefore = drill.startsWith(before) && query.compareTo !== null
  const frame = isBefore && query.compareTo !== null ? beforeOf(whole, query.compareTo) : whole
  const parts = (isBefore ? drill.slice(before.length) : drill).split(':')
  const found = behind(frame, query, parts, side)
  if (found === null) throw new QueryRefusal('drill', `“${drill}” names no number of this answer.`, 'Take it from the answer as it is.')
  const owner = query.actor === 'person' ? 'person' : 'account'
  const { events, actors } = frame
  const isKnown = query.actor === 'person' || (typeof query.actor === 'object' && query.actor.group === 'account')
  return found
    .map(({ actor, rows }) => ({
      key: actor,
      actor: actors.idOf(actor),
      properties: isKnown ? propertiesOf(events.profiles[owner], actor) : {},
      ...(rows ? { chain: rows.map((row) => ({ event: events.names[events.name[row] ?? 0] ?? '', at: new Date(events.ts[row] ?? 0).toISOString() })) } : {}),
    }))
    .toSorted((a, b) => (a.actor < b.actor ? -1 : 1))
}

type Behind = readonly { readonly actor: number; readonly rows?: readonly number[] }[]
const only = (actors: readonly number[]): Behind => [...new Set(actors)].map((actor) => ({ actor }))

function behind(frame: Frame, query: Query, [what = '', first = '', second = '', third = '']: readonly string[], side: 'in' | 'dropped'): Behind | null {
  if (query.kind === 'funnel' && what === 'step') {
    const [step, line] = first.split('@')
    return funnelActors(query, judged(frame, query), Number(step) - 1, line === undefined ? null : Number(line), side)
  }
  if (query.kind === 'retention' && what === 'cell') {
    const interval = Number(third)
    const entries = retained(frame, query).entries.filter(({ label, cohort }) => label === Number(first) && cohort === Number(second))
    const isIn = interval === 0 && query.interval0 === 'starters'
    return only(entries.filter(({ returned }) => (isIn || returned[interval] === 1) === (side === 'in')).map(({ actor }) => actor))
  }
  if (query.kind === 'stickiness' && what === 'bin')
    return only(
      activeCounts(frame, query)
        .counts.filter(({ label, intervals }) => label === Number(first) && intervals === Number(second))
        .map(({ actor }) => actor),
    )
  if (query.kind === 'trend' && what === 'point') {
    const actors = pointActors(frame, query, [first, second, third].map(Number))
    return actors && only(actors)
  }
  if (query.kind === 'funnel' && what === 'entered') return only(bucketActors(frame, query, judged(frame, query), Number(first), side))
  if (query.kind === 'lifecycle' && what === 'state') return lifecycleActors(frame, query, first, second)
  if (query.kind === 'paths' && what === 'link')
    return only(linkActors(query, pathsIn(frame, query), Number(first), decodeURIComponent(second), decodeURIComponent(third)))
  if (query.kind === 'adoption' && what === 'feature') {
    const { uses } = usesOf(frame, query, Number(first), Math.min(frame.span.to, frame.asOf + 1))
    return only(uses.filter(({ label, isAdopter }) => label === Number(second) && isAdopter === (side === 'in')).map(({ actor }) => actor))
  }
  if (query.kind === 'activation' && what === 'cohort') {
    const within = millisOf(query.within, 'within')
    const own = newcomers(frame, query).newcomers.filter(({ label, cohort }) => first === '' || (label === Number(first) && cohort === Number(second)))
    return only(own.filter(({ start, reached }) => (reached !== null && reached - start <= within) === (side === 'in')).map(({ actor }) => actor))
  }
  return null
}

function lifecycleActors(frame: Frame, query: Extract<Query, { kind: 'lifecycle' }>, bucket: string, state: string): Behind | null {
  const wanted = lifecycleStates.find((each) => each === state)
  const { buckets, of } = standings(frame, query)
  const at = buckets.names.indexOf(bucket)
  if (!wanted || at < 0) return null
  return only(Array.from({ length: frame.actors.count }, (_, key) => key + 1).filter((actor) => of(actor).get(at) === wanted))
}

/** The members of a cohort that is asked for itself. */
export function cohortMembers(given: unknown, place: Place): { readonly def: CohortDef; readonly asOf: string; readonly members: readonly string[] } {
  const def = readCohort(given)
  const asOf = def.asOf === null ? place.now : asOfIn(def.asOf, def.tz)
  const { events, cohorts } = place
  const cohort = (name: string): Cohort | undefined => {
    const saved = cohorts?.get(name)
    return saved && membersOf(saved, { events, asOf, cohort, drilled: () => [] })
  }
  const { of, members } = membersOf(def, {
    events,
    asOf,
    cohort,
    drilled: (query, drill, side) => drilled(query, { events, now: asOf }, drill, side).map(({ key }) => key),
  })
  const ids = of === 'person' ? events.persons : events.accounts
  return { def, asOf: new Date(asOf).toISOString(), members: ids.filter((_, key) => members[key] === 1).toSorted() }
}
