import { name, type Parameters } from './sql.ts'

/** Rows by their place in a fact's table, the first excluded; null are all that are known, or were at an instant. */
export type Places = { readonly after: number; readonly upTo: number } | null

/** The rows of a fact, for the place of a table in a text. */
export function rowsOf(fact: string, places: Places, parameters: Parameters): string {
  if (!places) return name(fact)
  const [after, upTo] = [parameters.add(places.after), parameters.add(places.upTo)]
  return `(SELECT * FROM store.${name(fact)} WHERE rowid > CAST(${after} AS BIGINT) AND rowid <= CAST(${upTo} AS BIGINT) AND known_to IS NULL AND NOT is_tombstone)`
}
