import { isScalar } from '../../columns/collect.ts'
import { isOwnColumn } from '../events.ts'
import type { Query } from '../../query/kinds.ts'
import type { Scalar } from '../../query/parts.ts'
import { eventProperties } from '../../query/refs.ts'
import { mostNamed, unsupported, type Bearers, type Looked, type Rows, type SqlPlace } from './rows.ts'
import { named, quoted } from './words.ts'

/** What a value is read from: whether there is one of each type, and the value itself. A part that never comes is “0”. */
export interface ValueSql {
  /** Whether there is any value. */
  readonly isSet: string
  readonly isText: string
  readonly text: string
  readonly isNumber: string
  readonly number: string
  /** Whether it is yes, or no. */
  readonly is: (value: boolean) => string
}

/**
 * A property of events as the kernels read it: a text that is not empty, a number or yes/no; anything else is no value. ClickHouse writes the JSON of one value
 * anew, so that its first character tells the type. It writes all digits of a number below 10²¹, and reads no whole number of twenty digits or more.
 */
export function eventValue(name: string, at: string): ValueSql {
  if (isOwnColumn(name)) throw unsupported(at, `event.${name}, a column that is not copied,`)
  if (name === '*' || name.endsWith('\\')) throw unsupported(at, `a property that is called “${name}”`) // the embedded store reads them otherwise
  const raw = `JSONExtractRaw(props, ${quoted(name)})`
  return {
    isSet: `(${raw} NOT IN ('', '""', 'null') AND substring(${raw}, 1, 1) NOT IN ('[', '{'))`,
    isText: `(startsWith(${raw}, '"') AND ${raw} != '""')`,
    text: `JSONExtractString(${raw})`,
    isNumber: `(${raw} >= '-' AND ${raw} < ':')`,
    number: `JSONExtractFloat(if(match(${raw}, '^-?[0-9]{20,}$'), concat(${raw}, '.0'), ${raw}))`,
    is: (value) => `${raw} = '${value}'`,
  }
}

/** What somebody is called: a text, and none of nobody. */
export const idValue = (column: 'person' | 'account'): ValueSql => ({
  isSet: `${column} != ''`,
  isText: `${column} != ''`,
  text: column,
  isNumber: '0',
  number: '0',
  is: () => '0',
})

/** What a question is looked through for before anything has been looked up. */
const unseen: Looked = { isKnown: true, samples: [], texts: [], numbers: [] }

export function lookedIn({ properties }: SqlPlace, name: string): Looked {
  if (!properties) return unseen
  const found = properties.get(name)
  if (!found) throw new RangeError(`A question reads event.${name} and did not say so.`)
  return found
}

/** A property that must be looked up, and whether its different values are asked for too. */
export interface Lookup {
  readonly name: string
  readonly lists: boolean
  readonly statement: string
}

/** What has to be known of the events’ own properties before a question is written. */
export function lookupsOf(query: Query, place: SqlPlace): Lookup[] {
  const whole = [query, ...(place.cohorts?.values() ?? [])]
  return eventProperties(whole).map((name) => {
    const lists = isListed(whole, `event.${name}`)
    return { name, lists, statement: lookup(place, name, lists) }
  })
}

/** Is any condition judged value by value? */
function isListed(value: unknown, ref: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  if ('prop' in value && value.prop === ref && 'op' in value && 'value' in value && (value.op === 'regex' || value.op === 'contains' || !isPlain(value.value)))
    return true
  return Object.values(value).some((own) => isListed(own, ref))
}

/** Texts below the surrogates stand in the order of their bytes as in that of their units. */
export const isPlain = (value: unknown): boolean => typeof value !== 'string' || !/[\ud800-\uffff]/.test(value)

function lookup({ table, workspace }: SqlPlace, name: string, lists: boolean): string {
  const { isSet: _, isText, text, isNumber, number, is } = eventValue(name, 'where')
  const most = mostNamed + 1
  const different = lists ? `groupUniqArrayIf(${most})(${text}, ${isText}), groupUniqArrayIf(${most})(${number}, ${isNumber})` : '[], []'
  return `SELECT countIf(props != '' AND NOT isValidJSON(props)), countIf(JSONExtractRaw(props, ${quoted(name)}) != ''),
countIf(${isText}), minIf(${text}, ${isText}), countIf(${is(false)}), countIf(${is(true)}), countIf(${isNumber}), minIf(${number}, ${isNumber}), maxIf(${number}, ${isNumber}), ${different}
FROM ${named(table)} WHERE workspace = ${quoted(workspace)}`
}

/** Reads the one row of a lookup. */
export function lookedUp({ name, lists }: Lookup, [row = []]: Rows): Looked {
  const [unread, known, texts, text, no, yes, numbers, low, high, allTexts, allNumbers] = row
  if (Number(unread) > 0) throw unsupported('where', `a property of events of which some bear numbers too large to be read, such as event.${name},`)
  const has = (count: unknown): boolean => Number(count) > 0
  return {
    isKnown: has(known),
    samples: [
      ...(has(texts) ? [String(text)] : []),
      ...(has(no) ? [false] : []),
      ...(has(yes) ? [true] : []),
      ...(has(numbers) ? [Number(low), Number(high)] : []),
    ],
    texts: lists ? listOf(allTexts, String) : null,
    numbers: lists ? listOf(allNumbers, Number) : null,
  }
}

const listOf = <T>(value: unknown, of: (one: unknown) => T): T[] | null => (Array.isArray(value) && value.length <= mostNamed ? value.map(of) : null)

/** Who bears which value of each property, as `SqlPlace` holds it. */
export function bearersOf(profiles: Iterable<{ readonly id: string; readonly properties: Readonly<Record<string, unknown>> }>): Bearers {
  const found = new Map<string, Map<Scalar, string[]>>()
  for (const { id, properties } of profiles)
    for (const [name, value] of Object.entries(properties)) {
      if (!isScalar(value)) continue
      const values = found.get(name) ?? new Map<Scalar, string[]>()
      const ids = values.get(value) ?? []
      ids.push(id)
      found.set(name, values.set(value, ids))
    }
  return found
}
