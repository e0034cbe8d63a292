import { controlChart, type ChartOptions, type ControlChart, type Point } from './controlChart.ts'
import { averageMovingRange, stepsFrom } from './xmr.ts'

/** `count` of `size`: hits of n answers for a share, events of an exposure for a rate. A size of 0 is a gap. */
export type CountPoint = { readonly period: string; readonly count: number; readonly size: number; readonly state?: Point['state'] }

/** Laney p' chart of a share whose n moves or is large: limits p̄ ± 3 σ_i σ_z, σ_i = sqrt(p̄(1 - p̄) / n_i), σ_z = mean mR(z) / 1.128. Laney 2002, Quality Engineering 14(4). */
export function pPrime(series: readonly CountPoint[], options: ChartOptions = {}): ControlChart {
  for (const { period, count, size } of series) if (count > size) throw new RangeError(`${period} has ${count} of ${size}: a share cannot exceed one.`)
  return laney('pPrime', series, { natural: { low: 0, high: 1 }, ...options }, (centre) => centre * (1 - centre))
}

/** Laney u' chart of a count over a varying exposure: as p', with σ_i = sqrt(ū / n_i). */
export function uPrime(series: readonly CountPoint[], options: ChartOptions = {}): ControlChart {
  return laney('uPrime', series, { natural: { low: 0 }, ...options }, (centre) => centre)
}

function laney(kind: 'pPrime' | 'uPrime', series: readonly CountPoint[], options: ChartOptions, variance: (centre: number) => number): ControlChart {
  const points = series.map(toPoint)
  return controlChart(kind, points, options, (baseline) => {
    const centre = baseline.reduce((total, point) => total + point.count, 0) / baseline.reduce((total, point) => total + point.size, 0)
    const spread = variance(centre)
    if (!(spread > 0)) return null
    const sigma = (size: number) => Math.sqrt(spread / size)
    const scores = baseline.map((point) => (point.value - centre) / sigma(point.size))
    const { averageRange } = averageMovingRange(scores)
    const sigmaZ = averageRange / 1.128
    const reach = (size: number) => 3 * sigma(size) * sigmaZ
    const meanSize = baseline.reduce((total, point) => total + point.size, 0) / baseline.length
    return {
      centre,
      averageRange: averageRange * sigma(meanSize),
      rangeLimit: 3.268 * averageRange * sigma(meanSize),
      screened: 0,
      limitsAt: ({ size }) => (size > 0 ? { lower: centre - reach(size), upper: centre + reach(size) } : null),
      distance: (point) => stepsFrom(point.value - centre, reach(point.size), centre),
    }
  })
}

function toPoint({ period, count, size, state }: CountPoint): Point & { count: number; size: number } {
  if (!(count >= 0) || !(size >= 0)) throw new RangeError(`${period} needs a count and a size of zero or more, not ${count} and ${size}.`)
  return { period, count, size, value: size > 0 ? count / size : null, ...(state ? { state } : {}) }
}
