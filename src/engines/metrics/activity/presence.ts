import { keeper, shelf } from '../../numbers/once.ts'
import { indexAt, type Activity } from './activity.ts'
import { actsForSeveral } from './homes.ts'
import type { Day, Grouping } from './active.ts'
import type { Counting } from './marks.ts'
import { flagged, rowsOf } from './rowsOf.ts'

/** Which windows end with a day: `until` holds, for each day, the last one whose window still reaches back to it. */
export interface Trailing {
  readonly key: string
  readonly until: Int32Array
}

/** Who is followed, in which groups, and over which days; `key` names the days, the names of the groups and what counts. */
export interface Following {
  readonly key: string
  readonly days: readonly Day[]
  readonly isIn: Counting
  readonly by: 'actor' | 'account'
  readonly grouping: Grouping
  readonly windows: readonly Trailing[]
}

/** Distinct people or accounts of a group in the window that ends with each day. */
export type Presence = (window: string, group: number) => Int32Array

interface Kept {
  row: number
  /** The group of each account or actor by its code, as the rows were counted. */
  group: Int32Array | null
  /** For each person and group, the day on which it was last seen; −1 before that. */
  last: Int32Array
  /** For each window, group and day, by how many its figure differs from that of the day before; the window that somebody is in now is not closed yet. */
  readonly steps: Int32Array
  /** What was asked since the row, by window and group. */
  readonly told: Map<string, Int32Array>
}

const kept = shelf<object, Kept>(24)

/**
 * One pass over the events gives every window of every day: somebody who is seen on a day counts in all windows up to `until`, or up to the next day on
 * which they are seen, from which on they count again. What comes later is added to what was counted; of accounts and actors that are in another group since, the rows
 * are counted there. An event counts at its own time. Days are in order and without gaps.
 */
export function presenceOf(activity: Activity, following: Following): Presence {
  const { days, key, windows, grouping } = following
  const groups = grouping.of === 'none' ? 1 : grouping.count
  const size = days.length + 1
  const known = kept.get(activity.origin, key)
  const isBehind = known !== undefined && activity.length < known.row
  const state =
    known && !isBehind && isRegrouped(activity, following, known, groups)
      ? known
      : {
          row: indexAt(activity, days[0]?.start ?? 0),
          group: null,
          last: new Int32Array(),
          steps: new Int32Array(windows.length * groups * size),
          told: new Map(),
        }
  // who asks of fewer events than were counted, while others ask of all, leaves what was counted alone
  if (state !== known && !isBehind) kept.put(activity.origin, key, state)
  if (grouping.of === 'account' || grouping.of === 'actor') state.group = grouping.group
  count(activity, following, state, groups)
  return (window, group) => {
    const known = state.told.get(`${window} ${group}`)
    if (known) return known
    const place = windows.findIndex((one) => one.key === window)
    const from = (place * groups + group) * size
    const own = place < 0 ? new Int32Array(size) : state.steps.slice(from, from + size)
    closeAll(own, windows[place]?.until ?? new Int32Array(), lastSeen(state, group, groups, size))
    for (let day = 1; day < own.length; day++) own[day] = (own[day] ?? 0) + (own[day - 1] ?? 0)
    state.told.set(`${window} ${group}`, own)
    return own
  }
}

/** How many of a group were last seen on each day: the same for every window. */
function lastSeen({ last, told }: Kept, group: number, groups: number, size: number): Int32Array {
  const known = told.get(`last of ${group}`)
  if (known) return known
  const seen = new Int32Array(size)
  for (let place = group; place < last.length; place += groups) {
    const day = last[place] ?? -1
    if (day >= 0) seen[day] = (seen[day] ?? 0) + 1
  }
  told.set(`last of ${group}`, seen)
  return seen
}

/** Whoever was seen last on a day leaves the window when it no longer reaches back to it. */
function closeAll(steps: Int32Array, until: Int32Array, seen: Int32Array): void {
  for (let day = 0; day < until.length; day++) {
    const ends = (until[day] ?? day) + 1
    steps[ends] = (steps[ends] ?? 0) - (seen[day] ?? 0)
  }
}

/** Of so many codes that are in another group all rows are counted anew. */
const mostMoved = 200

/** Counts the rows of those that are in another group since where they are now; false where so many are that all is counted anew. */
function isRegrouped(activity: Activity, following: Following, state: Kept, groups: number): boolean {
  const { grouping, by, days } = following
  if ((grouping.of !== 'account' && grouping.of !== 'actor') || !state.group || state.group === grouping.group) return true
  const [before, after] = [state.group, grouping.group]
  const moved: number[] = []
  for (let code = 0; code < before.length && moved.length <= mostMoved; code++) if (before[code] !== after[code]) moved.push(code)
  if (moved.length > mostMoved) return false
  if (moved.length === 0) return true
  const rows = rowsBeside(activity, grouping.of, by, moved, indexAt(activity, days[0]?.start ?? 0), state.row)
  const [column, codes] = [activity[grouping.of], activity[by]]
  const replay = (group: Int32Array, last: Int32Array, step: 1 | -1): void => {
    const seeing = seeingOf(activity, following, { steps: state.steps, last }, groups, step)
    const { marks, wanted } = seeing
    let day = 0
    for (const row of rows) {
      while (day < days.length && (activity.at[row] ?? 0) >= (days[day]?.stop ?? 0)) day++
      if (((marks[row] ?? 0) & wanted) !== wanted) continue
      const own = group[column[row] ?? 0] ?? 0
      see(seeing, (codes[row] ?? 0) * groups + own, own, day)
    }
  }
  replay(before, new Int32Array(state.last.length).fill(-1), -1)
  for (const row of rows) state.last.fill(-1, (codes[row] ?? 0) * groups, (codes[row] ?? 0) * groups + groups)
  replay(after, state.last, 1)
  state.told.clear()
  return true
}

/** All rows up to one of everybody who has a row under some codes of a column; people of several accounts count in the groups of all. */
const rowsBeside = (activity: Activity, of: 'account' | 'actor', by: 'account' | 'actor', moved: readonly number[], from: number, to: number): Int32Array =>
  keptRows(activity.origin, `${of} ${by} ${from} ${to} ${moved.join(' ')}`, () => {
    const own = rowsOf(activity[of], flagged(activity[of === 'actor' ? 'actors' : 'accounts'].length, moved), from, to)
    if (of === by) return own
    const codes = own.map((row) => activity[by][row] ?? -1)
    if (by === 'actor' && !codes.some(actsForSeveral(activity))) return own.filter((_, index) => (codes[index] ?? -1) >= 0)
    return rowsOf(activity[by], flagged(activity[by === 'actor' ? 'actors' : 'accounts'].length, codes), from, to)
  })

const keptRows = keeper<object, Int32Array>(2)

function seeingOf(
  activity: Activity,
  { days, by, windows, isIn }: Following,
  { last, steps }: Pick<Kept, 'last' | 'steps'>,
  groups: number,
  step: 1 | -1 = 1,
): Seeing {
  const untils = new Int32Array(windows.length * days.length)
  for (const [place, { until }] of windows.entries()) untils.set(until, place * days.length)
  return { last, steps, marks: isIn.marks, wanted: isIn.wanted, codes: activity[by], groups, untils, days: days.length, count: windows.length, step }
}

function count(activity: Activity, following: Following, state: Kept, groups: number): void {
  const { days, by, grouping } = following
  state.last = withRoom(state.last, groups * (by === 'actor' ? activity.actors : activity.accounts).length)
  const end = indexAt(activity, days.at(-1)?.stop ?? 0)
  const first = activity.at[state.row] ?? 0
  const from = days.findIndex(({ stop }) => first < stop)
  const see = seer(activity, grouping, seeingOf(activity, following, state, groups))
  for (let day = Math.max(0, from), row = state.row; row < end; day++) {
    const stop = Math.min(end, indexAt(activity, days[day]?.stop ?? 0))
    if (row < stop) see(row, stop, day)
    row = Math.max(row, stop)
  }
  if (end > state.row) state.told.clear()
  state.row = Math.max(state.row, end)
}

interface Seeing {
  readonly marks: Uint8Array
  readonly wanted: number
  readonly codes: Int32Array
  readonly last: Int32Array
  readonly steps: Int32Array
  readonly groups: number
  /** For each window and day, the last day whose window still reaches back to it. */
  readonly untils: Int32Array
  readonly days: number
  readonly count: number
  /** By how much somebody counts: −1 takes back what was seen. */
  readonly step: 1 | -1
}

/** Sees the rows of a day that count, with their groups. A kind of event may belong to several. */
function seer(activity: Activity, grouping: Grouping, seeing: Seeing): (from: number, to: number, day: number) => void {
  if (grouping.of === 'none') return (from, to, day) => seeAll(seeing, from, to, day)
  const column = activity[grouping.of]
  if (grouping.of !== 'name') return (from, to, day) => seeGroups(seeing, column, grouping.group, from, to, day)
  const { marks, wanted, codes, groups } = seeing
  return (from, to, day) => {
    for (let row = from; row < to; row++) {
      if (((marks[row] ?? 0) & wanted) !== wanted) continue
      for (const group of grouping.groups[column[row] ?? 0] ?? []) see(seeing, (codes[row] ?? 0) * groups + group, group, day)
    }
  }
}

function seeAll(seeing: Seeing, from: number, to: number, day: number): void {
  const { marks, wanted, codes, last } = seeing
  for (let row = from; row < to; row++) {
    if (((marks[row] ?? 0) & wanted) !== wanted) continue
    const place = codes[row] ?? 0
    if (last[place] !== day) see(seeing, place, 0, day)
  }
}

function seeGroups(seeing: Seeing, column: Int32Array, groupOf: Int32Array, from: number, to: number, day: number): void {
  const { marks, wanted, codes, last, groups } = seeing
  for (let row = from; row < to; row++) {
    if (((marks[row] ?? 0) & wanted) !== wanted) continue
    const group = groupOf[column[row] ?? 0] ?? 0
    const place = (codes[row] ?? 0) * groups + group
    if (last[place] !== day) see(seeing, place, group, day)
  }
}

/** Somebody is seen on a day: where the window of the day before does not reach here, they left it meanwhile and come again. */
function see({ last, steps, untils, groups, days, count: windows, step }: Seeing, place: number, group: number, day: number): void {
  const before = last[place] ?? -1
  if (before === day) return
  last[place] = day
  for (let window = 0; window < windows; window++) {
    const from = (window * groups + group) * (days + 1)
    if (before >= 0) {
      const ended = untils[window * days + before] ?? before
      if (ended >= day) continue
      steps[from + ended + 1] = (steps[from + ended + 1] ?? 0) - step
    }
    steps[from + day] = (steps[from + day] ?? 0) + step
  }
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
