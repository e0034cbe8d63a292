import { random } from '../../numbers/random.ts'
import { quantileOf } from '../draws.ts'

/** What one piece of work is expected to add to a metric. */
export interface Effect {
  readonly of: string
  /** Signed, in the metric’s own terms, once all of it shows. */
  readonly amount: number
  /** The chance that it shows at all. */
  readonly confidence: number
  /** Weeks from landing until all of it shows, growing evenly; 0: at once. */
  readonly lagWeeks: number
  /** Weeks from the start until it lands: in each run, or the same in all; negative for what has landed. */
  readonly lands: Float64Array | number
}

export interface HitRequest {
  /** The metric on the day on which it is read, if nothing that is counted below had been done: normal, as its forecast tells it. */
  readonly base: { readonly mean: number; readonly error: number }
  /** Values that count as hit, both ends included. */
  readonly aim: { readonly low: number; readonly high: number }
  /** Weeks from the start to the last day that the forecast was made from: what showed by then is in it. Left out where it holds none of the effects. */
  readonly from?: number
  /** Weeks from the start to the day on which it is read. */
  readonly due: number
  readonly effects: readonly Effect[]
  readonly runs: number
  readonly seed: number
}

export interface Hit {
  readonly chance: number
  /** The chance if none of the effects came. */
  readonly without: number
  /** Standard error of the chance, from the number of runs. */
  readonly error: number
  /** The value on the day: 10, 50 and 90 % points. */
  readonly p10: number
  readonly p50: number
  readonly p90: number
  readonly effects: readonly {
    readonly of: string
    /** What it adds by the day on average. */
    readonly adds: number
    /** How much of the chance hangs on it: the chance less the chance without it, on the same draws. */
    readonly lifts: number
  }[]
}

/**
 * The chance that a metric is where it has to be on a day (Monte Carlo). In each run the metric is drawn from its forecast; each effect shows with its confidence, from
 * the day on which its work lands in that same run, growing evenly over its lag; effects add. What an effect had shown by the last day that the forecast
 * was made from is in it, so that only what came or comes after that day is added. Landings that share a run keep what ties them: one late giver delays all its takers.
 */
export function hit({ base, aim, from = -Infinity, due, effects, runs, seed }: HitRequest): Hit {
  const spread = random(seed, 'base')
  const alone = Float64Array.from({ length: runs }, () => base.mean + base.error * spread.normal())
  const parts = effects.map((effect) => partsOf(effect, { from, due }, runs, seed))
  const values = alone.slice()
  for (const part of parts) for (let run = 0; run < runs; run += 1) values[run] = (values[run] ?? 0) + (part[run] ?? 0)
  const shareOf = (of: (run: number) => number): number => {
    let hits = 0
    for (let run = 0; run < runs; run += 1) if (within(of(run), aim)) hits += 1
    return hits / runs
  }
  const chance = shareOf((run) => values[run] ?? 0)
  const lines = effects.map(({ of }, i) => {
    const part = parts[i] ?? values
    return { of, adds: part.reduce((sum, one) => sum + one, 0) / runs, lifts: chance - shareOf((run) => (values[run] ?? 0) - (part[run] ?? 0)) }
  })
  const sorted = values.toSorted()
  const [p10 = 0, p50 = 0, p90 = 0] = [0.1, 0.5, 0.9].map((p) => quantileOf(sorted, p) ?? 0)
  return { chance, without: shareOf((run) => alone[run] ?? 0), error: Math.sqrt((chance * (1 - chance)) / runs), p10, p50, p90, effects: lines }
}

/** What an effect adds in each run. */
function partsOf(effect: Effect, span: Span, runs: number, seed: number): Float64Array {
  const shows = random(seed, `shows ${effect.of}`)
  return Float64Array.from({ length: runs }, (_, run) => (shows.chance(effect.confidence) ? effect.amount * shown(effect, run, span) : 0))
}

type Span = Required<Pick<HitRequest, 'from' | 'due'>>

/** The share of an effect that shows between two days. */
function shown({ lands, lagWeeks }: Effect, run: number, { from, due }: Span): number {
  const landed = typeof lands === 'number' ? lands : (lands[run] ?? Infinity)
  const by = (week: number): number => (week < landed ? 0 : lagWeeks <= 0 ? 1 : Math.min(1, (week - landed) / lagWeeks))
  return by(due) - by(from)
}

const within = (value: number, { low, high }: HitRequest['aim']): boolean => value >= low && value <= high
