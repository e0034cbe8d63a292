import { controlChart, type ChartOptions, type ControlChart, type Point } from './controlChart.ts'

export type XmrOptions = ChartOptions & {
  /** median: limits at 3.145 and 3.865 times the median moving range; steadier when the baseline holds a few wild points. */
  readonly centre?: 'mean' | 'median'
  /** Recompute once without moving ranges above 3.5 times their mean. */
  readonly screen?: boolean
}

/**
 * Individuals and moving range chart: limits = mean ± 2.66 mean(mR), range limit 3.268 mean(mR) (Shewhart; Wheeler, Understanding Variation).
 * A moving range joins neighbouring closed points that have values; it starts anew at a process change.
 */
export function xmr(series: readonly Point[], options: XmrOptions = {}): ControlChart {
  const factors = options.centre === 'median' ? { natural: 3.145, range: 3.865, middle: median } : { natural: 2.66, range: 3.268, middle: mean }
  return controlChart('xmr', series, options, (baseline) => {
    const values = baseline.map((point) => point.value)
    const centre = factors.middle(values)
    const { averageRange, screened } = averageMovingRange(values, { middle: factors.middle, screen: options.screen ?? false })
    const reach = factors.natural * averageRange
    return {
      centre,
      averageRange,
      screened,
      rangeLimit: factors.range * averageRange,
      limitsAt: () => ({ lower: centre - reach, upper: centre + reach }),
      distance: (point) => stepsFrom(point.value - centre, reach, centre),
    }
  })
}

/** Mean or median of the moving ranges of a series of at least two values; with screening, once more without those above 3.5 times the mean. */
export function averageMovingRange(
  values: readonly number[],
  { middle = mean, screen = false }: { readonly middle?: (values: readonly number[]) => number; readonly screen?: boolean } = {},
): { averageRange: number; screened: number } {
  const ranges = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)))
  const ceiling = 3.5 * mean(ranges)
  const kept = screen ? ranges.filter((range) => range <= ceiling) : ranges
  return { averageRange: middle(kept), screened: ranges.length - kept.length }
}

/** How many limit widths a difference is away; a process without any variation has no width, so whatever differs is outside. */
export function stepsFrom(difference: number, reach: number, scale: number): number {
  const dust = 1e-12 * Math.abs(scale)
  if (Math.abs(difference) <= dust) return 0
  return reach > dust ? difference / reach : Math.sign(difference) * 2
}

/** Arithmetic mean; 0 for nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length
}

/** Middle value, or the mean of the two middle ones; 0 for nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2
}
