/** A measured period. Sides, where the metric is a ratio, let periods be pooled; `n` is what the value was made from. */
export type MeasuredPeriod = {
  readonly period: string
  readonly value: number | null
  readonly numerator?: number | null
  readonly denominator?: number | null
  readonly n?: number | null
  readonly state?: 'closed' | 'open' | 'immature'
}

export type Baseline = {
  readonly value: number
  readonly from: string
  readonly to: string
  readonly periods: number
  /** Sum of n over the window; null when some period does not tell. */
  readonly n: number | null
  /** pooled: sums of both sides, then divided; mean: of values that are no ratio. */
  readonly by: 'pooled' | 'mean'
}

export type NoBaseline = { readonly value: null; readonly reason: 'no_data' | 'no_denominator'; readonly says: string }

/**
 * The measured value that a target starts from: over the last `last` closed periods with a value, or those from one period to another. A ratio with both sides is
 * pooled (an average of averages would weigh a small month like a large one); any other value is averaged. Without a baseline a target stays a draft (kpis.md, section 1).
 */
export function baselineOf(
  points: readonly MeasuredPeriod[],
  window: { readonly last: number } | { readonly from: string; readonly to: string },
): Baseline | NoBaseline {
  const closed = points.filter((point) => (point.state ?? 'closed') === 'closed' && point.value !== null)
  const chosen = 'last' in window ? lastOf(closed, window.last) : closed.filter(({ period }) => period >= window.from && period <= window.to)
  const [first, last] = [chosen[0], chosen.at(-1)]
  if (!first || !last) return { value: null, reason: 'no_data', says: 'No closed period with a value lies in the window of the baseline.' }
  const frame = { from: first.period, to: last.period, periods: chosen.length, n: totalOf(chosen.map(({ n }) => n)) }
  const [above, below] = [totalOf(chosen.map(({ numerator }) => numerator)), totalOf(chosen.map(({ denominator }) => denominator))]
  if (above === null || below === null) return { value: chosen.reduce((total, { value }) => total + (value ?? 0), 0) / chosen.length, ...frame, by: 'mean' }
  if (below === 0) return { value: null, reason: 'no_denominator', says: 'The denominators of the window sum to zero.' }
  return { value: above / below, ...frame, by: 'pooled' }
}

function lastOf<T>(items: readonly T[], count: number): readonly T[] {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`A baseline covers one period or more, in whole periods, not ${count}.`)
  return items.slice(-count)
}

function totalOf(values: readonly (number | null | undefined)[]): number | null {
  return values.reduce<number | null>((total, value) => (total === null || value === null || value === undefined ? null : total + value), 0)
}
