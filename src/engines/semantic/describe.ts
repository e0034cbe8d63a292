import type { Reference } from './expression/expression.ts'
import { parseName } from './expression/reference.ts'
import type { Metric, SemanticManifest, SemanticModel } from './model.ts'
import { leavesOf } from './plan/leaves.ts'
import { lexiconOf } from './plan/lexicon.ts'
import { findReference, hopsFrom } from './plan/paths.ts'

/** One thing that metrics may be grouped or filtered by, under the name by which it is asked for. */
export interface AllowedDimension {
  readonly name: string
  readonly kind: 'time' | 'categorical' | 'entity'
  /** Of time: the finest grain. */
  readonly grain?: string
  readonly description?: string
}

export interface MetricDescription {
  readonly metric: Metric
  /** The measures that it rests on, with the tables they stand in. */
  readonly measures: readonly { readonly measure: string; readonly model: string; readonly table: string }[]
  readonly dimensions: readonly AllowedDimension[]
}

const hopsShown = 2

/** What a metric is made of and what it may be asked by. Throws a Refusal for a name that is no metric. */
export function describe(manifest: SemanticManifest, name: string): MetricDescription {
  const lexicon = lexiconOf(manifest)
  const metric = lexicon.metric(name)
  const measures = leavesOf(lexicon, metric).map(({ measure, model }) => ({ measure: measure.name, model: model.name, table: model.relation.table }))
  return { metric, measures, dimensions: dimensions(manifest, [name]) }
}

/** What all of these metrics may be grouped by together, metric_time first, the rest by name; joins of at most two steps are listed. */
export function dimensions(manifest: SemanticManifest, names: readonly string[]): AllowedDimension[] {
  const lexicon = lexiconOf(manifest)
  const metrics = names.map((name) => lexicon.metric(name))
  const leaves = metrics.flatMap((metric) => leavesOf(lexicon, metric))
  const models = [...new Map(leaves.map(({ model }) => [model.name, model])).values()]
  const [first] = models
  if (!first) return []
  const hasTime = leaves.every(({ measure, model }) => (measure.timeDimension ?? model.timeDimension) !== undefined)
  const allowed = metrics.flatMap(({ governance }) => (governance?.dimensions ? [new Set(governance.dimensions)] : []))
  const shared = reachable(manifest, first, hopsShown).filter(
    (one) => models.every((model) => reaches(manifest, model, one)) && allowed.every((set) => set.has(one.name)),
  )
  const unique = [...new Map(shared.map((one) => [one.name, one])).values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return [...(hasTime ? [{ name: 'metric_time', kind: 'time', grain: 'day' } satisfies AllowedDimension] : []), ...unique]
}

/** Every name from a model, its own first. */
function reachable(manifest: SemanticManifest, model: SemanticModel, hops: number, path: readonly string[] = []): AllowedDimension[] {
  const prefixes =
    path.length > 0
      ? [path.join('__')]
      : [
          ...new Set([
            ...(model.primaryEntity === undefined ? [] : [model.primaryEntity]),
            ...model.entities.filter(({ type }) => type !== 'foreign').map(({ name }) => name),
          ]),
        ]
  const own = prefixes.flatMap((prefix) =>
    model.dimensions.map((one): AllowedDimension => ({
      name: `${prefix}__${one.name}`,
      kind: one.type,
      ...(one.grain ? { grain: one.grain } : {}),
      ...(one.description ? { description: one.description } : {}),
    })),
  )
  const entities = model.entities
    .filter(({ name }) => !path.includes(name))
    .map(({ name }): AllowedDimension => ({ name: [...path, name].join('__'), kind: 'entity' }))
  const further =
    hops === 0
      ? []
      : model.entities
          .filter(({ name }) => !path.includes(name))
          .flatMap(({ name }) => hopsFrom(manifest, model, name).flatMap(({ to }) => reachable(manifest, to, hops - 1, [...path, name])))
  return [...own, ...entities, ...further]
}

function reaches(manifest: SemanticManifest, model: SemanticModel, { name }: AllowedDimension): boolean {
  const reference: Reference = parseName(name, () => false)
  try {
    findReference(manifest, model, reference, model.name)
    return true
  } catch {
    return false // not from here, or in two ways
  }
}
