import type { Query } from '../query/kinds.ts'
import type { Condition, Scalar } from '../query/parts.ts'
import { columnOf, type Events } from './events.ts'

type Values = readonly Scalar[]

/** What a question makes of a property and its values never are: texts that are summed, a number that is compared with a text. Without a word, a zero would look like an answer. */
export const misfits = (events: Events, query: Query): string[] => misfitsAmong((ref) => valuesOf(events, ref), query)

/** The same, from the values of a property by its name; of each type the least, and of numbers any, say all. */
export function misfitsAmong(of: (ref: string) => Values, query: Query): string[] {
  return [
    ...new Set([
      ...foldedIn(query).flatMap((ref) => notSummed(ref, of(ref))),
      ...binnedIn(query).flatMap((ref) => notCut(ref, of(ref))),
      ...compared(query, of),
    ]),
  ]
}

/** Every value that a property has; none where nobody ever sent it, which answers tell by themselves. */
function valuesOf(events: Events, ref: string): Values {
  const [scope = '', ...rest] = ref.split('.')
  const name = rest.join('.')
  const column = scope === 'event' ? events.properties.get(name) : scope === 'person' || scope === 'account' ? columnOf(events, scope, name) : undefined
  return column?.values.filter((value) => value !== '') ?? [] // an empty one stands for what is no value, such as a list
}

function foldedIn(query: Query): string[] {
  if (query.kind === 'trend') return query.series.flatMap(({ value }) => value ?? [])
  return query.kind === 'retention' && query.value ? [query.value.prop] : []
}

const binnedIn = ({ breakdown }: Query): string[] => breakdown.flatMap(({ by, bins }) => (typeof by === 'string' && bins !== null ? [by] : []))

function notSummed(ref: string, values: Values): string[] {
  const others = values.filter((value) => typeof value !== 'number')
  if (others.length === 0) return []
  const other = others.reduce((least, each) => (precedes(each, least) ? each : least))
  if (values.every((value) => typeof value !== 'number')) return [`No value of ${ref} is a number, so that nothing is counted of it.`]
  return [`Some ${ref.slice(0, ref.indexOf('.'))}s bear ${ref} as ${words[typeof other]}, such as “${String(other)}”; those are left out.`]
}

/** By the characters of what they are written as, whatever store the values come from and in whatever order. */
function precedes(a: Scalar, b: Scalar): boolean {
  const [[...own], [...other]] = [String(a), String(b)]
  const at = own.findIndex((each, place) => each !== other[place])
  if (at < 0) return own.length < other.length || (own.length === other.length && typeof a > typeof b)
  return at < other.length && (own[at]?.codePointAt(0) ?? 0) < (other[at]?.codePointAt(0) ?? 0)
}

const notCut = (ref: string, values: Values): string[] =>
  values.length > 0 && values.every((value) => typeof value !== 'number') ? [`No value of ${ref} is a number, so that it has no bins.`] : []

const words: Readonly<Record<string, string>> = { number: 'a number', string: 'a text', boolean: 'yes or no' }
/** What a condition with a value of a type that never comes is, by its operator. */
const typed: Readonly<Record<string, string>> = {
  eq: 'nothing equals',
  in: 'nothing equals',
  ne: 'everything differs from',
  nin: 'everything differs from',
  lt: 'nothing is less than',
  lte: 'nothing is at most',
  gt: 'nothing is more than',
  gte: 'nothing is at least',
}

/** Conditions, wherever they stand, with values of a type that the property never has. */
function compared(value: unknown, of: (ref: string) => Values): string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap((own) => compared(own, of))
  if (!isCondition(value) || !(value.op in typed)) return inner
  const known = new Set(of(value.prop).map((own) => typeof own))
  const strange = [value.value].flat().filter((own) => own !== null && !known.has(typeof own))
  if (known.size === 0) return inner
  const byType = Map.groupBy(strange, (own) => typeof own)
  return [...inner, ...[...byType].map(([type, own]) => `${value.prop} is never ${words[type]}: ${typed[value.op]} ${listed(own)}.`)]
}

const mostListed = 3

function listed(values: readonly unknown[]): string {
  const told = values.slice(0, mostListed).map((own) => `“${String(own)}”`)
  return `${told.join(', ')}${values.length > mostListed ? ` and ${values.length - mostListed} more` : ''}`
}

const isCondition = (value: object): value is Condition => 'prop' in value && 'op' in value && typeof value.prop === 'string'
