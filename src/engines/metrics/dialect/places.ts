import { name, type Parameters } from './sql.ts'

/** Rows by their place in a fact's table, the first excluded; null are all that are known, or were at an instant. */
export type Places = { readonly after: number; readonly upTo: number } | null

/** The rows of a fact, for the place of a table in a text. */
export function rowsOf(fact: string, places: Places, parameters: Parameters): string {
  if (!places) return name(fact)
  const [after, upTo] = [parameters.add(places.after), parameters.add(places.upTo)]
  return `(SELECT * FROM store.${name(fact)} WHERE rowid > CAST(${after} AS BIGINT) AND rowid <= CAST(${upTo} AS BIGINT) AND known_to IS NULL AND NOT is_tombstone)`
}

/** So many rows are worth a copy in memory. */
const few = 200_000

/**
 * The same where rows of other facts are looked up for each: a table of that name, and what stands before the text. A few rows among millions are set apart
 * first, since a join would look through all the blocks that they stand in.
 */
export function rowsApart(fact: string, places: Places, parameters: Parameters): { readonly rows: string; readonly before: string } {
  const rows = rowsOf(fact, places, parameters)
  if (!places || places.upTo - places.after > few) return { rows, before: '' }
  return { rows: 'apart', before: `apart AS MATERIALIZED (SELECT * FROM ${rows} own)` }
}
