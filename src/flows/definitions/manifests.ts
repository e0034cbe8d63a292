import { withDefinitions } from '#engines/semantic/definition/compose.ts'
import { inputsOf, measuresOf, sorted, type Definition } from '#engines/semantic/definition/definition.ts'
import { readDefinitions } from '#engines/semantic/definition/read.ts'
import { writeDefinition } from '#engines/semantic/definition/write.ts'
import { hashOf } from '#engines/semantic/hash.ts'
import type { Loss } from '#engines/semantic/interchange/loss.ts'
import { allMetrics, type Metric, type SemanticManifest, type SemanticModel } from '#engines/semantic/model.ts'
import { inUnits, type FactGround } from './ground.ts'

/** Where our own wording travels in a foreign file: with the name of the metric as it was written, so that a change by others shows. */
const ours = 'throughline_definition'

/** Definitions with the part of the facts’ model that they rest on, so that the file stands by itself in another tool. */
export function manifestOf(definitions: readonly Definition[], ground: FactGround): SemanticManifest {
  const whole = withDefinitions(
    ground.base,
    definitions.map((one) => inUnits(one, ground)),
  )
  const own = new Map(definitions.map((one) => [one.metric.name, one]))
  const names = closureOf(whole, [...own.keys()])
  const metrics = whole.metrics.filter(({ name }) => names.has(name))
  const said = JSON.stringify(metrics)
  const measures = new Set(metrics.flatMap(measuresOf))
  const models = whole.models.filter((model) => model.measures.some(({ name }) => measures.has(name)) || said.includes(`'${model.name}__`))
  return {
    ...whole,
    models: models.map((model) => ({ ...model, measures: model.measures.filter(({ name }) => measures.has(name)) })),
    metrics: metrics.map((metric) => {
      const definition = own.get(metric.name)
      return definition
        ? { ...metric, meta: { ...metric.meta, [ours]: { own: writeDefinition(definition), written: nameOf(metric, writeDefinition(definition)) } } }
        : metric
    }),
  }
}

/** The metrics that these rest on, themselves included. */
function closureOf(manifest: SemanticManifest, names: readonly string[]): Set<string> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    const metric = manifest.metrics.find((one) => one.name === name)
    if (!metric || found.has(name)) return
    found.add(name)
    inputsOf(metric).forEach(visit)
  }
  names.forEach(visit)
  return found
}

/** Names what a metric says there and what our own wording says, without what others keep beside them. */
function nameOf({ meta: _, ...metric }: Metric, own: unknown): string {
  return hashOf(sorted([metric, own]))
}

/** Reads the metrics of a foreign model as definitions over the facts: its models are found among the facts by their tables. */
export function definitionsIn(
  manifest: SemanticManifest,
  ground: FactGround,
  file: string,
): { readonly definitions: readonly Definition[]; readonly losses: readonly Loss[] } {
  const losses: Loss[] = []
  const isOurs = (metric: Metric): boolean => ground.base.metrics.some(({ name }) => name === metric.name)
  const definitions = allMetrics(manifest).flatMap((metric): Definition[] => {
    const kept = keptIn(metric, file)
    if (kept) return [kept]
    if (isOurs(metric)) {
      losses.push({ path: `metrics.${metric.name}`, construct: metric.type, action: 'mapped', reason: 'It is a metric of the workspace’s own facts.' })
      return []
    }
    if (metric.meta?.[ours] !== undefined)
      losses.push({
        path: `metrics.${metric.name}`,
        construct: ours,
        action: 'approximated',
        reason: 'It was changed since we wrote it: it is read as it stands, without what the other form cannot say.',
      })
    return overFacts(metric, manifest, ground, losses)
  })
  return { definitions, losses }
}

/** Our own wording, when nobody changed the metric since. */
function keptIn(metric: Metric, file: string): Definition | undefined {
  const carried = metric.meta?.[ours]
  if (typeof carried !== 'object' || carried === null || !('own' in carried) || !('written' in carried)) return undefined
  return carried.written === nameOf(metric, carried.own) ? readDefinitions(file, carried.own).definitions[0] : undefined
}

function overFacts(metric: Metric, manifest: SemanticManifest, ground: FactGround, losses: Loss[]): Definition[] {
  const holders = measuresOf(metric).map((name) => ({ name, model: manifest.models.find(({ measures }) => measures.some((one) => one.name === name)) }))
  const placed = holders.map(({ name, model }) => ({ name, model, fact: model && ground.base.models.find((one) => one.name === model.relation.table) }))
  const lost = placed.find(({ fact }) => fact === undefined)
  if (lost) {
    const reason = lost.model ? `Its table “${lost.model.relation.table}” is no fact here.` : `There is no measure “${lost.name}”.`
    losses.push({ path: `metrics.${metric.name}`, construct: metric.type, action: 'refused', reason })
    return []
  }
  const measures = placed.flatMap(({ name, model, fact }) => {
    const measure = model?.measures.find((one) => one.name === name)
    if (!measure || !fact || fact.measures.some((one) => one.name === name)) return []
    const { createsMetric: _, ...own } = measure
    return [{ model: fact.name, measure: own }]
  })
  const { [ours]: _, ...meta } = metric.meta ?? {}
  const { meta: __, ...plain } = renamed(
    metric,
    placed.flatMap(({ model, fact }) => (model && fact ? [[entityOf(model), fact.name] as const] : [])),
  )
  return [{ metric: { ...plain, ...(Object.keys(meta).length > 0 ? { meta } : {}) }, measures }]
}

const entityOf = (model: SemanticModel): string => model.primaryEntity ?? model.entities.find(({ type }) => type === 'primary')?.name ?? model.name

/** References by the foreign entity’s name become references by the fact’s. */
function renamed(metric: Metric, pairs: readonly (readonly [string, string])[]): Metric {
  const text = pairs.reduce((all, [from, to]) => (from === to ? all : all.replaceAll(`'${from}__`, `'${to}__`)), JSON.stringify(metric))
  const parsed: Metric = JSON.parse(text)
  return parsed
}
