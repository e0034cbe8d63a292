import { name, type Parameters } from './sql.ts'

/**
 * Rows by their place in a fact's table, the first excluded; null are all that are known, or were at an instant. `among` are those at some places alone,
 * looked up in the rows at some places of the other fact.
 */
export type Places = { readonly after: number; readonly upTo: number; readonly among?: Among } | null

/** Counts of them are taken away where the sign is −1. */
export interface Among {
  readonly rows: readonly number[]
  readonly at: readonly number[]
  readonly sign: 1 | -1
}

/** The rows of a fact, for the place of a table in a text. */
export function rowsOf(fact: string, places: Places, parameters: Parameters): string {
  if (!places) return name(fact)
  const [after, upTo] = [parameters.add(places.after), parameters.add(places.upTo)]
  const own = places.among ? ` AND ${atPlaces(places.among.rows)}` : ''
  return `(SELECT * FROM store.${name(fact)} WHERE rowid > CAST(${after} AS BIGINT) AND rowid <= CAST(${upTo} AS BIGINT) AND known_to IS NULL AND NOT is_tombstone${own})`
}

const atPlaces = (places: readonly number[]): string => `rowid IN (${[-1, ...places].map(Math.trunc).join(', ')})`

/** The rows of another fact in which keys are looked up: all that are known, or those at some places, whether they still stand or not. */
export function lookedUpIn(fact: string, places: Places): string {
  const among = places?.among
  return among ? `(SELECT * FROM store.${name(fact)} WHERE ${atPlaces(among.at)})` : name(fact)
}

/** What counts are told with, before each of them. */
export const signOf = (places: Places): '-' | '' => (places?.among?.sign === -1 ? '-' : '')

/** So many rows are worth a copy in memory. */
const few = 200_000

/**
 * The same where rows of other facts are looked up for each: a table of that name, and what stands before the text. A few rows among millions are set apart
 * first, since a join would look through all the blocks that they stand in.
 */
export function rowsApart(fact: string, places: Places, parameters: Parameters): { readonly rows: string; readonly before: string } {
  const rows = rowsOf(fact, places, parameters)
  if (!places || (!places.among && places.upTo - places.after > few)) return { rows, before: '' }
  return { rows: 'apart', before: `apart AS MATERIALIZED (SELECT * FROM ${rows} own)` }
}
