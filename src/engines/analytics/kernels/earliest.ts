import type { Span } from '../calendar/span.ts'
import { walkOf, type Stream } from '../columns/stream.ts'
import type { Frame } from '../frame.ts'

/** When each actor was first among some rows, as which of its arrivals, and by which row (Infinity and −1: by none; rows are of no use where events are read in stretches). */
export interface Earliest {
  readonly ts: Float64Array
  readonly seq: Uint32Array
  readonly row: Int32Array
}

export const noneYet = (count: number): Earliest => ({
  ts: new Float64Array(count + 1).fill(Infinity),
  seq: new Uint32Array(count + 1),
  row: new Int32Array(count + 1).fill(-1),
})

/**
 * Folds in the rows of a stream that bear a bit and lie in a stretch of time; streams may come in any order. Within one, which is in the order of time, only the
 * first row of an actor can be its earliest: whom a long stream has named is marked by a bit, so that most rows look no further.
 */
export function foldEarliest({ events, actors: { ids } }: Frame, stream: Stream, bit: number, { from, to }: Span, found: Earliest): void {
  const { ts, seq } = events
  const { rows, bits, base, size } = walkOf(stream, bit)
  const named = size * 8 > found.ts.length ? new Uint32Array((found.ts.length >>> 5) + 1) : null
  for (let at = 0; at < size; at++) {
    if (bits !== null && ((bits[at] ?? 0) & bit) === 0) continue
    const row = rows === null ? base + at : (rows[at] ?? 0)
    const now = ts[row] ?? 0
    if (now < from || now >= to) continue
    const actor = ids[row] ?? 0
    if (named !== null) {
      const [word, mark] = [named[actor >>> 5] ?? 0, 1 << (actor & 31)]
      if ((word & mark) !== 0) continue
      named[actor >>> 5] = word | mark
    }
    const before = found.ts[actor] ?? Infinity
    if (now > before || (now === before && (seq[row] ?? 0) >= (found.seq[actor] ?? 0))) continue
    found.ts[actor] = now
    found.seq[actor] = seq[row] ?? 0
    found.row[actor] = row
  }
}
