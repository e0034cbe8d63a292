import { numberOf, pursuitOf, textOf } from '#engines/metrics/targets/aims.ts'
import { heldUntil, standingOf } from '#engines/metrics/targets/standing.ts'
import type { Status } from '#engines/metrics/targets/progress.ts'
import type { AnyMetric, AnyRow, Context, Measurement, Point } from '#kernel'
import { heldPoints } from '../heldPoints.ts'
import { measuredPart, type PartMeasured } from '../measuredPart.ts'
import { nothingIfRefused } from '../refusedFigure.ts'

/** A target of a metric or of a part of it, and how it stands: by the period in which it fell due once that has closed, else by the last closed one. */
export interface Stands {
  readonly row: AnyRow
  readonly metric: AnyMetric
  readonly key: string
  readonly part: PartMeasured['part']
  readonly target: number
  readonly upper: number | null
  readonly by: string
  readonly measured: Measurement
  readonly point: Point | null
  readonly asked: number | null
  readonly status: Status | 'untrusted'
}

/** Holds a target against what was measured; null where its part is not one of the metric any more. A figure that cannot be trusted is judged by nothing. */
export async function standsOf(ctx: Context, key: string, metric: AnyMetric, row: AnyRow, asOf: string | null): Promise<Stands | null> {
  const segment = textOf(row['segment'])
  const by = String(row['by'])
  const found = await measuredPart(ctx, metric, { metric: key, ...(asOf === null ? {} : { asOf }) }, segment).catch(nothingIfRefused)
  if (!found) return null
  const { measured, part } = found
  const point = heldUntil(await heldPoints(ctx, metric, measured, { by, segment }), by)
  const now = point && point.value !== null ? { period: point.period, value: point.value } : null
  const { asked, status } = standingOf(pursuitOf(row), now)
  const isTrusted = measured.trust.state !== 'untrusted'
  return {
    row,
    metric,
    key,
    part,
    target: Number(row['target']),
    upper: numberOf(row['upper']),
    by,
    measured,
    point,
    asked,
    status: isTrusted ? status : 'untrusted',
  }
}
