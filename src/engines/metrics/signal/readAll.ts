import type { ControlChart } from './controlChart.ts'
import { drawChart, type Drawn, type Measured } from './drawChart.ts'
import { falseAlarms, type FalseAlarms } from './falseAlarms.ts'
import { rankByFalseDiscovery, surpriseOf, type Ranked, type Surprise } from './ranking.ts'
import type { XmrOptions } from './xmr.ts'

/** A metric's series with the limits that were agreed for it: baseline window, process changes, variant. */
export type Watched = { readonly metric: string; readonly series: Measured; readonly options?: XmrOptions }

export type Reading = {
  readonly charts: readonly (Drawn & { readonly metric: string })[]
  /** Charts with limits, the most surprising latest point first. Charts without limits are not in it. */
  readonly ranked: readonly Ranked<Surprise & { readonly metric: string }>[]
  /** How many signals of the latest points chance alone would give. */
  readonly alarms: FalseAlarms
}

/** Every metric checked for signals: its chart, its place by surprise, and what chance alone would give over all of them. */
export function readAll(watched: readonly Watched[]): Reading {
  const charts = watched.map(({ metric, series, options }) => ({ metric, ...drawChart(series, options ?? {}) }))
  const surprises = charts.flatMap(({ metric, chart }) => withMetric(metric, chart))
  return { charts, ranked: rankByFalseDiscovery(surprises), alarms: falseAlarms(charts.map(({ chart }) => chart)) }
}

function withMetric(metric: string, chart: ControlChart): (Surprise & { metric: string })[] {
  const surprise = surpriseOf(chart)
  return surprise ? [{ metric, ...surprise }] : []
}
