import { hashOf } from '../../hash.ts'
import { emptyManifest, has, type Dimension, type Entity, type Metric, type SemanticManifest, type SemanticModel } from '../../model.ts'
import type { ReadManifest, SourceDocument } from '../metricflow.ts'
import { isRecord, partOf, type Loss, type Part } from '../loss.ts'
import { readExpression } from './readExpression.ts'
import { placeRelationships } from './relationships.ts'
import { dialects } from './shape.ts'

type Members = Readonly<Record<string, unknown>>

/**
 * Reads OSI 1.0 documents. Fields become dimensions, a one-column key becomes an entity, a relationship a foreign entity; a metric’s expression is
 * taken apart into measures and what is done with them. What we wrote ourselves comes back whole, unless somebody changed its expression since.
 */
export function readOsi(documents: readonly SourceDocument[]): ReadManifest {
  const losses: Loss[] = []
  const manifests = documents.flatMap(({ file, content }) => partsIn(file, content, losses).map((part) => readSemanticModel(part, losses)))
  const manifest = manifests.reduce<SemanticManifest>(
    (all, one) => ({
      models: [...all.models, ...one.models],
      metrics: [...all.metrics, ...one.metrics],
      savedQueries: [...all.savedQueries, ...one.savedQueries],
      spines: [...all.spines, ...one.spines],
    }),
    emptyManifest,
  )
  return { manifest, losses }
}

function partsIn(file: string, content: unknown, losses: Loss[]): Part[] {
  const root = partOf(content, file, losses)
  const parts = root.parts('semantic_model')
  for (const key of ['version', 'dialects', 'vendors']) if (root.has(key)) root.raw(key)
  root.rest()
  return parts
}

function readSemanticModel(part: Part, losses: Loss[]): SemanticManifest {
  part.text('name')
  for (const key of ['description', 'ai_context']) if (part.has(key)) told(part, key, losses)
  const ours = oursOf(part, losses)
  const bare = part.parts('datasets').flatMap((one) => readDataset(one, losses) ?? [])
  const models = placeRelationships(bare, part.parts('relationships'), losses)
  const read = part.parts('metrics').map((one) => readMetricPart(one, models, losses))
  part.rest()
  const measures = read.flatMap((one) => one?.measures ?? [])
  const carried: readonly unknown[] = Array.isArray(ours?.['metrics']) ? ours['metrics'] : []
  const metrics = [...read.flatMap((one) => (one ? [one.metric] : [])), ...carried.filter(isMetric)]
  const order: readonly unknown[] = Array.isArray(ours?.['order']) ? ours['order'] : []
  const place = ({ name }: Metric): number => (order.includes(name) ? order.indexOf(name) : order.length)
  return {
    models: models.map((model) => {
      const more = measures.filter((one) => one.model === model.name).map(({ measure }) => measure)
      return more.length > 0 ? { ...model, measures: [...model.measures, ...more] } : model
    }),
    metrics: metrics.toSorted((a, b) => place(a) - place(b)),
    savedQueries: listIn(ours, 'savedQueries').filter((one): one is SemanticManifest['savedQueries'][number] => isRecord(one) && Array.isArray(one['metrics'])),
    spines: listIn(ours, 'spines').filter((one): one is SemanticManifest['spines'][number] => isRecord(one) && isRecord(one['relation'])),
  }
}

const listIn = (ours: Members | undefined, key: string): readonly unknown[] => {
  const list = ours?.[key]
  return Array.isArray(list) ? list : []
}
const isMetric = (value: unknown): value is Metric => isRecord(value) && typeof value['name'] === 'string' && typeof value['type'] === 'string'

/** What a tool for people or models says, which changes no number: told, not kept. */
function told(part: Part, key: string, losses: Loss[]): void {
  part.raw(key)
  losses.push({ path: `${part.path}.${key}`, construct: key, action: 'approximated', reason: 'Words about the whole model are not kept.' })
}

/** Our own members among the extensions; those of others are kept nowhere, and told. */
export function oursOf(part: Part, losses: Loss[]): Members | undefined {
  let ours: Members | undefined
  for (const one of part.parts('custom_extensions')) {
    const [vendor, data] = [one.text('vendor_name'), one.text('data')]
    one.rest()
    const parsed = vendor === 'COMMON' ? jsonIn(data) : undefined
    const found = isRecord(parsed) ? parsed['throughline'] : undefined
    if (isRecord(found)) ours = found
    else
      losses.push({
        path: one.path,
        construct: 'custom_extension',
        action: 'refused',
        reason: `What ${vendor ?? 'its vendor'} keeps for itself has no place here.`,
      })
  }
  return ours
}

function jsonIn(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function readDataset(part: Part, losses: Loss[]): SemanticModel | undefined {
  const [name, source] = [part.text('name'), part.text('source')]
  if (name === undefined || source === undefined)
    return void losses.push({ path: part.path, construct: 'dataset', action: 'refused', reason: 'It needs a name and a source.' })
  const ours = oursOf(part, losses)
  if (/\s/.test(source.trim()))
    losses.push({
      path: `${part.path}.source`,
      construct: 'source',
      action: 'approximated',
      reason: 'A query is not run: the dataset is read as a table of its name.',
    })
  const names = /\s/.test(source.trim()) ? [name] : source.trim().split('.')
  const dimensions = part.parts('fields').flatMap((one) => readField(one, losses) ?? [])
  const description = part.text('description')
  const meta = synonymsIn(part, losses)
  const [primary, ...composite] = part.list('primary_key').map(String)
  const keys = part.list('unique_keys').flatMap((one) => (Array.isArray(one) ? [one.map(String)] : []))
  if (composite.length > 0)
    losses.push({
      path: `${part.path}.primary_key`,
      construct: 'primary_key',
      action: 'refused',
      reason: 'Joins are by one column; a key of several is not used.',
    })
  part.rest()
  if (ours && Array.isArray(ours['entities'])) return whole(name, ours, dimensions, description)
  const own: Entity[] = primary !== undefined && composite.length === 0 ? [{ name, type: 'primary', ...(primary === name ? {} : { expr: primary }) }] : []
  for (const key of keys)
    if (key.length > 1)
      losses.push({
        path: `${part.path}.unique_keys`,
        construct: 'unique_key',
        action: 'refused',
        reason: `Joins are by one column; ${key.join(' and ')} together are not used.`,
      })
  const times = dimensions.filter(({ type }) => type === 'time')
  const [first] = times
  if (times.length > 1)
    losses.push({
      path: `${part.path}.fields`,
      construct: 'is_time',
      action: 'approximated',
      reason: `The form does not say which time a metric runs by; ${first?.name ?? ''} is taken.`,
    })
  return {
    name,
    ...has({ description, meta, timeDimension: first?.name }),
    relation: { table: names.at(-1) ?? name, ...has({ schema: names.at(-2), database: names.at(-3) }) },
    primaryEntity: name,
    entities: own,
    dimensions,
    measures: [],
  }
}

/** A dataset that we wrote: its own members come back, its fields as they stand now. */
function whole(name: string, ours: Members, dimensions: readonly Dimension[], description: string | undefined): SemanticModel | undefined {
  const candidate: unknown = { ...ours, name, ...has({ description }), dimensions }
  return isModel(candidate) ? candidate : undefined
}

const isModel = (value: unknown): value is SemanticModel =>
  isRecord(value) && isRecord(value['relation']) && Array.isArray(value['entities']) && Array.isArray(value['measures'])

/** Synonyms stay beside the name; instructions to a model are told. */
function synonymsIn(part: Part, losses: Loss[]): Members | undefined {
  const given = part.raw('ai_context')
  if (given === undefined) return undefined
  const synonyms = isRecord(given) && Array.isArray(given['synonyms']) ? given['synonyms'].map(String) : typeof given === 'string' ? [given] : []
  if (isRecord(given))
    for (const key of Object.keys(given))
      if (key !== 'synonyms')
        losses.push({ path: `${part.path}.ai_context.${key}`, construct: key, action: 'approximated', reason: 'Words for a language model are not kept.' })
  return synonyms.length > 0 ? { synonyms } : undefined
}

/** The ANSI expression; the text in another dialect is told. */
export function ansiIn(part: Part, losses: Loss[]): string | undefined {
  const given = part.raw('expression')
  const list: readonly unknown[] = Array.isArray(given) ? given : isRecord(given) && Array.isArray(given['dialects']) ? given['dialects'] : []
  const texts = list.flatMap((one) =>
    isRecord(one) && typeof one['expression'] === 'string' ? [{ dialect: String(one['dialect'] ?? 'ANSI_SQL'), text: one['expression'] }] : [],
  )
  for (const { dialect } of texts)
    if (dialect !== 'ANSI_SQL')
      losses.push({
        path: `${part.path}.expression`,
        construct: dialect,
        action: 'refused',
        reason: dialects.some((one) => one === dialect) ? 'Only the ANSI_SQL expression is read.' : 'There is no such dialect.',
      })
  return texts.find(({ dialect }) => dialect === 'ANSI_SQL')?.text
}

function readField(part: Part, losses: Loss[]): Dimension | undefined {
  const [name, expr] = [part.text('name'), ansiIn(part, losses)]
  const ours = oursOf(part, losses)
  const isTime = part.part('dimension')?.flag('is_time') ?? false
  const [label, description, meta] = [part.text('label'), part.text('description'), synonymsIn(part, losses)]
  part.rest()
  if (name === undefined || expr === undefined)
    return void losses.push({ path: part.path, construct: 'field', action: 'refused', reason: 'It needs a name and an ANSI_SQL expression.' })
  const { hasExpr, ...more } = ours ?? {}
  return {
    ...(isTime && !ours ? { grain: 'day' as const } : {}),
    ...more,
    name,
    type: isTime ? 'time' : 'categorical',
    ...has({ label, description, expr: expr === name && hasExpr !== true ? undefined : expr }),
    ...(meta ? { meta } : {}),
  }
}

function readMetricPart(part: Part, models: readonly SemanticModel[], losses: Loss[]): ReturnType<typeof readExpression> {
  const [name, text] = [part.text('name'), ansiIn(part, losses)]
  const [description, ours, meta] = [part.text('description'), oursOf(part, losses), synonymsIn(part, losses)]
  part.rest()
  if (name === undefined || text === undefined)
    return void losses.push({ path: part.path, construct: 'metric', action: 'refused', reason: 'It needs a name and an ANSI_SQL expression.' })
  const own = ours?.['metric']
  if (isMetric(own) && ours?.['expression'] === hashOf(text)) {
    const { description: _, ...kept } = own
    return { metric: { ...kept, ...has({ description }) }, measures: [] }
  }
  if (own !== undefined)
    losses.push({
      path: part.path,
      construct: 'expression',
      action: 'approximated',
      reason: 'Its expression was changed since we wrote it: it is read anew, without what the form cannot say.',
    })
  const read = readExpression(name, text, models, part.path, losses)
  return read ? { ...read, metric: { ...read.metric, ...has({ description, meta }) } } : undefined
}
