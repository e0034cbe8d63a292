import { grainOf } from '#engines/numbers/dates.ts'
import { apart } from './apart.ts'
import { chartFor, type ChartChoice, type SeriesNature } from './chartFor.ts'
import type { ChartOptions, ControlChart, Point } from './controlChart.ts'
import { daysApart, unitsApart } from './gaps.ts'
import { pPrime, uPrime, type CountPoint } from './laney.ts'
import { gChart, tChart } from './rare.ts'
import { fullCycles, seasonOf, withoutSeason, yearOverYear } from './season.ts'
import { ontoTrend, trendOf, withoutTrend } from './trend.ts'
import { xmr, type XmrOptions } from './xmr.ts'

/**
 * A measured series with what is known of it. `span` is the window of each figure in periods: above 1 the windows overlap. `isSeasonal` is declared, not guessed;
 * `mayGrow`: a count that rises with the company; its limits follow its trend, where it has one and no change was declared.
 * `isAdjusted` then takes seasonal factors out, which keeps every period, instead of the difference to a year ago, which loses the first year.
 */
export type Measured = { readonly span?: number; readonly mayGrow?: boolean; readonly isSeasonal?: boolean; readonly isAdjusted?: boolean } & (
  | { readonly holds: 'value'; readonly points: readonly Point[] }
  | { readonly holds: 'share'; readonly points: readonly CountPoint[] }
  | { readonly holds: 'count'; readonly points: readonly CountPoint[]; readonly between: 'units' }
  | ({ readonly holds: 'count'; readonly points: readonly CountPoint[] } & DatedEvents)
)

/** Events by the civil day on which each happened, known until a day. `unsettled`: days whose event may still be judged otherwise. */
export type DatedEvents = { readonly between: 'time'; readonly dates: readonly string[]; readonly unsettled?: readonly string[]; readonly asOf: string }

export type Drawn = {
  readonly chart: ControlChart
  readonly choice: ChartChoice
  /** Points of the given series that the chart does not show: inside a window of a later one, or without a year before them; events that share a day. */
  readonly left: number
}

/** The control chart that fits a series, drawn: what must be done to the series first is done, and said in `choice`. */
export function drawChart(series: Measured, options: XmrOptions = {}): Drawn {
  const choice = chartFor(natureOf(series))
  if (choice.first === 'measure the gaps between events' && series.holds === 'count') {
    const { points, joined } = series.between === 'units' ? unitsApart(series.points.map(toUnits)) : daysApart(series.dates, series.asOf, series.unsettled)
    return { chart: (choice.chart === 'g' ? gChart : tChart)(points, options), choice, left: joined }
  }
  if (choice.first === 'nothing' && series.holds !== 'value' && choice.chart !== 'xmr')
    return { chart: (choice.chart === 'pPrime' ? pPrime : uPrime)(series.points, options), choice, left: 0 }
  const points = series.holds === 'value' ? series.points : series.points.map(toRate)
  const prepared = prepare(points, choice.first, series.span ?? 1, options)
  const trend = series.mayGrow && (options.changes ?? []).length === 0 ? trendOf(prepared) : null
  if (trend)
    return { chart: ontoTrend(xmr(withoutTrend(prepared, trend)), trend, options.natural?.low), choice: growing(choice), left: points.length - prepared.length }
  const bounds = choice.first === 'nothing' && series.holds !== 'value' ? { natural: natural[series.holds] } : {}
  return { chart: xmr(prepared, { ...bounds, ...options }), choice, left: points.length - prepared.length }
}

const growing = (choice: ChartChoice): ChartChoice => ({
  ...choice,
  because: 'A count that grows: limits follow its trend, so that growth alone is no signal.',
})

const natural = { share: { low: 0, high: 1 }, count: { low: 0 } }

function natureOf(series: Measured): SeriesNature {
  const first = series.points[0]
  const shape = {
    isOverlapping: (series.span ?? 1) > 1,
    fullCycles: series.isSeasonal ? fullCycles(series.holds === 'value' ? series.points : series.points.map(toRate)) : 0,
    isAdjusted: series.isAdjusted ?? false,
    isDaily: first !== undefined && grainOf(first.period) === 'day',
  }
  if (series.holds === 'value') return { ...shape, holds: 'value' }
  const closed = series.points.filter(({ state }) => (state ?? 'closed') === 'closed')
  const sizes = closed.map(({ size }) => size)
  if (series.holds === 'share') return { ...shape, holds: 'share', sizes }
  const eventsPerPeriod = closed.reduce((total, { count }) => total + count, 0) / Math.max(1, closed.length)
  return { ...shape, holds: 'count', sizes, eventsPerPeriod, between: series.between }
}

function prepare(points: readonly Point[], first: ChartChoice['first'], span: number, { baselineEnd }: ChartOptions): readonly Point[] {
  if (first === 'use the non-overlapping figure') return apart(points, span)
  if (first === 'take the year-over-year difference') return yearOverYear(points)
  if (first !== 'take the weekday out' && first !== 'take the season out') return points
  const season = seasonOf(points, baselineEnd === undefined ? {} : { until: baselineEnd })
  return season ? withoutSeason(points, season) : points
}

const toUnits = ({ period, count, size, state }: CountPoint) => ({ period, units: size, events: count, ...(state ? { state } : {}) })

const toRate = ({ period, count, size, state }: CountPoint): Point => ({ period, value: size > 0 ? count / size : null, ...(state ? { state } : {}) })
