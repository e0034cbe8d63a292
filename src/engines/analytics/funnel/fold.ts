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
  readonly scratch: Scratch
}

/** Times within a window of less than 49 days fit 32 bits. */
export function foldingOf({ actors, steps, reach }: Pick<FoldInput, 'actors' | 'steps' | 'reach'>, hasSpans = true): Folding {
  const size = (actors + 1) * steps
  const cells = (length: number) => (reach < 2 ** 32 ? new Uint32Array(length) : new Float64Array(length))
  return {
    state: new Float64Array((actors + 1) * (steps - 1) * 2).fill(-Infinity),
    best: new Uint8Array(actors + 1),
    gaps: cells(size),
    spans: cells(hasSpans ? size : 0),
    scratch: scratchRoom(),
  }
}

/**
 * One pass over all rows with flat state: for each actor and step the start of the newest chain that ends there, which is exact, since a newer start has more
 * of its window left. Rows of one millisecond are taken in the order of their steps. Rows of a later time may follow in another call with the same state.
 */
export function foldFunnel(input: FoldInput, folded: Folding = foldingOf(input), near = nearBytes): Folding {
  const { ts, ids, steps, reach, entry } = input
  const { state, best, scratch } = folded
  const last = steps - 1
  const take = (actor: number, now: number, step: number): void => {
    const slot = (actor * last + step) * 2
    const start = step > 0 ? (state[slot - 2] ?? -Infinity) : now >= entry.from && now < entry.to ? now : -Infinity
    if (now - start > reach) return
    if (step < last) {
      state[slot] = start
      state[slot + 1] = now
    }
    if ((best[actor] ?? 0) <= step) first(folded, actor, steps, step, now, start, step > 0 ? (state[slot - 1] ?? now) : now)
  }
  const { rows, marks } = inOrder(input, scratch)
  if (state.byteLength > near) takeByShard(shardsOf(rows, marks, input, Math.ceil(state.byteLength / near), scratch), take)
  else
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] ?? 0
      const actor = ids[row] ?? 0
      if (actor !== 0) take(actor, ts[row] ?? 0, marks[at] ?? 0)
    }
  return folded
}

/** Bytes of state that stay near the processor. */
const nearBytes = 1 << 20

interface Shards {
  readonly actor: Uint32Array
  readonly now: Float64Array
  readonly step: Uint8Array
}

/** Rows of neighbouring actors together, each in its order of time: a fold of millions of actors then looks into one part of its state at a time. */
function shardsOf(rows: Uint32Array, steps: Uint32Array, { ts, ids, actors }: FoldInput, shards: number, scratch: Scratch): Shards {
  const shift = 32 - Math.clz32(Math.ceil((actors + 1) / shards))
  const next = new Uint32Array((actors >>> shift) + 2)
  for (let at = 0; at < rows.length; at++) {
    const shard = ((ids[rows[at] ?? 0] ?? 0) >>> shift) + 1
    next[shard] = (next[shard] ?? 0) + 1
  }
  for (let shard = 1; shard < next.length; shard++) next[shard] = (next[shard] ?? 0) + (next[shard - 1] ?? 0)
  const found = { actor: scratch.whole('actor', rows.length), now: scratch.floats('now', rows.length), step: scratch.small('step', rows.length) }
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    const actor = ids[row] ?? 0
    const place = next[actor >>> shift] ?? 0
    next[actor >>> shift] = place + 1
    found.actor[place] = actor
    found.now[place] = ts[row] ?? 0
    found.step[place] = steps[at] ?? 0
  }
  return found
}

function takeByShard({ actor, now, step }: Shards, take: (actor: number, now: number, step: number) => void): void {
  for (let at = 0; at < actor.length; at++) if (actor[at] !== 0) take(actor[at] ?? 0, now[at] ?? 0, step[at] ?? 0)
}

const kept = keeper<Float64Array, Ordered>(2)

/**
 * All rows in the order of time. Whole runs of names are ordered once for all windows, actors and breakdowns that a page asks of them; those of a stretch,
 * which is gone afterwards, in the room of the one before.
 */
function inOrder({ parts, ts, isPassing }: FoldInput, scratch: Scratch): Ordered {
  const lanes = lanesOf(parts)
  const clock = { ts, seq: null }
  if (isPassing) return rowsInOrder(lanes, clock, scratch)
  const runs = lanes.map(({ rows, mark, from, end }) => (rows === null ? `${mark} ${from} ${end}` : null))
  const ordered = (): Ordered => rowsInOrder(lanes, clock, freshRoom, scratch)
  return runs.includes(null) ? ordered() : kept(ts, runs.join(), ordered)
}

function first({ best, gaps, spans }: Folded, actor: number, steps: number, step: number, now: number, start: number, before: number): void {
  best[actor] = step + 1
  gaps[actor * steps + step] = step === 0 ? 0 : now - before
  if (spans.length > 0) spans[actor * steps + step] = now - start
}

/** Streams stand in the order of their steps, so that the first of equal times is right; each row is marked by its step. */
function lanesOf(parts: FoldInput['parts']): Lane[] {
  const lanes = parts.map((part): Lane => {
    const { rows, base, size } = walkOf(part, -1)
    return { rows, marks: null, mark: 31 - Math.clz32(part.run?.bits ?? part.bits[0] ?? 1), from: base, end: base + size }
  })
  return lanes.filter(({ from, end }) => end > from).toSorted((a, b) => a.mark - b.mark)
}
