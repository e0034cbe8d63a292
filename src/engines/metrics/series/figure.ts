import type { Interval } from '../../numbers/intervals.ts'

/** One number with its parts; null carries a reason, never zero. */
export type NullReason = 'no_denominator' | 'no_data' | 'immature' | 'suppressed' | 'not_reached' | 'unsupported'
export type Figure = {
  readonly value: number | null
  readonly reason?: NullReason
  readonly interval: Interval | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly n: number | null
  /** Companions of the value by name. */
  readonly parts?: Readonly<Record<string, number | null>>
}
export type Point = Figure & { readonly period: string; readonly mature: boolean }
export type Group = Figure & { readonly key: string; readonly points: readonly Point[] }
export type Series = { readonly points: readonly Point[]; readonly groups?: readonly Group[] }

export const nothing = (reason: NullReason): Figure => ({ value: null, reason, interval: null, numerator: null, denominator: null, n: null })

/** The figure of one period of a series. */
export function figureOf(points: readonly Point[], period: string | null): Figure {
  const point = points.find((one) => one.period === period)
  if (!point) return nothing('no_data')
  const { value, reason, interval, numerator, denominator, n, parts } = point
  return { value, ...(reason ? { reason } : {}), interval, numerator, denominator, n, ...(parts ? { parts } : {}) }
}

/** A group with its headline. */
export const groupOf = (key: string, points: readonly Point[], period: string | null): Group => ({ key, ...figureOf(points, period), points })
