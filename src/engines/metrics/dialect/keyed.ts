import { rowsOf, type Places } from './places.ts'
import { namingColumn, type KeyedRule } from './rules.ts'
import { name, Parameters, type SqlText } from './sql.ts'

/** A key by which rows break a rule, and the civil days that it sets them, counted from 1970: NaN for none, as where nobody has that key and all its rows break it. */
export interface Bound {
  readonly key: string
  readonly start: number
  readonly end: number
}

/**
 * What rows say by the key that they name, for all rules that read it in one column: columns key, named (0 for the rows that name none), n (rows), and of each column of
 * time the days first_… and last_…, counted from 1970.
 */
export function talliedBy(fact: string, by: string, columns: readonly string[], places: Places = null): SqlText {
  const parameters = new Parameters()
  const day = (fold: string, column: string, as: string): string => `${dayOf(`${fold}(${name(column)})`)} AS ${name(`${as}_${column}`)}`
  const days = columns.flatMap((column) => [day('min', column, 'first'), day('max', column, 'last')])
  const [rows, key] = [rowsOf(fact, places, parameters), name(by)]
  const named = [`${key} AS key`, 'CAST(1 AS DOUBLE) AS named', 'CAST(count(*) AS DOUBLE) AS n', ...days].join(', ')
  const unnamed = [`''`, '0', 'count(*)', ...days.map(() => 'NULL')].join(', ')
  const text = `SELECT ${named} FROM ${rows} f WHERE ${key} IS NOT NULL GROUP BY ${key} UNION ALL SELECT ${unnamed} FROM ${rows} f WHERE ${key} IS NULL`
  return { text, values: parameters.values }
}

/** How many rows break a keyed rule, for each of some keys: columns key and bad. */
export const brokenByKey = (fact: string, rule: KeyedRule, bounds: readonly Bound[], places: Places = null): SqlText =>
  broken(fact, rule, bounds, places, () => 'CAST(count(*) AS DOUBLE) AS bad')

/**
 * The first row that breaks a keyed rule, for each of a few keys: columns key, row (its source key: two sources may have the same) and day (the first that it says, counted
 * from 1970). To read the source keys of all rows takes longer than to count them.
 */
export const firstByKey = (fact: string, rule: KeyedRule, bounds: readonly Bound[], places: Places = null): SqlText =>
  broken(
    fact,
    rule,
    bounds,
    places,
    (at) => `min(f.source_key) AS row, CAST(${rule.rule === 'known' ? 'NULL' : `arg_min(${at}, (f.source_key, ${at}))`} AS DOUBLE) AS day`,
  )

function broken(fact: string, rule: KeyedRule, bounds: readonly Bound[], places: Places, told: (at: string) => string): SqlText {
  const parameters = new Parameters()
  const list = (of: (bound: Bound) => string): string => `unnest(CAST(${parameters.add(bounds.map(of))} AS VARCHAR[]))`
  // the first instant of the day: what the rows say is compared as it stands, without a calendar for each of millions
  const day = (of: (bound: Bound) => number): string =>
    `CAST(DATE '1970-01-01' + CAST(nullif(${list((bound) => (Number.isNaN(of(bound)) ? '' : String(of(bound))))}, '') AS INTEGER) AS TIMESTAMP)`
  const bound = `SELECT ${list(({ key }) => key)} AS key, ${day(({ start }) => start)} AS start, ${day(({ end }) => end)} AS "end"`
  const at = `f.${name(rule.column)}`
  const where = rule.rule === 'known' ? 'true' : rule.rule === 'within' ? `(${at} < o.start OR ${at} >= o."end")` : `${at} < o.start`
  return {
    text: `SELECT o.key AS key, ${told(dayOf(at))}
FROM ${rowsOf(fact, places, parameters)} f JOIN (${bound}) o ON o.key = f.${name(namingColumn(rule))} WHERE ${where} GROUP BY 1`,
    values: parameters.values,
  }
}

const dayOf = (at: string): string => `CAST(date_diff('day', DATE '1970-01-01', CAST(${at} AS DATE)) AS DOUBLE)`
