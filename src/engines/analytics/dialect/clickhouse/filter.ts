import { holds } from '../../columns/where.ts'
import type { Condition, Scalar, Where } from '../../query/parts.ts'
import { inCohort, withCohorts } from './cohorts.ts'
import { conditionSql } from './condition.ts'
import { eventValue, idValue, lookedIn } from './property.ts'
import { conditionsOf, isIn, mostNamed, unsupported, type SqlFrame } from './rows.ts'

/** The question with its filter: the groups at the top of it say who is counted, every other condition which events count. */
export function withFilter(given: SqlFrame): SqlFrame {
  const own = withCohorts({ ...given, filter: filterSql })
  const which = conditionsOf(own.frame.query).filter((each) => !('segment' in each || 'cohort' in each))
  return { ...own, tests: which.map((each) => filterSql(own, each, 'where')) }
}

/** A condition on a row, true or false, never neither. */
function filterSql(own: SqlFrame, where: Where, at: string): string {
  if ('all' in where) return `(${where.all.map((each) => filterSql(own, each, at)).join(' AND ')})`
  if ('any' in where) return `(${where.any.map((each) => filterSql(own, each, at)).join(' OR ')})`
  if ('cohort' in where) return `${where.not ? 'NOT ' : ''}${inCohort(own, where.cohort)}`
  if ('segment' in where) {
    const segment = own.place.segments?.get(where.segment)
    if (!segment) throw unsupported(at, 'a segment that is not known')
    if (segment.accounts.length > mostNamed) throw unsupported(at, `a filter by more than ${mostNamed} accounts`)
    return isIn('account', segment.accounts, where.not)
  }
  if ('not' in where) return `NOT (${filterSql(own, where.not, at)})`
  return propertySql(own, where, at)
}

function propertySql(own: SqlFrame, condition: Condition, at: string): string {
  const { scope, name } = refOf(own, condition.prop, at)
  if (scope === 'event') {
    const sql = eventValue(name, at)
    const looked = lookedIn(own.place, name)
    if (looked.isKnown) return conditionSql(condition, sql, looked, at)
    own.frame.around.unknowns.add(condition.prop)
    return holds(condition, null) ? '1' : '0'
  }
  const bearers = bearersIn(own, { scope, name }, condition.prop, at)
  if (bearers === 'id') return conditionSql(condition, idValue(scope), { isKnown: true, samples: [], texts: null, numbers: [] }, at)
  const isNone = holds(condition, null)
  const ids = [...bearers].flatMap(([value, own_]) => (holds(condition, value) === isNone ? [] : own_))
  if (ids.length > mostNamed) throw unsupported(at, `a filter that more than ${mostNamed} pass by ${condition.prop}`)
  return isIn(scope, ids, isNone)
}

interface Profiled {
  readonly scope: 'account' | 'person'
  readonly name: string
}
export type Owned = Profiled | { readonly scope: 'event'; readonly name: string }

/** Whose property a name tells. As it was at the event is known by the embedded store alone. */
export function refOf({ frame }: SqlFrame, ref: string, at: string): Owned {
  const [first = '', ...rest] = ref.split('.')
  const [scope, name] = first === 'group' ? [rest[0] ?? '', rest.slice(1).join('.')] : [first, rest.join('.')]
  if (scope === 'event' && first === 'event') return { scope, name }
  if (scope !== 'account' && scope !== 'person') throw unsupported(at, `a property of the group “${scope}”`)
  if (frame.around.undated !== null) throw unsupported('propTime', `${ref} as it was at the event`)
  return { scope, name }
}

/** Who bears which value of a property of accounts or persons; “id” where it is what they are called. One that nobody bears is noted. */
export function bearersIn({ frame, place }: SqlFrame, { scope, name }: Profiled, ref: string, at: string): ReadonlyMap<Scalar, readonly string[]> | 'id' {
  const found = place.profiles?.[scope].get(name)
  if (found) return found
  if (name === 'id') return 'id'
  if (!place.profiles) throw unsupported(at, `what is known of ${scope}s`)
  frame.around.unknowns.add(ref)
  return new Map()
}
