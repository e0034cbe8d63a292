import { bucketsOf, shifted, type Buckets } from '../../calendar/buckets.ts'
import { lifecycleBucket, lifecycleStates, type LifecycleBucket, type LifecycleState } from '../../kernels/activeIntervals.ts'
import type { LifecycleQuery, StickinessQuery } from '../../query/kinds.ts'
import { bounded, lineSql, toldLines, type LineSql } from './breakdown.ts'
import { arrival, bucketIn, isOf, rowsOf, unsupported, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'

/** How many actors were active in how many intervals: actor and interval first, then actor, then the count. The line of an actor is that of its first row. */
export function stickinessPlan(own: SqlFrame, query: StickinessQuery): SqlPlan {
  const { span, calendar } = own.frame
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const line = lineSql(own)
  return {
    counts: [rowsOf(own, 'count()', isOf(own, query.sel, 'sel'), span)],
    statements: [`SELECT line, intervals, count() FROM (${activeActors(own, query, buckets, line)}) GROUP BY line, intervals${bounded(own)}`],
    data: ([answer = []]) => {
      const { labels, rowsIn } = toldLines(
        own,
        line,
        answer.map(([each, , n]) => [each, n]),
      )
      const byLine = Map.groupBy(rowsIn(answer), ([each]) => Number(each))
      const lines = labels.map((breakdown, at) => ({ breakdown, bins: binsOf(query, buckets.names.length, at, byLine.get(at) ?? []) }))
      return query.breakdown.length === 0 ? { bins: lines[0]?.bins ?? [] } : { breakdown: lines }
    },
  }
}

function activeActors(own: SqlFrame, query: StickinessQuery, buckets: Buckets, line: LineSql): string {
  const isCut = query.breakdown.length > 0
  const columns = `${own.actor} AS actor, ${bucketIn(buckets)} AS bucket${isCut ? `, ${arrival} AS at` : ''}${line.and()}`
  const rows = rowsOf(own, columns, `${isOf(own, query.sel, 'sel')} AND ${own.actor} != ''`, own.frame.span)
  if (!isCut) {
    const times = `SELECT actor, bucket FROM (${rows}) GROUP BY actor, bucket HAVING count() >= ${query.minOccurrences}`
    return `SELECT '' AS line, actor, count() AS intervals FROM (${times}) GROUP BY actor`
  }
  const times = `SELECT actor, bucket, count() AS n, min(at) AS first, argMin(line, at) AS own FROM (${rows}) GROUP BY actor, bucket`
  return `SELECT actor, argMin(own, first) AS line, countIf(n >= ${query.minOccurrences}) AS intervals FROM (${times}) GROUP BY actor HAVING intervals > 0`
}

function binsOf({ cumulative }: StickinessQuery, size: number, line: number, rows: Rows) {
  const exact = new Float64Array(size + 2)
  for (const [, intervals, n] of rows) exact[Number(intervals)] = (exact[Number(intervals)] ?? 0) + Number(n)
  if (cumulative) for (let at = size - 1; at > 0; at--) exact[at] = (exact[at] ?? 0) + (exact[at + 1] ?? 0)
  return Array.from({ length: size }, (_, at) => ({ intervals: at + 1, actors: exact[at + 1] ?? 0, drill: `bin:${line}:${at + 1}` }))
}

/** Where actors stand in each interval, from the set of intervals in which each was active and the first of all. The line of an actor is that of its first row. */
export function lifecyclePlan(own: SqlFrame, query: LifecycleQuery): SqlPlan {
  if (query.newOn !== 'first_event') throw unsupported('newOn', 'a lifecycle by when an actor was created')
  const { span, calendar } = own.frame
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const line = lineSql(own)
  const isCut = query.breakdown.length > 0
  const { actors, states } = standingActors(own, query, buckets, line)
  return {
    counts: [rowsOf(own, 'count()', isOf(own, query.sel, 'sel'), { from: -Infinity, to: span.to })],
    statements: [
      `SELECT line, at, state, count() FROM (${states}) GROUP BY line, at, state${bounded(own)}`,
      ...(isCut ? [`SELECT line, count() FROM (${actors}) WHERE arrayExists(each -> each >= 0, active) GROUP BY line${bounded(own)}`] : []),
    ],
    data: ([answer = [], weights = []]) => {
      const { labels, rowsIn } = toldLines(own, line, weights)
      const told = (rows: Rows, mark: string) => bucketsTold(own, buckets, rows, mark)
      const all = told(
        answer.map(([, ...rest]) => rest),
        '',
      )
      if (!isCut) return { buckets: all }
      const byLine = Map.groupBy(rowsIn(answer), ([each]) => Number(each))
      const lines = labels.map((breakdown, at) => {
        const rows = (byLine.get(at) ?? []).map(([, ...rest]) => rest)
        return { breakdown, buckets: told(rows, `@${at}`) }
      })
      return { buckets: all, lines }
    },
  }
}

/** Actors with the intervals in which each was active, and rows line, at, state. */
function standingActors(own: SqlFrame, query: LifecycleQuery, buckets: Buckets, line: LineSql): { readonly actors: string; readonly states: string } {
  const { span, calendar } = own.frame
  const wide = { edges: [shifted(buckets.edges[0] ?? 0, query.unit, -1, calendar), ...buckets.edges] }
  const size = buckets.names.length
  const isCut = query.breakdown.length > 0
  const columns = `${own.actor} AS actor, ${bucketIn(wide)} AS bucket${isCut ? `, ${arrival} AS came` : ''}${line.and()}`
  const rows = rowsOf(own, columns, `${isOf(own, query.sel, 'sel')} AND ${own.actor} != ''`, { from: -Infinity, to: span.to })
  const whose = isCut ? 'argMin(line, came) AS line' : "'' AS line"
  const actors = `SELECT actor, ${whose}, min(bucket) AS first, groupUniqArray(bucket) AS active FROM (${rows}) GROUP BY actor`
  const state = "if(first = at, 'new', if(has(active, at - 1), 'returning', 'resurrecting'))"
  const seen = `SELECT line, at, ${state} AS state FROM (${actors}) ARRAY JOIN active AS at WHERE at >= 1`
  const gone = `SELECT line, last + 1 AS at, 'dormant' AS state FROM (${actors}) ARRAY JOIN active AS last WHERE last >= 0 AND last < ${size} AND NOT has(active, last + 1)`
  return { actors, states: `${seen} UNION ALL ${gone}` }
}

/** Buckets from rows at, state, n. */
function bucketsTold(own: SqlFrame, buckets: Buckets, rows: Rows, mark: string): LifecycleBucket[] {
  const counts = Object.fromEntries(lifecycleStates.map((each) => [each, stateCounts(buckets.names.length, each, rows)]))
  return buckets.names.map((bucket, at): LifecycleBucket => {
    const of = (each: LifecycleState): number => counts[each]?.[at] ?? 0
    const [begins = 0, ends = 0] = [buckets.edges[at], buckets.edges[at + 1]]
    const told = { new: of('new'), returning: of('returning'), resurrecting: of('resurrecting'), dormant: of('dormant') }
    return lifecycleBucket(own.frame, { bucket, begins, ends }, told, mark)
  })
}

/** Dormant ones are counted below zero. */
function stateCounts(size: number, state: LifecycleState, rows: Rows): number[] {
  const counts = Array.from({ length: size }, () => 0)
  for (const [at, each, n] of rows) {
    const place = Number(at) - 1
    if (each === state && place in counts) counts[place] = (counts[place] ?? 0) + (state === 'dormant' ? -Number(n) : Number(n))
  }
  return counts
}
