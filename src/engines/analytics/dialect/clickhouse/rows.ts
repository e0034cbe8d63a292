import { collector } from '../../columns/collect.ts'
import { asksFor, asOfIn, segmentNotes, type Segment } from '../../answer.ts'
import type { Buckets } from '../../calendar/buckets.ts'
import type { Span } from '../../calendar/span.ts'
import { frameOf, type Frame } from '../../frame.ts'
import type { Query } from '../../query/kinds.ts'
import type { CohortDef } from '../../query/cohort.ts'
import type { EventSel, Scalar, Where } from '../../query/parts.ts'
import { groupIn, noGroups } from '../../columns/where.ts'
import { QueryRefusal } from '../../refusal.ts'
import { listed, named, quoted, wholes } from './words.ts'

/** What stands around a question that ClickHouse is asked. */
export interface SqlPlace {
  readonly table: string
  readonly workspace: string
  /** Milliseconds: what is taken for now. A query’s own `asOf` goes before. */
  readonly now: number
  /** The names that the workspace’s events bear. */
  readonly names: readonly string[]
  /** Names of events that happen by themselves; “*” leaves them out. */
  readonly passive: ReadonlySet<string>
  /** Our own accounts and people, who are left out unless the query includes them. */
  readonly own: { readonly accounts: readonly string[]; readonly persons: readonly string[] }
  /** Accounts that are known of, and when each came to be (milliseconds; null where nobody said). */
  readonly accounts: readonly { readonly id: string; readonly created: number | null }[]
  /** Persons that are known of, and when each came to be. */
  readonly persons?: SqlPlace['accounts']
  /** Saved segments by every name that the query uses. */
  readonly segments?: ReadonlyMap<string, Segment>
  /** Saved cohorts by every name that the query uses, and those that they name in turn. */
  readonly cohorts?: ReadonlyMap<string, CohortDef>
  /** What is known of accounts and persons: of each property its values, and who bears each. */
  readonly profiles?: Readonly<Record<'account' | 'person', Bearers>>
  /** What the events bear under the names that the query reads; absent where a question is only looked through. */
  readonly properties?: ReadonlyMap<string, Looked>
  /** Lines of a trend’s breakdown with how many rows each has, in the stretch that is asked about and the one before; absent like `properties`. */
  readonly lines?: readonly LineRow[]
}
export type Bearers = ReadonlyMap<string, ReadonlyMap<Scalar, readonly string[]>>

/** What the events of a workspace bear under a name, all of them together. */
export interface Looked {
  readonly isKnown: boolean
  /** Of each type the least value, and of numbers the greatest too. */
  readonly samples: readonly Scalar[]
  /** Every different text, and number: null where there are too many, or nobody needs them. */
  readonly texts: readonly string[] | null
  readonly numbers: readonly number[] | null
}

/** A line of a breakdown as ClickHouse writes it, its values, and rows in two stretches of time. */
export interface LineRow {
  readonly key: string
  readonly line: unknown
  readonly weights: readonly [now: number, before: number]
}

/** A segment at the top of the filter: who alone is counted, or who is not. */
export interface Among {
  readonly segment: Segment
  readonly not: boolean
}

/** A question in its place, without events: the stretch of time, the calendar, and the column by which actors are told apart. */
export interface SqlFrame {
  readonly frame: Frame
  readonly place: SqlPlace
  readonly actor: 'person' | 'account'
  readonly among: readonly Among[]
  /** Conditions that a row is of somebody in a cohort, or of nobody in it. */
  readonly cohorts: readonly string[]
  /** What else the query’s filter asks of a row. */
  readonly tests: readonly string[]
  /** Writes a condition of any kind. */
  readonly filter: (own: SqlFrame, where: Where, at: string) => string
  /** Names of cohorts that are being written: one that asks for itself is left to the kernels, which say so. */
  readonly open: ReadonlySet<string>
}

/** Statements, and how their rows (in the order of the statements) become what the kernels answer. */
export interface SqlPlan {
  /** Statements that count the rows that the answer is made of. */
  readonly counts: readonly string[]
  readonly statements: readonly string[]
  readonly data: (answers: readonly Rows[]) => unknown
}
export type Rows = readonly (readonly unknown[])[]

/** What comes first among rows of one moment: as the kernels read them, by name, arrival and key. */
export const arrival = '(ts, name, received, event_id)'

/** Names that a statement bears at most. */
export const mostNamed = 10_000
const nothing = collector().events()

/** Refuses by name what is not counted in SQL as the kernels count it. */
export const unsupported = (at: string, what: string): QueryRefusal =>
  new QueryRefusal(at, `${what} is not counted in ClickHouse.`, 'The kernels answer it from the embedded store.', 'unsupported')

export function sqlFrame(query: Query, place: SqlPlace): SqlFrame {
  const { actor, breakdown } = query
  const counted = actor === 'person' ? 'person' : typeof actor === 'object' && actor.group === 'account' ? 'account' : null
  if (counted === null) throw unsupported('actor', 'any other actor than a person or an account')
  const among = amongOf(conditionsOf(query), place)
  if (breakdown.length > 0 && !cut.has(query.kind)) throw unsupported('breakdown', `a breakdown of the kind “${query.kind}”`)
  const { accounts, persons } = place.own
  if (query.internal !== 'include' && accounts.length + persons.length > mostNamed)
    throw unsupported('internal', `leaving out more than ${mostNamed} of our own`)
  const asOf = query.asOf === null ? place.now : asOfIn(query.asOf, query.tz)
  const frame = frameOf(nothing, query, asOf)
  const filter: SqlFrame['filter'] = (_, __, at) => {
    throw unsupported(at, 'a filter')
  }
  return { frame, place, actor: counted, among, cohorts: [], tests: [], filter, open: new Set() }
}

/** Kinds whose breakdown is told. */
const cut: ReadonlySet<string> = new Set(['trend', 'retention', 'stickiness', 'lifecycle'])

/** What must all be true of a row. */
export const conditionsOf = ({ where }: Query): readonly Where[] => (where === null ? [] : 'all' in where ? where.all : [where])

/** The segments at the top of a filter; their accounts are named one by one. */
function amongOf(conditions: readonly Where[], { segments }: SqlPlace): Among[] {
  const found = conditions.flatMap((condition): Among[] => {
    if (!('segment' in condition)) return []
    const segment = segments?.get(condition.segment)
    if (segment) return [{ segment, not: condition.not }]
    groupIn({ segment: condition.segment }, noGroups, 'where')
    throw unsupported('where', 'a segment that is not known')
  })
  if (found.reduce((sum, { segment }) => sum + segment.accounts.length, 0) > mostNamed)
    throw unsupported('where', `a filter by more than ${mostNamed} accounts`)
  return found
}

/** Does an account belong to those that are counted? */
export const isAmong = (among: readonly Among[], account: string): boolean => among.every(({ segment, not }) => segment.accounts.includes(account) !== not)

/** The segments that a query names anywhere, in the order in which an answer speaks of them. */
const segmentsIn = ({ frame, place }: SqlFrame): Segment[] => [...(place.segments ?? [])].flatMap(([name, each]) => (asksFor(frame.query, name) ? [each] : []))

/** Which of some accounts the events know. */
export const knownIn = ({ table, workspace }: SqlPlace, accounts: readonly string[]): string =>
  `SELECT DISTINCT account FROM ${named(table)} WHERE workspace = ${quoted(workspace)} AND ${isIn('account', accounts, false)}`

/** Which accounts of the segments the events know, one statement for each. */
export const knownAccounts = (own: SqlFrame): string[] => segmentsIn(own).map(({ accounts }) => knownIn(own.place, accounts))

/** Notes what must be said of the segments, given the rows of `knownAccounts`. */
export function noteSegments(own: SqlFrame, answers: readonly Rows[]): void {
  const { frame, place } = own
  segmentsIn(own).forEach((segment, at) => {
    const known = new Set([...(answers[at] ?? []).map(([account]) => String(account)), ...place.accounts.map(({ id }) => id)])
    for (const note of segmentNotes(segment, new Set(segment.accounts.filter((id) => known.has(id))).size)) frame.notes.add(note)
  })
}

export const isIn = (column: string, ids: readonly string[], not: boolean): string =>
  ids.length === 0 ? (not ? '1' : '0') : `${column} ${not ? 'NOT IN' : 'IN'} ${listed(ids)}`

/** The condition that a row is of these events. Names that no event bears are noted. */
export function isOf(own: SqlFrame, { event, where }: EventSel, at: string): string {
  const names = isNamed(own, event)
  return where === null ? names : `(${names} AND ${own.filter(own, where, `${at}.where`)})`
}

function isNamed({ frame, place }: SqlFrame, event: EventSel['event']): string {
  if (event === '*') return place.passive.size === 0 ? '1' : `name NOT IN ${listed([...place.passive].toSorted())}`
  const names = [...new Set(typeof event === 'string' ? [event] : event)]
  for (const name of names) if (!place.names.includes(name)) frame.around.unknowns.add(`event “${name}”`)
  return `name IN ${listed(names)}`
}

/** Columns of the rows that pass a condition within a stretch of time, as far as they were known at `asOf`. */
export function rowsOf(own: SqlFrame, columns: string, condition: string, { from, to }: Span): string {
  const { frame, place, among, cohorts, tests: filters } = own
  const { accounts, persons } = place.own
  const isApart = frame.query.internal !== 'include'
  const tests = [
    `workspace = ${quoted(place.workspace)}`,
    condition,
    ...(Number.isFinite(from) ? [`ts >= ${from}`] : []),
    ...(Number.isFinite(to) ? [`ts < ${to}`] : []),
    `received <= ${frame.asOf}`,
    ...among.map(({ segment, not }) => isIn('account', segment.accounts, not)),
    ...cohorts,
    ...filters,
    ...(isApart && accounts.length > 0 ? [`account NOT IN ${listed(accounts)}`] : []),
    ...(isApart && persons.length > 0 ? [`person NOT IN ${listed(persons)}`] : []),
  ]
  return `SELECT ${columns} FROM ${named(place.table)} WHERE ${tests.join(' AND ')}`
}

/** The place of an instant among buckets; −1 outside of all. */
export function bucketIn({ edges }: Pick<Buckets, 'edges'>, instant = 'ts'): string {
  const starts = wholes(edges.slice(0, -1))
  const places = `CAST(range(${edges.length - 1}), 'Array(Int64)')`
  return `if(${instant} < ${edges[0] ?? 0} OR ${instant} >= ${edges.at(-1) ?? 0}, toInt64(-1), transform(roundDown(${instant}, ${starts}), ${starts}, ${places}, toInt64(-1)))`
}

/** Numbers by their place, 0 where no row tells one. */
export function filled(size: number, rows: Rows = [], column = 1): Float64Array {
  const found = new Float64Array(size)
  for (const row of rows) {
    const at = Number(row[0])
    if (at >= 0 && at < size) found[at] = Number(row[column])
  }
  return found
}
