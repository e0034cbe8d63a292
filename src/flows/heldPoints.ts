import { countPeriods, grainOf, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import type { AnyMetric, Context, Measurement, Point } from '#kernel'
import { measuredPart } from './measuredPart.ts'
import { nothingIfRefused } from './refusedFigure.ts'

/** The periods that a target is held against: the one in which it fell due is measured by itself where it lies before the others. */
export async function heldPoints(
  ctx: Context,
  metric: AnyMetric,
  measured: Measurement,
  { by, segment }: { readonly by: string | null; readonly segment: string | null },
): Promise<readonly Point[]> {
  const [first] = measured.points
  if (by === null || !first) return measured.points
  const due = periodOf(by, grainOf(first.period))
  if (countPeriods(due, first.period) <= 0) return measured.points
  const { metric: key, asOf, grain } = measured
  const then = await measuredPart(ctx, metric, { metric: key, asOf, grain, from: periodStart(due), to: periodEnd(due) }, segment).catch(nothingIfRefused)
  return then?.measured.points ?? []
}
