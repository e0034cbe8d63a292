import { bucketsOf, finder, type Buckets } from '../calendar/buckets.ts'
import { cutOf, limited, type Label } from '../columns/cut.ts'
import type { Stream } from '../columns/stream.ts'
import { partsFor, type Frame } from '../frame.ts'
import type { RetentionQuery } from '../query/kinds.ts'

/** What the cells of a matrix are made from, by line of the breakdown, cohort and interval. */
export interface RetentionCounts {
  readonly buckets: Buckets
  readonly labels: readonly Label[]
  size(line: number, cohort: number): number
  /** Actors that came back in the interval. */
  returned(line: number, cohort: number, interval: number): number
  /** The chosen property of those returns; zero when none was chosen. */
  value(line: number, cohort: number, interval: number): { readonly sum: number; readonly times: number }
}

/** One bit for each interval. */
const mostIntervals = 31

/**
 * The plain matrix in two passes over the rows of its names, with one entry and one number for each actor: calendar units, one entry to an actor, returns on
 * their interval. Null when the query asks for more, which is walked actor by actor; both give the same numbers.
 */
export function foldedRetention(
  frame: Frame,
  query: RetentionQuery,
  intervals: readonly { readonly from: number; readonly to: number }[],
): RetentionCounts | null {
  const isOnce = query.entry === 'first_in_range' || query.entry === 'first_ever_matching'
  if (!isOnce || query.mode !== 'calendar' || query.bound !== 'on' || query.minOccurrences > 1 || query.value !== null || intervals.length > mostIntervals)
    return null
  const parts = partsFor(frame, [
    { sel: query.start, bit: 1 },
    { sel: { ...query.start, where: null }, bit: 4 },
    { sel: query.back, bit: 2 },
  ])
  const buckets = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  const long = bucketsOf(frame.span.from, Math.max(frame.asOf, frame.span.to) + 1, query.unit, frame.calendar)
  const [cohortOf, unitOf] = [finder(buckets), finder(long)]
  const entryRow = entriesIn(frame, query, parts)
  const masks = returnsIn(frame, parts, entryRow, unitOf, intervalsByUnit(intervals))
  return counted(frame, buckets, cohortOf, entryRow, masks, intervals.length)
}

/** The row by which each actor enters; −1 where it does not. */
function entriesIn({ events: { ts, seq }, actors: { ids, count }, span }: Frame, { entry }: RetentionQuery, parts: readonly Stream[]): Int32Array {
  const found = new Int32Array(count + 1).fill(-1)
  const isInRange = entry === 'first_in_range'
  for (const { rows, bits } of parts)
    for (let at = 0; at < rows.length; at++) {
      if (((bits[at] ?? 0) & 1) === 0) continue
      const row = rows[at] ?? 0
      const now = ts[row] ?? 0
      if (isInRange && (now < span.from || now >= span.to)) continue
      const actor = ids[row] ?? 0
      const before = found[actor] ?? -1
      if (before < 0 || now < (ts[before] ?? 0) || (now === ts[before] && (seq[row] ?? 0) < (seq[before] ?? 0))) found[actor] = row
    }
  found[0] = -1
  for (let actor = 1; actor <= count; actor++) {
    const at = ts[found[actor] ?? -1] ?? Number.NaN
    if (!(at >= span.from && at < span.to)) found[actor] = -1
  }
  return found
}

/** The interval of an offset in units; −1 beyond the last. */
function intervalsByUnit(intervals: readonly { readonly from: number; readonly to: number }[]): Int16Array {
  const found = new Int16Array(intervals.at(-1)?.to ?? 1)
  intervals.forEach(({ from, to }, interval) => found.fill(interval, from, to))
  return found
}

/** For each actor a bit for each interval in which it came back after its entry. */
function returnsIn(
  { events: { ts, seq }, actors: { ids, count } }: Frame,
  parts: readonly Stream[],
  entryRow: Int32Array,
  unitOf: (ts: number) => number,
  intervalOf: Int16Array,
): Int32Array {
  const masks = new Int32Array(count + 1)
  const entered = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY)
  const enteredIn = new Int32Array(count + 1)
  for (let actor = 1; actor <= count; actor++) {
    const row = entryRow[actor] ?? -1
    if (row < 0) continue
    entered[actor] = ts[row] ?? 0
    enteredIn[actor] = unitOf(ts[row] ?? 0)
  }
  for (const { rows, bits } of parts)
    for (let at = 0; at < rows.length; at++) {
      if (((bits[at] ?? 0) & 2) === 0) continue
      const row = rows[at] ?? 0
      const actor = ids[row] ?? 0
      const [now, start] = [ts[row] ?? 0, entered[actor] ?? Number.POSITIVE_INFINITY]
      if (now < start || (now === start && (seq[row] ?? 0) <= (seq[entryRow[actor] ?? -1] ?? 0))) continue
      const interval = intervalOf[unitOf(now) - (enteredIn[actor] ?? 0)] ?? -1
      if (interval >= 0) masks[actor] = (masks[actor] ?? 0) | (1 << interval)
    }
  return masks
}

function counted(
  frame: Frame,
  buckets: Buckets,
  cohortOf: (ts: number) => number,
  entryRow: Int32Array,
  masks: Int32Array,
  intervals: number,
): RetentionCounts {
  const cut = cutOf(frame)
  const lineOf = new Int32Array(entryRow.length)
  const weights: number[] = []
  for (let actor = 1; actor < entryRow.length; actor++) {
    if ((entryRow[actor] ?? -1) < 0) continue
    const line = cut.codeAt(entryRow[actor] ?? 0)
    lineOf[actor] = line
    weights[line] = (weights[line] ?? 0) + 1
  }
  const { codes, labels } = limited(frame, cut.labels, weights)
  const cohorts = buckets.names.length
  const [sizes, cells] = [new Int32Array(labels.length * cohorts), new Int32Array(labels.length * cohorts * intervals)]
  for (let actor = 1; actor < entryRow.length; actor++) {
    const row = entryRow[actor] ?? -1
    if (row < 0) continue
    const place = (codes[lineOf[actor] ?? 0] ?? 0) * cohorts + cohortOf(frame.events.ts[row] ?? 0)
    sizes[place] = (sizes[place] ?? 0) + 1
    for (let left = masks[actor] ?? 0; left !== 0; left &= left - 1) {
      const cell = place * intervals + (31 - Math.clz32(left & -left))
      cells[cell] = (cells[cell] ?? 0) + 1
    }
  }
  return {
    buckets,
    labels,
    size: (line, cohort) => sizes[line * cohorts + cohort] ?? 0,
    returned: (line, cohort, interval) => cells[(line * cohorts + cohort) * intervals + interval] ?? 0,
    value: () => ({ sum: 0, times: 0 }),
  }
}
