import { keeper } from '../../numbers/once.ts'
import type { Activity } from './activity.ts'
import type { Counting } from './marks.ts'
import { flagged, rowsOf } from './rowsOf.ts'

/** Marks of accounts by their codes, in seconds since 2000; NaN where there is none. */
export type Marks = Float64Array

/** What proves the first outcome: any of some kinds of event, so often, by so many different people. */
export interface Milestone {
  /** 1 for each kind of event that counts, by code. */
  readonly name: Uint8Array
  readonly count: number
  readonly users: number
}

/** What was found up to a row, of accounts that started as they did then. Rows that come behind it add to it. */
interface Found {
  row: number
  marks: Marks
  counts: Float64Array
  readonly people: Map<number, Set<number>>
  starts: Marks
}

const kept = keeper<object, Found>(24)
const fresh = (): Found => ({ row: 0, marks: new Float64Array(), counts: new Float64Array(), people: new Map(), starts: new Float64Array() })

/** Goes on from where the fold under this key stood; without a key it begins anew. */
function foundIn({ origin, accounts }: Activity, what: string, key: string): Found {
  const found = key === '' ? fresh() : kept(origin, `${what} ${key}`, fresh)
  return withRoom(found, accounts.length)
}

function withRoom(found: Found, size: number): Found {
  if (found.marks.length >= size) return found
  const [marks, counts] = [new Float64Array(size).fill(Number.NaN), new Float64Array(size)]
  marks.set(found.marks)
  counts.set(found.counts)
  return Object.assign(found, { marks, counts })
}

/** Rows that are to be seen: some of those before, and all from one on. */
interface Unseen {
  readonly found: Found
  readonly again: Int32Array
  readonly from: number
}

/** Of so many accounts that start at another time all rows are seen anew. */
const mostRestarted = 200

/** Goes on with starts: who has another one since is forgotten, and seen again. */
function foundSince(activity: Activity, what: string, key: string, starts: Marks): Unseen {
  const found = foundIn(activity, what, key)
  const { row } = found
  const restarted = restartedIn(activity, found, starts)
  // who asks of fewer events than were seen leaves what was found alone
  if (restarted.length > 0 && activity.length < row) return { found: withRoom(fresh(), activity.accounts.length), again: new Int32Array(), from: 0 }
  if (found.starts.length <= starts.length) found.starts = Float64Array.from(starts)
  found.row = Math.max(row, activity.length)
  if (restarted.length === 0) return { found, again: new Int32Array(), from: row }
  const isEach = restarted.length > mostRestarted
  for (const code of isEach ? found.marks.keys() : restarted) {
    found.marks[code] = Number.NaN
    found.counts[code] = 0
    found.people.delete(code)
  }
  return { found, again: isEach ? new Int32Array() : rowsOf(activity.account, flagged(activity.accounts.length, restarted), 0, row), from: isEach ? 0 : row }
}

/** Accounts that start at another time than when rows were seen; whoever starts behind all of these has none among them. */
function restartedIn({ at }: Activity, { starts: before, row }: Found, starts: Marks): number[] {
  const last = row > 0 ? (at[row - 1] ?? 0) : Number.NEGATIVE_INFINITY
  const restarted: number[] = []
  for (let code = 0; code < Math.min(before.length, starts.length); code++) {
    const was = before[code] ?? Number.NaN // no list of them: it is done for each account
    const is = starts[code] ?? Number.NaN
    if (!Object.is(was, is) && !(Number.isNaN(was) && is > last)) restarted.push(code)
  }
  return restarted
}

/** The first event of each account that counts; `names` (1 by code) are the kinds that do. */
export function firstOf(activity: Activity, { marks: marked, wanted }: Counting, names: Uint8Array | null = null, key = ''): Marks {
  const found = foundIn(activity, 'first', key)
  const { at, account, name, length } = activity
  const { marks } = found
  for (let row = found.row; row < length; row++) {
    const own = account[row] ?? 0
    const known = marks[own] ?? 0
    if (known === known || ((marked[row] ?? 0) & wanted) !== wanted) continue
    if (names === null || names[name[row] ?? 0] === 1) marks[own] = at[row] ?? 0
  }
  found.row = Math.max(found.row, length)
  return marks
}

/**
 * When each account reached the milestone, counting from its own start and for `within` seconds (the end excluded); NaN where it did not. Somebody whose
 * name is unknown is one more event, but never a second person. A key names all but the starts: an account that starts at another time is seen again.
 */
export function reachedAt(activity: Activity, { marks: marked, wanted }: Counting, starts: Marks, milestone: Milestone, within: number, key = ''): Marks {
  const { found, again, from } = foundSince(activity, 'reached', key, starts)
  const { at, account, name, length, quantity, actor } = activity
  const { marks, counts, people } = found
  const isMilestone = milestone.name
  for (let index = -again.length; index < length - from; index++) {
    const row = index < 0 ? (again[index + again.length] ?? 0) : from + index
    const own = account[row] ?? 0
    const known = marks[own] ?? 0
    if (known === known || isMilestone[name[row] ?? 0] !== 1 || ((marked[row] ?? 0) & wanted) !== wanted) continue
    const since = (at[row] ?? 0) - (starts[own] ?? Number.NaN)
    if (!(since >= 0 && since < within)) continue
    const often = (counts[own] ?? 0) + (quantity === null ? 1 : (quantity[row] ?? 1))
    counts[own] = often
    const hasPeople = milestone.users < 2 || distinct(people, own, actor[row] ?? -1) >= milestone.users
    if (hasPeople && often >= milestone.count) marks[own] = at[row] ?? 0
  }
  return marks
}

function distinct(people: Map<number, Set<number>>, account: number, actor: number): number {
  const own = people.get(account) ?? new Set<number>()
  people.set(account, own)
  if (actor >= 0) own.add(actor)
  return own.size
}

/** Which accounts have an event that counts between two ages, the second excluded, in seconds since their own start: 1 where they do. The key is as that of `reachedAt`. */
export function seenBetween(activity: Activity, { marks: marked, wanted }: Counting, starts: Marks, from: number, to: number, key = ''): Float64Array {
  const { found, again, from: first } = foundSince(activity, 'seen', key, starts)
  const { at, account, length } = activity
  const { counts: seen } = found
  for (let index = -again.length; index < length - first; index++) {
    const row = index < 0 ? (again[index + again.length] ?? 0) : first + index
    const own = account[row] ?? 0
    if (seen[own] === 1 || ((marked[row] ?? 0) & wanted) !== wanted) continue
    const since = (at[row] ?? 0) - (starts[own] ?? Number.NaN)
    if (since >= from && since < to) seen[own] = 1
  }
  return seen
}
