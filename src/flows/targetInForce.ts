import { inForceOn, textOf } from '#engines/metrics/targets/aims.ts'
import type { AnyRow, Context } from '#kernel'
import { agreedTargets } from './agreedTargets.ts'

/** The agreed target of the whole, or of a part, that is nearest ahead of the day, else the last one; and the parts that have one. Without `agreedOn`, as agreed now. */
export async function targetInForce(
  ctx: Context,
  key: string,
  { day, agreedOn }: { readonly day: string; readonly agreedOn: string | undefined },
  isOwn: (segment: string | null) => Promise<boolean>,
): Promise<{ readonly row: AnyRow | null; readonly parts: readonly string[] }> {
  const definition = (await ctx.read('metric', { filter: { metricKey: key }, limit: 1 })).items[0]
  if (!definition) return { row: null, parts: [] }
  const rows = (await agreedTargets(ctx, agreedOn, { metric: definition.id })).toSorted((a, b) => (String(a['by']) < String(b['by']) ? -1 : 1))
  const named = await Promise.all(rows.map((row) => isOwn(textOf(row['segment']))))
  const own = rows.filter((_, at) => named[at])
  const parts = [...new Set(rows.flatMap((row) => textOf(row['segment']) ?? []))]
  return { row: inForceOn(own, day), parts }
}
