import type { Row } from './duckdb.ts'
import type { Value } from './values.ts'

/** Rows that stand for themselves, as they arrived in one request: all of it is taken, or nothing. */
export interface StreamEntry {
  readonly kind: 'stream'
  /** The instant of arrival, ISO 8601 in UTC. */
  readonly at: string
  readonly source: string
  readonly tables: readonly StreamRows[]
}

/** Rows for one table; a TIMESTAMP is in milliseconds since 1970, JSON is text. */
export interface StreamRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** A column of a table: nothing in any row, its values, or the lengths of its texts (-1 for none; one number where all are as long), which stand behind the record. */
type Cells = null | readonly Value[] | { readonly texts: number | readonly number[] }

interface Packed extends Omit<StreamEntry, 'kind' | 'tables'> {
  readonly kind: 'columns'
  readonly tables: readonly { readonly table: string; readonly columns: readonly string[]; readonly count: number; readonly cells: readonly Cells[] }[]
}

const mark = '{"kind":"columns",'

/**
 * Rows of a stream column by column, all texts behind one another as they are. By rows, each text would be looked through for what must be escaped, as most of
 * what is in one that is JSON itself, and it compresses to twice as much. Null where a row is none of its table, or a text holds half of a surrogate pair.
 */
export function packedText({ kind: _, tables, ...rest }: StreamEntry): string | null {
  if (!tables.every(({ columns, rows }) => rows.every((row) => Array.isArray(row) && row.length === columns.length))) return null
  const texts: string[] = []
  const packed: Packed = {
    kind: 'columns',
    ...rest,
    tables: tables.map(({ table, columns, rows }) => ({
      table,
      columns,
      count: rows.length,
      cells: columns.map((_name, place) => cellsOf(rows, place, texts)),
    })),
  }
  const behind = texts.join('')
  return behind.isWellFormed() ? `${JSON.stringify(packed)}\n${behind}` : null
}

function cellsOf(rows: readonly Row[], place: number, texts: string[]): Cells {
  const [values, lengths] = [Array<Value>(rows.length).fill(null), Array<number>(rows.length).fill(-1)]
  let [isText, isNothing] = [true, true]
  for (let row = 0; row < rows.length; row += 1) {
    const value = rows[row]?.[place] ?? null
    values[row] = value
    if (value === null) continue
    isNothing = false
    if (typeof value === 'string') lengths[row] = value.length
    else isText = false
  }
  if (isNothing) return null
  if (!isText) return values
  texts.push(values.join('')) // what is nothing joins as an empty text
  const [first = 0] = lengths
  return { texts: lengths.every((length) => length === first) ? first : lengths }
}

/** The entry that was packed so, whatever white space stands behind it; null for a text of another form. */
export function unpackedText(text: string): StreamEntry | null {
  if (!text.startsWith(mark)) return null
  const end = text.indexOf('\n')
  const { kind: _, tables, ...rest }: Packed = JSON.parse(text.slice(0, end))
  let at = end + 1
  const take = (length: number): string | null => (length < 0 ? null : text.slice(at, (at += length)))
  const column = (cells: Cells, count: number): readonly Value[] => {
    if (cells === null) return Array<Value>(count).fill(null)
    if (!('texts' in cells)) return cells
    const { texts } = cells
    return Array.from({ length: count }, (_none, row) => take(typeof texts === 'number' ? texts : (texts[row] ?? -1)))
  }
  const unpacked = tables.map(({ table, columns, count, cells }): StreamRows => {
    const values = cells.map((one) => column(one, count))
    return { table, columns, rows: Array.from({ length: count }, (_none, row) => values.map((one) => one[row] ?? null)) }
  })
  return { kind: 'stream', ...rest, tables: unpacked }
}
