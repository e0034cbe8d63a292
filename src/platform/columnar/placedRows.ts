import type { Row } from './duckdb.ts'
import { word } from './shape.ts'
import type { FactStore } from './store.ts'

type Fields = Readonly<Record<string, unknown>>

/** Rows of a fact with their places in its table, as they stood in one state of the store. */
export interface Placed {
  readonly rows: readonly Fields[]
  readonly places: readonly number[]
  readonly state: State
}

/** Which making of the store it is, how far the table goes, and how many of its rows had been replaced or taken back. */
interface State {
  readonly made: string
  readonly last: number
  readonly gone: number
}

/** Events name persons as known now: their view is not their table. */
const isTable = (fact: string): boolean => fact !== 'event'

/**
 * All rows of a fact that are known now, in the order of the table. Those of `before` that still stand are the same objects: what was added is read alone,
 * and what was replaced or taken back since is left out. Null for a fact that is not read so.
 */
export async function placedRows(store: FactStore, ws: string, fact: string, columns: readonly string[], before: Placed | null): Promise<Placed | null> {
  if (!isTable(fact)) return null
  const found = await since(store, ws, fact, columns, before?.state.last ?? -1)
  if (!before) return found
  const more = ({ rows, places }: Pick<Placed, 'rows' | 'places'>): Placed =>
    found.rows.length === 0 ? { rows, places, state: found.state } : { rows: rows.concat(found.rows), places: places.concat(found.places), state: found.state }
  if (found.state.made !== before.state.made || found.state.last < before.state.last) return await since(store, ws, fact, columns, -1)
  if (found.state.gone === before.state.gone) return more(before)
  const standing = await since(store, ws, fact, [], -1)
  const isSame = (['made', 'last', 'gone'] as const).every((part) => standing.state[part] === found.state[part])
  if (!isSame) return await since(store, ws, fact, columns, -1) // somebody wrote in between
  const places = new Set(standing.places)
  const stays = before.places.map((place) => places.has(place))
  return more({ rows: before.rows.filter((_, index) => stays[index]), places: before.places.filter((_, index) => stays[index]) })
}

/** Rows behind a place, and the state in which they stand: one statement, so that both are of one moment. */
async function since(store: FactStore, ws: string, fact: string, columns: readonly string[], after: number): Promise<Placed> {
  const table = `store.${word(fact)}`
  const text = `SELECT s.made, s.last, s.gone, r.* FROM (
SELECT (SELECT identity FROM store.progress) AS made, coalesce(max(rowid), -1) AS last, count(known_to) AS gone FROM ${table}) s
LEFT JOIN (SELECT ${['rowid AS place', ...columns.map(word)].join(', ')} FROM ${table} WHERE rowid > CAST($1 AS BIGINT) AND known_to IS NULL AND NOT is_tombstone) r ON true
ORDER BY place`
  const { rows } = await store.query(ws, text, [after])
  const [made = '', last = -1, gone = 0] = rows[0] ?? []
  const found = rows.filter(([, , , place]) => place !== null)
  return {
    rows: found.map((row) => fieldsOf(columns, row)),
    places: found.map(([, , , place]) => Number(place)),
    state: { made: String(made), last: Number(last), gone: Number(gone) },
  }
}

/** The columns by name, added in one order, so that all rows have one shape. */
function fieldsOf(columns: readonly string[], row: Row): Fields {
  const fields: Record<string, unknown> = {}
  for (const [place, column] of columns.entries()) fields[column] = row[place + 4] ?? null
  return fields
}
