import { controlChart, type ChartOptions, type ControlChart, type Point } from './controlChart.ts'
import { averageMovingRange, mean, median, stepsFrom } from './xmr.ts'

/**
 * t chart: days between rare events. XmR on t^(1/3.6), limits transformed back (Nelson 1994, Journal of Quality Technology 26; Montgomery 7.3.5).
 * Above the upper limit events became rarer; a lower limit below zero is no limit and is drawn at 0.
 */
export function tChart(series: readonly Point[], options: ChartOptions = {}): ControlChart {
  requireGaps(series)
  return controlChart('t', series, { natural: { low: 0 }, ...options }, (baseline) => {
    const values = baseline.map((point) => toSymmetric(point.value))
    const centre = mean(values)
    const { averageRange } = averageMovingRange(values)
    const reach = 2.66 * averageRange
    return {
      centre: centre ** power,
      averageRange,
      rangeLimit: 0,
      screened: 0,
      onlyGrows: options.isStale !== true,
      limitsAt: () => ({ lower: Math.max(0, centre - reach) ** power, upper: (centre + reach) ** power }),
      distance: (point) => stepsFrom(toSymmetric(point.value) - centre, reach, centre),
    }
  })
}

/**
 * g chart: units (deployments, tickets, days) between rare events, counted whole. Upper limit ḡ + 3 sqrt(ḡ(ḡ + 1)); the lower one is below zero, so never crossed
 * (Benneyan 2001, Health Care Management Science 4). Runs are judged against the median, because the counts are skewed; rule c is left out for the same reason.
 */
export function gChart(series: readonly Point[], options: ChartOptions = {}): ControlChart {
  requireGaps(series)
  return controlChart('g', series, { natural: { low: 0 }, ...options }, (baseline) => {
    const values = baseline.map((point) => point.value)
    const centre = mean(values)
    const middle = median(values)
    const reach = 3 * Math.sqrt(centre * (centre + 1))
    return {
      centre,
      averageRange: averageMovingRange(values).averageRange,
      rangeLimit: 0,
      screened: 0,
      near: false,
      onlyGrows: options.isStale !== true,
      limitsAt: () => ({ lower: centre - reach, upper: centre + reach }),
      distance: (point) => stepsFrom(point.value - centre, reach, centre),
      side: (point) => point.value - middle,
    }
  })
}

const power = 3.6

function toSymmetric(gap: number): number {
  return gap ** (1 / power)
}

function requireGaps(series: readonly Point[]): void {
  for (const { period, value } of series) if (value !== null && value < 0) throw new RangeError(`The gap before ${period} is negative; gaps are zero or more.`)
}
