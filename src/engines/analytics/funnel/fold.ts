import type { Stream } from '../columns/stream.ts'
import type { FunnelQuery } from '../query/kinds.ts'

/** What a fold needs: rows in the order of time, when each was and who did it, and the rules that it can keep. */
export interface FoldInput {
  readonly stream: Stream
  readonly ts: Float64Array
  readonly actorAt: (row: number) => number
  readonly actors: number
  readonly steps: number
  /** Longest time from the first event, inclusive, in milliseconds. */
  readonly reach: number
  /** An entry lies in here. */
  readonly entry: { readonly from: number; readonly to: number }
  readonly wantsTimes: boolean
}

/** For each actor the furthest step (0: none), and the times of the steps of the chain that first came so far, `steps` to an actor. */
export interface Folded {
  readonly best: Uint8Array
  readonly times: Float64Array | null
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

/** Rooms for the times of chains beyond which the walk per actor takes less memory. */
export const mostTimes = 60_000_000

/**
 * One pass over all rows with flat state: for each actor and step the start of the newest chain that ends there, which is exact, since a newer start has more
 * of its window left. Rows of one millisecond are taken in the order of their steps.
 */
export function foldFunnel(input: FoldInput): Folded {
  const { stream, ts, actorAt, actors, steps, reach, entry, wantsTimes } = input
  const state = new Float64Array((actors + 1) * steps).fill(-Infinity)
  const best = new Uint8Array(actors + 1)
  const own = wantsTimes ? chainTimes(actors, steps) : null
  const { rows, bits } = inTieOrder(stream, ts)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    const actor = actorAt(row)
    if (actor === 0) continue
    const now = ts[row] ?? 0
    const step = 31 - Math.clz32(bits[at] ?? 1)
    const slot = actor * steps + step
    if (step === 0) {
      if (now < entry.from || now >= entry.to) continue
      state[slot] = now
    } else {
      const start = state[slot - 1] ?? -Infinity
      if (now - start > reach) continue
      state[slot] = start
    }
    const isFurther = (best[actor] ?? 0) < step + 1
    if (isFurther) best[actor] = step + 1
    if (own) own.fill(actor, step, now, isFurther)
  }
  return { best, times: own?.done ?? null }
}

/** The times of the newest chain that ends at each step, and those of the chain that first came furthest. */
function chainTimes(actors: number, steps: number): { fill(actor: number, step: number, now: number, isFurther: boolean): void; readonly done: Float64Array } {
  const newest = new Float64Array((actors + 1) * steps * steps)
  const done = new Float64Array((actors + 1) * steps)
  return {
    done,
    fill(actor, step, now, isFurther) {
      const to = (actor * steps + step) * steps
      if (step > 0) newest.copyWithin(to, to - steps, to - steps + step)
      newest[to + step] = now
      if (isFurther) for (let place = 0; place <= step; place++) done[actor * steps + place] = newest[to + place] ?? 0
    },
  }
}

/** Rows of one instant stand in the order of their steps; all others stay where they are. */
function inTieOrder({ rows, bits }: Stream, ts: Float64Array): Stream {
  let moved: { rows: Uint32Array; bits: Uint32Array } | null = null
  for (let from = 0; from < rows.length;) {
    const now = ts[rows[from] ?? 0] ?? 0
    let to = from + 1
    while (to < rows.length && ts[rows[to] ?? 0] === now) to++
    if (to - from > 1) {
      moved ??= { rows: rows.slice(), bits: bits.slice() }
      const order = Array.from({ length: to - from }, (_, place) => from + place).toSorted((a, b) => (bits[a] ?? 0) - (bits[b] ?? 0) || a - b)
      for (const [place, at] of order.entries()) {
        moved.rows[from + place] = rows[at] ?? 0
        moved.bits[from + place] = bits[at] ?? 0
      }
    }
    from = to
  }
  return moved ?? { rows, bits }
}
