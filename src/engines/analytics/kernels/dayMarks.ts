import { bucketsOf, shifted, startOf, type Buckets } from '../calendar/buckets.ts'
import type { Span } from '../calendar/span.ts'
import { partsFor, stretchesOf, type Frame } from '../frame.ts'
import type { EventSel } from '../query/parts.ts'

/** On which days each actor was active: one bit a day, `words` words of 32 to an actor. Events are read name by name and need no common order. */
export interface DayMarks {
  readonly days: Buckets
  readonly words: number
  readonly marks: Uint32Array
}

export function dayMarks(frame: Frame, sel: EventSel, from: number, to: number): DayMarks {
  const { actors, calendar } = frame
  const days = bucketsOf(from, to, 'day', calendar)
  const words = Math.ceil(days.names.length / 32)
  const marks = new Uint32Array((actors.count + 1) * words)
  for (const { frame: part, span } of stretchesOf(frame, { from, to }))
    for (const { rows } of partsFor(part, [{ sel, bit: 1 }], span)) markRun(part, rows, days.edges, words, marks)
  return { days, words, marks }
}

function markRun({ events: { ts }, actors: { ids } }: Frame, rows: Uint32Array, edges: readonly number[], words: number, marks: Uint32Array): void {
  let day = -1
  let edge = -Infinity
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    const now = ts[row] ?? 0
    while (now >= edge) edge = edges[++day + 1] ?? Infinity
    const slot = (ids[row] ?? 0) * words + (day >> 5)
    marks[slot] = (marks[slot] ?? 0) | (1 << (day & 31))
  }
}

/** Different actors of the `length` days that end with each day of the range; the marks reach that far back. By a difference array over each actor’s days. */
export function rollingActors({ days, words, marks }: DayMarks, length: number, first: number): number[] {
  const count = days.names.length
  const change = new Float64Array(count + length + 1)
  for (let slot = words; slot < marks.length; slot += words) {
    let until = -1
    for (let word = 0; word < words; word++)
      for (let bits = marks[slot + word] ?? 0; bits !== 0; bits &= bits - 1) {
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
