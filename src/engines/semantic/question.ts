import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { rewrite, type Expression, type Reference } from './expression/expression.ts'
import { parseExpression } from './expression/parse.ts'
import { isObjectForm, parseName, parseOrdered, parseReference } from './expression/reference.ts'
import type { SavedQuery, SemanticManifest } from './model.ts'
import { grainOfPart } from './dateParts.ts'
import { Refusal } from './refusal.ts'

/** A question, read and checked, names not yet resolved. Dates are civil days, both inclusive. */
export interface Question {
  readonly metrics: readonly string[]
  readonly groupBy: readonly Reference[]
  readonly where: readonly Expression[]
  /** The same as they were written. */
  readonly whereText: readonly string[]
  readonly grain?: string
  readonly from?: string
  readonly to?: string
  readonly orderBy: readonly { readonly by: Reference; readonly descending: boolean }[]
  readonly limit?: number
  readonly asOf?: string
  readonly timeZone: string
}

/** Our words, and MetricFlow's for the same. */
const spellings: Readonly<Record<string, string>> = {
  metrics: 'metrics',
  metric: 'metrics',
  groupBy: 'groupBy',
  group_by: 'groupBy',
  dimensions: 'groupBy',
  where: 'where',
  filter: 'where',
  filters: 'where',
  grain: 'grain',
  from: 'from',
  start_time: 'from',
  to: 'to',
  end_time: 'to',
  orderBy: 'orderBy',
  order_by: 'orderBy',
  order: 'orderBy',
  limit: 'limit',
  asOf: 'asOf',
  as_of: 'asOf',
  timeZone: 'timeZone',
  time_zone: 'timeZone',
  savedQuery: 'savedQuery',
  saved_query: 'savedQuery',
}

/** Reads a question as a person or a program writes it. Throws a Refusal that names the key that is wrong. */
export function readQuestion(given: unknown, manifest: SemanticManifest, isGrain: (word: string) => boolean): Question {
  const own = renamed(given)
  const saved = own['savedQuery'] === undefined ? undefined : savedNamed(manifest, text(own, 'savedQuery') ?? '')
  const [from, to, asOf] = [day(own, 'from', periodStart), day(own, 'to', periodEnd), day(own, 'asOf', periodEnd)]
  const whereText = [...(saved?.where ?? []), ...texts(own, 'where')]
  const [grain, limit] = [text(own, 'grain')?.toLowerCase(), own['limit'] ?? saved?.limit]
  if (limit !== undefined && limit !== null && !(typeof limit === 'number' && Number.isInteger(limit) && limit >= 0 && limit <= 1_000_000))
    throw invalid('“limit” is not a whole number from 0 to 1,000,000.')
  if (from !== undefined && to !== undefined && from > to) throw invalid(`The question ends (${to}) before it starts (${from}).`, 'Swap the two dates.')
  if (grain !== undefined && !isGrain(grain))
    throw new Refusal('unsupported', `“${grain}” is not a grain.`, 'Use day, week, month, quarter, year or a calendar of the model.')
  return {
    metrics: (own['metrics'] === undefined ? (saved?.metrics ?? []) : texts(own, 'metrics')).map((name) => name.toLowerCase()),
    groupBy: [...(saved?.groupBy ?? []), ...items(own, 'groupBy')].map((item) => groupItem(item, isGrain)),
    where: whereText.map((condition) => readCondition(condition, isGrain)),
    whereText,
    orderBy: [...(own['orderBy'] === undefined ? (saved?.orderBy ?? []) : items(own, 'orderBy'))].map((item) => orderItem(item, isGrain)),
    timeZone: text(own, 'timeZone') ?? 'UTC',
    ...(grain ? { grain } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(asOf ? { asOf } : {}),
    ...(typeof limit === 'number' ? { limit } : {}),
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const invalid = (message: string, hint = ''): Refusal => new Refusal('invalid_query', message, hint)

function renamed(given: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(given)) throw invalid('A query is an object.', 'Write {"metrics": ["…"], "groupBy": ["metric_time__month"]}.')
  const own: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    const word = Object.hasOwn(spellings, key) ? spellings[key] : undefined
    if (word === undefined) throw invalid(`A query has no “${key}”.`, 'It has metrics, groupBy, where, grain, from, to, orderBy, limit, asOf, savedQuery.')
    if (Object.hasOwn(own, word)) throw invalid(`“${word}” is given twice.`)
    if (value !== null && value !== undefined) own[word] = value
  }
  return own
}

function savedNamed({ savedQueries }: SemanticManifest, name: string): SavedQuery {
  const found = savedQueries.find((one) => one.name === name)
  if (!found) throw invalid(`There is no saved query “${name}”.`, `There are ${savedQueries.map((one) => one.name).join(', ') || 'none'}.`)
  return found
}

function text(own: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = own[key]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value.trim() === '') throw invalid(`“${key}” is not a text.`)
  return value.trim()
}

const items = (own: Readonly<Record<string, unknown>>, key: string): readonly unknown[] => {
  const value = own[key]
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function texts(own: Readonly<Record<string, unknown>>, key: string): string[] {
  return items(own, key).map((item) => {
    if (typeof item !== 'string' || item.trim() === '') throw invalid(`“${key}” is a list of texts.`)
    return item.trim()
  })
}

function assertKeys(item: Readonly<Record<string, unknown>>, of: string, known: readonly string[]): void {
  const unknown = Object.keys(item).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw invalid(`“${of}” has no “${unknown}”.`, `It takes ${known.join(', ')}.`)
}

/** A day, or a period such as 2024-12 that stands for its first or last day. */
function day(own: Readonly<Record<string, unknown>>, key: string, edge: (period: string) => string): string | undefined {
  const [, value, time] = text(own, key)?.match(/^([^T ]*)[T ]?(.*)$/) ?? []
  if (value === undefined) return undefined
  if (time && !isEdge(time, key, text(own, 'timeZone') ?? text(own, 'time_zone') ?? 'UTC'))
    throw new Refusal('unsupported', `“${key}” cuts a day at ${time}, which is not answered.`, 'Give the day alone: whole days are counted.')
  try {
    const found = /^\d{4}-\d\d-\d\d$/.test(value) ? value : edge(value)
    if (found < '1800' || found > '2300') throw new OutOfRange(found)
    if (new Date(`${found}T00:00:00Z`).toISOString().slice(0, 10) === found) return found
  } catch {
    // one message for every text that is no day
  }
  throw invalid(`“${key}” is not a day: “${value}”.`, 'Write it as 2024-12-31, between 1800 and 2299.')
}

/** The begin of a day, or behind it also its last moment: both mean the whole day. With a mark of UTC they do so in UTC alone. */
function isEdge(time: string, key: string, timeZone: string): boolean {
  const [, clock = '', zone] = /^([\d:.]+)(Z|\+00:00)?$/.exec(time) ?? []
  if (zone !== undefined && timeZone !== 'UTC') return false
  return /^00:00(:00(\.0+)?)?$/.test(clock) || (key !== 'from' && /^23:59:59(\.9+)?$/.test(clock))
}

/** One thing to group by: `listing__country`, `metric_time__month`, an object form, or {name, grain}. */
function groupItem(item: unknown, isGrain: (word: string) => boolean): Reference {
  if (isRecord(item) && typeof item['name'] === 'string') {
    assertKeys(item, 'groupBy', ['name', 'grain', 'granularity', 'date_part', 'datePart'])
    const reference = groupItem(item['name'], isGrain)
    const grain = item['grain'] ?? item['granularity']
    const part = item['date_part'] ?? item['datePart']
    if (part !== undefined && part !== null) {
      if (typeof part !== 'string' || grain !== undefined) throw invalid('“date_part” is a text, and stands without a grain.', 'Such as month or dow.')
      return { ...reference, grain: grainOfPart(part) }
    }
    return typeof grain === 'string' ? { ...reference, grain: grain.toLowerCase() } : reference
  }
  if (typeof item !== 'string') throw invalid('“groupBy” is a list of names.', 'Such as metric_time__month or listing__country.')
  return isObjectForm(item) ? parseReference(item) : parseName(item, isGrain)
}

function orderItem(item: unknown, isGrain: (word: string) => boolean): { readonly by: Reference; readonly descending: boolean } {
  if (isRecord(item)) {
    assertKeys(item, 'orderBy', ['by', 'name', 'column', 'grain', 'granularity', 'desc', 'descending', 'direction'])
    const { by, isDown } = orderedBy(item['by'] ?? item['name'] ?? item['column'], item['grain'] ?? item['granularity'], isGrain)
    const direction = typeof item['direction'] === 'string' ? item['direction'].toLowerCase() : (item['direction'] ?? 'asc')
    if (direction !== 'asc' && direction !== 'desc') throw invalid(`${JSON.stringify(direction)} is no direction.`, 'It is asc or desc.')
    const words = [item['desc'], item['descending']].filter((word) => word !== undefined)
    const odd = words.find((word) => typeof word !== 'boolean')
    if (odd !== undefined) throw invalid(`${JSON.stringify(odd)} is no direction.`, 'Write true or false.')
    return { by, descending: isDown || words.includes(true) || direction === 'desc' }
  }
  if (typeof item !== 'string') throw invalid('“orderBy” is a list of names.', 'A minus before a name turns the order round.')
  if (isObjectForm(item)) {
    const { reference, descending } = parseOrdered(item)
    return { by: reference, descending }
  }
  const [, minus, name, direction] = /^\s*(-?)\s*(\S+)(?:\s+(asc|desc))?\s*$/i.exec(item) ?? []
  if (name === undefined) throw invalid(`“${item}” cannot be ordered by.`, 'Write -bookings, or bookings desc.')
  return { by: parseName(name, isGrain), descending: minus === '-' || direction?.toLowerCase() === 'desc' }
}

function orderedBy(by: unknown, grain: unknown, isGrain: (word: string) => boolean): { readonly by: Reference; readonly isDown: boolean } {
  const told = typeof by === 'string' && isObjectForm(by) ? parseOrdered(by) : null
  const reference = told?.reference ?? groupItem(by, isGrain)
  return { by: typeof grain === 'string' ? { ...reference, grain: grain.toLowerCase() } : reference, isDown: told?.descending ?? false }
}

/** A filter; names that stand bare in it mean the same as in groupBy. */
export function readCondition(condition: string, isGrain: (word: string) => boolean): Expression {
  return bareNames(parseExpression(condition), isGrain)
}

function bareNames(expression: Expression, isGrain: (word: string) => boolean): Expression {
  return rewrite(expression, (part) => (part.is === 'name' ? { is: 'reference', reference: parseName(part.name, isGrain) } : part))
}
