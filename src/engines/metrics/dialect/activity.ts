import type { SqlText } from './sql.ts'

/** Rows of the events’ table by their place in it, the first excluded; null reads the view of what is known, whatever its places. */
export type Places = { readonly after: number; readonly upTo: number } | null
export type TextColumn = 'account_id' | 'user_id' | 'name'

/** Which events are read: where they stand, and what tells texts apart (see `activityTexts`). */
export interface Reading {
  readonly places: Places
  readonly salt: number
}

/**
 * The different texts of a column of events, each with the number that stands for it in `activityRows`: columns text, code. Two texts have the same number
 * once in about ten million workspaces of forty thousand people; then another `salt` gives other numbers.
 */
export function activityTexts(column: TextColumn, reading: Reading): SqlText {
  const { from, values } = rowsOf(reading)
  const texts = `SELECT DISTINCT ${column} AS text FROM (${from}) e WHERE ${column} IS NOT NULL`
  return { text: `SELECT text, ${codeOf('text', reading.salt)} AS code FROM (${texts}) one ORDER BY 1`, values }
}

/** Events as numbers: seconds since 2000 (cut at what fits in 32 bits), a number for each account, actor (0 when unknown) and name; how often, if any says so. */
export function activityRows(reading: Reading, isCounted: boolean): SqlText {
  const { from, values } = rowsOf(reading)
  const code = (column: string): string => codeOf(column, reading.salt)
  const text = `SELECT ${secondsSince2000} AS "at", ${code('account_id')} AS account,
coalesce(${code('user_id')}, 0.0) AS actor, ${code('name')} AS name${isCounted ? ', coalesce(CAST(quantity AS DOUBLE), 1.0) AS quantity' : ''}
FROM (${from}) e WHERE account_id IS NOT NULL AND name IS NOT NULL`
  return { text, values }
}

/** A few events as they are, in one question: at, account, actor, isKnown (0 where nobody is named), name and quantity (null where the row does not say). */
export function activityTold(reading: Reading): SqlText {
  const { from, values } = rowsOf(reading)
  const text = `SELECT ${secondsSince2000} AS "at", account_id AS account, coalesce(user_id, '') AS actor, CAST(user_id IS NOT NULL AS INTEGER) AS "isKnown", name,
CAST(quantity AS DOUBLE) AS quantity FROM (${from}) e WHERE account_id IS NOT NULL AND name IS NOT NULL`
  return { text, values }
}

/** Cut at what fits in 32 bits. */
const secondsSince2000 = 'CAST(greatest(least(floor(epoch(ts)) - 946684800, 2147483647), -2147483648) AS DOUBLE)'

/** Does any row say how often it happened: column counted. */
export function activityCounted(reading: Reading): SqlText {
  const { from, values } = rowsOf(reading)
  return { text: `SELECT count(quantity) AS counted FROM (${from}) e`, values }
}

/** A whole number from 2^52 on, below 2^53: as a double it is exact, and its low half lies in the low bits. */
const codeOf = (column: string, salt: number): string =>
  `CASE WHEN ${column} IS NULL THEN NULL ELSE CAST(hash(${salt === 0 ? column : `${column} || ' ${Math.trunc(salt)}'`}) >> 12 AS DOUBLE) + 4503599627370496.0 END`

/** The view names persons as they are known now; by their places, rows name them as their source did then. */
function rowsOf({ places }: Reading): { readonly from: string; readonly values: number[] } {
  if (!places) return { from: 'SELECT ts, account_id, user_id, name, quantity FROM event', values: [] }
  return {
    from: `SELECT t.ts, t.account_id, coalesce(t.user_id, '~' || t.anonymous_id) AS user_id, t.name, t.quantity FROM store."event" t
WHERE t.rowid > CAST($1 AS BIGINT) AND t.rowid <= CAST($2 AS BIGINT) AND t.known_to IS NULL AND NOT t.is_tombstone`,
    values: [places.after, places.upTo],
  }
}
