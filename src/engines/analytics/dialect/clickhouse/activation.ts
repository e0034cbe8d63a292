import { bucketOf, bucketsOf } from '../../calendar/buckets.ts'
import { noCreation } from '../../frame.ts'
import { activation, type Newcomer } from '../../kernels/activation.ts'
import type { ActivationQuery } from '../../query/kinds.ts'
import { bornOf } from './born.ts'
import { isOf, rowsOf, type SqlFrame, type SqlPlan } from './rows.ts'
import { quoted, wholes } from './words.ts'

const forever = { from: -Infinity, to: Infinity }
const never = '4000000000000000000'

/**
 * Activation: each actor’s start is joined with its events of the milestone, which are folded on the server into the moment at which it was reached. One row comes
 * back for each actor whose clock started in the range; rates and the curve are made of these here, as the kernels make them.
 */
export function activationPlan(own: SqlFrame, query: ActivationQuery): SqlPlan {
  const { frame, place } = own
  const isCreated = query.t0 === 'actor_created'
  const { span, calendar } = frame
  const inRange = (start: number): boolean => start >= span.from && start < span.to && start <= frame.asOf
  const sel = isCreated ? isOf(own, { event: '*', where: null, label: null }, 't0') : isOf(own, query.t0, 't0')
  const all = isCreated ? { ...own, tests: [] } : own // when somebody came to be is told by all that they did
  const firsts = `SELECT actor, start FROM (${rowsOf(all, `${own.actor} AS actor, min(ts) AS start`, `${sel} AND ${own.actor} != ''`, forever)} GROUP BY actor)
WHERE start >= ${span.from} AND start < ${Math.min(span.to, frame.asOf + 1)}`
  const born = isCreated ? bornOf(own) : null
  if (isCreated && (own.actor === 'person' ? (place.persons ?? []) : place.accounts).length === 0) frame.notes.add(noCreation)
  const newborn = [...(born?.created ?? [])].filter(([, at]) => inRange(at))
  const named = newborn.length === 0 ? [] : [reachedBy(own, query, listOf(newborn))]
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const sels = query.milestone.map((each, at) => isOf(own, each.sel, `milestone[${at}].sel`))
  return {
    counts: [rowsOf(own, 'count()', `(${sels.join(' OR ')})`, forever), rowsOf(all, 'count()', sel, forever)],
    statements: [reachedBy(own, query, firsts), ...named, ...(born?.statements ?? [])],
    data: ([seen = [], ...answers]) => {
      const counted = born?.counted(answers.slice(named.length)) ?? new Map<string, number>()
      const own_ = [
        ...seen.filter(([actor]) => !counted.has(String(actor))),
        ...(named.length === 0 ? [] : (answers[0] ?? [])).filter(([actor]) => counted.has(String(actor))),
      ]
      const newcomers = own_.map(([, start, reached], at): Newcomer => ({
        actor: at + 1,
        cohort: bucketOf(buckets, Number(start)),
        label: 0,
        start: Number(start),
        reached: String(reached) === never ? null : Number(reached),
      }))
      return activation(frame, query, { newcomers, labels: [[]], starts: buckets.names })
    },
  }
}

const listOf = (starts: readonly (readonly [string, number])[]): string =>
  `SELECT each.1 AS actor, each.2 AS start FROM (SELECT arrayJoin(arrayZip([${starts.map(([id]) => quoted(id)).join(', ')}], ${wholes(starts.map(([, at]) => at))})) AS each)`

/** Rows actor, start and reached (a time that never comes: it was not), given a statement of actors and starts. */
function reachedBy(own: SqlFrame, query: ActivationQuery, starts: string): string {
  const sels = query.milestone.map(({ sel }, at) => isOf(own, sel, `milestone[${at}].sel`))
  const bits = sels.map((each, at) => `if(${each}, ${2 ** at}, 0)`).join(' + ')
  const rows = rowsOf(own, `${own.actor} AS actor, ts, person AS who, ${bits} AS bits`, `(${sels.join(' OR ')}) AND ${own.actor} != ''`, forever)
  const uses = query.milestone.map((_, at) => `arraySort(groupArrayIf((r.ts, r.who), bitAnd(r.bits, ${2 ** at}) != 0 AND r.ts >= e.start)) AS uses${at}`)
  const joined = `SELECT e.actor AS actor, e.start AS start, ${uses.join(', ')} FROM (${starts}) AS e LEFT JOIN (${rows}) AS r ON r.actor = e.actor GROUP BY e.actor, e.start`
  return `SELECT actor, start, ${whenReached(query)} FROM (${joined})`
}

function whenReached({ milestone, combine }: ActivationQuery): string {
  if (combine === 'sequence')
    return milestone.reduce((after, each, at) => {
      const uses = at === 0 ? 'uses0' : `arrayFilter(use -> use.1 > after, uses${at})`
      return at === 0 ? timeOf(each, uses) : `arrayMap(after -> ${timeOf(each, uses)}, [${after}])[1]`
    }, '')
  const times = milestone.map((each, at) => timeOf(each, `uses${at}`))
  return times.length === 1 ? times.join('') : `${combine === 'any' ? 'least' : 'greatest'}(${times.join(', ')})`
}

/** The time of the use that makes the number full, and of the one by the person who does. */
function timeOf({ times, minPersons }: ActivationQuery['milestone'][number], uses: string): string {
  const nth = (list: string, n: number): string => `if(length(${list}) < ${n}, toInt64(${never}), ${list}[${n}].1)`
  if (minPersons === 1) return nth(uses, times)
  const persons = `arrayFilter((use, turn) -> turn = 1, ${uses}, arrayEnumerateUniq(arrayMap(use -> use.2, ${uses})))`
  return `greatest(${nth(uses, times)}, ${nth(persons, minPersons)})`
}
