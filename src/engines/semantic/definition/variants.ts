import { has, type Measure, type MeasureInput, type Metric, type SemanticManifest } from '../model.ts'

/** Measures and metrics that are made beside those of a manifest, and what it holds. */
export interface Variants {
  readonly measures: { readonly model: string; readonly measure: Measure }[]
  readonly metrics: Metric[]
  readonly known: ReadonlyMap<string, Metric>
  readonly held: ReadonlyMap<string, { readonly model: string; readonly measure: Measure }>
  /** The same measure, aggregated in another way: its name. */
  variant(name: string, agg: Measure['agg']): string | undefined
  /** A simple metric over such a measure. */
  simple(input: MeasureInput, agg: Measure['agg'], filter: readonly string[] | undefined): Metric | undefined
}

export function variants(manifest: SemanticManifest): Variants {
  const held = new Map(manifest.models.flatMap((model) => model.measures.map((measure) => [measure.name, { model: model.name, measure }] as const)))
  const measures: Variants['measures'] = []
  const variant: Variants['variant'] = (name, agg) => {
    const found = held.get(name)
    if (!found) return undefined
    const own = `${name}_as_${agg}`
    const { percentile: _, createsMetric: __, ...rest } = found.measure
    if (!measures.some(({ measure }) => measure.name === own))
      measures.push({ model: found.model, measure: { ...rest, name: own, agg, expr: found.measure.expr ?? found.measure.name } })
    return own
  }
  return {
    measures,
    metrics: [],
    known: new Map(manifest.metrics.map((metric) => [metric.name, metric])),
    held,
    variant,
    simple(input, agg, filter) {
      const name = variant(input.name, agg)
      return name === undefined ? undefined : { type: 'simple', name, measure: { name, ...has({ filter: input.filter }) }, ...has({ filter }) }
    },
  }
}
