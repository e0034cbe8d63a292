import { bucketsOf, shifted, startOf, type Buckets } from '../calendar/buckets.ts'
import type { Span } from '../calendar/span.ts'
import { walkOf, type Stream } from '../columns/stream.ts'
import { partsFor, stretchesOf, type Frame } from '../frame.ts'
import type { EventSel } from '../query/parts.ts'

/**
 * Who was active on each day: one bit an actor, the words of one day before those of the next, so that a day of millions of actors stays near the processor
 * while its events are read. Events are read name by name and need no common order.
 */
export interface DayMarks {
  readonly days: Buckets
  readonly words: number
  readonly marks: Uint32Array
}

export function dayMarks(frame: Frame, sel: EventSel, from: number, to: number): DayMarks {
  const { actors, calendar } = frame
  const days = bucketsOf(from, to, 'day', calendar)
  const words = (actors.count >>> 5) + 1
  const marks = new Uint32Array(words * days.names.length)
  for (const { frame: part, span } of stretchesOf(frame, { from, to }))
    for (const stream of partsFor(part, [{ sel, bit: 1 }], span)) markRun(part, stream, 1, { edges: days.edges, words, marks })
  for (let first = 0; first < marks.length; first += words) marks[first] = (marks[first] ?? 0) & ~1 // nobody
  return { days, words, marks }
}

/** A bit for each actor in each stretch between two edges, the words of one stretch before those of the next. */
export interface Marks {
  readonly edges: readonly number[]
  readonly words: number
  readonly marks: Uint32Array
}

/** Marks the actors of the rows that bear a bit in the stretch between two edges that each row falls into; rows of a stream stand in the order of time. */
export function markRun({ events: { ts }, actors: { ids } }: Frame, stream: Stream, bit: number, { edges, words, marks }: Marks): void {
  const { rows, bits, base: first, size } = walkOf(stream, bit)
  const rowAt = (at: number): number => (rows === null ? first + at : (rows[at] ?? 0))
  let [at, place, edge] = [0, -1, edges[0] ?? Infinity]
  while (at < size && (ts[rowAt(at)] ?? 0) < edge) at++
  for (let base = 0; at < size; at++) {
    if (bits !== null && ((bits[at] ?? 0) & bit) === 0) continue
    const row = rowAt(at)
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

/**
 * Different actors of the `length` days that end with each day of the range; the marks reach that far back. Days are joined two by two: what tells of n days
 * that end with a day, and of n that end n days before it, tells of 2n.
 */
export function rollingActors({ days, words, marks }: DayMarks, length: number, first: number): number[] {
  const count = days.names.length
  const found = new Float64Array(count)
  const block = new Uint32Array(Math.min(words, wordsAtOnce) * count)
  for (let from = 0; from < words; from += wordsAtOnce) {
    const width = Math.min(wordsAtOnce, words - from)
    for (let day = 0; day < count; day++) block.set(marks.subarray(day * words + from, day * words + from + width), day * width)
    for (let joined = 1; joined < length;) {
      const back = Math.min(joined, length - joined) * width
      for (let at = width * count - 1; at >= back; at--) block[at] = (block[at] ?? 0) | (block[at - back] ?? 0)
      joined += back / width
    }
    for (let day = 0; day < count; day++) {
      let sum = 0
      for (let at = day * width; at < (day + 1) * width; at++) sum += bitsIn(block[at] ?? 0)
      found[day] = (found[day] ?? 0) + sum
    }
  }
  return [...found].slice(first)
}

/** How many bits are set, counted in groups of two, four and eight (Knuth, TAOCP 4A, 7.1.3). */
export function bitsIn(word: number): number {
  const twos = word - ((word >>> 1) & 0x5555_5555)
  const fours = (twos & 0x3333_3333) + ((twos >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** Where the marks of a rolling count begin: so many days before the range. */
export const backBy = (from: number, length: number, calendar: Frame['calendar']): number =>
  shifted(startOf(from, 'day', calendar), 'day', 1 - length, calendar)

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
