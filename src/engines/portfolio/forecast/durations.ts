import type { Random } from '../../numbers/random.ts'
import type { ThreePoint } from '../draws.ts'

/** Draws a duration in weeks. */
export type Duration = (draw: Random) => number

const cells = 400

/**
 * PERT durations from a table of the beta distribution’s quantiles, made once: 5 million draws take a fraction of a second. The density is summed
 * at the middle of each cell, so that the table is within 0.1 % of the range of the exact quantiles.
 */
export function pertDuration({ low, likely, high }: ThreePoint): Duration {
  if (high <= low) return () => likely
  const [a, b] = [(4 * (likely - low)) / (high - low), (4 * (high - likely)) / (high - low)] // exponents: alpha - 1 and beta - 1
  const sums = new Float64Array(cells + 1)
  for (let cell = 0; cell < cells; cell += 1) {
    const x = (cell + 0.5) / cells
    sums[cell + 1] = (sums[cell] ?? 0) + x ** a * (1 - x) ** b
  }
  const all = sums[cells] ?? 1
  const table = new Float64Array(cells + 1)
  for (let step = 0, cell = 0; step <= cells; step += 1) {
    const wanted = (step / cells) * all
    while (cell < cells - 1 && (sums[cell + 1] ?? 0) < wanted) cell += 1
    const [below, above] = [sums[cell] ?? 0, sums[cell + 1] ?? 0]
    table[step] = low + ((high - low) * (cell + (above > below ? (wanted - below) / (above - below) : 0))) / cells
  }
  return (draw) => {
    const place = draw.next() * cells
    const cell = Math.floor(place)
    return (table[cell] ?? 0) + ((table[cell + 1] ?? 0) - (table[cell] ?? 0)) * (place - cell)
  }
}

export interface Throughput {
  /** Things finished in each past week, oldest first. */
  readonly weekly: readonly number[]
  /** Share of the throughput that goes to this work. */
  readonly share: number
  /** How many things one planned thing becomes; drawn once for each run. */
  readonly split: ThreePoint
  readonly remaining: ThreePoint
}

/** Longer than this many weeks is not simulated: the throughput is nearly nothing. */
export const longest = 520

/**
 * Weeks until the remaining work is done, with past weeks drawn with replacement. Each run first draws a history of its own from the past one, so
 * that what a short history does not know about its own mean widens the answer (bootstrap of the bootstrap; Davison and Hinkley 1997, 2.3).
 * The last week counts for the part of it that was needed.
 */
export function throughputDuration({ weekly, share, split, remaining }: Throughput): Duration {
  const n = weekly.length
  const [pieces, work] = [pertDuration(split), pertDuration(remaining)]
  const history = new Float64Array(n)
  return (draw) => {
    for (let week = 0; week < n; week += 1) history[week] = (weekly[Math.floor(draw.next() * n)] ?? 0) * share
    let left = work(draw) * pieces(draw)
    for (let week = 0; week < longest; week += 1) {
      if (left <= 0) return week
      const done = history[Math.floor(draw.next() * n)] ?? 0
      if (done >= left) return week + left / done
      left -= done
    }
    return longest
  }
}

/** Is a weekly series good enough to forecast from: ten weeks or more, all within the mean ± 2.66 times the mean moving range (XmR chart)? */
export function steadiness(weekly: readonly number[]): { readonly isWeak: boolean; readonly says: string | null } {
  const n = weekly.length
  if (n < 10) return { isWeak: true, says: `it rests on ${n} weeks; ten are needed` }
  const mean = weekly.reduce((sum, value) => sum + value, 0) / n
  const moving = weekly.slice(1).reduce((sum, value, at) => sum + Math.abs(value - (weekly[at] ?? 0)), 0) / (n - 1)
  const outside = weekly.filter((value) => Math.abs(value - mean) > 2.66 * moving + 1e-12).length
  if (mean === 0) return { isWeak: true, says: 'nothing was finished in the past weeks' }
  return outside === 0
    ? { isWeak: false, says: null }
    : { isWeak: true, says: `${outside} of its ${n} weeks lie outside the natural limits: the process changed` }
}
