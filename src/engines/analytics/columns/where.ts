import { QueryRefusal } from '../refusal.ts'
import type { Condition, Group, Scalar, Where } from '../query/parts.ts'
import type { Events } from './events.ts'
import { readingOf, type Noting, type Reading } from './property.ts'

/** Does a row pass? */
export type Test = (row: number) => boolean

/** What a filter needs besides the events: members of saved cohorts and segments by name, and where properties are noted that are not as asked. */
export interface Surroundings extends Groups, Noting {}

/** Who is in a saved group; undefined where none bears the name. */
export interface Groups {
  readonly cohort: (name: string) => Cohort | undefined
  readonly segment: (name: string) => Cohort | undefined
}

export const noGroups: Groups = { cohort: () => undefined, segment: () => undefined }

/** Members of a cohort by the dense number of whom it counts. */
export interface Cohort {
  readonly of: 'person' | 'account'
  readonly members: Uint8Array
}

/** Turns a filter into a test of rows; a property’s condition is judged once for each of its values, not for each row. `keys`: the person or account of a row. */
export function testOf(
  events: Events,
  where: Where,
  around: Surroundings,
  reading: (ref: string) => Reading = (ref) => readingOf(events, ref, around),
  keys: (of: Cohort['of']) => (row: number) => number = (of) => (row) => events[of][row] ?? 0,
): Test {
  const own = (each: Where): Test => testOf(events, each, around, reading, keys)
  if ('all' in where) {
    const tests = where.all.map(own)
    return (row) => tests.every((test) => test(row))
  }
  if ('any' in where) {
    const tests = where.any.map(own)
    return (row) => tests.some((test) => test(row))
  }
  if ('cohort' in where || 'segment' in where) return groupTest(where, around, keys)
  if ('prop' in where) return conditionTest(where, reading(where.prop))
  const test = own(where.not)
  return (row) => !test(row)
}

function groupTest({ not, ...group }: Group & { readonly not: boolean }, around: Groups, keys: (of: Cohort['of']) => (row: number) => number): Test {
  const { of, members } = groupIn(group, around, 'where')
  const key = keys(of)
  return (row) => (members[key(row)] === 1) !== not
}

/** Who is in a group that a query names at a place. */
export function groupIn(group: Group, around: Groups, at: string): Cohort {
  const found = 'segment' in group ? around.segment(group.segment) : around.cohort(group.cohort)
  if (found) return found
  throw 'segment' in group
    ? new QueryRefusal(at, `there is no segment “${group.segment}”.`, 'Name a segment of the workspace by its key or title; a file of events has none.')
    : new QueryRefusal(at, `there is no cohort “${group.cohort}”.`, 'Save it first, or name one that exists.')
}

function conditionTest(condition: Condition, { at, values }: Reading): Test {
  const verdict = Uint8Array.from(values, (value) => (holds(condition, value) ? 1 : 0))
  const none = holds(condition, null)
  return (row) => {
    const code = at(row)
    return code < 0 ? none : verdict[code] === 1
  }
}

/** Does a value satisfy a condition? Nothing (null) is set to nothing, equals nothing, and differs from every value. Numbers and texts are never equal. */
export function holds({ op, value: given }: Condition, value: Scalar | null): boolean {
  const among = Array.isArray(given) ? given : [given]
  if (op === 'set') return value !== null
  if (op === 'unset') return value === null
  if (op === 'ne' || op === 'nin') return value === null || !among.includes(value)
  if (value === null) return false
  if (op === 'eq' || op === 'in') return among.includes(value)
  if (op === 'contains') return String(value).toLowerCase().includes(String(given).toLowerCase())
  if (op === 'regex') return new RegExp(String(given), 'u').test(String(value))
  return typeof given === typeof value && given !== null && !Array.isArray(given) && compared(op, value, given)
}

function compared(op: Condition['op'], a: Scalar, b: Condition['value']): boolean {
  if (b === null || typeof b === 'object') return false
  if (op === 'lt') return a < b
  if (op === 'lte') return a <= b
  return op === 'gt' ? a > b : a >= b
}
