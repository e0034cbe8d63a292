import { QueryRefusal } from '../refusal.ts'
import type { Condition, Scalar, Where } from '../query/parts.ts'
import type { Events } from './events.ts'
import { readingOf, type Reading } from './property.ts'

/** Does a row pass? */
export type Test = (row: number) => boolean

/** What a filter needs besides the events: members of saved cohorts by name, and where unknown properties are noted. */
export interface Surroundings {
  readonly cohort: (name: string) => Cohort | undefined
  readonly unknowns: Set<string>
}

/** Members of a cohort by the dense number of whom it counts. */
export interface Cohort {
  readonly of: 'person' | 'account'
  readonly members: Uint8Array
}

/** Turns a filter into a test of rows; a property’s condition is judged once for each of its values, not for each row. */
export function testOf(
  events: Events,
  where: Where,
  around: Surroundings,
  reading: (ref: string) => Reading = (ref) => readingOf(events, ref, around.unknowns),
): Test {
  if ('all' in where) {
    const tests = where.all.map((each) => testOf(events, each, around, reading))
    return (row) => tests.every((test) => test(row))
  }
  if ('any' in where) {
    const tests = where.any.map((each) => testOf(events, each, around, reading))
    return (row) => tests.some((test) => test(row))
  }
  if ('cohort' in where) return cohortTest(events, where.cohort, where.not, around)
  if ('prop' in where) return conditionTest(where, reading(where.prop))
  const test = testOf(events, where.not, around, reading)
  return (row) => !test(row)
}

function cohortTest(events: Events, name: string, not: boolean, around: Surroundings): Test {
  const cohort = around.cohort(name)
  if (!cohort) throw new QueryRefusal('where', `there is no cohort “${name}”.`, 'Save it first, or name one that exists.')
  const ids = cohort.of === 'person' ? events.person : events.account
  return (row) => (cohort.members[ids[row] ?? 0] === 1) !== not
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
