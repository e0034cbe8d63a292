import { QueryRefusal } from '../refusal.ts'
import { isFoldable } from '../funnel/fold.ts'
import { planOf } from '../funnel/plan.ts'
import type { FunnelQuery } from '../query/kinds.ts'

/** A table of events with whole columns: k (who, from 1; 0 is nobody), t (milliseconds, a whole number) and e (the event’s name). */
export interface FunnelTable {
  readonly table: string
  readonly span: { readonly from: number; readonly to: number }
}

/** Refuses what SQL does not count as the kernels do: every dialect gives equal counts, or none. */
function assertPlain(query: FunnelQuery): void {
  const isFiltered = query.where !== null || query.steps.some(({ where }) => where !== null)
  if (!isFoldable(query) || isFiltered || query.breakdown.length > 0)
    throw new QueryRefusal('', 'this funnel is not counted in SQL.', 'It is walked by the kernels: ask it without a dialect.', 'unsupported')
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
const isOf = ({ event }: FunnelQuery['steps'][number]): string => (typeof event === 'string' ? `e = ${text(event)}` : `e IN (${event.map(text).join(', ')})`)

/**
 * Counts of the steps as a chain of ASOF joins, one for each step: columns step, n. The newest entry is kept for each moment (the max), which keeps it
 * linear and exact. Portable to stores with ASOF joins; DuckDB runs it as it stands.
 */
export function asofFunnel(query: FunnelQuery, { table, span }: FunnelTable): string {
  assertPlain(query)
  const { reach } = planOf(query)
  const last = query.tail === 'range' ? span.to : span.to + reach + 1
  const parts = query.steps.flatMap((step, place) => {
    const rows = `s${place + 1} AS (SELECT k, t FROM ${table} WHERE ${isOf(step)} AND k > 0 AND t >= ${span.from} AND t < ${place === 0 ? span.to : last})`
    if (place === 0) return [rows, 'b1 AS (SELECT DISTINCT k, t, t AS t1 FROM s1)']
    const [from, now] = [`b${place}`, `s${place + 1}`]
    return [
      rows,
      `a${place + 1} AS (SELECT s.k, s.t1, n.t FROM ${from} s ASOF JOIN ${now} n ON s.k = n.k AND s.t <= n.t WHERE n.t - s.t1 <= ${reach})`,
      `b${place + 1} AS (SELECT k, t, max(t1) AS t1 FROM a${place + 1} GROUP BY k, t)`,
    ]
  })
  const counts = query.steps.map((_, place) => `SELECT ${place + 1} AS step, count(*) AS n FROM (SELECT DISTINCT k FROM b${place + 1}) q${place + 1}`)
  return `WITH ${parts.join(',\n')}\n${counts.join('\nUNION ALL ')}\nORDER BY step`
}

/**
 * The same for ClickHouse by its own windowFunnel: columns step, n. Its end is inclusive, it takes unsigned times, and rows of one moment pass in the order
 * of the steps. It gives counts alone; times, exclusions and holds are folded here from rows that it sorts.
 */
export function windowFunnel(query: FunnelQuery, { table, span }: FunnelTable): string {
  assertPlain(query)
  const { reach } = planOf(query)
  const last = query.tail === 'range' ? span.to : span.to + reach + 1
  const wanted = query.steps.map((step, place) => (place === 0 ? `${isOf(step)} AND t < ${span.to}` : isOf(step)))
  const names = query.steps.map(isOf).join(' OR ')
  return `SELECT step, countIf(level >= step) AS n FROM (
SELECT k, windowFunnel(${reach})(toUInt64(t), ${wanted.join(', ')}) AS level FROM ${table}
WHERE (${names}) AND k > 0 AND t >= ${span.from} AND t < ${last} GROUP BY k) levels
ARRAY JOIN range(1, ${query.steps.length + 1}) AS step GROUP BY step ORDER BY step`
}
