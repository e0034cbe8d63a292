import type { Scalar } from '../query/parts.ts'
import { rowOrder } from './order.ts'

/** Texts or numbers as codes into a list; −1 where there is none. */
export interface Column {
  readonly codes: Int32Array
  readonly values: readonly Scalar[]
}

/** What was said of persons or accounts over time: versions `start[key]` to `start[key + 1]`, oldest first, each from an instant (milliseconds) on; codes into the values of the columns. */
export interface History {
  readonly start: Uint32Array
  readonly from: Float64Array
  readonly columns: ReadonlyMap<string, Int32Array>
}

/** What is known of persons or accounts, by their dense number (row 0 is nobody). */
export interface Profiles {
  readonly columns: ReadonlyMap<string, Column>
  /** When each came to be, in milliseconds; NaN where nobody said. Null when nothing is known of any. */
  readonly created: Float64Array | null
  /** Absent where nothing that is known bears a day. */
  readonly history?: History
  /** By property: what calls of its own said of it over time, under the column name “value”; it goes before the history of all. */
  readonly histories?: ReadonlyMap<string, History>
  /** Numbers that are nobody’s any more, since they turned out to be somebody else. */
  readonly gone?: ReadonlySet<number>
}

/** Events as columns, ordered by (name, time, order of arrival). Persons, accounts and sessions are 1..n; 0 is nobody. Times are exact milliseconds in UTC. */
export interface Events {
  readonly length: number
  readonly ts: Float64Array
  /** Place in the order of arrival: what comes first among events of one millisecond. */
  readonly seq: Uint32Array
  /** When it reached us; null when the source does not say, then its own time is taken. */
  readonly received: Float64Array | null
  /** When the last of them reached us: a question of later needs no look at `received`. */
  readonly knownBy: number
  readonly name: Uint32Array
  /** Rows of name c stand at `runs[c]` to `runs[c + 1]`. */
  readonly runs: Uint32Array
  readonly names: readonly string[]
  readonly person: Uint32Array
  readonly account: Uint32Array
  readonly session: Uint32Array
  readonly persons: readonly string[]
  readonly accounts: readonly string[]
  readonly sessions: readonly string[]
  readonly properties: ReadonlyMap<string, Column>
  readonly profiles: { readonly person: Profiles; readonly account: Profiles }
  /** Names of events that happen by themselves; “*” leaves them out. */
  readonly passive: ReadonlySet<string>
  /** Present where the columns lie in files; absent where all of them are at hand. */
  readonly filed?: Filed
}

/** Which events: of these names (null: of every name), from an instant on and before another. */
export interface Need {
  readonly names: readonly string[] | null
  readonly from: number
  readonly to: number
}

/** Whom a question leaves out, by their dense numbers: 1 is out. Empty: none of them. */
export interface Out {
  readonly accounts: Uint8Array
  readonly persons: Uint8Array
}

/** Persons who act for more than one account, who are few: a bit for each person, and how many of them stand before each word of bits, so that these have numbers of their own. */
export interface Several {
  readonly bits: Int32Array
  readonly before: Uint32Array
  readonly count: number
}

/** How events whose columns lie in files are read: what is asked of them gives events whose columns come when they are first looked at. */
export interface Filed {
  /** When the newest of them happened. */
  readonly newest: number
  /** From when on and before when these happened. */
  readonly time: { readonly from: number; readonly to: number }
  /** One object for all events of the same people. */
  readonly audience: object
  /** Does the row range of this name and time stand in these events? */
  holds(code: number, from: number, to: number): boolean
  /** The first row of a name at or after an instant, found without its column of times being read where nobody is left out. */
  firstAt(code: number, instant: number): number
  /** Who acted for more than one account, in any of these events or in others of the same workspace. */
  several(): Several
  /** Only these. */
  only(need: Need): Events
  /** Those of everybody else, with what is known of these. */
  without(out: Out, profiles: Events['profiles']): Events
  /** The same events with what is known of persons and accounts otherwise. */
  knowing(profiles: Events['profiles']): Events
  /** The same events under other marks of what happens by itself. */
  marked(passive: ReadonlySet<string>): Events
  /** Cut by who acts, each so small that its rows can be walked actor by actor, one after the other: the columns of one are written over by the next. */
  slices(of: 'person' | 'account'): Iterable<Events>
  /** Cut by time, each so small that it is held at once, one after the other: the columns of one are written over by the next. */
  stretches(from: number, to: number): Iterable<{ readonly events: Events; readonly from: number; readonly to: number }>
}

/** All of the events in pieces, each of which is held at once: of those in files one stretch after the other, of those at hand one piece. */
export const pieces = (events: Events): Iterable<{ readonly events: Events }> => events.filed?.stretches(-Infinity, Infinity) ?? [{ events }]

export const noProfiles: Profiles = { columns: new Map(), created: null }

/** Columns in the order of arrival become events, sorted by name and then by time. */
export function sortedEvents(given: Omit<Events, 'runs' | 'knownBy'>): Events {
  const order = orderOf(given)
  const runs = new Uint32Array(given.names.length + 1)
  for (let row = 0; row < given.length; row++) runs[(given.name[row] ?? 0) + 1] = (runs[(given.name[row] ?? 0) + 1] ?? 0) + 1
  for (let name = 0; name < given.names.length; name++) runs[name + 1] = (runs[name + 1] ?? 0) + (runs[name] ?? 0)
  let knownBy = -Infinity
  for (const at of given.received ?? given.ts) if (at > knownBy) knownBy = at
  if (order === null) return { ...given, runs, knownBy }
  const moved = (column: Uint32Array): Uint32Array => Uint32Array.from(order, (row) => column[row] ?? 0)
  const properties = new Map(
    [...given.properties].map(([name, { codes, values }]) => [name, { codes: Int32Array.from(order, (row) => codes[row] ?? -1), values }]),
  )
  return {
    ...given,
    runs,
    knownBy,
    ts: Float64Array.from(order, (row) => given.ts[row] ?? 0),
    received: given.received && Float64Array.from(order, (row) => given.received?.[row] ?? 0),
    seq: moved(given.seq),
    name: moved(given.name),
    person: moved(given.person),
    account: moved(given.account),
    session: moved(given.session),
    properties,
  }
}

/** Null when the rows already stand in order. */
function orderOf({ length, name, ts, seq }: Omit<Events, 'runs' | 'knownBy'>): Uint32Array | null {
  const compare = (a: number, b: number): number => (name[a] ?? 0) - (name[b] ?? 0) || (ts[a] ?? 0) - (ts[b] ?? 0) || (seq[a] ?? 0) - (seq[b] ?? 0)
  let isSorted = true
  for (let row = 1; row < length && isSorted; row++) isSorted = compare(row - 1, row) <= 0
  return isSorted ? null : rowOrder(name, ts, length)
}

/** A property of persons or accounts; `id` is what they are called by, where the source has no property of that name. */
export function columnOf(
  { profiles, persons, accounts }: Pick<Events, 'profiles' | 'persons' | 'accounts'>,
  owner: 'person' | 'account',
  name: string,
): Column | undefined {
  const own = profiles[owner].columns.get(name)
  return own ?? (name === 'id' ? idsOf(owner === 'person' ? persons : accounts) : undefined)
}

function idsOf(values: readonly string[]): Column {
  const known = ids.get(values) ?? { codes: Int32Array.from(values, (_, key) => key || -1), values }
  ids.set(values, known)
  return known
}
const ids = new WeakMap<readonly string[], Column>()
