import { keeper } from '../../numbers/once.ts'
import { indexAt, type Activity } from './activity.ts'
import type { Day, Grouping } from './active.ts'

/** Which windows end with a day: `until` holds, for each day, the last one whose window still reaches back to it. */
export interface Trailing {
  readonly key: string
  readonly until: Int32Array
}

/** Who is followed, in which groups, and over which days; `key` names the days, the groups and what counts. */
export interface Following {
  readonly key: string
  readonly days: readonly Day[]
  readonly isIn: (row: number) => boolean
  readonly by: 'actor' | 'account'
  readonly grouping: Grouping
  readonly windows: readonly Trailing[]
}

/** Distinct people or accounts of a group in the window that ends with each day. */
export type Presence = (window: string, group: number) => Int32Array

interface Kept {
  row: number
  /** For each person and group, the day on which it was last seen; −1 before that. */
  last: Int32Array
  /** For each window, group and day, by how many its figure differs from that of the day before. */
  readonly steps: Map<string, Int32Array>
}

const kept = keeper<object, Kept>(24)

/**
 * One pass over the events gives every window of every day: somebody who is seen on a day counts in all windows up to `until`, or up to the next day on
 * which they are seen, from which on they count again. What comes later is added to what was counted. An event counts at its own time. Days are in order and without gaps.
 */
export function presenceOf(activity: Activity, following: Following): Presence {
  const { days, key, windows, grouping } = following
  const groups = grouping.of === 'none' ? 1 : grouping.count
  const start = indexAt(activity, days[0]?.start ?? 0)
  const steps = (): Map<string, Int32Array> => new Map(windows.map((window) => [window.key, new Int32Array(groups * (days.length + 1))]))
  const state = kept(activity.origin, key, () => ({ row: start, last: new Int32Array(), steps: steps() }))
  count(activity, following, state, groups)
  return (window, group) => {
    const own = state.steps.get(window)?.subarray(group * (days.length + 1), (group + 1) * (days.length + 1)) ?? new Int32Array()
    const figures = Int32Array.from(own)
    for (let day = 1; day < figures.length; day++) figures[day] = (figures[day] ?? 0) + (figures[day - 1] ?? 0)
    return figures
  }
}

function count(activity: Activity, { days, isIn, by, grouping, windows }: Following, state: Kept, groups: number): void {
  const codes = activity[by]
  state.last = withRoom(state.last, groups * (by === 'actor' ? activity.actors : activity.accounts).length)
  const { last } = state
  const steps = windows.map(({ key, until }) => ({ steps: state.steps.get(key) ?? new Int32Array(), until }))
  const see = (group: number, code: number, day: number): void => {
    const place = code * groups + group
    const before = last[place] ?? -1
    if (before === day) return
    last[place] = day
    for (let index = 0; index < steps.length; index++) {
      const one = steps[index]
      if (one) step(one.steps, one.until, group * (days.length + 1), before, day)
    }
  }
  const end = indexAt(activity, days.at(-1)?.stop ?? 0)
  const first = activity.at[state.row] ?? 0
  const from = days.findIndex(({ stop }) => first < stop)
  for (let day = Math.max(0, from), row = state.row; row < end; day++) {
    const stop = Math.min(end, indexAt(activity, days[day]?.stop ?? 0))
    seeDay(activity, grouping, isIn, row, stop, (group, at) => see(group, codes[at] ?? 0, day))
    row = Math.max(row, stop)
  }
  state.row = Math.max(state.row, end)
}

/** Every row of a day that counts, with its groups. */
function seeDay(
  activity: Activity,
  grouping: Grouping,
  isIn: (row: number) => boolean,
  from: number,
  to: number,
  see: (group: number, row: number) => void,
): void {
  if (grouping.of === 'none') {
    for (let row = from; row < to; row++) if (isIn(row)) see(0, row)
    return
  }
  const column = activity[grouping.of]
  if (grouping.of === 'name') {
    for (let row = from; row < to; row++) {
      const own = isIn(row) ? (grouping.groups[column[row] ?? 0] ?? []) : []
      own.forEach((group) => see(group, row))
    }
    return
  }
  const groups = grouping.group
  for (let row = from; row < to; row++) if (isIn(row)) see(groups[column[row] ?? 0] ?? 0, row)
}

/** Somebody is seen on a day: where the window of the day before still reaches here it only ends later. */
function step(steps: Int32Array, until: Int32Array, from: number, before: number, day: number): void {
  const [ends, ended] = [from + (until[day] ?? day) + 1, before < 0 ? -1 : (until[before] ?? before)]
  const starts = ended >= day ? from + ended + 1 : from + day
  steps[starts] = (steps[starts] ?? 0) + 1
  steps[ends] = (steps[ends] ?? 0) - 1
}

function withRoom(before: Int32Array, size: number): Int32Array {
  if (before.length >= size) return before
  const after = new Int32Array(Math.ceil(size * 1.1)).fill(-1)
  after.set(before)
  return after
}

/** The last day whose window, which begins on `startOf` of it, still holds each day. Starts never go back. */
export function trailing(key: string, days: readonly Day[], startOf: (date: string) => string): Trailing {
  const starts = days.map(({ date }) => startOf(date))
  const until = new Int32Array(days.length)
  let end = 0
  for (const [day, { date }] of days.entries()) {
    while (end + 1 < days.length && (starts[end + 1] ?? '') <= date) end++
    until[day] = end
  }
  return { key, until }
}
