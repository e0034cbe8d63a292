import { QueryRefusal } from '../refusal.ts'
import { below, flag, isRecord, list, one, or, record, text, told, whole, type Reader, type ReadOf } from './read.ts'

export type Scalar = string | number | boolean
/** Who is counted; other groups are read from the event's property of that name. */
export type Actor = 'person' | 'session' | { readonly group: string }
export const units = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type Unit = (typeof units)[number]

export const unit = one(...units)

/** Persons have one spelling once they are read, however a query writes them: whatever is kept from whom asks whether it is they who are counted. */
export const actor: Reader<Actor> = (value, at) => {
  if (value === 'person' || value === 'session') return value
  if (isRecord(value) && Object.keys(value).join() === 'group') {
    const group = text(value['group'], below(at, 'group'))
    return group === 'person' ? group : { group }
  }
  if (value === 'account') return { group: 'account' }
  throw new QueryRefusal(at, `${told(value)} is nobody who can be counted.`, 'Use "person", "session" or {"group": "account"}.')
}

const durationShape = { n: whole(1, 1_000_000_000), unit: one('second', 'minute', 'hour', 'day', 'week', 'session') }
/** Elapsed time: a day is 86,400 seconds, never a calendar day. */
export type Duration = ReadOf<typeof durationShape>
export const duration: Reader<Duration> = record('A duration', durationShape)

const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const

/** Milliseconds of a duration; sessions are no elapsed time. */
export function millisOf({ n, unit: each }: Duration, at: string): number {
  if (each === 'session')
    throw new QueryRefusal(at, 'a span of sessions is not measured.', 'Count sessions with "count": "sessions", or give hours or days.', 'unsupported')
  return n * seconds[each] * 1000
}

export type Range = { readonly from: string; readonly to: string } | { readonly last: number; readonly unit: Unit; readonly includeCurrent: boolean }
const lastRange = record('A range', { last: whole(1, 10_000), unit, includeCurrent: or(flag, false) })
const fixedRange = record('A range', { from: text, to: text })
export const range: Reader<Range> = (value, at) => {
  if (value === undefined)
    throw new QueryRefusal(at, 'it is missing.', 'Give {"from": "2026-01-01", "to": "2026-04-01"} (to is not included) or {"last": 12, "unit": "week"}.')
  return isRecord(value) && 'last' in value ? lastRange(value, at) : fixedRange(value, at)
}

export const prop: Reader<string> = (value, at) => {
  if (typeof value === 'string' && /\\("|$)/.test(value))
    throw new QueryRefusal(at, `${told(value)} has a backslash before a quote or at its end, which no store finds by its name.`, 'Send it under another name.')
  if (typeof value === 'string' && /^(event|person|account|group\.[^.]+)\..+/s.test(value)) return value
  throw new QueryRefusal(at, `${told(value)} is not a property.`, 'Write event.plan, person.role or account.segment.')
}

const ops = ['eq', 'ne', 'in', 'nin', 'lt', 'lte', 'gt', 'gte', 'contains', 'regex', 'set', 'unset'] as const
export type Op = (typeof ops)[number]
export interface Condition {
  readonly prop: string
  readonly op: Op
  readonly value: Scalar | readonly Scalar[] | null
}
export type Where =
  | Condition
  | { readonly cohort: string; readonly not: boolean }
  | { readonly segment: string; readonly not: boolean }
  | { readonly all: readonly Where[] }
  | { readonly any: readonly Where[] }
  | { readonly not: Where }

const scalar: Reader<Scalar> = (value, at) => {
  if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value
  throw new QueryRefusal(at, `${told(value)} is no text, number or yes/no.`)
}

const condition: Reader<Condition> = (value, at) => {
  const read = record('A condition', { prop, op: one(...ops), value: (given: unknown) => given })(value, at)
  const own = below(at, 'value')
  if (read.op === 'set' || read.op === 'unset') {
    if (read.value !== undefined && read.value !== null) throw new QueryRefusal(own, `“${read.op}” takes no value.`, 'Leave it out.')
    return { prop: read.prop, op: read.op, value: null }
  }
  if (read.op === 'in' || read.op === 'nin') return { prop: read.prop, op: read.op, value: list(scalar, 1, 10_000)(read.value, own) }
  const only = scalar(read.value, own)
  if (read.op === 'regex') assertRegex(only, own)
  return { prop: read.prop, op: read.op, value: only }
}

export function assertRegex(pattern: unknown, at: string): void {
  if (typeof pattern === 'string' && pattern.length <= 200) {
    try {
      void new RegExp(pattern, 'u')
      return
    } catch {}
  }
  throw new QueryRefusal(at, `${told(pattern)} is not a regular expression.`, 'Write a JavaScript pattern of at most 200 characters.')
}

export const where: Reader<Where> = (value, at) => {
  if (!isRecord(value)) throw new QueryRefusal(at, `${told(value)} is not a condition.`, 'Write {"prop": "event.plan", "op": "eq", "value": "pro"}.')
  if ('cohort' in value) return record('A cohort condition', { cohort: text, not: or(flag, false) })(value, at)
  if ('segment' in value) return record('A segment condition', { segment: text, not: or(flag, false) })(value, at)
  if ('all' in value) return record('“all”', { all: list(where, 1, 100) })(value, at)
  if ('any' in value) return record('“any”', { any: list(where, 1, 100) })(value, at)
  if ('not' in value) return record('“not”', { not: where })(value, at)
  return condition(value, at)
}

/** A saved segment (by key or title) or a saved cohort (by title or key). */
export type Group = { readonly segment: string } | { readonly cohort: string }
export const group: Reader<Group> = (value, at) =>
  isRecord(value) && 'segment' in value ? record('A segment', { segment: text })(value, at) : record('A group', { cohort: text })(value, at)

const eventNames: Reader<string | readonly string[]> = (value, at) => (Array.isArray(value) ? list(text, 1, 500)(value, at) : text(value, at))
export const selShape = { event: eventNames, where: or(where, null), label: or(text, null) }
/** Which events: by name, by several names, or “*” for every event that the tracking plan does not call passive. */
export type EventSel = ReadOf<typeof selShape>
export const sel: Reader<EventSel> = record('An event selection', selShape)
export const labelOf = ({ label, event }: EventSel): string => label ?? (typeof event === 'string' ? (event === '*' ? 'Any event' : event) : event.join(' or '))

export interface Breakdown {
  readonly by: string | { readonly cohorts: readonly string[] }
  readonly limit: number
  readonly bins: number | readonly number[] | null
}
const binning: Reader<number | readonly number[]> = (value, at) =>
  Array.isArray(value) ? list((edge: unknown, where_: string) => finite(edge, where_), 1, 100)(value, at) : whole(2, 100)(value, at)
const finite: Reader<number> = (value, at) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new QueryRefusal(at, `${told(value)} is not a number.`)
}
const axis: Reader<Breakdown['by']> = (value, at) =>
  isRecord(value) ? record('A breakdown by cohorts', { cohorts: list(text, 1, 25) })(value, at) : prop(value, at)
export const breakdown: Reader<Breakdown> = record('A breakdown', { by: axis, limit: or(whole(1, 1000), 25), bins: or(binning, null) })
