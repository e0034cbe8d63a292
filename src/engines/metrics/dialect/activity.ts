import type { SqlText } from './sql.ts'

/** Rows of the events’ table by their place in it, the first excluded; null reads the view of what is known, whatever its places. */
export type Places = { readonly after: number; readonly upTo: number } | null

/**
 * The last place in the events’ table, and a number that grows whenever rows before it stop being what is known, or their persons turn out to
 * be others: columns last, gone.
 */
export const activityMark: SqlText = {
  text: 'SELECT coalesce(max(rowid), -1) AS last, count(known_to) + (SELECT coalesce(max(links), 0) FROM store.progress) AS gone FROM store."event"',
  values: [],
}

/** The different texts of a column of events, in order: column text. Their places are the codes of `activityRows`. */
export function activityTexts(column: 'account_id' | 'user_id' | 'name', places: Places): SqlText {
  const { from, values } = rowsOf(places)
  return { text: `WITH e AS (${from}) SELECT DISTINCT ${column} AS text FROM e WHERE ${column} IS NOT NULL ORDER BY 1`, values }
}

/** Events as numbers: seconds since 2000 (cut at what fits in 32 bits), codes of account, actor (empty when unknown) and name, and how often. */
export function activityRows(places: Places): SqlText {
  const { from, values } = rowsOf(places)
  const list = (column: string): string =>
    `(SELECT v, CAST(row_number() OVER (ORDER BY v) - 1 AS INTEGER) AS code FROM (SELECT DISTINCT ${column} AS v FROM e WHERE ${column} IS NOT NULL) one)`
  const text = `WITH e AS (${from})
SELECT CAST(greatest(least(floor(epoch(e.ts)) - 946684800, 2147483647), -2147483648) AS INTEGER) AS "at",
a.code AS account, u.code AS actor, n.code AS name, coalesce(e.quantity, 1) AS quantity
FROM e JOIN ${list('account_id')} a ON a.v = e.account_id JOIN ${list('name')} n ON n.v = e.name LEFT JOIN ${list('user_id')} u ON u.v = e.user_id`
  return { text, values }
}

/** Persons as they are known now, in both forms: the view has them so, and beside the bare table stands who turned out to be whom. */
function rowsOf(places: Places): { readonly from: string; readonly values: number[] } {
  if (!places) return { from: 'SELECT ts, account_id, user_id, name, quantity FROM event WHERE true', values: [] }
  const person = "coalesce(t.user_id, '~' || t.anonymous_id)"
  return {
    from: `SELECT t.ts, t.account_id, coalesce(l.canonical, ${person}) AS user_id, t.name, t.quantity
FROM store."event" t LEFT JOIN store.person_link l ON l.raw = ${person}
WHERE t.rowid > CAST($1 AS BIGINT) AND t.rowid <= CAST($2 AS BIGINT) AND t.known_to IS NULL AND NOT t.is_tombstone`,
    values: [places.after, places.upTo],
  }
}
