import { bitsIn } from '../../numbers/bits.ts'
import { bucketsOf, shifted, startOf, type Buckets } from '../calendar/buckets.ts'
import type { Span } from '../calendar/span.ts'
import type { Events } from '../columns/events.ts'
import { firstAt, type Stream } from '../columns/stream.ts'
import { partsFor, stretchesOf, type Frame } from '../frame.ts'
import type { EventSel } from '../query/parts.ts'

/**
 * Who was active on each day: one bit an actor, the words of one day before those of the next, so that a day of millions of actors stays near the processor
 * while its events are read. Events are read name by name and need no common order.
 */
interface DayMarks {
  readonly days: Buckets
  readonly words: number
  readonly marks: Int32Array
}

function dayMarks(frame: Frame, sel: EventSel, from: number, to: number): DayMarks {
  const { actors, calendar } = frame
  const days = bucketsOf(from, to, 'day', calendar)
  const words = (actors.count >>> 5) + 1
  const marks = clearedRoom(words * days.names.length)
  for (const { frame: part, span } of stretchesOf(frame, { from, to }))
    for (const stream of partsFor(part, [{ sel, bit: 1 }], span)) markRun(part, stream, 1, { edges: days.edges, words, marks })
  for (let first = 0; first < marks.length; first += words) marks[first] = (marks[first] ?? 0) & ~1 // nobody
  return { days, words, marks }
}

let spare = new WeakRef(new Int32Array())

/** Room for the marks of one question: that of the one before, as long as the memory was not needed for something else. */
function clearedRoom(length: number): Int32Array {
  const known = spare.deref()
  if (known && known.length >= length) return known.subarray(0, length).fill(0)
  const made = new Int32Array(length)
  spare = new WeakRef(made)
  return made
}

/** A bit for each actor in each stretch between two edges, the words of one stretch before those of the next. Words are signed, as the results of operations on bits are. */
export interface Marks {
  readonly edges: readonly number[]
  readonly words: number
  readonly marks: Int32Array
}

/** Marks the actors of the rows that bear a bit in the stretch between two edges that each row falls into; rows of a stream stand in the order of time. */
export function markRun({ events, actors: { ids } }: Frame, stream: Stream, bit: number, own: Marks): void {
  const { run } = stream
  if (!run) markRows(events.ts, ids, stream, bit, own)
  else if ((run.bits & bit) !== 0) markWhole(events, ids, run, own)
}

/** Where each edge lies is searched, so that of the rows between two of them only the actor is read. */
function markWhole(events: Events, ids: Uint32Array, { code, from, size }: NonNullable<Stream['run']>, { edges, words, marks }: Marks): void {
  const end = from + size
  const rowAt = (edge: number): number => {
    const row = firstAt(events, code, edge)
    return row < from ? from : row > end ? end : row
  }
  let row = rowAt(edges[0] ?? Infinity)
  for (let place = 0; place + 1 < edges.length && row < end; place++) {
    const next = rowAt(edges[place + 1] ?? Infinity)
    if (next > row) markAll(ids.subarray(row, next), marks.subarray(place * words, (place + 1) * words))
    row = next
  }
}

function markAll(ids: Uint32Array, marks: Int32Array): void {
  for (let at = 0; at < ids.length; at++) {
    const who = ids[at] ?? 0
    marks[who >>> 5] = (marks[who >>> 5] ?? 0) | (1 << (who & 31))
  }
}

function markRows(ts: Float64Array, ids: Uint32Array, { rows, bits }: Stream, bit: number, { edges, words, marks }: Marks): void {
  let [at, place, edge] = [0, -1, edges[0] ?? Infinity]
  while (at < rows.length && (ts[rows[at] ?? 0] ?? 0) < edge) at++
  for (let base = 0; at < rows.length; at++) {
    if (((bits[at] ?? 0) & bit) === 0) continue
    const row = rows[at] ?? 0
    const now = ts[row] ?? 0
    while (now >= edge) {
      edge = edges[++place + 1] ?? Infinity
      base = place * words
    }
    if (base >= marks.length) return // beyond the last edge
    const who = ids[row] ?? 0
    const slot = base + (who >>> 5)
    marks[slot] = (marks[slot] ?? 0) | (1 << (who & 31))
  }
}

/** Words of each day that are counted together, so that all days of them stay near the processor. */
const wordsAtOnce = 512

/** Different actors of each day of a stretch. */
export const dailyActors = (frame: Frame, sel: EventSel, { from, to }: Span): number[] => [...(countedActors(dayMarks(frame, sel, from, to), [1])[0] ?? [])]

/** Different actors of the days that end with each day of a stretch, for each of some numbers of days. */
export function rollingActors(frame: Frame, sel: EventSel, lengths: readonly number[], { from, to }: Span): ReadonlyMap<number, number[]> {
  const ascending = [...new Set(lengths)].toSorted((a, b) => a - b)
  const longest = ascending.at(-1) ?? 1
  const counts = countedActors(dayMarks(frame, sel, backBy(from, longest, frame.calendar), to), ascending)
  return new Map(ascending.map((length, at) => [length, [...(counts[at] ?? [])].slice(longest - 1)]))
}

/**
 * The same from the marks of all these days. Days are joined two by two: what tells of n days that end with a day, and of n that end n days before it, tells of
 * 2n; a longer stretch goes on from a shorter one.
 */
function countedActors({ days, words, marks }: DayMarks, lengths: readonly number[]): Float64Array[] {
  const count = days.names.length
  const found = lengths.map(() => new Float64Array(count))
  const block = new Int32Array(Math.min(words, wordsAtOnce) * count)
  for (let from = 0; from < words; from += wordsAtOnce) {
    const width = Math.min(wordsAtOnce, words - from)
    for (let day = 0; day < count; day++) block.set(marks.subarray(day * words + from, day * words + from + width), day * width)
    let joined = 1
    for (const [place, length] of lengths.entries()) {
      while (joined < length) {
        const more = Math.min(joined, length - joined)
        join(block, more * width, width * count)
        joined += more
      }
      addCounts(block, width, found[place] ?? new Float64Array())
    }
  }
  return found
}

function join(block: Int32Array, back: number, end: number): void {
  for (let at = end - 1; at >= back; at--) block[at] = (block[at] ?? 0) | (block[at - back] ?? 0)
}

function addCounts(block: Int32Array, width: number, found: Float64Array): void {
  for (let day = 0; day < found.length; day++) {
    let sum = 0
    for (let at = day * width; at < (day + 1) * width; at++) sum += bitsIn(block[at] ?? 0)
    found[day] = (found[day] ?? 0) + sum
  }
}

/** Where the marks of a rolling count begin: so many days before the range. */
const backBy = (from: number, length: number, calendar: Frame['calendar']): number => shifted(startOf(from, 'day', calendar), 'day', 1 - length, calendar)

/**
 * The stretches of `days` days that end with each bucket, given the edges of the buckets. A bucket that the range or the present cuts ends there:
 * days that can hold nothing yet do not push out those that do.
 */
export function daysEnding(
  edges: readonly number[],
  days: number,
  { asOf, calendar }: Frame,
  span: Span,
): { readonly starts: number[]; readonly ends: number[] } {
  const present = shifted(startOf(asOf, 'day', calendar), 'day', 1, calendar)
  const ends = edges.slice(1).map((end) => Math.min(end, span.to, present))
  const starts = ends.map((end) => shifted(startOf(end, 'day', calendar), 'day', -days, calendar) + (end - startOf(end, 'day', calendar)))
  return { starts, ends }
}
