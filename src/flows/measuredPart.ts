import { Problem, type AnyMetric, type Context, type Group, type MeasureRequest, type Measurement } from '#kernel'

/** A metric of the whole, or of the part that a target names. */
export interface PartMeasured {
  readonly measured: Measurement
  /** Dimension and value that the part was found as; null for the whole. */
  readonly part: { readonly by: string; readonly value: string } | null
}

/**
 * Measures a metric for the part of the business that a target is for: a value such as “Enterprise”, or “segment=Enterprise” where two dimensions share one. The part’s
 * own figures stand in the whole’s envelope. A part that the metric does not have is refused by name, with those that it has.
 */
export async function measuredPart(ctx: Context, metric: AnyMetric, request: MeasureRequest, segment: string | null): Promise<PartMeasured> {
  if (segment === null) return { measured: await ctx.measure(request), part: null }
  if (metric.dimensions.length === 0)
    throw new Problem('invalid', `${metric.name} is told of the whole only.`, 'Set its target without a segment.', {
      at: { field: 'segment' },
      code: 'dimension_not_allowed',
    })
  const asked = readSegment(segment, metric)
  const known: string[] = []
  for (const by of asked.dimensions) {
    const measured = await ctx.measure({ ...request, by })
    const group = (measured.groups ?? []).find(({ key }) => key.toLowerCase() === asked.value.toLowerCase())
    if (group) return { measured: standing(measured, group), part: { by, value: group.key } }
    known.push(...(measured.groups ?? []).map(({ key }) => key))
  }
  throw new Problem('invalid', `“${segment}” is no part of ${metric.name}.`, `Its parts are ${[...new Set(known)].slice(0, 12).join(', ')}.`, {
    at: { field: 'segment' },
    code: 'unknown-segment',
  })
}

/** Is the part that a target is for the one that was found? “Enterprise” alone is of the first dimension that holds it, as where it is measured. */
export async function namesPart(
  ctx: Context,
  metric: AnyMetric,
  request: MeasureRequest,
  segment: string | null,
  part: PartMeasured['part'],
): Promise<boolean> {
  if (segment === null || part === null) return segment === null && part === null
  const asked = readSegment(segment, metric)
  if (asked.value.toLowerCase() !== part.value.toLowerCase() || !asked.dimensions.includes(part.by)) return false
  if (asked.dimensions.length === 1 || asked.dimensions[0] === part.by) return true
  return (await measuredPart(ctx, metric, request, segment)).part?.by === part.by
}

function readSegment(segment: string, metric: AnyMetric): { readonly dimensions: readonly string[]; readonly value: string } {
  const [, dimension, value] = /^\s*([^=:]+?)\s*[=:]\s*(.+?)\s*$/.exec(segment) ?? []
  const named = metric.dimensions.find((one) => one.toLowerCase() === dimension?.toLowerCase())
  return named && value ? { dimensions: [named], value } : { dimensions: metric.dimensions, value: segment.trim() }
}

function standing(measured: Measurement, { key: _, points, ...figure }: Group): Measurement {
  const { reason: __, parts: ___, groups: ____, cohorts: _____, ...envelope } = measured
  return { ...envelope, ...figure, points }
}
