import type { Metric, MeasureInput, SemanticManifest, SemanticModel } from '../model.ts'
import { inputsOf, measuresOf, type Definition } from './definition.ts'

/**
 * The tables’ own model with definitions on top. Their measures go into the models that they name. A definition that takes a measure by itself
 * gets the filter that the model’s own metrics have (rows of internal accounts leave every number), as theirs do.
 */
export function withDefinitions(base: SemanticManifest, definitions: readonly Definition[]): SemanticManifest {
  const added = definitions.flatMap(({ measures }) => measures)
  const models = base.models.map((model): SemanticModel => {
    const own = added.filter((one) => one.model === model.name && !model.measures.some(({ name }) => name === one.measure.name)).map(({ measure }) => measure)
    return own.length > 0 ? { ...model, measures: [...model.measures, ...own] } : model
  })
  const house = houseFilters(base)
  const modelOf = new Map(models.flatMap((model) => model.measures.map(({ name }) => [name, model.name] as const)))
  const filtered = (input: MeasureInput): MeasureInput => {
    const filter = house.get(modelOf.get(input.name) ?? '') ?? []
    return filter.length > 0 ? { ...input, filter: [...(input.filter ?? []), ...filter] } : input
  }
  return { ...base, models, metrics: [...base.metrics, ...definitions.map(({ metric }) => withFilters(metric, filtered))] }
}

function withFilters(metric: Metric, filtered: (input: MeasureInput) => MeasureInput): Metric {
  if (metric.type === 'simple' || metric.type === 'cumulative') return { ...metric, measure: filtered(metric.measure) }
  return metric.type === 'conversion' ? { ...metric, base: filtered(metric.base), conversion: filtered(metric.conversion) } : metric
}

/** The filter that the metrics of a model share. */
function houseFilters({ models, metrics }: SemanticManifest): ReadonlyMap<string, readonly string[]> {
  const modelOf = new Map(models.flatMap((model) => model.measures.map(({ name }) => [name, model.name] as const)))
  return new Map(metrics.flatMap((metric) => measuresOf(metric).flatMap((name) => (metric.filter ? [[modelOf.get(name) ?? '', metric.filter] as const] : []))))
}

/** A definition with everything of the workspace’s own that it rests on, itself first; unknown names and circles are passed over. */
export function restsOn(definition: Definition, others: readonly Definition[]): Definition[] {
  const found = new Map<string, Definition>()
  const visit = (one: Definition): void => {
    if (found.has(one.metric.name)) return
    found.set(one.metric.name, one)
    for (const name of inputsOf(one.metric)) {
      const next = others.find(({ metric }) => metric.name === name)
      if (next) visit(next)
    }
  }
  visit(definition)
  return [...found.values()]
}
