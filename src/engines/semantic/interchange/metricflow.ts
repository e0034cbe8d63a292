import { emptyManifest, type SemanticManifest } from '../model.ts'
import { isRecord, partOf, type Loss } from './loss.ts'
import { readMetric, readSavedQuery, type InlineMeasure } from './readMetrics.ts'
import { readModel, readSpines } from './readModels.ts'

/** One document of a file, parsed from YAML or JSON already. */
export interface SourceDocument {
  readonly file: string
  readonly content: unknown
}

export interface ReadManifest {
  readonly manifest: SemanticManifest
  readonly losses: readonly Loss[]
}

const singles: Readonly<Record<string, string>> = {
  semantic_model: 'semantic_models',
  metric: 'metrics',
  saved_query: 'saved_queries',
  project_configuration: 'project_configuration',
}
const plurals = new Set(['semantic_models', 'metrics', 'saved_queries'])

/**
 * Reads MetricFlow’s YAML objects (schema default_explicit_schema.json of dbt-semantic-interfaces): one object per document under its own key, or
 * lists under the plural, or a whole `semantic_manifest.json`. What cannot be mapped is in the loss report; nothing is dropped in silence.
 */
export function readMetricFlow(documents: readonly SourceDocument[]): ReadManifest {
  const losses: Loss[] = []
  const inline: InlineMeasure[] = []
  const items = documents.flatMap(({ file, content }) => itemsOf(file, content, losses))
  const models = items.filter(({ type }) => type === 'semantic_models').flatMap(({ path, item }) => readModel(partOf(item, path, losses), losses) ?? [])
  const metrics = items.filter(({ type }) => type === 'metrics').flatMap(({ path, item }) => readMetric(partOf(item, path, losses), losses, inline) ?? [])
  const savedQueries = items
    .filter(({ type }) => type === 'saved_queries')
    .flatMap(({ path, item }) => readSavedQuery(partOf(item, path, losses), losses) ?? [])
  const spines = items
    .filter(({ type }) => type === 'project_configuration')
    .flatMap(({ path, item }) => {
      const part = partOf(item, path, losses)
      const found = readSpines(part, losses)
      if (part.has('dsi_package_version')) part.raw('dsi_package_version')
      part.rest()
      return found
    })
  const manifest: SemanticManifest = {
    ...emptyManifest,
    models: unique(placed(models, inline, losses), 'semantic_models', losses),
    metrics: unique(metrics, 'metrics', losses),
    savedQueries: unique(savedQueries, 'saved_queries', losses),
    spines,
  }
  return { manifest, losses }
}

interface Item {
  readonly type: string
  readonly path: string
  readonly item: unknown
}

function itemsOf(file: string, content: unknown, losses: Loss[]): Item[] {
  if (content === null || content === undefined) return []
  if (!isRecord(content)) {
    losses.push({
      path: file,
      construct: 'document',
      action: 'refused',
      reason: typeof content === 'string' ? `It holds the text “${content.slice(0, 80)}”, not an object.` : 'It is not an object.',
    })
    return []
  }
  return Object.entries(content).flatMap(([key, value]): Item[] => {
    const type = Object.hasOwn(singles, key) ? singles[key] : undefined
    if (type !== undefined) return [{ type, path: `${type}.${nameOf(value) ?? file}`, item: value }]
    if (plurals.has(key) && Array.isArray(value)) return value.map((item, place) => ({ type: key, path: `${key}.${nameOf(item) ?? place}`, item }))
    if (['version', 'models', 'sources'].includes(key))
      losses.push({
        path: `${file}.${key}`,
        construct: key,
        action: 'approximated',
        reason: 'It belongs to dbt, not to the semantic layer; it is passed over.',
      })
    else losses.push({ path: `${file}.${key}`, construct: key, action: 'refused', reason: 'There is no such object.' })
    return []
  })
}

const nameOf = (value: unknown): string | undefined => (isRecord(value) && typeof value['name'] === 'string' ? value['name'] : undefined)

/** Inline measures go into their models; one whose model is missing is told. */
function placed(models: readonly SemanticManifest['models'][number][], inline: readonly InlineMeasure[], losses: Loss[]): SemanticManifest['models'][number][] {
  for (const { model, measure } of inline) {
    const isKnown = models.some(({ name }) => name === model)
    losses.push({
      path: `metrics.${measure.name}.type_params.metric_aggregation_params`,
      construct: 'metric_aggregation_params',
      action: isKnown ? 'mapped' : 'refused',
      reason: isKnown ? `It becomes the measure “${measure.name}” of ${model}.` : `There is no semantic model “${model}”.`,
    })
  }
  return models.map((model) => {
    const added = inline
      .filter((one) => one.model === model.name && !model.measures.some(({ name }) => name === one.measure.name))
      .map(({ measure }) => measure)
    return added.length > 0 ? { ...model, measures: [...model.measures, ...added] } : model
  })
}

/** A name that stands twice: the first is kept, the second told. */
function unique<T extends { readonly name: string }>(items: readonly T[], type: string, losses: Loss[]): T[] {
  const seen = new Set<string>()
  return items.filter(({ name }) => {
    const isNew = !seen.has(name)
    if (!isNew) losses.push({ path: `${type}.${name}`, construct: type, action: 'refused', reason: 'The name stands twice; the first is kept.' })
    seen.add(name)
    return isNew
  })
}
