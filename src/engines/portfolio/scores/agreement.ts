import { quantileOf } from '../draws.ts'

/** Ranks of values, highest first, from 1; equal values share the mean of their ranks. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).toSorted((a, b) => b.value - a.value)
  const ranks = values.map(() => 0)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to += 1
    for (let place = from; place <= to; place += 1) ranks[order[place]?.at ?? 0] = (from + to) / 2 + 1
    from = to + 1
  }
  return ranks
}

/**
 * Kendall’s coefficient of concordance of m raters over n items, with the correction for ties: W = 12 S / (m^2 (n^3 - n) - m sum T),
 * T = sum (t^3 - t) for each rater (Kendall and Gibbons 1990). 0 is no agreement, 1 is full; null for fewer than 2 raters or items, or when
 * every rater ties everything.
 */
export function kendallW(ratings: readonly (readonly number[])[]): number | null {
  const [m, n] = [ratings.length, ratings[0]?.length ?? 0]
  if (m < 2 || n < 2) return null
  const ranks = ratings.map(ranksOf)
  const sums = Array.from({ length: n }, (_, i) => ranks.reduce((sum, own) => sum + (own[i] ?? 0), 0))
  const mean = (m * (n + 1)) / 2
  const spread = sums.reduce((sum, total) => sum + (total - mean) ** 2, 0)
  const below = m ** 2 * (n ** 3 - n) - m * ranks.reduce((sum, own) => sum + tieTerm(own), 0)
  return below === 0 ? null : (12 * spread) / below
}

/** Kendall’s tau-b of two scores over the same items; null when one of them ties everything. */
export function kendallTau(one: readonly number[], other: readonly number[]): number | null {
  let [agree, differ, tiedOne, tiedOther] = [0, 0, 0, 0]
  for (let i = 0; i < one.length; i += 1)
    for (let j = i + 1; j < one.length; j += 1) {
      const [a, b] = [Math.sign((one[i] ?? 0) - (one[j] ?? 0)), Math.sign((other[i] ?? 0) - (other[j] ?? 0))]
      if (a === 0) tiedOne += 1
      if (b === 0) tiedOther += 1
      if (a * b > 0) agree += 1
      if (a * b < 0) differ += 1
    }
  const pairs = (one.length * (one.length - 1)) / 2
  const below = Math.sqrt((pairs - tiedOne) * (pairs - tiedOther))
  return below === 0 ? null : (agree - differ) / below
}

function tieTerm(ranks: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const rank of ranks) counts.set(rank, (counts.get(rank) ?? 0) + 1)
  return [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0)
}

export interface FactorSpread {
  readonly n: number
  /** Null while fewer than three have rated. */
  readonly median: number | null
  /** (P75 - P25) / (scale maximum - scale minimum). */
  readonly spread: number | null
  /** Worth a talk: the spread is 0.25 or more. */
  readonly isSplit: boolean
}

const fewestRaters = 3

/** What a closed blind round says about one factor of one item (portfolio reference 4.9). */
export function factorSpread(ratings: readonly number[], scale: { readonly min: number; readonly max: number }): FactorSpread {
  const sorted = ratings.toSorted((a, b) => a - b)
  if (sorted.length < fewestRaters) return { n: sorted.length, median: null, spread: null, isSplit: false }
  const [low, median, high] = [0.25, 0.5, 0.75].map((p) => quantileOf(sorted, p) ?? 0)
  const spread = ((high ?? 0) - (low ?? 0)) / (scale.max - scale.min)
  return { n: sorted.length, median: median ?? null, spread, isSplit: spread >= 0.25 }
}
