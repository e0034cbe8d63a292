import type { AnyMetric } from '#kernel'

/**
 * The window that makes neighbours share no rows: one month for a line of months that looks back a year, one quarter for a line of quarters.
 * Null where the window is no longer than the grain, and for windows in days, whose figure by the period would be another measure (kpis.md §6).
 */
export function apartWindow({ window, grain }: Pick<AnyMetric, 'window' | 'grain'>): string | null {
  const months = Number(/^(\d+)m$/.exec(window ?? '')?.[1] ?? 0)
  if (grain === 'month') return months > 1 ? '1m' : null
  return grain === 'quarter' && months > 3 ? '3m' : null
}
