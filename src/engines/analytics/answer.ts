import { foldedSteps, judged } from './funnel/funnel.ts'
import { folding } from './funnel/tally.ts'
import { behind } from './behind.ts'
import { frameOf, type Frame } from './frame.ts'
import { instantIn, spanBefore } from './calendar/span.ts'
import type { Events } from './columns/events.ts'
import { propertiesOf } from './columns/profile.ts'
import { among } from './columns/among.ts'
import { misfits } from './columns/misfits.ts'
import { groupIn, type Cohort, type Groups } from './columns/where.ts'
import { activation, newcomers } from './kernels/activation.ts'
import { lifecycle, stickiness } from './kernels/activeIntervals.ts'
import { adoption } from './kernels/adoption.ts'
import { membersOf } from './kernels/cohort.ts'
import { pathsAnswer } from './kernels/paths.ts'
import { retention } from './kernels/retention.ts'
import { trends } from './kernels/trend.ts'
import { readCohort, type CohortDef } from './query/cohort.ts'
import type { Query } from './query/kinds.ts'
import type { Group, Scalar, Where } from './query/parts.ts'
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
  /** The stretch that a trend is compared with. */
  readonly compareSpan?: Stretch
  /** The same question of each group that is compared, in their order. Who is in two of them counts in both. */
  readonly beside?: readonly Besides[]
  /** Does the range, or a window that began in it, reach beyond `asOf`? */
  readonly partial: boolean
  readonly warnings: readonly Warning[]
  /** Rows of events that were folded. */
  readonly n: number
  readonly cost: { readonly rowsRead: number; readonly engine: 'kernel' | 'clickhouse' }
  readonly data: unknown
}

/** What one group answers, and how many are in it: `members` of its own kind as far as the events know them, whether or not they did anything. */
export interface Besides {
  readonly name: string
  readonly of: Group
  readonly counts: Cohort['of']
  readonly members: number
  /** How many of a segment’s accounts are customers no more. */
  readonly former?: number
  readonly n: number
  readonly data: unknown
  readonly compare?: NonNullable<Answer['compare']>
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
  /** What cohorts are called, where a query names them in another way. */
  readonly titles?: ReadonlyMap<string, string>
  /** Segments by every name that a query may use. */
  readonly segments?: ReadonlyMap<string, Segment>
  /** Names of cohorts that are being judged: one that asks for itself is refused. */
  readonly open?: ReadonlySet<string>
}

/** A saved segment with its accounts as of the day that is asked about, by the ids that events bear. */
export interface Segment {
  readonly title: string
  readonly accounts: readonly string[]
  /** Those of them that are customers no more: they belong to what was asked of the time before they left. */
  readonly former: readonly string[]
  /** What must be said of it wherever it is used; null mostly. */
  readonly note: string | null
}

/** Answers a query that was read. The same events and the same `asOf` give the same answer at any hour. */
export function answer(query: Query, place: Place): Answer {
  const frame = framed(query, place)
  const data = dataOf(frame, frame.query) // whose filter no longer names who is counted
  const own = headed(frame, query, { data, n: frame.read.rows, engine: 'kernel', compare: comparedWith(frame, query) })
  return query.beside
    ? withBeside(
        own,
        query.beside.map((group, at) => besideOf(query, place, group, at)),
      )
    : own
}

/** A group that is compared: what is told of it, and the whole of its answer. */
interface Told {
  readonly told: Besides
  readonly answered: Answer
}

/** An answer with those of the groups that are compared, and with what must be said of these. */
export function withBeside(own: Answer, beside: readonly Told[]): Answer {
  const warnings = [
    ...own.warnings,
    ...beside.flatMap(({ answered }) => answered.warnings.filter(({ message }) => !own.warnings.some((each) => each.message === message))),
  ]
  return { ...own, warnings: unlike(warnings), beside: beside.map(({ told }) => told) }
}

const unlike = (warnings: readonly Warning[]): Warning[] => [...new Map(warnings.map((each) => [each.message, each])).values()]

function besideOf(query: Query, place: Place, group: Group, at: number): Told {
  const { of: counts, members } = groupIn(group, groupsOf(place, asOfOf(query, place)), `beside[${at}]`)
  const segment = 'segment' in group ? place.segments?.get(group.segment) : undefined
  const who = {
    name: segment?.title ?? ('cohort' in group ? (place.titles?.get(group.cohort) ?? group.cohort) : group.segment),
    counts,
    members: sizeOf(members),
    ...(segment ? { former: sizeOf(accountsIn(place.events, segment.former)) } : {}),
  }
  return toldOf(group, at, who, answer(ofGroup(query, group), place))
}

/** What is told of a group by its answer. */
export function toldOf(group: Group, at: number, { former, ...who }: Pick<Besides, 'name' | 'counts' | 'members' | 'former'>, answered: Answer): Told {
  const { n, data, compare } = answered
  const named = (value: unknown): unknown => prefixed(value, `${besideMark}${at}/`)
  const told = {
    ...who,
    of: group,
    ...(former === undefined ? {} : { former }),
    n,
    data: named(data),
    ...(compare ? { compare: { span: compare.span, data: named(compare.data) } } : {}),
  }
  return { told, answered }
}

const besideMark = 'beside:'

/** The question asked of one group alone. */
export function ofGroup(query: Query, group: Group): Query {
  const own: Where = { ...group, not: false }
  return { ...query, beside: undefined, where: query.where === null ? own : { all: [own, query.where] } }
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
    span.to > asOf + 1 ||
    (query.kind === 'funnel' && query.tail === 'window' && query.window.unit !== 'session' && span.to + millisOf(query.window, 'window') > asOf + 1)
  const warnings: Warning[] = [
    ...[...around.unknowns].toSorted().map((name) => ({ code: 'unknown' as const, message: `Nothing in these events is called ${name}.` })),
    ...[...notes, ...undated(around)].map((message) => ({ code: 'note' as const, message })),
    ...(partial ? [{ code: 'open' as const, message: 'The newest part is not over: later events may still change it.' }] : []),
  ]
  return {
    query,
    hash: hashOf(query),
    asOf: new Date(asOf).toISOString(),
    tz: query.tz,
    span: stretchOf(span),
    ...(compare ? { compare: { span: stretchOf(compare.span), data: compare.data } } : {}),
    ...(query.kind === 'trend' && query.compareTo !== null ? { compareSpan: stretchOf(beforeOf(frame, query.compareTo).span) } : {}),
    partial,
    warnings,
    n,
    cost: { rowsRead: n, engine },
    data,
  }
}

const undated = ({ undated }: Frame['around']): string[] =>
  [...(undated ?? [])].toSorted().map((ref) => `Nothing that is known of ${ref} bears a day: it is read as it is now.`)

const stretchOf = ({ from, to }: Frame['span']): Stretch => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })

function comparedWith(frame: Frame, query: Query): Found['compare'] {
  if (query.compareTo === null || query.kind === 'trend') return null
  const own = beforeOf(frame, query.compareTo)
  return { span: own.span, data: asBefore(dataOf({ ...own, read: { rows: 0 } }, own.query)) }
}

const beforeOf = (frame: Frame, compareTo: NonNullable<Query['compareTo']>): Frame => ({
  ...frame,
  span: spanBefore(frame.query.range, frame.span, compareTo, frame.asOf, frame.calendar),
})

const before = 'before/'

/** Numbers of the other stretch name those behind them apart from those of this one. */
export const asBefore = (data: unknown): unknown => prefixed(data, before)

function prefixed(data: unknown, prefix: string): unknown {
  if (Array.isArray(data)) return data.map((each) => prefixed(each, prefix))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, own]) => [key, key === 'drill' ? `${prefix}${String(own)}` : prefixed(own, prefix)]))
}

/** A segment or cohort at the top of the filter says who is counted, and so who is eligible too; every other condition says which events count. */
function framed(query: Query, place: Place): Frame {
  const asOf = asOfOf(query, place)
  const groups = groupsOf(place, asOf)
  const conditions = query.where === null ? [] : 'all' in query.where ? query.where.all : [query.where]
  const [who, which] = [conditions.filter(isOfGroup), conditions.filter((each) => !isOfGroup(each))]
  const where = who.length === 0 ? query.where : which.length === 0 ? null : { all: which }
  const own = who.reduce((left, { not, ...group }) => among(left, groupIn(group, groups, 'where'), not), place.events)
  const frame = frameOf(own, { ...query, where }, asOf, groups)
  for (const note of misfits(place.events, query)) frame.notes.add(note)
  for (const ref of unknownActor(place.events, query)) frame.around.unknowns.add(ref)
  for (const [name, segment] of place.segments ?? []) if (asksFor(query, name)) for (const note of notesOn(segment, place.events)) frame.notes.add(note)
  return frame
}

/** The property by which groups of another kind are told, where no event has it. */
function unknownActor({ properties }: Events, { actor }: Query): string[] {
  const isOwn = typeof actor !== 'object' || actor.group === 'account' || actor.group === 'person' || properties.has(actor.group)
  return isOwn ? [] : [`event.${actor.group}`]
}

const notesOn = (segment: Segment, events: Events): string[] => segmentNotes(segment, sizeOf(accountsIn(events, segment.accounts)))

/** What is wrong with a segment, and how many of its accounts no event and no import has told of (all but `known`): these are in no number of the answer. */
export function segmentNotes({ title, accounts, note }: Segment, known: number): string[] {
  const unknown = new Set(accounts).size - known
  const missing = unknown === 1 ? '1 is unknown to the events and is not counted' : `${unknown} are unknown to the events and are not counted`
  return [...(note ? [note] : []), ...(unknown > 0 ? [`Of the ${accounts.length} accounts of the segment “${title}”, ${missing}.`] : [])]
}

const sizeOf = (members: Uint8Array): number => members.reduce((sum, each) => sum + each, 0)

function accountsIn({ accounts }: Events, ids: readonly string[]): Uint8Array {
  const wanted = new Set(ids)
  return Uint8Array.from(accounts, (id, key) => (key > 0 && wanted.has(id) ? 1 : 0))
}

const asOfOf = ({ asOf, tz }: Query, { now }: Place): number => (asOf === null ? now : asOfIn(asOf, tz))
const isOfGroup = (where: Where): where is Group & { readonly not: boolean } => 'segment' in where || 'cohort' in where

/** Does a query name a segment anywhere? */
export function asksFor(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, own]) => (key === 'segment' && own === name) || asksFor(own, name))
}

/** Who is in the saved groups as of an instant, judged once however often a filter is made anew. Cohorts may ask for one another, and for segments; never in a circle. */
function groupsOf(place: Place, asOf: number): Groups {
  const { events, cohorts, segments, open = new Set() } = place
  const cohort = (name: string): Cohort | undefined => {
    const def = cohorts?.get(name)
    if (!def) return undefined
    if (open.has(name)) throw new QueryRefusal('where', `the cohort “${name}” asks for itself.`, 'Break the circle in its definition.')
    return membersAt(def, { ...place, now: asOf, open: new Set([...open, name]) })
  }
  const segment = (name: string): Cohort | undefined => {
    const own = segments?.get(name)
    return own && { of: 'account', members: accountsIn(events, own.accounts) }
  }
  return { cohort: kept(cohort), segment: kept(segment) }
}

function kept<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, { readonly value: T }>()
  return (name) => {
    const own = made.get(name) ?? { value: make(name) }
    made.set(name, own)
    return own.value
  }
}

const membersAt = (def: CohortDef, place: Place): Cohort =>
  membersOf(def, {
    events: place.events,
    asOf: place.now,
    groups: groupsOf(place, place.now),
    drilled: (query, drill, side) => drilled(query, place, drill, side).map(({ key }) => key),
  })

/** A day as `asOf` means its end. */
export const asOfIn = (text: string, tz: string): number => (text.length === 10 ? instantIn(`${text}T23:59:59.999`, tz, 'asOf') : instantIn(text, tz, 'asOf'))

function dataOf(frame: Frame, query: Query): unknown {
  switch (query.kind) {
    case 'trend': {
      const [series, compare = null] = trends(frame, query)
      return { series, compare: asBefore(compare) }
    }
    case 'funnel':
      return funnelAnswer(frame, query)
    case 'retention':
      return retention(frame, query)
    case 'stickiness':
      return query.breakdown.length === 0 ? { bins: stickiness(frame, query)[0]?.bins ?? [] } : { breakdown: stickiness(frame, query) }
    case 'lifecycle':
      return lifecycle(frame, query)
    case 'paths':
      return pathsAnswer(frame, query)
    case 'activation':
      return activation(frame, query, newcomers(frame, query))
    case 'adoption':
      return { features: adoption(frame, query) }
  }
}

function funnelAnswer(frame: Frame, query: Extract<Query, { kind: 'funnel' }>): unknown {
  const folded =
    query.view === 'over_time' || query.timeOf === 'all_completions' || (query.view === 'time_to_convert' && query.fromStep > 1) ? null : folding(frame, query)
  if (folded) {
    const times = query.view === 'time_to_convert' ? { time_to_convert: timesOf(folded.until((query.toStep ?? query.steps.length) - 1)) } : {}
    return { ...foldedSteps(query, folded), ...times }
  }
  const own = judged(frame, query)
  const whole = foldedSteps(query, own)
  if (query.view === 'over_time') return { ...whole, over_time: own.overTime }
  return query.view === 'time_to_convert' ? { ...whole, time_to_convert: timesOf(own.times) } : whole
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
  const [, at, rest = ''] = /^beside:(\d+)\/(.+)$/s.exec(drill) ?? []
  const group = query.beside?.[Number(at)]
  if (group) return drilled(ofGroup(query, group), place, rest, side)
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
    .map(({ actor, chain }) => ({
      key: actor,
      actor: actors.idOf(actor),
      properties: isKnown ? propertiesOf(events.profiles[owner], actor) : {},
      ...(chain ? { chain } : {}),
    }))
    .toSorted((a, b) => (a.actor < b.actor ? -1 : 1))
}

/** Who is in a cohort that is asked for itself, and how many they are. */
export interface CohortAnswer {
  /** Without the ids that whoever asks may not see. */
  readonly def: CohortDef | Readonly<Record<string, unknown>>
  readonly asOf: string
  readonly n: number
  readonly members: readonly string[]
  /** What the first of them are called, and the key of the record of each, where they are accounts that have one. */
  readonly named?: readonly { readonly id: string; readonly name: string; readonly record: string }[]
}

export function cohortMembers(given: unknown, place: Place): CohortAnswer {
  const def = readCohort(given)
  const asOf = def.asOf === null ? place.now : asOfIn(def.asOf, def.tz)
  const { events } = place
  const { of, members } = membersAt(def, { ...place, now: asOf })
  const ids = of === 'person' ? events.persons : events.accounts
  const own = ids.filter((_, key) => members[key] === 1).toSorted()
  return { def, asOf: new Date(asOf).toISOString(), n: own.length, members: own }
}
