import type { ChartPoint, ControlChart } from '#engines/metrics/signal/controlChart.ts'
import { gapSentence } from '#engines/metrics/signal/gapSentence.ts'
import { limitSpans, marksOf, type LimitSpan, type Marked } from '#engines/metrics/signal/limitSpans.ts'
import type { AnyMetric } from '#kernel'
import type { Rare } from '../rareEvents.ts'

/** The line of the gaps between rare events: the signal is read from it, while the number and its history stay those of the counts. */
export interface Gaps {
  /** 'Days between P0 and P1 incidents' */
  readonly name: string
  readonly unit: Rare['unit']
  /** Longer gaps are good where fewer events are. */
  readonly better: AnyMetric['better']
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly spans: readonly LimitSpan[]
  readonly marks: readonly Marked[]
  /** The latest gap that was tested, a wait above the centre among them, and whether it speaks for the better; null without limits. */
  readonly latest: { readonly period: string; readonly value: number; readonly centre: number; readonly isGood: boolean } | null
  readonly says: string
  /** Events that share their day with another, which gaps cannot tell apart. */
  readonly joined: number
}

export function gapsOf(metric: AnyMetric, chart: ControlChart, { words, unit }: Rare, joined: number): Gaps {
  const better = metric.better === 'within' ? 'within' : metric.better === 'down' ? 'up' : 'down'
  const { events, many } = words
  return {
    name: `${many.charAt(0).toUpperCase()}${many.slice(1)} between ${events}`,
    unit,
    better,
    points: chart.points.map(({ period, value, state }) => ({ period, value, mature: state === 'closed' })),
    spans: limitSpans(chart),
    marks: marksOf(chart),
    latest: latestOf(
      chart.points.findLast(({ isTested }) => isTested),
      better,
    ),
    says: gapSentence(chart, words),
    joined,
  }
}

function latestOf(point: ChartPoint | undefined, better: AnyMetric['better']): Gaps['latest'] {
  if (!point || point.value === null || point.centre === null) return null
  const { period, value, centre } = point
  return { period, value, centre, isGood: better !== 'within' && value > centre === (better === 'up') }
}
