import { bucketsOf } from '../../calendar/buckets.ts'
import { intervalsOf, retention } from '../../kernels/retention.ts'
import type { RetentionQuery } from '../../query/kinds.ts'
import { bucketIn, filled, isOf, rowsOf, unsupported, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'
import { wholes } from './words.ts'

/** What comes first among rows of one moment: as the kernels read them, by name, arrival and key. */
const order = '(ts, name, received, event_id)'
const lengths: Readonly<Record<string, number>> = { day: 86_400_000, week: 604_800_000, month: 2_592_000_000 }
const forever = { from: -Infinity, to: Infinity }

/**
 * Retention by two groupings: each actor’s entries, and the returns after each of them by interval. Both keep to one actor, so that shards by account add
 * up. Two numbers come back for each cell that is not empty.
 */
export function retentionPlan(own: SqlFrame, query: RetentionQuery): SqlPlan {
  if (query.value !== null) throw unsupported('value', 'retention by a value')
  if (query.mode === 'rolling' && !(query.unit in lengths)) throw unsupported('unit', `rolling retention by ${query.unit}`)
  const { span, calendar } = own.frame
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const entries = entriesOf(own, query, buckets)
  const statements = [`SELECT cohort, count() FROM (${entries}) GROUP BY cohort`, returnsOf(own, query, entries)]
  return {
    counts: [rowsOf(own, 'count()', `(${isOf(own, query.start, 'start')} OR ${isOf(own, query.back, 'back')})`, forever)],
    statements,
    data: ([sizes, returns]) => {
      const size = filled(buckets.names.length, sizes)
      const cells = buckets.names.map((_, cohort) => returned(query, cohort, returns))
      return retention(own.frame, query, {
        buckets,
        labels: [[]],
        size: (_, cohort) => size[cohort] ?? 0,
        returned: (_, cohort, interval) => cells[cohort]?.[interval] ?? 0,
        value: () => ({ sum: 0, times: 0 }),
      })
    },
  }
}

type Bucketed = ReturnType<typeof bucketsOf>

function entriesOf(own: SqlFrame, query: RetentionQuery, buckets: Bucketed): string {
  const { span } = own.frame
  const isWhole = query.entry === 'first_ever' || query.entry === 'first_ever_matching'
  const rows = rowsOf(
    own,
    `${own.actor} AS actor, ${order} AS at, ${bucketIn(buckets)} AS cohort`,
    `${isOf(own, query.start, 'start')} AND ${own.actor} != ''`,
    isWhole ? forever : span,
  )
  if (query.entry === 'recurring') return `SELECT actor, cohort, min(at) AS o FROM (${rows}) GROUP BY actor, cohort`
  const inRange = isWhole ? ` HAVING o.1 >= ${span.from} AND o.1 < ${span.to}` : ''
  return `SELECT actor, argMin(cohort, at) AS cohort, min(at) AS o FROM (${rows}) GROUP BY actor${inRange}`
}

/** Rows cohort, interval, n. With “on or after” the interval is the last to which the actor came back. */
function returnsOf(own: SqlFrame, query: RetentionQuery, entries: string): string {
  const { frame } = own
  const long = bucketsOf(frame.span.from, Math.max(frame.asOf, frame.span.to) + 1, query.unit, frame.calendar)
  const back = rowsOf(own, `${own.actor} AS actor, ${order} AS b, ${bucketIn(long)} AS unit`, `${isOf(own, query.back, 'back')} AND ${own.actor} != ''`, {
    from: frame.span.from,
    to: Infinity,
  })
  const began = query.rollingFloor === 'hour' ? 'intDiv(e.o.1, 3600000) * 3600000' : 'e.o.1'
  const units = query.mode === 'calendar' ? 'r.unit - e.cohort' : `intDiv(r.b.1 - ${began}, ${lengths[query.unit] ?? 1})`
  const intervals = intervalsOf(query)
  const size = intervals.at(-1)?.to ?? 1
  const places = wholes(Array.from({ length: size }, (_, unit) => unit))
  const names = wholes(Array.from({ length: size }, (_, unit) => intervals.findIndex(({ from, to }) => unit >= from && unit < to)))
  const times = `SELECT actor, cohort, place, if(place < 0, units, 0) AS late, count() AS times FROM (
SELECT e.actor AS actor, e.cohort AS cohort, ${units} AS units, transform(units, ${places}, ${names}, toInt64(-1)) AS place
FROM (${back}) AS r INNER JOIN (${entries}) AS e ON r.actor = e.actor WHERE r.b > e.o
) GROUP BY actor, cohort, place, late HAVING times >= ${query.minOccurrences}`
  if (query.bound === 'on') return `SELECT cohort, place, count() FROM (${times}) WHERE place >= 0 GROUP BY cohort, place`
  return `SELECT cohort, place, count() FROM (
SELECT actor, cohort, max(if(place < 0, toInt64(${intervals.length - 1}), place)) AS place FROM (${times}) GROUP BY actor, cohort) GROUP BY cohort, place`
}

function returned(query: RetentionQuery, cohort: number, rows: Rows = []): Float64Array {
  const found = filled(
    intervalsOf(query).length,
    rows.filter(([own]) => Number(own) === cohort).map(([, place, n]) => [place, n]),
  )
  if (query.bound === 'on_or_after') for (let at = found.length - 2; at >= 0; at--) found[at] = (found[at] ?? 0) + (found[at + 1] ?? 0)
  return found
}
