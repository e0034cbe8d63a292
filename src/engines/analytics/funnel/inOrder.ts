import { walkOf, type Stream } from '../columns/stream.ts'
import type { Scratch } from '../columns/scratch.ts'

/** Rows of one step, each stream in the order of time. */
export interface Part {
  readonly part: Stream
  readonly step: number
}

export interface Ordered {
  readonly rows: Uint32Array
  readonly stepAt: Uint8Array
}

/** Streams as arrays. A run of a name is gone through by its numbers; of others, and only of these, rows are looked up. */
interface Lanes {
  readonly size: number
  readonly steps: Uint8Array
  /** Where each begins and ends, and its rows; null where the numbers are the rows. */
  readonly from: Uint32Array
  readonly ends: Uint32Array
  readonly lists: readonly (Uint32Array | null)[]
}

function lanesOf(parts: readonly Part[]): Lanes {
  const walks = parts.map(({ part }) => walkOf(part, part.run?.bits ?? 1))
  return {
    size: walks.reduce((sum, { size }) => sum + size, 0),
    steps: Uint8Array.from(parts, ({ step }) => step),
    from: Uint32Array.from(walks, ({ base }) => base),
    ends: Uint32Array.from(walks, ({ base, size }) => base + size),
    lists: walks.map(({ rows }) => rows),
  }
}

/** Rows that may share a stretch of time before they are merged one by one instead. */
const mostTogether = 48

/**
 * All rows of the parts in the order of time; of equal times those of an earlier part come first. Each row is put where its time lies among evenly cut
 * stretches of time, about two to a row, which goes through memory in order for each part; what then stands wrong stands next to its place.
 */
export function rowsInOrder(parts: readonly Part[], ts: Float64Array, scratch: Scratch): Ordered {
  const lanes = lanesOf(parts)
  const { size, steps, from, ends, lists } = lanes
  const [rows, stepAt] = [scratch.whole('rows', size), scratch.small('steps', size)]
  const timeOf = (lane: number, at: number): number => ts[lists[lane]?.[at] ?? at] ?? 0
  const low = from.reduce((first, at, lane) => Math.min(first, timeOf(lane, at)), Infinity)
  const high = ends.reduce((last, at, lane) => Math.max(last, timeOf(lane, at - 1)), -Infinity)
  const cuts = 2 * size
  const scale = cuts / (high - low + 1)
  const next = scratch.whole('cuts', cuts + 1).fill(0)
  for (let lane = 0; lane < steps.length; lane++) countTimes(ts, lists[lane] ?? null, { from: from[lane] ?? 0, end: ends[lane] ?? 0, low, scale }, next)
  if (isCrowded(next)) return merged(lanes, ts, { rows, stepAt })
  for (let lane = 0; lane < steps.length; lane++) {
    const [list, step, end] = [lists[lane] ?? null, steps[lane] ?? 0, ends[lane] ?? 0]
    for (let at = from[lane] ?? 0; at < end; at++) {
      const row = list === null ? at : (list[at] ?? 0)
      const cut = (((ts[row] ?? 0) - low) * scale) | 0
      const place = next[cut] ?? 0
      next[cut] = place + 1
      rows[place] = row
      stepAt[place] = step
    }
  }
  settle(rows, stepAt, ts)
  return { rows, stepAt }
}

function countTimes(
  ts: Float64Array,
  list: Uint32Array | null,
  { from, end, low, scale }: { readonly from: number; readonly end: number; readonly low: number; readonly scale: number },
  next: Uint32Array,
): void {
  for (let at = from; at < end; at++) {
    const cut = ((((ts[list === null ? at : (list[at] ?? 0)] ?? 0) - low) * scale) | 0) + 1
    next[cut] = (next[cut] ?? 0) + 1
  }
}

/** Turns counts into places; true where so many rows share a stretch that ordering them by insertion would take long. */
function isCrowded(next: Uint32Array): boolean {
  let [sum, most] = [0, 0]
  for (let cut = 0; cut < next.length; cut++) {
    const own = next[cut] ?? 0
    if (own > most) most = own
    next[cut] = sum += own
  }
  return most > mostTogether
}

/** Insertion sort, which leaves rows of one time as they are. */
function settle(rows: Uint32Array, stepAt: Uint8Array, ts: Float64Array): void {
  let before = -Infinity
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0
    const now = ts[row] ?? 0
    if (now >= before) {
      before = now
      continue
    }
    const step = stepAt[place] ?? 0
    let at = place
    for (; at > 0 && (ts[rows[at - 1] ?? 0] ?? 0) > now; at--) {
      rows[at] = rows[at - 1] ?? 0
      stepAt[at] = stepAt[at - 1] ?? 0
    }
    rows[at] = row
    stepAt[at] = step
  }
}

/** Merges by the earliest head. */
function merged({ size, steps, from, ends, lists }: Lanes, ts: Float64Array, { rows, stepAt }: Ordered): Ordered {
  const rowAt = (lane: number, at: number): number => lists[lane]?.[at] ?? at
  const next = from.slice()
  const heads = Float64Array.from(from, (at, lane) => ts[rowAt(lane, at)] ?? 0)
  for (let place = 0; place < size; place++) {
    let [lane, now] = [0, heads[0] ?? Infinity]
    for (let other = 1; other < heads.length; other++) {
      const head = heads[other] ?? Infinity
      if (head >= now) continue
      now = head
      lane = other
    }
    const at = next[lane] ?? 0
    rows[place] = rowAt(lane, at)
    stepAt[place] = steps[lane] ?? 0
    next[lane] = at + 1
    heads[lane] = at + 1 < (ends[lane] ?? 0) ? (ts[rowAt(lane, at + 1)] ?? 0) : Infinity
  }
  return { rows, stepAt }
}
