import { bucketsOf, finder, type Buckets } from '../calendar/buckets.ts'
import { lastingCut, limited, type Label } from '../columns/cut.ts'
import { walkOf, type Stream, type Wish } from '../columns/stream.ts'
import { forever, partsFor, stretchesOf, type Frame } from '../frame.ts'
import type { RetentionQuery } from '../query/kinds.ts'
import { foldEarliest, noneYet, type Earliest } from './earliest.ts'
import { markedRetention, type RetentionCounts } from './retentionMarks.ts'

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
  const wishes: Wish[] = [
    { sel: query.start, bit: 1 },
    { sel: { ...query.start, where: null }, bit: 4 },
    { sel: query.back, bit: 2 },
  ]
  const parts = memoised(frame, wishes)
  const buckets = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  const long = bucketsOf(frame.span.from, Math.max(frame.asOf, frame.span.to) + 1, query.unit, frame.calendar)
  const marked = markedRetention(frame, query, intervals, parts, { buckets, long, bits: { begins: 1, returns: 2 } })
  if (marked) return marked
  const cohortOf = finder(buckets)
  const entries = entriesIn(frame, query, parts)
  const masks = returnsIn(parts, entries, long, intervalsByUnit(intervals))
  return counted(frame, buckets, cohortOf, entries, masks, intervals.length)
}

interface Part {
  readonly frame: Frame
  readonly streams: readonly Stream[]
}

/** The rows of each stretch, to be gone through twice: those of one stretch are read once, those of several anew each time. */
function memoised(frame: Frame, wishes: readonly Wish[]): () => Iterable<Part> {
  let only: Part | null = null
  let isCounted = false
  return function* () {
    if (only) {
      yield only
      return
    }
    for (const { frame: part, span } of stretchesOf(frame, forever, false)) {
      const streams = partsFor(isCounted ? { ...part, read: { rows: 0 } } : part, wishes, span)
      if (part === frame) only = { frame, streams }
      yield { frame: part, streams }
    }
    isCounted = true
  }
}

/** When each actor entered, and the line of that row (−1: it never entered). */
type Entries = Earliest & { readonly lineOf: Int32Array; readonly labels: readonly Label[] }

/** How each actor enters. Stretches come in the order of time, so that an entry of one stays, and its line is told while its row is at hand. */
function entriesIn({ actors: { count }, span }: Frame, { entry }: RetentionQuery, parts: () => Iterable<Part>): Entries {
  const [found, lines, lineOf] = [noneYet(count), lastingCut(), new Int32Array(count + 1).fill(-1)]
  const own = entry === 'first_in_range' ? span : forever
  for (const { frame, streams } of parts()) {
    for (const stream of streams) foldEarliest(frame, stream, 1, own, found)
    const { codeAt: lineAt } = lines.of(frame)
    for (let actor = 1; actor <= count; actor++) if ((lineOf[actor] ?? 0) < 0 && (found.row[actor] ?? -1) >= 0) lineOf[actor] = lineAt(found.row[actor] ?? 0)
  }
  for (let actor = 0; actor <= count; actor++) {
    const at = found.ts[actor] ?? Infinity
    if (actor > 0 && at >= span.from && at < span.to) continue
    found.ts[actor] = Infinity
    lineOf[actor] = -1
  }
  return { ...found, lineOf, labels: lines.labels }
}

/** The interval of an offset in units; −1 beyond the last. */
function intervalsByUnit(intervals: readonly { readonly from: number; readonly to: number }[]): Int16Array {
  const found = new Int16Array(intervals.at(-1)?.to ?? 1)
  intervals.forEach(({ from, to }, interval) => found.fill(interval, from, to))
  return found
}

type Entered = Entries & { readonly enteredIn: Int32Array }

/** For each actor a bit for each interval in which it came back after its entry. */
function returnsIn(parts: () => Iterable<Part>, entries: Entries, long: Buckets, intervalOf: Int16Array): Int32Array {
  const [masks, enteredIn, unitOf] = [new Int32Array(entries.ts.length), new Int32Array(entries.ts.length), finder(long)]
  for (let actor = 1; actor < enteredIn.length; actor++) {
    const at = entries.ts[actor] ?? Infinity
    if (at < Infinity) enteredIn[actor] = unitOf(at)
  }
  for (const { frame, streams } of parts()) for (const stream of streams) foldReturns(frame, stream, { ...entries, enteredIn }, long.edges, intervalOf, masks)
  return masks
}

/** Rows of a stream stand in the order of time: the unit that they fall into only goes on. */
function foldReturns(
  { events: { ts, seq }, actors: { ids } }: Frame,
  stream: Stream,
  entries: Entered,
  edges: readonly number[],
  intervalOf: Int16Array,
  masks: Int32Array,
): void {
  const { ts: entered, enteredIn } = entries
  const { rows, bits, base, size } = walkOf(stream, 2)
  let [unit, edge] = [-1, edges[0] ?? Infinity]
  for (let at = 0; at < size; at++) {
    if (bits !== null && ((bits[at] ?? 0) & 2) === 0) continue
    const row = rows === null ? base + at : (rows[at] ?? 0)
    const actor = ids[row] ?? 0
    const [now, start] = [ts[row] ?? 0, entered[actor] ?? Infinity]
    if (now < start || (now === start && (seq[row] ?? 0) <= (entries.seq[actor] ?? 0))) continue
    while (now >= edge) edge = edges[++unit + 1] ?? Infinity
    if (unit >= edges.length - 1) return // beyond the last unit
    const interval = intervalOf[unit - (enteredIn[actor] ?? 0)] ?? -1
    if (interval >= 0) masks[actor] = (masks[actor] ?? 0) | (1 << interval)
  }
}

function counted(frame: Frame, buckets: Buckets, cohortOf: (ts: number) => number, entries: Entries, masks: Int32Array, intervals: number): RetentionCounts {
  const { lineOf } = entries
  const weights = new Float64Array(entries.labels.length)
  for (const line of lineOf) if (line >= 0) weights[line] = (weights[line] ?? 0) + 1
  const { codes, labels } = limited(frame, frame.query.breakdown.length === 0 ? [[]] : entries.labels, weights)
  const cohorts = buckets.names.length
  const [sizes, cells] = [new Int32Array(labels.length * cohorts), new Int32Array(labels.length * cohorts * intervals)]
  for (let actor = 1; actor < masks.length; actor++) {
    const entered = entries.ts[actor] ?? Infinity
    if (entered === Infinity) continue
    const place = (codes[lineOf[actor] ?? 0] ?? 0) * cohorts + cohortOf(entered)
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
