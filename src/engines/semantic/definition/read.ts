import { isRecord, partOf, type Loss } from '../interchange/loss.ts'
import { readMetric, type InlineMeasure } from '../interchange/readMetrics.ts'
import { has } from '../model.ts'
import { nearest } from '../../numbers/nearest.ts'
import type { Definition, Fault } from './definition.ts'
import { inlineOut } from './inline.ts'
import { fault, type Reader } from './reader.ts'
import { directions, flowWords, ownTypes, ownWords, types, units } from './words.ts'

type Members = Readonly<Record<string, unknown>>

export interface ReadDefinitions {
  readonly definitions: readonly Definition[]
  readonly faults: readonly Fault[]
}

/**
 * Reads a document of our own form, parsed from YAML or JSON: `metrics` with a list, one `metric`, a list, or one metric alone. Every fault names
 * its file, its path and the next step; a metric with a fault is left out, the others stand.
 */
export function readDefinitions(file: string, content: unknown): ReadDefinitions {
  const faults: Fault[] = []
  const items = itemsOf(file, content, faults)
  const definitions = items.flatMap(({ path, item }) => readDefinition(file, path, item, faults) ?? [])
  const seen = new Set<string>()
  for (const { metric } of definitions) {
    if (seen.has(metric.name))
      faults.push({ file, path: `metrics.${metric.name}`, message: `“${metric.name}” stands twice.`, hint: 'Give one of them another name.' })
    seen.add(metric.name)
  }
  return { definitions: definitions.filter(({ metric }, place) => definitions.findIndex((other) => other.metric.name === metric.name) === place), faults }
}

interface Item {
  readonly path: string
  readonly item: unknown
}

const example = 'Write metrics: [{name: ticket_share, type: ratio, type_params: {numerator: …, denominator: …}}].'

function itemsOf(file: string, content: unknown, faults: Fault[]): Item[] {
  if (Array.isArray(content)) return content.map((item: unknown, place) => ({ path: `${place}`, item }))
  if (isRecord(content) && Array.isArray(content['metrics'])) {
    for (const key of Object.keys(content))
      if (!['metrics', 'version'].includes(key))
        faults.push({ file, path: key, message: `A file of metrics has no “${key}”.`, hint: 'It has metrics, and version if you like.' })
    return content['metrics'].map((item: unknown, place) => ({ path: `metrics.${place}`, item }))
  }
  if (isRecord(content) && isRecord(content['metric'])) return [{ path: 'metric', item: content['metric'] }]
  if (isRecord(content) && typeof content['name'] === 'string') return [{ path: content['name'], item: content }]
  faults.push({ file, path: '', message: 'The file holds no metric.', hint: example })
  return []
}

/** One metric. Undefined when it cannot stand; the faults say why. */
function readDefinition(file: string, path: string, item: unknown, faults: Fault[]): Definition | undefined {
  if (!isRecord(item)) return void faults.push({ file, path, message: 'A metric is an object.', hint: example })
  const found: Fault[] = []
  const reader: Reader = { file, path, item, faults: found }
  const name = nameIn(reader)
  const type = typeIn(reader)
  for (const key of Object.keys(item)) if (!known.has(key)) fault(reader, key, `A metric has no “${key}”.`, nearest(key, [...known]))
  const words = proseIn(reader)
  const { params, inline } = inlineOut(reader, isRecord(item['type_params']) ? item['type_params'] : {}, name ?? '')
  const [losses, theirs]: [Loss[], InlineMeasure[]] = [[], []]
  const metric = type === undefined || name === undefined ? undefined : readMetric(partOf(asFlow(reader, type, params), path, losses), losses, theirs)
  for (const loss of losses) if (isFault(loss)) found.push({ file, path: loss.path, message: sentence(loss), hint: hintOf(loss) })
  faults.push(...found)
  if (!metric || found.length > 0) return undefined
  return { metric, measures: [...inline, ...theirs], ...has(words) }
}

const known: ReadonlySet<string> = new Set([...ownWords, ...flowWords])

function nameIn(reader: Reader): string | undefined {
  const name = reader.item['name']
  if (typeof name !== 'string') return fault(reader, 'name', 'A metric needs a name.', 'Small letters, digits and underscores: p1_ticket_share.')
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) || name.length > 100)
    return fault(reader, 'name', `“${name.slice(0, 60)}” cannot name a metric.`, 'Use small letters, digits and single underscores: p1_ticket_share.')
  return name
}

function typeIn(reader: Reader): string | undefined {
  const type = reader.item['type']
  const all: readonly string[] = [...types, ...ownTypes]
  if (typeof type === 'string' && all.includes(type)) return type
  return fault(reader, 'type', type === undefined ? 'A metric needs a type.' : `“${String(type)}” is no type of metric.`, `Use ${all.join(', ')}.`)
}

function proseIn(reader: Reader): Omit<Definition, 'metric' | 'measures'> & { readonly [more: string]: unknown } {
  const synonyms = textsIn(reader, 'synonyms')
  return { question: textIn(reader, 'question'), owner: textIn(reader, 'owner'), theme: textIn(reader, 'theme'), synonyms }
}

function textIn(reader: Reader, key: string): string | undefined {
  const value = reader.item[key]
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : fault(reader, key, `“${key}” is not a text.`, 'Write it in quotes, or leave it out.')
}

function textsIn(reader: Reader, key: string): readonly string[] | undefined {
  const value = reader.item[key]
  if (value === undefined || value === null) return undefined
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.every((one) => typeof one === 'string') ? list.map(String) : fault(reader, key, `“${key}” is not a list of texts.`, `Write ${key}: [a, b].`)
}

/** The metric in MetricFlow’s shape: what is ours goes where it travels there. */
function asFlow(reader: Reader, type: string, params: Members): Members {
  const { item } = reader
  const own = ownTypes.some((one) => one === type)
  const ours = { ...governanceIn(reader), ...(own ? { type, params } : {}) }
  const config = isRecord(item['config']) ? item['config'] : {}
  if (item['config'] !== undefined && !isRecord(item['config'])) fault(reader, 'config', '“config” is not an object.', 'Write config: {meta: {…}}.')
  const meta = isRecord(config['meta']) ? config['meta'] : {}
  const hasOurs = Object.keys(ours).length > 0
  return {
    ...Object.fromEntries(Object.entries(item).filter(([key]) => flowWords.some((word) => word === key))),
    type: own ? 'derived' : type,
    type_params: own ? { expr: 'NULL', metrics: [] } : params,
    config: { ...config, ...(hasOurs || Object.keys(meta).length > 0 ? { meta: { ...meta, ...(hasOurs ? { throughline: ours } : {}) } } : {}) },
  }
}

function governanceIn(reader: Reader): Members {
  const { item } = reader
  const direction = chosenIn(reader, 'direction', directions)
  const unit = chosenIn(reader, 'unit', units)
  const minN = item['min_n']
  if (minN !== undefined && !(typeof minN === 'number' && Number.isInteger(minN) && minN >= 0))
    fault(reader, 'min_n', '“min_n” is not a whole number.', 'Write min_n: 5.')
  return has({
    policy: textIn(reader, 'policy'),
    maturityDays: maturityIn(reader),
    minN: typeof minN === 'number' ? minN : undefined,
    direction,
    unit,
    dimensions: textsIn(reader, 'dimensions'),
  })
}

function chosenIn<T extends string>(reader: Reader, key: string, allowed: readonly T[]): T | undefined {
  const value = reader.item[key]
  if (value === undefined || value === null) return undefined
  return allowed.find((one) => one === value) ?? fault(reader, key, `“${String(value)}” is no ${key}.`, `Use ${allowed.join(', ')}.`)
}

/** Days until a bucket’s rows are complete: 7, or “7 days”. */
function maturityIn(reader: Reader): number | undefined {
  const value = reader.item['maturity']
  if (value === undefined || value === null) return undefined
  const days = typeof value === 'number' ? value : Number(/^\s*(\d+)\s*(?:d|days?)\s*$/.exec(String(value))?.[1] ?? Number.NaN)
  return Number.isInteger(days) && days >= 0 && days <= 400
    ? days
    : fault(reader, 'maturity', `“${String(value)}” is no maturity.`, 'Write the days: maturity: 7.')
}

/** What a foreign file may carry and own files may not: an expression that is never answered, a member that nothing reads. */
const isFault = ({ action, construct }: Loss): boolean => action === 'refused' || (action === 'carried_as_extension' && ['expr', 'filter'].includes(construct))
const sentence = ({ construct, reason }: Loss): string =>
  reason.startsWith('The semantic layer') ? `There is no “${construct}” here.` : reason.replace('Kept, but not answered: ', '')

function hintOf({ construct, path }: Loss): string {
  if (construct === 'expr' || construct === 'filter') return 'See “Expressions” in docs/guide/definitions.md.'
  if (path.includes('type_params')) return 'See the type’s parameters in docs/guide/definitions.md.'
  return 'See docs/guide/definitions.md.'
}
