import { indexAt, type Activity } from './activity.ts'
import { counting } from './marks.ts'
import type { Counted } from './people.ts'

/** Days to walk through: each from its first second to before its last, in order and without gaps, in seconds since 2000. */
export interface Day {
  readonly date: string
  readonly start: number
  readonly stop: number
}

/** Groups of a row: by its account, its actor or its kind of event; none puts all in one. */
export type Grouping =
  | { readonly of: 'none' }
  | { readonly of: 'account' | 'actor'; readonly group: Int32Array; readonly count: number }
  | { readonly of: 'name'; readonly groups: readonly (readonly number[])[]; readonly count: number }

/** When each actor of each group was last seen, and how many were seen that day. Ask it before the walk goes on: it tells the day that was walked last. */
export interface Seen {
  readonly date: string
  /** Distinct actors of a group that day. */
  daily(group: number): number
  /** Distinct actors of a group since an instant. */
  since(group: number, start: number): number
}

/**
 * Walks day by day through the events that count and tells who was seen. Distinct at every step, so that groups do not add up to the whole. An event counts
 * at its own time, on whichever side of midnight its session began. `by` says whether people or accounts are counted.
 */
export function* walkDays(
  activity: Activity,
  counted: Counted,
  days: readonly Day[],
  grouping: Grouping,
  by: 'actor' | 'account',
  names: 'use' | 'any' = 'use',
): Generator<Seen> {
  const codes = by === 'actor' ? activity.actor : activity.account
  const size = by === 'actor' ? activity.actors.length : activity.accounts.length
  const groups = grouping.of === 'none' ? 1 : grouping.count
  const last = new Int32Array(groups * size).fill(-0x80000000)
  const isIn = counting(activity, counted, by, names)
  const groupsAt = groupsOf(grouping, activity)
  for (const { date, start, stop } of days) {
    const today = new Int32Array(groups)
    const see = (group: number, code: number, at: number): void => {
      const place = group * size + code
      if ((last[place] ?? 0) < start) today[group] = (today[group] ?? 0) + 1
      last[place] = at
    }
    const end = indexAt(activity, stop)
    for (let row = indexAt(activity, start); row < end; row++) {
      if (!isIn(row)) continue
      for (const group of groupsAt(row)) see(group, codes[row] ?? 0, activity.at[row] ?? 0)
    }
    yield { date, daily: (group) => today[group] ?? 0, since: (group, from) => countSince(last, group * size, size, from) }
  }
}

/** The groups of a row; the lists are made once, since millions of rows ask. */
function groupsOf(grouping: Grouping, activity: Activity): (row: number) => readonly number[] {
  if (grouping.of === 'none') {
    const all = [0]
    return () => all
  }
  const lists = grouping.of === 'name' ? grouping.groups : Array.from(grouping.group, (group) => [group])
  const column = activity[grouping.of]
  return (row) => lists[column[row] ?? 0] ?? []
}

function countSince(last: Int32Array, from: number, size: number, start: number): number {
  let count = 0
  for (let place = from; place < from + size; place++) if ((last[place] ?? 0) >= start) count++
  return count
}
