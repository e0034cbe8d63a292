import type { ControlChart, Point } from './controlChart.ts'
import { median } from './xmr.ts'

/** A straight growth: the level of each period of the line. */
export type Trend = { readonly slope: number; readonly levelAt: (period: string) => number }

/** Mann–Kendall beyond this is growth or decline, not chance: 2.576 is two-sided 1%. */
const beyond = 2.576

/**
 * The trend of a line, or null where it has none: Mann–Kendall’s test (Mann 1945, Econometrica 13; no ties correction, which only makes it stricter) and Sen’s
 * slope (1968, JASA 63), the median of all pairwise slopes. The newest closed point is judged, so that it does not take part. At least 12 others.
 */
export function trendOf(points: readonly Point[]): Trend | null {
  const closed = points
    .flatMap(({ period, value, state }, at) => (value !== null && (state ?? 'closed') === 'closed' ? [{ period, value, at }] : []))
    .slice(0, -1)
  const n = closed.length
  if (n < 12) return null
  const slopes: number[] = []
  let score = 0
  for (const [place, one] of closed.entries())
    for (const other of closed.slice(place + 1)) {
      score += Math.sign(other.value - one.value)
      slopes.push((other.value - one.value) / (other.at - one.at))
    }
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const z = (score - Math.sign(score)) / deviation
  if (Math.abs(z) < beyond) return null
  const slope = median(slopes)
  const start = median(closed.map(({ value, at }) => value - slope * at))
  const places = new Map(points.map(({ period }, at) => [period, at]))
  return { slope, levelAt: (period) => start + slope * (places.get(period) ?? 0) }
}

/** The line without its trend. */
export const withoutTrend = (points: readonly Point[], { levelAt }: Trend): Point[] =>
  points.map((point) => ({ ...point, value: point.value === null ? null : point.value - levelAt(point.period) }))

/** A chart of what is left, put back on its trend: values as they were measured, centre and limits rise or fall with it. */
export function ontoTrend(chart: ControlChart, { levelAt }: Trend, low?: number): ControlChart {
  const up = (value: number | null, period: string) => (value === null ? null : value + levelAt(period))
  const inside = (value: number) => (low === undefined ? value : Math.max(low, value))
  return {
    ...chart,
    points: chart.points.map((point) => ({
      ...point,
      value: up(point.value, point.period),
      centre: up(point.centre, point.period),
      lower: up(point.lower, point.period),
      upper: up(point.upper, point.period),
      drawn: point.drawn && { lower: inside(point.drawn.lower + levelAt(point.period)), upper: inside(point.drawn.upper + levelAt(point.period)) },
    })),
    segments: chart.segments.map((segment) => ({ ...segment, centre: up(segment.centre, segment.to) })),
  }
}
