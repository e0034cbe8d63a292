import { countPeriods } from '#engines/numbers/dates.ts'
import type { Point } from './controlChart.ts'

/**
 * From figures whose windows overlap (a trailing twelve months by month, 28 days by day) those whose windows share nothing: the latest closed figure and every
 * `span`-th period before it. `span` is the length of the window in periods of the series. Figures behind the latest closed one are kept, for drawing, when
 * they are a whole window apart. Where the figure of a single period can be had, chart that instead: it keeps every period (kpis.md, section 6).
 */
export function apart<P extends Point>(series: readonly P[], span: number): P[] {
  if (!Number.isSafeInteger(span) || span < 1) throw new RangeError(`A window covers one period or more, in whole periods, not ${span}.`)
  const anchor = series.findLast((point) => point.value !== null && (point.state ?? 'closed') === 'closed')
  if (!anchor) return []
  return series.filter((point) => countPeriods(point.period, anchor.period) % span === 0)
}
