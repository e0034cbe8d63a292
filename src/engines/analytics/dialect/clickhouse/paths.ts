import { other } from '../../columns/cut.ts'
import { cleanName, pathsOf } from '../../kernels/paths.ts'
import type { PathsQuery } from '../../query/kinds.ts'
import { millisOf } from '../../query/parts.ts'
import { isOf, rowsOf, type SqlFrame, type SqlPlan } from './rows.ts'
import { quoted, wholes } from './words.ts'

/**
 * Paths: the rows of each actor are cut where a gap lies between them, trimmed to what is asked, and counted by level and link, all on the server. One row comes
 * back for each link that is shown, and for each node that paths end at: how often, and the one or two times in the middle of which the median is made.
 */
export function pathsPlan(own: SqlFrame, query: PathsQuery): SqlPlan {
  const { frame, place } = own
  const nothing = '0'
  const include = isOf(own, query.include, 'include')
  const start = query.startAt ? isOf(own, query.startAt, 'startAt') : nothing
  const end = query.endAt ? isOf(own, query.endAt, 'endAt') : nothing
  const all = `(${include} OR ${start} OR ${end})`
  const cleaned = place.names.map((name) => cleanName(query, name))
  const names = [...new Set(cleaned)].toSorted((a, b) => (a < b ? -1 : 1)) // in the order in which the kernels tell names apart
  const codes = cleaned.map((name) => names.indexOf(name))
  const code = place.names.length === 0 ? 'toInt64(-1)' : `transform(name, [${place.names.map(quoted).join(', ')}], ${wholes(codes)}, toInt64(-1))`
  const rows = rowsOf(
    own,
    `${own.actor} AS actor, (ts, name, received, event_id) AS arrival, ts, ${code} AS code, toInt64(if(${start}, 2, 0) + if(${end}, 4, 0)) AS bits`,
    `${all} AND ${own.actor} != ''`,
    frame.span,
  )
  const shown = (level: string, node: string): string => `if(has(shown, (${level}, ${node})), ${node}, toInt64(${names.indexOf(other)}))`
  const links = `SELECT level, from, to, count, middle FROM (
SELECT level, ${shown('level', 'code')} AS from, if(next < 0, toInt64(-2), ${shown('level + 1', 'next')}) AS to, arraySort(arrayFlatten(groupArray(gaps))) AS times,
length(times) AS count, arraySlice(times, intDiv(count + 1, 2), 2 - count % 2) AS middle
FROM (SELECT level, code, next, gaps, groupUniqArrayIf((level, code), place <= ${query.topPerLevel}) OVER () AS shown FROM (
SELECT level, code, next, gaps, dense_rank() OVER (PARTITION BY level ORDER BY n DESC, code) AS place FROM (
SELECT level, code, next, gaps, sum(length(gaps)) OVER (PARTITION BY level, code) AS n FROM (${visited(query, rows)})))) GROUP BY level, from, to)`
  return {
    counts: [rowsOf(own, 'count()', all, frame.span)],
    statements: [links],
    data: ([answer = []]) => {
      const nameOf = (at: unknown): string => names[Number(at)] ?? other
      return pathsOf(
        query,
        answer.map(([level, from, to, n, middle]) => ({
          level: Number(level),
          from: nameOf(from),
          to: Number(to) === -2 ? null : nameOf(to),
          n: Number(n),
          middle: Array.isArray(middle) ? middle.map((ms) => Number(ms) / 1000) : [],
        })),
      )
    },
  }
}

/** Rows level, code, next (−2: the path ends here) and gaps, in milliseconds. */
function visited(query: PathsQuery, rows: string): string {
  const { maxSteps, startAt, endAt, collapseRepeats, gap } = query
  const walks = `SELECT actor, arrayMap(row -> (row.2, row.3, row.4), arraySort(row -> row.1, groupArray((arrival, ts, code, bits)))) AS walk FROM (${rows}) GROUP BY actor`
  const apart =
    gap.unit === 'session' ? '[walk]' : `arraySplit((row, pause) -> pause > ${millisOf(gap, 'gap')}, walk, arrayDifference(arrayMap(row -> row.1, walk)))`
  const first = startAt ? 'arrayFirstIndex(row -> bitAnd(row.3, 2) != 0, stretch)' : '1'
  const until = endAt ? 'arrayFirstIndex((row, at) -> at >= first AND bitAnd(row.3, 4) != 0, stretch, arrayEnumerate(stretch))' : 'length(stretch)'
  const cut = `if(first = 0 OR until = 0, [], arraySlice(stretch, first, until - first + 1))`
  const kept = collapseRepeats
    ? 'arrayFilter((row, before) -> row.2 != before, cut, arrayPopBack(arrayPushFront(arrayMap(row -> row.2, cut), toInt64(-9))))'
    : 'cut'
  const isEnded = endAt !== null && startAt === null
  const path = isEnded ? `arraySlice(kept, -${maxSteps})` : `arraySlice(kept, 1, ${maxSteps})`
  const level = isEnded ? `${maxSteps} - length(path)` : '0'
  const steps = `arrayMap((row, at) -> (toInt64(${level} + at - 1), row.2, if(at = length(path), toInt64(-2), path[at + 1].2), if(at = length(path), toInt64(0), path[at + 1].1 - row.1)), path, arrayEnumerate(path))`
  return `SELECT step.1 AS level, step.2 AS code, step.3 AS next, groupArray(step.4) AS gaps FROM (
SELECT arrayJoin(${steps}) AS step FROM (SELECT ${path} AS path FROM (SELECT ${kept} AS kept FROM (SELECT ${cut} AS cut FROM (
SELECT stretch, ${first} AS first, ${until} AS until FROM (SELECT arrayJoin(${apart}) AS stretch FROM (${walks})))))))
GROUP BY level, code, next`
}
