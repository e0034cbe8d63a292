import type { Activity } from './activity.ts'

/** Marks of accounts by their codes, in seconds since 2000; NaN where there is none. */
export type Marks = Float64Array

/** What proves the first outcome: any of some kinds of event, so often, by so many different people. */
export interface Milestone {
  /** 1 for each kind of event that counts, by code. */
  readonly name: Uint8Array
  readonly count: number
  readonly users: number
}

const none = (activity: Activity): Marks => new Float64Array(activity.accounts.length).fill(Number.NaN)

/** The first event of each account that counts. */
export function firstOf(activity: Activity, isIn: (row: number) => boolean): Marks {
  const marks = none(activity)
  for (let row = 0; row < activity.length; row++) {
    const account = activity.account[row] ?? 0
    if (Number.isNaN(marks[account]) && isIn(row)) marks[account] = activity.at[row] ?? 0
  }
  return marks
}

/**
 * When each account reached the milestone, counting from its own start and for `within` seconds (the end excluded); NaN where it did not. Somebody whose
 * name is unknown is one more event, but never a second person.
 */
export function reachedAt(activity: Activity, isIn: (row: number) => boolean, starts: Marks, milestone: Milestone, within: number): Marks {
  const marks = none(activity)
  const counts = new Uint32Array(marks.length)
  const people = new Map<number, Set<number>>()
  for (let row = 0; row < activity.length; row++) {
    if (milestone.name[activity.name[row] ?? 0] !== 1) continue
    const account = activity.account[row] ?? 0
    const since = (activity.at[row] ?? 0) - (starts[account] ?? Number.NaN)
    if (!(since >= 0 && since < within) || !Number.isNaN(marks[account]) || !isIn(row)) continue
    counts[account] = (counts[account] ?? 0) + (activity.quantity?.[row] ?? 1)
    if ((counts[account] ?? 0) < milestone.count && milestone.users < 2) continue
    if (milestone.users > 1 && distinct(people, account, activity.actor[row] ?? -1) < milestone.users) continue
    if ((counts[account] ?? 0) >= milestone.count) marks[account] = activity.at[row] ?? 0
  }
  return marks
}

function distinct(people: Map<number, Set<number>>, account: number, actor: number): number {
  const own = people.get(account) ?? new Set<number>()
  people.set(account, own)
  if (actor >= 0) own.add(actor)
  return own.size
}

/** Which accounts have an event that counts between two ages, the second excluded, in seconds since their own start. */
export function seenBetween(activity: Activity, isIn: (row: number) => boolean, starts: Marks, from: number, to: number): Uint8Array {
  const seen = new Uint8Array(activity.accounts.length)
  for (let row = 0; row < activity.length; row++) {
    const account = activity.account[row] ?? 0
    const since = (activity.at[row] ?? 0) - (starts[account] ?? Number.NaN)
    if (since >= from && since < to && seen[account] === 0 && isIn(row)) seen[account] = 1
  }
  return seen
}
