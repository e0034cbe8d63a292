import { bucketsOf } from '../../calendar/buckets.ts'
import { intervalsOf, retention } from '../../kernels/retention.ts'
import type { RetentionQuery } from '../../query/kinds.ts'
import { bounded, lineSql, toldLines, type LineSql } from './breakdown.ts'
import { arrival, bucketIn, isOf, rowsOf, unsupported, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'
import { wholes } from './words.ts'

const lengths: Readonly<Record<string, number>> = { day: 86_400_000, week: 604_800_000, month: 2_592_000_000 }
const forever = { from: -Infinity, to: Infinity }

/**
 * Retention by two groupings: each actor’s entries, and the returns after each of them by interval. Both keep to one actor, so that shards by account add
 * up. Two numbers come back for each cell that is not empty, of each line of a breakdown: that of the row by which an actor entered.
 */
export function retentionPlan(own: SqlFrame, query: RetentionQuery): SqlPlan {
  if (query.value !== null) throw unsupported('value', 'retention by a value')
  if (query.mode === 'rolling' && !(query.unit in lengths)) throw unsupported('unit', `rolling retention by ${query.unit}`)
  const { span, calendar } = own.frame
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const line = lineSql(own)
  const entries = entriesOf(own, query, buckets, line)
  const told = query.breakdown.length === 0 ? "'' AS line" : 'line'
  const size = buckets.names.length
  return {
    counts: countsOf(own, query),
    statements: [`SELECT ${told}, cohort, count() FROM (${entries}) GROUP BY line, cohort${bounded(own)}`, returnsOf(own, query, entries, told)],
    data: ([sizes = [], returns = []]) => {
      const { labels, rowsIn } = toldLines(
        own,
        line,
        sizes.map(([each, , n]) => [each, n]),
      )
      const entered = summed(size * labels.length, rowsIn(sizes), ([each, cohort]) => Number(each) * size + Number(cohort))
      const cells = Array.from({ length: size * labels.length }, (): Rows[number][] => [])
      for (const [each, cohort, ...rest] of rowsIn(returns)) cells[Number(each) * size + Number(cohort)]?.push(rest)
      const back = cells.map((rows) => returned(query, rows))
      return retention(own.frame, query, {
        buckets,
        labels,
        size: (each, cohort) => entered[each * size + cohort] ?? 0,
        returned: (each, cohort, interval) => back[each * size + cohort]?.[interval] ?? 0,
        value: () => ({ sum: 0, times: 0 }),
      })
    },
  }
}

/** Numbers at the end of rows, added up by a place; rows of several lines may be told as one. */
function summed(size: number, rows: Rows, placeOf: (row: readonly unknown[]) => number): Float64Array {
  const found = new Float64Array(size)
  for (const row of rows) {
    const at = placeOf(row)
    if (at >= 0 && at < size) found[at] = (found[at] ?? 0) + Number(row.at(-1))
  }
  return found
}

/** “First ever” looks at the first event of its name before it looks at any filter. */
const isFirstEver = ({ entry, start }: RetentionQuery, { tests }: SqlFrame): boolean => entry === 'first_ever' && (start.where !== null || tests.length > 0)

/** The rows that the kernel reads: of what begins, those of its name. */
function countsOf(own: SqlFrame, query: RetentionQuery): string[] {
  const back = isOf(own, query.back, 'back')
  const named = `(${isOf(own, { ...query.start, where: null }, 'start')} OR ${back})`
  if (query.entry !== 'first_ever' || own.tests.length === 0) return [rowsOf(own, 'count()', named, forever)]
  return [rowsOf({ ...own, tests: [] }, 'count()', named, forever), rowsOf(own, 'count()', `(${isOf(own, query.start, 'start')} OR ${back})`, forever)]
}

type Bucketed = ReturnType<typeof bucketsOf>

function entriesOf(own: SqlFrame, query: RetentionQuery, buckets: Bucketed, line: LineSql): string {
  const { span } = own.frame
  const isWhole = query.entry === 'first_ever' || query.entry === 'first_ever_matching'
  const columns = `${own.actor} AS actor, ${arrival} AS at, ${bucketIn(buckets)} AS cohort${line.and()}`
  const first = `argMin(cohort, at) AS cohort, min(at) AS o${line.and('argMin(line, at)')}`
  if (isFirstEver(query, own)) {
    const passes = [isOf(own, query.start, 'start'), ...own.tests].join(' AND ')
    const named = `${isOf(own, { ...query.start, where: null }, 'start')} AND ${own.actor} != ''`
    const rows = rowsOf({ ...own, tests: [] }, `${columns}, (${passes}) AS passes`, named, forever)
    return `SELECT actor, ${first} FROM (${rows}) GROUP BY actor HAVING o.1 >= ${span.from} AND o.1 < ${span.to} AND argMin(passes, at)`
  }
  const rows = rowsOf(own, columns, `${isOf(own, query.start, 'start')} AND ${own.actor} != ''`, isWhole ? forever : span)
  if (query.entry === 'recurring') return `SELECT actor, cohort, min(at) AS o${line.and('argMin(line, at)')} FROM (${rows}) GROUP BY actor, cohort`
  const inRange = isWhole ? ` HAVING o.1 >= ${span.from} AND o.1 < ${span.to}` : ''
  return `SELECT actor, ${first} FROM (${rows}) GROUP BY actor${inRange}`
}

/** Rows line, cohort, interval, n. With “on or after” the interval is the last to which the actor came back. */
function returnsOf(own: SqlFrame, query: RetentionQuery, entries: string, told: string): string {
  const { frame } = own
  const long = bucketsOf(frame.span.from, Math.max(frame.asOf, frame.span.to) + 1, query.unit, frame.calendar)
  const back = rowsOf(own, `${own.actor} AS actor, ${arrival} AS b, ${bucketIn(long)} AS unit`, `${isOf(own, query.back, 'back')} AND ${own.actor} != ''`, {
    from: frame.span.from,
    to: Infinity,
  })
  const began = query.rollingFloor === 'hour' ? 'intDiv(e.o.1, 3600000) * 3600000' : 'e.o.1'
  const units = query.mode === 'calendar' ? 'r.unit - e.cohort' : `intDiv(r.b.1 - ${began}, ${lengths[query.unit] ?? 1})`
  const intervals = intervalsOf(query)
  const size = intervals.at(-1)?.to ?? 1
  const places = wholes(Array.from({ length: size }, (_, unit) => unit))
  const names = wholes(Array.from({ length: size }, (_, unit) => intervals.findIndex(({ from, to }) => unit >= from && unit < to)))
  const isCut = query.breakdown.length > 0
  const and = isCut ? ', line' : ''
  const times = `SELECT actor, cohort${and}, place, if(place < 0, units, 0) AS late, count() AS times FROM (
SELECT e.actor AS actor, e.cohort AS cohort, ${isCut ? 'e.line AS line, ' : ''}${units} AS units, transform(units, ${places}, ${names}, toInt64(-1)) AS place
FROM (${back}) AS r INNER JOIN (${entries}) AS e ON r.actor = e.actor WHERE r.b > e.o
) GROUP BY actor, cohort${and}, place, late HAVING times >= ${query.minOccurrences}`
  if (query.bound === 'on') return `SELECT ${told}, cohort, place, count() FROM (${times}) WHERE place >= 0 GROUP BY line, cohort, place${bounded(own)}`
  return `SELECT ${told}, cohort, place, count() FROM (
SELECT actor, cohort${and}, max(if(place < 0, toInt64(${intervals.length - 1}), place)) AS place FROM (${times}) GROUP BY actor, cohort${and}) GROUP BY line, cohort, place${bounded(own)}`
}

/** Returns by interval, from rows interval, n. */
function returned(query: RetentionQuery, rows: Rows): Float64Array {
  const found = summed(intervalsOf(query).length, rows, ([place]) => Number(place))
  if (query.bound === 'on_or_after') for (let at = found.length - 2; at >= 0; at--) found[at] = (found[at] ?? 0) + (found[at + 1] ?? 0)
  return found
}
