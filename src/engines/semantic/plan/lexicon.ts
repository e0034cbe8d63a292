import { nearest } from '../../numbers/nearest.ts'
import { isGrain as isStandard } from '../grains.ts'
import { allMetrics, type Measure, type Metric, type SemanticManifest, type SemanticModel } from '../model.ts'
import { Refusal } from '../refusal.ts'
import type { CustomGrain } from './nodes.ts'

/** A manifest with its names looked up. */
export interface Lexicon {
  readonly manifest: SemanticManifest
  metric(name: string): Metric
  measure(name: string): { readonly measure: Measure; readonly model: SemanticModel }
  readonly metrics: ReadonlyMap<string, Metric>
  custom(grain: string): CustomGrain | undefined
  isGrain(word: string): boolean
}

export function lexiconOf(manifest: SemanticManifest): Lexicon {
  const metrics = new Map(allMetrics(manifest).map((metric) => [metric.name, metric]))
  const measures = new Map(manifest.models.flatMap((model) => model.measures.map((measure) => [measure.name, { measure, model }] as const)))
  const customs = new Map(customGrains(manifest))
  return {
    manifest,
    metrics,
    custom: (grain) => customs.get(grain),
    isGrain: (word) => isStandard(word) || customs.has(word) || ['nanosecond', 'microsecond', 'millisecond'].includes(word),
    metric(name) {
      const found = metrics.get(name)
      if (!found) throw new Refusal('unknown_metric', `There is no metric “${name}”.`, nearest(name, [...metrics.keys()]))
      return found
    },
    measure(name) {
      const found = measures.get(name)
      if (!found) throw new Refusal('invalid_model', `There is no measure “${name}”.`, nearest(name, [...measures.keys()]))
      return found
    },
  }
}

const customGrains = (manifest: SemanticManifest): [string, CustomGrain][] =>
  manifest.spines.flatMap(({ relation, column, grain, customGrains }) =>
    grain === 'day' ? customGrains.map((one): [string, CustomGrain] => [one.name, { table: relation.table, day: column, bucket: one.column ?? one.name }]) : [],
  )
