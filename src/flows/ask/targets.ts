import { numberOf, textOf } from '#engines/metrics/targets/aims.ts'
import type { AnyRow, Context, Measurement } from '#kernel'
import { namesPart } from '../measuredPart.ts'
import { targetInForce } from '../targetInForce.ts'
import type { NamedTarget } from './answer.ts'
import type { Plan } from './plan.ts'

export interface Target extends NamedTarget {
  readonly upper: number | null
  readonly baseline: number | null
  readonly baselineSpan: string | null
  readonly direction: string
}

/**
 * The agreed target in force for a metric, or for a part of the business: the nearest one still ahead, else the last. It is as it was agreed on the day that was
 * asked; where none was, as it is now, since the day that was measured is over elsewhere before it is here.
 */
export async function targetOf(
  ctx: Context,
  { request: { by: _, ...request }, metric, dimension, span }: Plan,
  { asOf }: Measurement,
  part: string | null,
): Promise<Target | null> {
  const own = part === null || dimension === null ? null : { by: dimension, value: part }
  const day = span.period !== null && span.to !== null && span.to < asOf ? span.to : asOf // of a period that is over, the one that was to be met by its end
  const inForce = { day, agreedOn: request.asOf }
  const { row } = await targetInForce(ctx, request.metric, inForce, (segment) => namesPart(ctx, metric, request, segment, own))
  return row ? toTarget(row) : null
}

const toTarget = (row: AnyRow): Target => ({
  key: row.key,
  name: String(row['name']),
  value: Number(row['target']),
  upper: numberOf(row['upper']),
  by: String(row['by']),
  baseline: numberOf(row['baseline']),
  baselineSpan: textOf(row['baselineSpan']),
  direction: String(row['direction']),
})
