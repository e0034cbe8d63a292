import { rowsOf, type Places } from './places.ts'
import { name, Parameters, type SqlText } from './sql.ts'

/** A stretch of business time: from `start` to before `stop`, ISO instants in UTC. */
export interface Span {
  readonly key: string
  readonly start: string
  readonly stop: string
}

export interface Condition {
  readonly column: string
  readonly is?: string | number | boolean | null
  readonly isNot?: string | number | boolean | null
  /** The answer is among the best `topBox` steps of its own scale. */
  readonly topBox?: number
}

/** Rows of one fact, cut into spans. `by` is a column of the fact, or of the account that the row belongs to. */
export interface FactPlan {
  readonly fact: string
  readonly at: string
  readonly spans: readonly Span[]
  readonly where?: readonly Condition[]
  readonly by?: { readonly of: 'fact' | 'account'; readonly column: string }
}

/** Counts rows in each span: columns key, grp, n. Rows of internal accounts are left out. */
export function countRows(plan: FactPlan): SqlText {
  return grouped(plan, () => 'count(*) AS n')
}

/** Counts rows and hits in each span: columns key, grp, hits, n. */
export function countShare(plan: FactPlan, hit: readonly Condition[]): SqlText {
  return grouped(plan, (parameters) => `count(*) FILTER (WHERE ${conditions(hit, parameters)}) AS hits, count(*) AS n`)
}

/** Rows of a fact by their day of business and their day of arrival, with the newest time of both: columns day, arrived, newest, recorded, rows. */
export function arrivals(fact: string, at: string, places: Places = null): SqlText {
  const parameters = new Parameters()
  const [day, arrived] = [`CAST(${name(at)} AS DATE)`, 'CAST(recorded_at AS DATE)']
  const text = `SELECT ${day} AS day, ${arrived} AS arrived, min(${name(at)}) AS oldest, max(${name(at)}) AS newest, max(recorded_at) AS recorded, count(*) AS rows FROM ${rowsOf(fact, places, parameters)} f GROUP BY 1, 2`
  return { text, values: parameters.values }
}

function grouped(plan: FactPlan, measure: (parameters: Parameters) => string): SqlText {
  const parameters = new Parameters()
  const head = spans(plan.spans, parameters)
  const group = plan.by ? `coalesce(CAST(${plan.by.of === 'account' ? 'a' : 'f'}.${name(plan.by.column)} AS VARCHAR), '(none)')` : "''"
  const text = `${head}
SELECT s.key, ${group} AS grp, ${measure(parameters)}
FROM spans s
JOIN ${name(plan.fact)} f ON f.${name(plan.at)} >= s.start AND f.${name(plan.at)} < s.stop
LEFT JOIN (SELECT * FROM account QUALIFY row_number() OVER (PARTITION BY id ORDER BY valid_from DESC NULLS LAST) = 1) a ON a.id = f.account_id
WHERE coalesce(a.is_internal, false) = false AND ${conditions(plan.where ?? [], parameters)}
GROUP BY 1, 2
ORDER BY 1, 2`
  return { text, values: parameters.values }
}

function spans(list: readonly Span[], parameters: Parameters): string {
  const rows = list.map(
    ({ key, start, stop }) => `(${parameters.add(key)}, CAST(${parameters.add(start)} AS TIMESTAMP), CAST(${parameters.add(stop)} AS TIMESTAMP))`,
  )
  return `WITH spans(key, start, stop) AS (VALUES ${rows.join(', ')})`
}

function conditions(list: readonly Condition[], parameters: Parameters): string {
  const parts = list.flatMap(({ column, is, isNot, topBox }) => {
    const of = `f.${name(column)}`
    return [
      ...(is === undefined ? [] : [is === null ? `${of} IS NULL` : `${of} = ${parameters.add(is)}`]),
      ...(isNot === undefined ? [] : [isNot === null ? `${of} IS NOT NULL` : `${of} IS DISTINCT FROM ${parameters.add(isNot)}`]),
      ...(topBox === undefined ? [] : [`${of} > f.scale_max - ${parameters.add(topBox)}`]),
    ]
  })
  return parts.length ? parts.join(' AND ') : 'true'
}
