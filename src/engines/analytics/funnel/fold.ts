import { keeper } from '../../numbers/once.ts'
import { rowsInOrder, type Lane, type Ordered } from '../columns/inOrder.ts'
import { freshRoom, scratchRoom, type Scratch } from '../columns/scratch.ts'
import { walkOf, type Stream } from '../columns/stream.ts'
import type { FunnelQuery } from '../query/kinds.ts'

/** What a fold needs: the rows of each name in the order of time, when each was and who did it, and the rules that it can keep. */
export interface FoldInput {
  /** One stream for each name; every row of it bears the bit of its step. */
  readonly parts: readonly Stream[]
  readonly ts: Float64Array
  /** The actor of each row; 0 is nobody. */
  readonly ids: Uint32Array
  readonly actors: number
  readonly steps: number
  /** Longest time from the first event, inclusive, in milliseconds. */
  readonly reach: number
  /** An entry lies in here. */
  readonly entry: { readonly from: number; readonly to: number }
  /** The columns are of a stretch, and written over by the next one. */
  readonly isPassing?: boolean
}

/** For each actor the furthest step (0: none); and, `steps` to an actor, how long it took when a step was first reached: from the step before, and from the entry. */
export interface Folded {
  readonly best: Uint8Array
  readonly gaps: Float64Array | Uint32Array
  /** Empty where nobody asks for them. */
  readonly spans: Float64Array | Uint32Array
}

/** Can the plain fold answer it? Each row fills at most one step, in order, in one window, by any chain. */
export function isFoldable(query: FunnelQuery): boolean {
  const names = query.steps.flatMap(({ event }) => event)
  const isPlain =
    query.order === 'ordered' && query.reentry === 'any_chain' && query.count === 'actors' && query.exclusions.length === 0 && query.holdConstant.length === 0
  const isSimple = query.steps.every(({ optional, within }) => !optional && within === null) && query.window.unit !== 'session'
  return (
    isPlain &&
    isSimple &&
    query.tieMs <= 1 &&
    query.tieOrder === 'step' &&
    !names.includes('*') &&
    new Set(names).size === names.length &&
    !query.dedupeSameTypeInTie
  )
}

/** What is kept between the rows of a fold: for each actor and step but the last the start of the newest chain that ends there, and when it filled the step. */
export interface Folding extends Folded {
  readonly state: Float64Array
  /** A bit for each actor that has come to the last step. */
  readonly done: Int32Array
  readonly scratch: Scratch
}

/** Times within a window of less than 49 days fit 32 bits. */
export function foldingOf({ actors, steps, reach }: Pick<FoldInput, 'actors' | 'steps' | 'reach'>, hasSpans = true): Folding {
  const size = (actors + 1) * steps
  const cells = (length: number) => (reach < 2 ** 32 ? new Uint32Array(length) : new Float64Array(length))
  return {
    state: new Float64Array((actors + 1) * (steps - 1) * 2),
    best: new Uint8Array(actors + 1),
    done: new Int32Array((actors >>> 5) + 1),
    gaps: cells(size),
    spans: cells(hasSpans ? size : 0),
    scratch: scratchRoom(),
  }
}

/**
 * One pass over all rows with flat state: for each actor and step the start of the newest chain that ends there, which is exact, since a newer start has more
 * of its window left. Rows of one millisecond are taken in the order of their steps. Rows of a later time may follow in another call with the same state: those
 * of actors that have come to the last step are then left where they are, since nothing that is asked of such an actor can change any more.
 */
export function foldFunnel(input: FoldInput, folded: Folding = foldingOf(input), near = nearBytes): Folding {
  const { ts, ids } = input
  const { rows, marks } = inOrder(input, folded)
  const { byteLength } = folded.state
  take(byteLength > near ? shardsOf(rows, marks, input, Math.ceil(byteLength / near), folded.scratch) : { rows, ids, ts, marks }, input, folded)
  return folded
}

/** Bytes of state that stay near the processor. */
const nearBytes = 1 << 20

/** Rows to be taken one after the other, each with its step. */
interface Taken {
  /** Where actor and time of each stand; null where they stand in this order themselves. */
  readonly rows: Uint32Array | null
  readonly ids: Uint32Array
  readonly ts: Float64Array
  readonly marks: Uint32Array
}

function take({ rows, ids, ts, marks }: Taken, { steps, reach, entry: { from, to } }: FoldInput, { state, best, done, gaps, spans }: Folding): void {
  const last = steps - 1
  const hasSpans = spans.length > 0
  for (let at = 0; at < marks.length; at++) {
    const row = rows === null ? at : (rows[at] ?? 0)
    const actor = ids[row] ?? 0
    const reached = best[actor] ?? 0
    const step = marks[at] ?? 0
    if (reached < step || reached === steps || actor === 0) continue
    const now = ts[row] ?? 0
    const slot = (actor * last + step) * 2
    const start = step > 0 ? (state[slot - 2] ?? -Infinity) : now >= from && now < to ? now : -Infinity
    if (now - start > reach) continue
    if (reached <= step) {
      best[actor] = step + 1
      gaps[actor * steps + step] = step === 0 ? 0 : now - (state[slot - 1] ?? now)
      if (hasSpans) spans[actor * steps + step] = now - start
    }
    if (step < last) {
      state[slot] = start
      state[slot + 1] = now
    } else done[actor >>> 5] = (done[actor >>> 5] ?? 0) | (1 << (actor & 31))
  }
}

/** Rows of neighbouring actors together, each in its order of time: a fold of millions of actors then looks into one part of its state at a time. */
function shardsOf(rows: Uint32Array, steps: Uint32Array, { ts, ids, actors }: FoldInput, shards: number, scratch: Scratch): Taken {
  const shift = 32 - Math.clz32(Math.ceil((actors + 1) / shards))
  const next = new Uint32Array((actors >>> shift) + 2)
  for (let at = 0; at < rows.length; at++) {
    const shard = ((ids[rows[at] ?? 0] ?? 0) >>> shift) + 1
    next[shard] = (next[shard] ?? 0) + 1
  }
  for (let shard = 1; shard < next.length; shard++) next[shard] = (next[shard] ?? 0) + (next[shard - 1] ?? 0)
  const found = { rows: null, ids: scratch.whole('actor', rows.length), ts: scratch.floats('now', rows.length), marks: scratch.whole('step', rows.length) }
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    const actor = ids[row] ?? 0
    const place = next[actor >>> shift] ?? 0
    next[actor >>> shift] = place + 1
    found.ids[place] = actor
    found.ts[place] = ts[row] ?? 0
    found.marks[place] = steps[at] ?? 0
  }
  return found
}

const kept = keeper<Float64Array, Ordered>(2)

/**
 * All rows in the order of time. Whole runs of names are ordered once for all windows, actors and breakdowns that a page asks of them; those of a stretch,
 * which is gone afterwards, in the room of the one before.
 */
function inOrder({ parts, ts, ids, isPassing }: FoldInput, { done, scratch }: Folding): Ordered {
  const lanes = lanesOf(parts)
  const clock = { ts, seq: null }
  if (isPassing) return rowsInOrder(done.some((bits) => bits !== 0) ? openLanes(lanes, ids, done, scratch) : lanes, clock, scratch)
  const runs = lanes.map(({ rows, mark, from, end }) => (rows === null ? `${mark} ${from} ${end}` : null))
  const ordered = (): Ordered => rowsInOrder(lanes, clock, freshRoom, scratch)
  return runs.includes(null) ? ordered() : kept(ts, runs.join(), ordered)
}

/** The rows of actors that have not come to the last step. */
function openLanes(lanes: readonly Lane[], ids: Uint32Array, done: Int32Array, scratch: Scratch): Lane[] {
  return lanes
    .map((lane, at) => {
      const left = scratch.whole(`open ${at}`, lane.end - lane.from)
      return { rows: left, marks: null, mark: lane.mark, from: 0, end: leaveOpen(lane, ids, done, left) }
    })
    .filter(({ end }) => end > 0)
}

function leaveOpen({ rows, from, end }: Lane, ids: Uint32Array, done: Int32Array, left: Uint32Array): number {
  let count = 0
  for (let at = from; at < end; at++) {
    const row = rows === null ? at : (rows[at] ?? 0)
    const actor = ids[row] ?? 0
    left[count] = row
    count += 1 - (((done[actor >>> 5] ?? 0) >>> (actor & 31)) & 1)
  }
  return count
}

/** Streams stand in the order of their steps, so that the first of equal times is right; each row is marked by its step. */
function lanesOf(parts: FoldInput['parts']): Lane[] {
  const lanes = parts.map((part): Lane => {
    const { rows, base, size } = walkOf(part, -1)
    return { rows, marks: null, mark: 31 - Math.clz32(part.run?.bits ?? part.bits[0] ?? 1), from: base, end: base + size }
  })
  return lanes.filter(({ from, end }) => end > from).toSorted((a, b) => a.mark - b.mark)
}
