import type { Row, Snapshot } from './duckdb.ts'
import { word } from './shape.ts'
import type { FactStore } from './store.ts'

type Fields = Readonly<Record<string, unknown>>

/** Rows of a fact with their places in its table, as they stood in one state of the store. */
export interface Placed {
  readonly rows: readonly Fields[]
  readonly places: Float64Array
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
  return await store.snapshot(ws, async (read) => {
    const state = await stateOf(read, fact)
    if (!before || state.made !== before.state.made || state.last < before.state.last) return { ...(await behind(read, fact, columns, -1)), state }
    const stays = state.gone === before.state.gone ? before : standing(before, await goneIn(read, fact, before.state.last))
    const more = await behind(read, fact, columns, before.state.last)
    if (more.rows.length === 0) return { ...stays, state }
    return { rows: stays.rows.concat(more.rows), places: joined(stays.places, more.places), state }
  })
}

/** A statement of its own: with each of 40,000 rows, a text and two numbers took as long as seven columns. */
async function stateOf({ query }: Snapshot, fact: string): Promise<State> {
  const { rows } = await query(`SELECT (SELECT identity FROM store.progress), coalesce(max(rowid), -1), count(known_to) FROM store.${word(fact)}`)
  const [made = '', last = -1, gone = 0] = rows[0] ?? []
  return { made: String(made), last: Number(last), gone: Number(gone) }
}

/** Rows behind a place. The place is the last column, and a plain number. */
async function behind({ query }: Snapshot, fact: string, columns: readonly string[], after: number): Promise<Omit<Placed, 'state'>> {
  const read = [...columns.map(word), 'CAST(rowid AS DOUBLE)'].join(', ')
  const from = after < 0 ? '' : `rowid > ${after} AND `
  const { rows } = await query(`SELECT ${read} FROM store.${word(fact)} WHERE ${from}known_to IS NULL AND NOT is_tombstone`)
  const places = new Float64Array(rows.length)
  for (let index = 0; index < places.length; index++) places[index] = Number(rows[index]?.[columns.length])
  return { rows: rows.map((row) => fieldsOf(columns, row)), places }
}

/** The places up to one of rows that are not known any more: mostly fewer than those that are. */
async function goneIn({ query }: Snapshot, fact: string, last: number): Promise<ReadonlySet<number>> {
  const { rows } = await query(
    `SELECT CAST(rowid AS DOUBLE) FROM store.${word(fact)} WHERE rowid <= ${last} AND (known_to IS NULL AND NOT is_tombstone) IS NOT TRUE`,
  )
  return new Set(rows.map(([place]) => Number(place)))
}

/** Those of `before` that are not gone; the same list where none went. */
function standing({ rows, places }: Placed, gone: ReadonlySet<number>): Omit<Placed, 'state'> {
  const stays = places.map((place) => (gone.has(place) ? 0 : 1))
  if (!stays.includes(0)) return { rows, places }
  return { rows: rows.filter((_, index) => stays[index] === 1), places: places.filter((_, index) => stays[index] === 1) }
}

function joined(some: Float64Array, more: Float64Array): Float64Array {
  const all = new Float64Array(some.length + more.length)
  all.set(some)
  all.set(more, some.length)
  return all
}

/** The columns by name, added in one order, so that all rows have one shape. */
function fieldsOf(columns: readonly string[], row: Row): Fields {
  const fields: Record<string, unknown> = {}
  for (let place = 0; place < columns.length; place++) fields[columns[place] ?? ''] = row[place] ?? null
  return fields
}
