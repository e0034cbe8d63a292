import { asBefore } from '../../answer.ts'
import { bucketsOf, shifted, startOf, type Buckets } from '../../calendar/buckets.ts'
import { spanBefore, type Span } from '../../calendar/span.ts'
import type { Label } from '../../columns/cut.ts'
import { daysEnding } from '../../kernels/dayMarks.ts'
import { formulaOf } from '../../kernels/formula.ts'
import type { TrendLine } from '../../kernels/trend.ts'
import type { TrendQuery } from '../../query/kinds.ts'
import { labelOf } from '../../query/parts.ts'
import { lineSql, mostLines, numbered, type Numbered } from './breakdown.ts'
import { foldedOf } from './fold.ts'
import { bucketIn, filled, isOf, rowsOf, unsupported, type LineRow, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'
import { wholes } from './words.ts'

type Values = readonly (number | null)[]
type Series = TrendQuery['series'][number]

/** Statements that weigh the lines of a breakdown, by the rows of all series: in the stretch that is asked about, and in the one before. */
export function lineStatements(own: SqlFrame, query: TrendQuery): string[] {
  const { frame } = own
  const before = query.compareTo === null ? [] : [spanBefore(query.range, frame.span, query.compareTo, frame.asOf, frame.calendar)]
  const { column } = lineSql(own)
  return [frame.span, ...before].map((span) => {
    const rows = query.series.map(({ sel, math, activeDays }, place) => {
      const first = math === 'active' ? shifted(startOf(span.from, 'day', frame.calendar), 'day', -activeDays, frame.calendar) : span.from
      return rowsOf(own, `${column} AS line`, isOf(own, sel, `series[${place}].sel`), { from: first, to: span.to })
    })
    return `SELECT toString(line) AS key, any(line), count() FROM (${rows.join(' UNION ALL ')}) GROUP BY key LIMIT ${mostLines + 1}`
  })
}

/** The lines of rows that `lineStatements` gave. */
export function lineRows([now = [], before = []]: readonly Rows[]): LineRow[] {
  const found = new Map<string, LineRow>(now.map(([key, line, n]) => [String(key), { key: String(key), line, weights: [Number(n), 0] }]))
  for (const [key, line, n] of before) found.set(String(key), { key: String(key), line, weights: [found.get(String(key))?.weights[0] ?? 0, Number(n)] })
  if (found.size > mostLines || now.length > mostLines || before.length > mostLines)
    throw unsupported('breakdown', `a breakdown into more than ${mostLines} lines`)
  return [...found.values()]
}

/** Lines of a trend over a stretch: each series by one or two statements of counts for each bucket and line, folded here as the kernels do. */
export function trendLines(
  own: SqlFrame,
  query: TrendQuery,
  span: Span,
  told: Numbered,
): { readonly counts: string[]; readonly statements: string[]; readonly lines: (answers: readonly Rows[]) => TrendLine[] } {
  const { frame } = own
  const { labels } = told
  const buckets = bucketsOf(span.from, span.to, query.unit, frame.calendar)
  const plans = query.series.map((series, place) => seriesPlan(own, query, series, { place, span, buckets, told }))
  const statements = labels.length === 0 ? [] : plans.flatMap((plan) => plan.statements)
  const lines = (answers: readonly Rows[]): TrendLine[] => {
    let next = 0
    const values = plans.map((plan) => plan.values(answers.slice(next, (next += plan.statements.length))))
    if (query.formula === null)
      return query.series.flatMap((series, place) =>
        labels.map((label, at) => lineOf(own, { name: labelOf(series.sel), label }, { buckets, span }, values[place]?.[at] ?? [], `point:${place}:${at}`)),
      )
    const formula = formulaOf(query.formula)
    return labels.map((label, line) => {
      const joined = buckets.names.map((_, at) => formula(values.map((each) => each[line]?.[at] ?? null)))
      return lineOf(own, { name: query.formula ?? '', label }, { buckets, span }, joined)
    })
  }
  const counts = query.series.map(({ sel }, place) => rowsOf(own, 'count()', isOf(own, sel, `series[${place}].sel`), span))
  return { counts, statements, lines }
}

function lineOf(
  { frame: { asOf } }: SqlFrame,
  { name, label }: { readonly name: string; readonly label: Label },
  { buckets: { names, edges }, span }: Pick<Where, 'buckets' | 'span'>,
  values: Values,
  drill?: string,
): TrendLine {
  const points = names.map((bucket, at) => {
    const [from, to] = [edges[at] ?? 0, edges[at + 1] ?? 0]
    return {
      bucket,
      value: from > asOf ? null : (values[at] ?? null),
      complete: from >= span.from && to <= Math.min(span.to, asOf + 1),
      ...(drill === undefined ? {} : { drill: `${drill}:${at}` }),
    }
  })
  return { label: name, breakdown: label, points }
}

interface Where {
  readonly place: number
  readonly span: Span
  readonly buckets: Buckets
  readonly told: Numbered
}
interface SeriesPlan {
  readonly statements: readonly string[]
  /** Of each line. */
  readonly values: (answers: readonly Rows[]) => readonly Values[]
}

function seriesPlan(own: SqlFrame, query: TrendQuery, series: Series, where: Where): SeriesPlan {
  const { math, activeDays } = series
  const { span, buckets, told } = where
  const condition = isOf(own, series.sel, `series[${where.place}].sel`)
  const size = buckets.names.length
  const byLine = (rows: Rows = []): number[][] => {
    const all = filled(size * told.labels.length, rows)
    return told.labels.map((_, line) => [...all.subarray(line * size, (line + 1) * size)])
  }
  const summed = (rows: Rows | undefined): number[][] => (query.cumulative ? byLine(rows).map(running) : byLine(rows))
  if (series.value !== null) return foldPlan(own, query, { math, value: series.value }, condition, where)
  if (math === 'active') return { statements: [activeActors(own, condition, activeDays, where)], values: ([rows]) => byLine(rows) }
  const cell = `${cellIn(where)} AS cell`
  const totals = (rows: string): string => `SELECT cell, count() FROM (${rowsOf(own, cell, rows, span)}) GROUP BY cell`
  const seen = rowsOf(own, `${own.actor} AS actor, ${cell}`, `${condition} AND ${own.actor} != ''`, span)
  const each = query.cumulative
    ? `SELECT actor, min(cell) AS first FROM (${seen}) GROUP BY actor${told.sql === null ? '' : `, intDiv(cell, ${size})`}`
    : `SELECT actor, cell AS first FROM (${seen}) GROUP BY actor, cell`
  const actors = `SELECT first, count() FROM (${each}) GROUP BY first`
  if (math === 'total') return { statements: [totals(condition)], values: ([rows]) => summed(rows) }
  if (math === 'unique') return { statements: [actors], values: ([rows]) => summed(rows) }
  return {
    statements: [totals(`${condition} AND ${own.actor} != ''`), actors],
    values: ([all, persons]) => {
      const counts = summed(persons)
      return summed(all).map((line, at) => line.map((total, bucket) => (counts[at]?.[bucket] ? total / (counts[at][bucket] ?? 1) : null)))
    },
  }
}

/** Buckets of one line after those of the other. */
const cellIn = ({ buckets, told }: Where): string => (told.sql === null ? bucketIn(buckets) : `${bucketIn(buckets)} + ${told.sql} * ${buckets.names.length}`)

/** A property’s numbers, bucket by bucket. */
function foldPlan(
  own: SqlFrame,
  query: TrendQuery,
  { math, value }: { readonly math: Series['math']; readonly value: string },
  condition: string,
  where: Where,
): SeriesPlan {
  const { span, buckets, told, place } = where
  const size = buckets.names.length
  const folded = foldedOf(own, math, value, `series[${place}].value`)
  const upTo = query.cumulative && !folded.isSpread
  const spread = `arrayJoin(range(toUInt64(${bucketIn(buckets)}), ${size})) + ${told.sql ?? '0'} * ${size}`
  const cell = query.cumulative && folded.isSpread ? spread : cellIn(where)
  const rows = rowsOf(own, `${cell} AS cell, ${folded.value.number} AS number`, `${condition} AND ${folded.value.isNumber}`, span)
  return {
    statements: [folded.statement(rows)],
    values: ([answer = []]) => told.labels.map((_, line) => folded.values(answer, line * size, size, upTo)),
  }
}

function running(counts: readonly number[]): number[] {
  let sum = 0
  return counts.map((count) => (sum += count))
}

/** Different actors of the days that end with each bucket: rows become pairs of actor and stretch of buckets first, and only those are spread. */
function activeActors(own: SqlFrame, condition: string, days: number, { span, buckets, told }: Where): string {
  const { starts, ends } = daysEnding(buckets.edges, days, own.frame, span)
  const from = Math.min(...starts, span.from)
  const first = `arrayCount(edge -> edge <= ts, ${wholes(ends)})`
  const past = `arrayCount(edge -> edge <= ts, ${wholes(starts)})`
  const [as, and] = told.sql === null ? ['', ''] : [`, ${told.sql} AS own`, ', own']
  const rows = rowsOf(own, `${own.actor} AS actor, ts${as}`, `${condition} AND ${own.actor} != ''`, { from, to: span.to })
  const stretches = `SELECT actor${and}, ${first} AS first, ${past} AS past FROM (${rows}) GROUP BY actor${and}, first, past`
  const cell = told.sql === null ? 'bucket' : `bucket + own * ${buckets.names.length}`
  return `SELECT ${cell} AS cell, count() FROM (SELECT actor${and}, arrayJoin(range(first, past)) AS bucket FROM (${stretches}) GROUP BY actor${and}, bucket) GROUP BY cell`
}

export function trendPlan(own: SqlFrame, query: TrendQuery, before: Span | null): SqlPlan {
  const told = numbered(own)
  const now = trendLines(own, query, own.frame.span, told)
  const then = before && trendLines(own, query, before, told)
  return {
    counts: [...now.counts, ...(then?.counts ?? [])],
    statements: [...now.statements, ...(then?.statements ?? [])],
    data: (answers) => ({
      series: now.lines(answers.slice(0, now.statements.length)),
      compare: then && asBefore(then.lines(answers.slice(now.statements.length))),
    }),
  }
}
