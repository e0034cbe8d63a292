import { keeper } from '../../numbers/once.ts'
import type { Stream } from '../columns/stream.ts'
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

/** What is kept between the rows of a fold: for each actor and step the start of the newest chain that ends there, and when it filled the step. */
export interface Folding extends Folded {
  readonly state: Float64Array
}

/** Times within a window of less than 49 days fit 32 bits. */
export function foldingOf({ actors, steps, reach }: Pick<FoldInput, 'actors' | 'steps' | 'reach'>, hasSpans = true): Folding {
  const size = (actors + 1) * steps
  const cells = (length: number) => (reach < 2 ** 32 ? new Uint32Array(length) : new Float64Array(length))
  return { state: new Float64Array(size * 2).fill(-Infinity), best: new Uint8Array(actors + 1), gaps: cells(size), spans: cells(hasSpans ? size : 0) }
}

/**
 * One pass over all rows with flat state: for each actor and step the start of the newest chain that ends there, which is exact, since a newer start has more
 * of its window left. Rows of one millisecond are taken in the order of their steps. Rows of a later time may follow in another call with the same state.
 */
export function foldFunnel(input: FoldInput, folded: Folding = foldingOf(input), near = nearBytes): Folded {
  const { ts, ids, steps, reach, entry } = input
  const { state, best } = folded
  const take = (actor: number, now: number, step: number): void => {
    const slot = (actor * steps + step) * 2
    const start = step > 0 ? (state[slot - 2] ?? -Infinity) : now >= entry.from && now < entry.to ? now : -Infinity
    if (now - start > reach) return
    state[slot] = start
    state[slot + 1] = now
    if ((best[actor] ?? 0) <= step) first(folded, actor, steps, step, now, start, state[slot - 1] ?? now)
  }
  const { rows, stepAt } = inOrder(input)
  if (state.byteLength > near) takeByShard(shardsOf(rows, stepAt, input, Math.ceil(state.byteLength / near)), take)
  else
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] ?? 0
      const actor = ids[row] ?? 0
      if (actor !== 0) take(actor, ts[row] ?? 0, stepAt[at] ?? 0)
    }
  return folded
}

/** Bytes of state that stay near the processor. */
const nearBytes = 1 << 21

interface Shards {
  readonly actor: Uint32Array
  readonly now: Float64Array
  readonly step: Uint8Array
}

/** Rows of neighbouring actors together, each in its order of time: a fold of millions of actors then looks into one part of its state at a time. */
function shardsOf(rows: Uint32Array, stepAt: Uint8Array, { ts, ids, actors }: FoldInput, shards: number): Shards {
  const shift = 32 - Math.clz32(Math.ceil((actors + 1) / shards))
  const next = new Uint32Array((actors >>> shift) + 2)
  for (let at = 0; at < rows.length; at++) next[((ids[rows[at] ?? 0] ?? 0) >>> shift) + 1] = (next[((ids[rows[at] ?? 0] ?? 0) >>> shift) + 1] ?? 0) + 1
  for (let shard = 1; shard < next.length; shard++) next[shard] = (next[shard] ?? 0) + (next[shard - 1] ?? 0)
  const found = { actor: new Uint32Array(rows.length), now: new Float64Array(rows.length), step: new Uint8Array(rows.length) }
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    const actor = ids[row] ?? 0
    const place = next[actor >>> shift] ?? 0
    next[actor >>> shift] = place + 1
    found.actor[place] = actor
    found.now[place] = ts[row] ?? 0
    found.step[place] = stepAt[at] ?? 0
  }
  return found
}

function takeByShard({ actor, now, step }: Shards, take: (actor: number, now: number, step: number) => void): void {
  for (let at = 0; at < actor.length; at++) if (actor[at] !== 0) take(actor[at] ?? 0, now[at] ?? 0, step[at] ?? 0)
}

interface Ordered {
  readonly rows: Uint32Array
  readonly stepAt: Uint8Array
}

const kept = keeper<Float64Array, Ordered>(2)

/** All rows in the order of time. Whole runs of names are merged once for all windows, actors and breakdowns that a page asks of them. */
function inOrder(input: FoldInput): Ordered {
  const own = partsInOrder(input)
  const runs = own.map(({ step, part }) => (part.run ? `${step} ${part.run.from} ${part.run.size}` : null))
  return runs.includes(null) ? mergedRows(own, input.ts) : kept(input.ts, runs.join(), () => mergedRows(own, input.ts))
}

function first({ best, gaps, spans }: Folded, actor: number, steps: number, step: number, now: number, start: number, before: number): void {
  best[actor] = step + 1
  gaps[actor * steps + step] = step === 0 ? 0 : now - before
  if (spans.length > 0) spans[actor * steps + step] = now - start
}

interface Part {
  readonly part: Stream
  readonly step: number
}

/** Streams stand in the order of their steps, so that the first of equal times is right. */
function partsInOrder({ parts }: FoldInput): Part[] {
  return parts
    .filter(({ rows }) => rows.length > 0)
    .map((part) => ({ part, step: 31 - Math.clz32(part.bits[0] ?? 1) }))
    .toSorted((a, b) => a.step - b.step)
}

function mergedRows(own: readonly Part[], ts: Float64Array): Ordered {
  const size = own.reduce((sum, { part }) => sum + part.rows.length, 0)
  const [rows, stepAt] = [new Uint32Array(size), new Uint8Array(size)]
  const next = new Uint32Array(own.length)
  const heads = Float64Array.from(own, ({ part }) => ts[part.rows[0] ?? 0] ?? 0)
  for (let place = 0; place < size; place++) {
    let at = 0
    let now = Infinity
    for (let part = 0; part < heads.length; part++) {
      const head = heads[part] ?? Infinity
      if (head >= now) continue
      now = head
      at = part
    }
    const one = own[at]
    const read = next[at] ?? 0
    rows[place] = one?.part.rows[read] ?? 0
    stepAt[place] = one?.step ?? 0
    next[at] = read + 1
    heads[at] = one && read + 1 < one.part.rows.length ? (ts[one.part.rows[read + 1] ?? 0] ?? 0) : Infinity
  }
  return { rows, stepAt }
}
