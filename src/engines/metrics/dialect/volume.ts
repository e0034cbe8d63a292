import { rowsOf, type Places } from './places.ts'
import { name, Parameters, type SqlText } from './sql.ts'

/** Rows of a fact by the month of their business time, in UTC, and by one column when there is one: columns period (2026-10), value, rows. */
export function rowsByMonth(fact: string, at: string, by: string | null, places: Places = null): SqlText {
  const value = by === null ? "''" : `coalesce(CAST(${name(by)} AS VARCHAR), 'nothing')`
  const parameters = new Parameters()
  const text = `SELECT strftime(CAST(${name(at)} AS TIMESTAMP), '%Y-%m') AS period, ${value} AS value, count(*) AS rows
FROM ${rowsOf(fact, places, parameters)} f WHERE ${name(at)} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`
  return { text, values: parameters.values }
}
