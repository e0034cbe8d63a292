import { quantileOf } from '../draws.ts'
import { factorSpread, kendallW } from './agreement.ts'

/** What several people gave for one factor of one bet. Who had no opinion, and who was not there, is not among the values. */
export interface FactorTold {
  readonly factor: string
  readonly n: number
  /** Null while fewer than three have given a figure. */
  readonly median: number | null
  readonly low: number | null
  readonly high: number | null
  /** Sample standard deviation (n - 1 below); null for fewer than two values. */
  readonly deviation: number | null
  /** (P75 - P25) / width of the scale, from 0 to 1 (portfolio reference 4.9); null for fewer than three values. */
  readonly spread: number | null
  /** Worth a talk: the spread is 0.25 or more. */
  readonly isSplit: boolean
}

export type Scale = { readonly min: number; readonly max: number }

/**
 * Median and spread of the values given for a factor. A factor without a scale of its own, such as reach, is held against the way from 0 to the
 * highest value that somebody gave.
 */
export function toldFactor(factor: string, values: readonly number[], scale: Scale | null): FactorTold {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[0] ?? null, sorted.at(-1) ?? null]
  const width = scale ?? { min: 0, max: Math.max(high ?? 0, Number.MIN_VALUE) }
  const { n, median, spread, isSplit } = factorSpread(values, width)
  return { factor, n, median, low, high, deviation: deviationOf(sorted), spread, isSplit }
}

/** Sample standard deviation; null for fewer than two values. */
export function deviationOf(values: readonly number[]): number | null {
  if (values.length < 2) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

export interface Talked {
  readonly key: string
  /** Spreads of its factors, 0 to 1; null where too few gave a figure. */
  readonly spreads: readonly (number | null)[]
  /** Person-weeks; null when nobody has sized it. */
  readonly weeks: number | null
}

/**
 * What to talk about first: the widest spread of a bet times its effort, largest first (portfolio reference 4.9). A bet that nobody has sized
 * counts as large as the middle one of those that are sized, so that an unknown size neither hides a disagreement nor makes one. A bet without
 * a spread comes last.
 */
export function talkOrder(items: readonly Talked[]): string[] {
  const sizes = items.flatMap(({ weeks }) => (weeks === null ? [] : [weeks])).toSorted((a, b) => a - b)
  const middle = quantileOf(sizes, 0.5) ?? 1
  const weight = ({ spreads, weeks }: Talked): number => {
    const known = spreads.filter((one) => one !== null)
    return known.length === 0 ? -1 : Math.max(...known) * (weeks ?? middle)
  }
  return items
    .map((item) => ({ key: item.key, weight: weight(item) }))
    .toSorted((a, b) => b.weight - a.weight || a.key.localeCompare(b.key, 'en', { numeric: true }))
    .map(({ key }) => key)
}

/**
 * How far people rank the bets alike: Kendall’s W of those who scored every bet. `scores` has a row for each person, with null where they gave
 * none; people with a gap are left out and counted.
 */
export function agreementOf(scores: readonly (readonly (number | null)[])[]): { readonly w: number | null; readonly of: number; readonly leftOut: number } {
  const whole = scores.flatMap((own) => {
    const known = own.filter((one) => one !== null)
    return known.length === own.length ? [known] : []
  })
  return { w: kendallW(whole), of: whole.length, leftOut: scores.length - whole.length }
}
