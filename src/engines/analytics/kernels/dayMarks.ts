import { bucketsOf, shifted, startOf, type Buckets } from '../calendar/buckets.ts'
import type { Span } from '../calendar/span.ts'
import { walkOf, type Stream } from '../columns/stream.ts'
import { partsFor, stretchesOf, type Frame } from '../frame.ts'
import type { EventSel } from '../query/parts.ts'

/** On which days each actor was active: one bit a day, the first 32 days of all actors before the next 32, since a stretch of time touches few of these. Events are read name by name and need no common order. */
export interface DayMarks {
  readonly days: Buckets
  readonly words: number
  readonly marks: Uint32Array
}

export function dayMarks(frame: Frame, sel: EventSel, from: number, to: number): DayMarks {
  const { actors, calendar } = frame
  const days = bucketsOf(from, to, 'day', calendar)
  const words = Math.ceil(days.names.length / 32)
  const size = actors.count + 1
  const marks = new Uint32Array(size * words)
  for (const { frame: part, span } of stretchesOf(frame, { from, to }))
    for (const stream of partsFor(part, [{ sel, bit: 1 }], span)) markRun(part, stream, days.edges, size, marks)
  return { days, words, marks }
}

function markRun({ events: { ts }, actors: { ids } }: Frame, stream: Stream, edges: readonly number[], size: number, marks: Uint32Array): void {
  const { rows, base: first, size: count } = walkOf(stream, 1)
  let [day, edge, base] = [-1, -Infinity, 0]
  for (let at = 0; at < count; at++) {
    const row = rows === null ? first + at : (rows[at] ?? 0)
    const now = ts[row] ?? 0
    while (now >= edge) {
      edge = edges[++day + 1] ?? Infinity
      base = (day >> 5) * size
    }
    const slot = base + (ids[row] ?? 0)
    marks[slot] = (marks[slot] ?? 0) | (1 << (day & 31))
  }
}

/** Different actors of the `length` days that end with each day of the range; the marks reach that far back. By a difference array over each actor’s days. */
export function rollingActors({ days, words, marks }: DayMarks, length: number, first: number): number[] {
  const count = days.names.length
  const change = new Float64Array(count + length + 1)
  const size = marks.length / words
  for (let actor = 1; actor < size; actor++) {
    let until = -1
    for (let word = 0; word < words; word++)
      for (let bits = marks[word * size + actor] ?? 0; bits !== 0; bits &= bits - 1) {
        const day = word * 32 + 31 - Math.clz32(bits & -bits)
        const from = Math.max(day, until + 1)
        change[from] = (change[from] ?? 0) + 1
        change[day + length] = (change[day + length] ?? 0) - 1
        until = day + length - 1
      }
  }
  let now = 0
  return Array.from({ length: count }, (_, day) => (now += change[day] ?? 0)).slice(first)
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
