import { keeper } from '../../numbers/once.ts'
import type { Activity } from './activity.ts'
import type { Counting } from './marks.ts'

/** Marks of accounts by their codes, in seconds since 2000; NaN where there is none. */
export type Marks = Float64Array

/** What proves the first outcome: any of some kinds of event, so often, by so many different people. */
export interface Milestone {
  /** 1 for each kind of event that counts, by code. */
  readonly name: Uint8Array
  readonly count: number
  readonly users: number
}

/**
 * What was found up to a row. Rows that come behind it add to it: under one key an account's start never changes once it has one, so that what was found
 * stays true.
 */
interface Found {
  row: number
  marks: Marks
  counts: Float64Array
  readonly people: Map<number, Set<number>>
}

const kept = keeper<object, Found>(24)

/** Goes on from where the fold under this key stood; without a key it begins anew. */
function foundIn({ origin, accounts }: Activity, what: string, key: string): Found {
  const fresh = (): Found => ({ row: 0, marks: new Float64Array(), counts: new Float64Array(), people: new Map() })
  const found = key === '' ? fresh() : kept(origin, `${what} ${key}`, fresh)
  const size = accounts.length
  if (found.marks.length < size) {
    const [marks, counts] = [new Float64Array(size).fill(Number.NaN), new Float64Array(size)]
    marks.set(found.marks)
    counts.set(found.counts)
    Object.assign(found, { marks, counts })
  }
  return found
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
 * name is unknown is one more event, but never a second person.
 */
export function reachedAt(activity: Activity, { marks: marked, wanted }: Counting, starts: Marks, milestone: Milestone, within: number, key = ''): Marks {
  const found = foundIn(activity, 'reached', key)
  const { at, account, name, length, quantity, actor } = activity
  const { marks, counts, people } = found
  const isMilestone = milestone.name
  for (let row = found.row; row < length; row++) {
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
  found.row = Math.max(found.row, length)
  return marks
}

function distinct(people: Map<number, Set<number>>, account: number, actor: number): number {
  const own = people.get(account) ?? new Set<number>()
  people.set(account, own)
  if (actor >= 0) own.add(actor)
  return own.size
}

/** Which accounts have an event that counts between two ages, the second excluded, in seconds since their own start: 1 where they do. */
export function seenBetween(activity: Activity, { marks: marked, wanted }: Counting, starts: Marks, from: number, to: number, key = ''): Float64Array {
  const found = foundIn(activity, 'seen', key)
  const { at, account, length } = activity
  const { counts: seen } = found
  for (let row = found.row; row < length; row++) {
    const own = account[row] ?? 0
    if (seen[own] === 1 || ((marked[row] ?? 0) & wanted) !== wanted) continue
    const since = (at[row] ?? 0) - (starts[own] ?? Number.NaN)
    if (since >= from && since < to) seen[own] = 1
  }
  found.row = Math.max(found.row, length)
  return seen
}
