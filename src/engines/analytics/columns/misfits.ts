import type { Query } from '../query/kinds.ts'
import type { Condition, Scalar } from '../query/parts.ts'
import type { Events } from './events.ts'

type Values = readonly Scalar[]

/** What a question makes of a property and its values never are: texts that are summed, a number that is compared with a text. Without a word, a zero would look like an answer. */
export function misfits(events: Events, query: Query): string[] {
  const of = (ref: string): Values => valuesOf(events, ref)
  return [
    ...new Set([
      ...foldedIn(query).flatMap((ref) => notSummed(ref, of(ref))),
      ...binnedIn(query).flatMap((ref) => notCut(ref, of(ref))),
      ...compared(query, of),
    ]),
  ]
}

/** Every value that a property has; none where nobody ever sent it, which answers tell by themselves. */
function valuesOf({ properties, profiles }: Events, ref: string): Values {
  const [scope = '', ...rest] = ref.split('.')
  const name = rest.join('.')
  const column = scope === 'event' ? properties.get(name) : scope === 'person' || scope === 'account' ? profiles[scope].columns.get(name) : undefined
  return column?.values ?? []
}

function foldedIn(query: Query): string[] {
  if (query.kind === 'trend') return query.series.flatMap(({ value }) => value ?? [])
  return query.kind === 'retention' && query.value ? [query.value.prop] : []
}

const binnedIn = ({ breakdown }: Query): string[] => breakdown.flatMap(({ by, bins }) => (typeof by === 'string' && bins !== null ? [by] : []))

function notSummed(ref: string, values: Values): string[] {
  const others = values.filter((value) => typeof value !== 'number')
  if (others.length === 0) return []
  return others.length === values.length
    ? [`No value of ${ref} is a number, so that nothing is counted of it.`]
    : [
        `${ref} is not always a number: ${others.length === 1 ? `“${String(others[0])}” is` : `${others.length} other values, such as “${String(others[0])}”, are`} left out.`,
      ]
}

const notCut = (ref: string, values: Values): string[] =>
  values.length > 0 && values.every((value) => typeof value !== 'number') ? [`No value of ${ref} is a number, so that it has no bins.`] : []

const words: Readonly<Record<string, string>> = { number: 'a number', string: 'a text', boolean: 'yes or no' }
const typed = new Set(['eq', 'ne', 'in', 'nin', 'lt', 'lte', 'gt', 'gte'])

/** Conditions, wherever they stand, with values of a type that the property never has. */
function compared(value: unknown, of: (ref: string) => Values): string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap((own) => compared(own, of))
  if (!isCondition(value) || !typed.has(value.op)) return inner
  const known = new Set(of(value.prop).map((own) => typeof own))
  const strange = [value.value].flat().filter((own) => own !== null && !known.has(typeof own))
  if (known.size === 0 || strange.length === 0) return inner
  const told = strange.map((own) => `“${String(own)}”`).join(', ')
  return [...inner, `${value.prop} is never ${words[typeof strange[0]]}: nothing equals ${told}.`]
}

const isCondition = (value: object): value is Condition => 'prop' in value && 'op' in value && typeof value.prop === 'string'
