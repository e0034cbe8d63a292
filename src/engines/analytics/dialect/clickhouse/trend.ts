import { asBefore } from '../../answer.ts'
import { bucketsOf, type Buckets } from '../../calendar/buckets.ts'
import type { Span } from '../../calendar/span.ts'
import { daysEnding } from '../../kernels/dayMarks.ts'
import { formulaOf } from '../../kernels/formula.ts'
import type { TrendLine } from '../../kernels/trend.ts'
import type { TrendQuery } from '../../query/kinds.ts'
import { labelOf } from '../../query/parts.ts'
import { bucketIn, filled, isOf, rowsOf, unsupported, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'
import { wholes } from './words.ts'

type Values = readonly (number | null)[]

/** Lines of a trend over a stretch: each series by one or two statements of counts for each bucket, folded here as the kernels do. */
export function trendLines(
  own: SqlFrame,
  query: TrendQuery,
  span: Span,
): { readonly counts: string[]; readonly statements: string[]; readonly lines: (answers: readonly Rows[]) => TrendLine[] } {
  const { frame } = own
  const buckets = bucketsOf(span.from, span.to, query.unit, frame.calendar)
  const plans = query.series.map((series, place) => seriesPlan(own, query, series, { place, span, buckets }))
  const statements = plans.flatMap((plan) => plan.statements)
  const lines = (answers: readonly Rows[]): TrendLine[] => {
    let next = 0
    const values = plans.map((plan) => plan.values(answers.slice(next, (next += plan.statements.length))))
    if (query.formula === null)
      return query.series.map((series, place) => lineOf(own, labelOf(series.sel), { buckets, span }, values[place] ?? [], `point:${place}:0`))
    const formula = formulaOf(query.formula)
    const joined = buckets.names.map((_, at) => formula(values.map((each) => each[at] ?? null)))
    return [lineOf(own, query.formula, { buckets, span }, joined)]
  }
  const counts = query.series.map(({ sel }, place) => rowsOf(own, 'count()', isOf(own, sel, `series[${place}].sel`), span))
  return { counts, statements, lines }
}

function lineOf(
  { frame: { asOf } }: SqlFrame,
  label: string,
  { buckets: { names, edges }, span }: Omit<Where, 'place'>,
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
  return { label, breakdown: [], points }
}

interface Where {
  readonly place: number
  readonly span: Span
  readonly buckets: Buckets
}
interface SeriesPlan {
  readonly statements: readonly string[]
  readonly values: (answers: readonly Rows[]) => Values
}

function seriesPlan(own: SqlFrame, query: TrendQuery, { sel, math, value, activeDays }: TrendQuery['series'][number], where: Where): SeriesPlan {
  const { place, span, buckets } = where
  if (value !== null) throw unsupported(`series[${place}].value`, `“${math}” of a property`)
  const condition = isOf(own, sel, `series[${place}].sel`)
  const size = buckets.names.length
  const summed = (rows: Rows | undefined): number[] => (query.cumulative ? running(filled(size, rows)) : [...filled(size, rows)])
  if (math === 'active') return { statements: [activeActors(own, condition, activeDays, where)], values: ([rows]) => [...filled(size, rows)] }
  const bucket = `${bucketIn(buckets)} AS bucket`
  const totals = (rows: string): string => `SELECT bucket, count() FROM (${rowsOf(own, bucket, rows, span)}) GROUP BY bucket`
  const seen = rowsOf(own, `${own.actor} AS actor, ${bucket}`, `${condition} AND ${own.actor} != ''`, span)
  const each = query.cumulative
    ? `SELECT actor, min(bucket) AS bucket FROM (${seen}) GROUP BY actor`
    : `SELECT actor, bucket FROM (${seen}) GROUP BY actor, bucket`
  const actors = `SELECT bucket, count() FROM (${each}) GROUP BY bucket`
  if (math === 'total') return { statements: [totals(condition)], values: ([rows]) => summed(rows) }
  if (math === 'unique') return { statements: [actors], values: ([rows]) => summed(rows) }
  return {
    statements: [totals(`${condition} AND ${own.actor} != ''`), actors],
    values: ([all, persons]) => {
      const counts = summed(persons)
      return summed(all).map((total, at) => (counts[at] ? total / counts[at] : null))
    },
  }
}

function running(counts: Float64Array): number[] {
  let sum = 0
  return Array.from(counts, (count) => (sum += count))
}

/** Different actors of the days that end with each bucket: rows become pairs of actor and stretch of buckets first, and only those are spread. */
function activeActors(own: SqlFrame, condition: string, days: number, { span, buckets }: Where): string {
  const { starts, ends } = daysEnding(buckets.edges, days, own.frame, span)
  const from = Math.min(...starts, span.from)
  const first = `arrayCount(edge -> edge <= ts, ${wholes(ends)})`
  const past = `arrayCount(edge -> edge <= ts, ${wholes(starts)})`
  const rows = rowsOf(own, `${own.actor} AS actor, ts`, `${condition} AND ${own.actor} != ''`, { from, to: span.to })
  const stretches = `SELECT actor, ${first} AS first, ${past} AS past FROM (${rows}) GROUP BY actor, first, past`
  return `SELECT bucket, count() FROM (SELECT actor, arrayJoin(range(first, past)) AS bucket FROM (${stretches}) GROUP BY actor, bucket) GROUP BY bucket`
}

export function trendPlan(own: SqlFrame, query: TrendQuery, before: Span | null): SqlPlan {
  const now = trendLines(own, query, own.frame.span)
  const then = before && trendLines(own, query, before)
  return {
    counts: [...now.counts, ...(then?.counts ?? [])],
    statements: [...now.statements, ...(then?.statements ?? [])],
    data: (answers) => ({
      series: now.lines(answers.slice(0, now.statements.length)),
      compare: then && asBefore(then.lines(answers.slice(now.statements.length))),
    }),
  }
}
