import { bucketsOf, shifted } from '../../calendar/buckets.ts'
import { lifecycleBucket, lifecycleStates, type LifecycleBucket, type LifecycleState } from '../../kernels/activeIntervals.ts'
import type { LifecycleQuery, StickinessQuery } from '../../query/kinds.ts'
import { bucketIn, filled, isOf, rowsOf, unsupported, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'

/** How many actors were active in how many intervals: actor and interval first, then actor, then the count. */
export function stickinessPlan(own: SqlFrame, query: StickinessQuery): SqlPlan {
  const { span, calendar } = own.frame
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const size = buckets.names.length
  const rows = rowsOf(own, `${own.actor} AS actor, ${bucketIn(buckets)} AS bucket`, `${isOf(own, query.sel, 'sel')} AND ${own.actor} != ''`, span)
  const times = `SELECT actor, bucket FROM (${rows}) GROUP BY actor, bucket HAVING count() >= ${query.minOccurrences}`
  return {
    counts: [rowsOf(own, 'count()', isOf(own, query.sel, 'sel'), span)],
    statements: [`SELECT intervals, count() FROM (SELECT actor, count() AS intervals FROM (${times}) GROUP BY actor) GROUP BY intervals`],
    data: ([answer]) => {
      const exact = filled(size + 2, answer)
      if (query.cumulative) for (let at = size - 1; at > 0; at--) exact[at] = (exact[at] ?? 0) + (exact[at + 1] ?? 0)
      return { bins: Array.from({ length: size }, (_, at) => ({ intervals: at + 1, actors: exact[at + 1] ?? 0, drill: `bin:0:${at + 1}` })) }
    },
  }
}

/** Where actors stand in each interval, from the set of intervals in which each was active and the first of all. */
export function lifecyclePlan(own: SqlFrame, query: LifecycleQuery): SqlPlan {
  if (query.newOn !== 'first_event') throw unsupported('newOn', 'a lifecycle by when an actor was created')
  const { span, calendar } = own.frame
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const wide = { edges: [shifted(buckets.edges[0] ?? 0, query.unit, -1, calendar), ...buckets.edges] }
  const size = buckets.names.length
  const rows = rowsOf(own, `${own.actor} AS actor, ${bucketIn(wide)} AS bucket`, `${isOf(own, query.sel, 'sel')} AND ${own.actor} != ''`, {
    from: -Infinity,
    to: span.to,
  })
  const actors = `SELECT actor, min(bucket) AS first, groupUniqArray(bucket) AS active FROM (${rows}) GROUP BY actor`
  const state = "if(first = at, 'new', if(has(active, at - 1), 'returning', 'resurrecting'))"
  const seen = `SELECT at, ${state} AS state FROM (${actors}) ARRAY JOIN active AS at WHERE at >= 1`
  const gone = `SELECT last + 1 AS at, 'dormant' AS state FROM (${actors}) ARRAY JOIN active AS last WHERE last >= 0 AND last < ${size} AND NOT has(active, last + 1)`
  return {
    counts: [rowsOf(own, 'count()', isOf(own, query.sel, 'sel'), { from: -Infinity, to: span.to })],
    statements: [`SELECT at, state, count() FROM (${seen} UNION ALL ${gone}) GROUP BY at, state`],
    data: ([answer = []]) => {
      const counts = Object.fromEntries(lifecycleStates.map((each) => [each, stateCounts(size, each, answer)]))
      return {
        buckets: buckets.names.map((bucket, at): LifecycleBucket => {
          const of = (each: LifecycleState): number => counts[each]?.[at] ?? 0
          const [begins = 0, ends = 0] = [buckets.edges[at], buckets.edges[at + 1]]
          const told = { new: of('new'), returning: of('returning'), resurrecting: of('resurrecting'), dormant: of('dormant') }
          return lifecycleBucket(own.frame, { bucket, begins, ends }, told)
        }),
      }
    },
  }
}

/** Dormant ones are counted below zero. */
function stateCounts(size: number, state: LifecycleState, rows: Rows): number[] {
  const own = rows.filter(([, each]) => each === state).map(([at, , n]) => [Number(at) - 1, n])
  return Array.from(filled(size, own), (n) => (state === 'dormant' && n > 0 ? -n : n))
}
