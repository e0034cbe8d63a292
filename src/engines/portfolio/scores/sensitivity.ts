import { random } from '../../numbers/random.ts'
import { drawPert, quantileOf, type ThreePoint } from '../draws.ts'

type Inputs = Readonly<Record<string, number | null>>
/** A score of one item; null when it is unknown. */
export type Score = (inputs: Inputs) => number | null

export interface Flip {
  readonly key: string
  /** The value of the input at which the two items score the same; null when there is none in the range. */
  readonly at: number | null
  /** Change from the present value as a share of it; null when the present value is 0 or there is no flip. */
  readonly change: number | null
  readonly from: number
}

/**
 * For each input of the item ahead, the value at which it would lose its place to the other: in closed form where the score is linear in the
 * input or in its inverse, else by bisection within the range (portfolio reference 4.10). Smallest relative change first, no flip last.
 */
export function flipThresholds(
  score: Score,
  ahead: Inputs,
  behind: Inputs,
  ranges: Readonly<Record<string, { readonly min: number; readonly max: number }>>,
): Flip[] {
  const target = score(behind)
  const present = score(ahead)
  if (target === null || present === null) return []
  return Object.entries(ranges)
    .flatMap(([key, range]): Flip[] => {
      const from = ahead[key]
      if (from === null || from === undefined) return []
      const at = crossing((x) => score({ ...ahead, [key]: x }), from, target, range)
      return [{ key, from, at, change: at === null || from === 0 ? null : (at - from) / from }]
    })
    .toSorted((a, b) => (a.change === null ? Infinity : Math.abs(a.change)) - (b.change === null ? Infinity : Math.abs(b.change)) || a.key.localeCompare(b.key))
}

type Ranges = Parameters<typeof flipThresholds>[3]

/** Flips of one pair after the other, until as many scores as the budget allows were worked out; null from then on. `cost` is the work of one score, of a plain one 1. */
export function flipsWithin(budget: number, score: Score, cost: number): (ahead: Inputs, behind: Inputs, ranges: Ranges) => readonly Flip[] | null {
  let left = budget
  const counted: Score = (inputs) => {
    left -= cost
    return score(inputs)
  }
  return (ahead, behind, ranges) => (left <= 0 ? null : flipThresholds(counted, ahead, behind, ranges))
}

type Curve = (x: number) => number | null
interface Range {
  readonly min: number
  readonly max: number
}

function crossing(curve: Curve, from: number, target: number, range: Range): number | null {
  return (
    straight(curve, from, target, range, (x) => x) ??
    (from === 0 ? null : straight(curve, from, target, range, (x) => 1 / x)) ??
    bisected(curve, from, target, range)
  )
}

/** The crossing of a straight line in g(x), where g is its own inverse; kept only when the curve itself agrees there. */
function straight(curve: Curve, from: number, target: number, range: Range, g: (x: number) => number): number | null {
  const other = from === range.max ? range.min : range.max
  const [y0, y1] = [curve(from), curve(other)]
  if (y0 === null || y1 === null || y0 === y1) return null
  const x = g(g(from) + ((target - y0) * (g(other) - g(from))) / (y1 - y0))
  const y = x >= range.min && x <= range.max ? curve(x) : null
  return y !== null && Math.abs(y - target) <= 1e-9 * Math.max(1, Math.abs(target)) ? x : null
}

const cells = 256

/** Looks outwards from the present value for the nearest cell in which the curve passes the target, and halves it. */
function bisected(curve: Curve, from: number, target: number, { min, max }: Range): number | null {
  const ends = [min, max].flatMap((end) => {
    const step = (end - from) / cells
    for (let cell = 0, yb = curve(from); cell < cells && step !== 0; cell += 1) {
      const [a, b] = [from + cell * step, from + (cell + 1) * step]
      const ya = yb
      yb = curve(b)
      if (ya !== null && yb !== null && (ya - target) * (yb - target) <= 0 && ya !== yb) return [halved(curve, a, b, target)]
    }
    return []
  })
  return ends.toSorted((a, b) => Math.abs(a - from) - Math.abs(b - from))[0] ?? null
}

function halved(curve: Curve, start: number, end: number, target: number): number {
  let [a, b] = [start, end]
  const isAbove = (curve(a) ?? target) > target
  for (let turn = 0; turn < 80; turn += 1) {
    const middle = (a + b) / 2
    if ((curve(middle) ?? target) > target === isAbove) a = middle
    else b = middle
  }
  return b
}

export interface RankSpread {
  readonly id: string
  /** Share of the draws in which it is among the first k. */
  readonly inTop: number
  /** Rank below which 10 % and 90 % of the draws lie. */
  readonly low: number
  readonly high: number
}

export interface RankDraws {
  readonly draws: number
  readonly seed: number
  readonly k: number
  readonly items: readonly RankSpread[]
  /** Share of the draws in which each item is ahead of the next one in the present order. */
  readonly aheadOfNext: readonly number[]
}

/** Ranks in worlds where each input is drawn from its range; equal scores keep the given order. Items whose score is unknown rank last. */
export function rankDraws(
  score: Score,
  items: readonly { readonly id: string; readonly inputs: Readonly<Record<string, number | null | ThreePoint>> }[],
  { draws = 1000, seed, k }: { readonly draws?: number; readonly seed: number; readonly k: number },
): RankDraws {
  const draw = random(seed, 'ranks')
  const ranks = items.map(() => new Float64Array(draws))
  const ahead = items.slice(1).map(() => 0)
  const drawn = items.map(({ inputs }) => drawnScore(score, inputs, draw))
  const [values, order] = [new Float64Array(items.length), new Uint32Array(items.length)]
  for (let world = 0; world < draws; world += 1) {
    for (const [at, next] of drawn.entries()) {
      values[at] = next() ?? Number.NEGATIVE_INFINITY
      order[at] = at
    }
    order.sort((a, b) => (values[a] === values[b] ? a - b : (values[b] ?? 0) - (values[a] ?? 0)))
    for (let place = 0; place < order.length; place += 1) (ranks[order[place] ?? 0] ?? values)[world] = place + 1
    for (const i of ahead.keys()) if ((ranks[i]?.[world] ?? 0) < (ranks[i + 1]?.[world] ?? 0)) ahead[i] = (ahead[i] ?? 0) + 1
  }
  return {
    draws,
    seed,
    k,
    items: items.map(({ id }, i) => {
      const sorted = (ranks[i] ?? new Float64Array()).sort()
      return { id, inTop: sorted.filter((rank) => rank <= k).length / draws, low: quantileOf(sorted, 0.1) ?? 0, high: quantileOf(sorted, 0.9) ?? 0 }
    }),
    aheadOfNext: ahead.map((count) => count / draws),
  }
}

/** The score of an item in one world after the other: only inputs with a range are drawn, and without one it is worked out once. */
function drawnScore(score: Score, inputs: Readonly<Record<string, number | null | ThreePoint>>, draw: Parameters<typeof drawPert>[1]): () => number | null {
  const all = Object.entries(inputs)
  const world = Object.fromEntries(all.map(([key, x]) => [key, x === null || typeof x === 'number' ? x : x.likely]))
  const ranges = all.flatMap(([key, x]) => (x === null || typeof x === 'number' ? [] : [[key, x] as const]))
  if (ranges.length === 0) {
    const value = score(world)
    return () => value
  }
  return () => {
    for (const [key, range] of ranges) world[key] = drawPert(range, draw)
    return score(world)
  }
}
