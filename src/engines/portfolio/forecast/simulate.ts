import { addDays, daysBetween } from '../../numbers/dates.ts'
import { random } from '../../numbers/random.ts'
import type { ThreePoint } from '../draws.ts'
import { forward, networkOf, type Edge } from '../graph/schedule.ts'
import { longest, pertDuration, steadiness, throughputDuration, type Duration } from './durations.ts'

export interface ForecastItem {
  readonly id: string
  /** Weeks of work by estimate; or things that remain, at a squad’s throughput. */
  readonly work:
    | { readonly weeks: ThreePoint }
    | { readonly remaining: ThreePoint; readonly squad: string; readonly share?: number; readonly split?: ThreePoint }
  /** It does not start before this day. */
  readonly notBefore?: string
  /** A day whose chance is asked. */
  readonly by?: string
}

export interface ForecastRequest {
  /** The first day of work. */
  readonly start: string
  readonly items: readonly ForecastItem[]
  readonly edges: readonly Edge[]
  /** Things finished in each past week, oldest first, by squad. */
  readonly throughput: Readonly<Record<string, readonly number[]>>
  readonly runs?: number
  readonly seed: number
}

export interface ItemForecast {
  readonly id: string
  /** Days by which it is done with a chance of 50, 80, 85 and 95 %; null beyond ten years. */
  readonly p50: string | null
  readonly p80: string | null
  readonly p85: string | null
  readonly p95: string | null
  /** Share of the runs in which it is on the critical path. */
  readonly criticality: number
  /** Chance to be done by its day; null when none is asked. */
  readonly chance: number | null
  /** Why the forecast is weak; empty when it is not. */
  readonly weak: readonly string[]
}

export interface Forecast {
  readonly runs: number
  readonly seed: number
  readonly items: readonly ItemForecast[]
  /** When all of it is done. */
  readonly all: Omit<ItemForecast, 'criticality' | 'chance' | 'weak' | 'id'>
}

const levels = [0.5, 0.8, 0.85, 0.95] as const

/**
 * Draws every duration in each run and plays it through the dependencies (Monte Carlo; portfolio reference 6.6). Null when the dependencies run in
 * a circle. The same request gives the same answer.
 */
export const simulate = (request: ForecastRequest): Forecast | null => played(request)?.forecast ?? null

export interface Played {
  readonly forecast: Forecast
  /** Weeks from the start until an item is done, run by run: the runs of all items are the same. */
  readonly finishes: ReadonlyMap<string, Float64Array>
}

/** The same, with what each run gave. */
export function played({ start, items, edges, throughput, runs = 10_000, seed }: ForecastRequest): Played | null {
  const net = networkOf(
    items.map(({ id }) => id),
    edges,
  )
  if (!net) return null
  const n = items.length
  const draw = random(seed, 'forecast')
  const durations = items.map((item) => durationOf(item, throughput))
  const earliest = items.map(({ notBefore }) => (notBefore === undefined ? 0 : Math.max(0, daysBetween(start, notBefore) / 7)))
  const finishes = items.map(() => new Float64Array(runs))
  const ends = new Float64Array(runs)
  const critical = new Float64Array(n)
  const duration = new Float64Array(n)
  const out = { start: new Float64Array(n), finish: new Float64Array(n), cause: new Int32Array(n) }
  for (let run = 0; run < runs; run += 1) {
    for (let i = 0; i < n; i += 1) duration[i] = durations[i]?.(draw) ?? 0
    forward(net, duration, earliest, out)
    let last = 0
    for (let i = 0; i < n; i += 1) {
      const finish = out.finish[i] ?? 0
      ;(finishes[i] ?? ends)[run] = finish
      if (finish > (out.finish[last] ?? 0)) last = i
    }
    ends[run] = out.finish[last] ?? 0
    for (let i = last; i >= 0; i = out.cause[i] ?? -1) critical[i] = (critical[i] ?? 0) + 1
  }
  return {
    forecast: {
      runs,
      seed,
      items: items.map((item, i) => told(item, start, finishes[i] ?? ends, (critical[i] ?? 0) / runs, throughput)),
      all: datesOf(start, ends.sort()),
    },
    finishes: new Map(items.map(({ id }, i) => [id, finishes[i] ?? ends])),
  }
}

function durationOf({ work }: ForecastItem, throughput: ForecastRequest['throughput']): Duration {
  if ('weeks' in work) return pertDuration(work.weeks)
  const weekly = throughput[work.squad] ?? []
  const once = { low: 1, likely: 1, high: 1 }
  return weekly.length === 0 ? () => longest : throughputDuration({ weekly, share: work.share ?? 1, split: work.split ?? once, remaining: work.remaining })
}

function told(item: ForecastItem, start: string, finishes: Float64Array, criticality: number, throughput: ForecastRequest['throughput']): ItemForecast {
  const sorted = finishes.toSorted()
  const steady = 'squad' in item.work ? steadiness(throughput[item.work.squad] ?? []) : null
  const within = item.by === undefined ? null : countUpTo(sorted, daysBetween(start, item.by) / 7 + 1e-9) / sorted.length
  return { id: item.id, ...datesOf(start, sorted), criticality, chance: within, weak: steady?.says ? [steady.says] : [] }
}

function datesOf(start: string, sorted: Float64Array): Forecast['all'] {
  const [p50 = null, p80 = null, p85 = null, p95 = null] = levels.map((level) => {
    const weeks = sorted[Math.min(sorted.length - 1, Math.ceil(level * sorted.length) - 1)] ?? longest
    return weeks >= longest ? null : addDays(start, Math.ceil(weeks * 7 - 1e-9))
  })
  return { p50, p80, p85, p95 }
}

/** How many sorted values are at most a limit. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
