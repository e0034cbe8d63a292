import { inForceOn, textOf } from '#engines/metrics/targets/aims.ts'
import type { AnyRow, Context, Measurement } from '#kernel'
import { agreedTargets } from '../agreedTargets.ts'
import { namesPart } from '../measuredPart.ts'
import type { Plan } from './plan.ts'

export interface Target {
  readonly key: string
  readonly name: string
  readonly value: number
  readonly upper: number | null
  readonly by: string
  readonly baseline: number | null
  readonly baselineSpan: string | null
  readonly direction: string
}

/**
 * The agreed target in force for a metric, or for a part of the business: the nearest one still ahead, else the last. It is as it was agreed on the day that was
 * asked; where none was, as it is now, since the day that was measured is over elsewhere before it is here.
 */
export async function targetOf(ctx: Context, { request, metric, dimension }: Plan, { asOf }: Measurement, part: string | null): Promise<Target | null> {
  const [definition] = (await ctx.read('metric', { filter: { metricKey: request.metric }, limit: 1 })).items
  if (!definition) return null
  const rows = await agreedTargets(ctx, request.asOf, { metric: definition.id })
  const { by: _, ...plain } = request
  const own = part === null || dimension === null ? null : { by: dimension, value: part }
  const named = await Promise.all(rows.map((one) => namesPart(ctx, metric, plain, textOf(one['segment']), own)))
  const row = inForceOn(
    rows.filter((__, at) => named[at]),
    asOf,
  )
  return row ? toTarget(row) : null
}

const toTarget = (row: AnyRow): Target => ({
  key: row.key,
  name: String(row['name']),
  value: Number(row['target']),
  upper: typeof row['upper'] === 'number' ? row['upper'] : null,
  by: String(row['by']),
  baseline: typeof row['baseline'] === 'number' ? row['baseline'] : null,
  baselineSpan: typeof row['baselineSpan'] === 'string' ? row['baselineSpan'] : null,
  direction: String(row['direction']),
})
