import type { Row } from './duckdb.ts'
import type { StreamRows } from './records.ts'
import type { TableShape } from './shape.ts'
import type { ColumnType } from './values.ts'

/** A row that its table cannot take: where it stands in its record, and the first of its numbers that is too large. */
interface Unfit {
  readonly row: number
  readonly column: string
  readonly value: number
}

/** Numbers that are larger have no form in a column of the type. */
const most: Partial<Record<ColumnType, number>> = { TIMESTAMP: 8.64e15, BIGINT: 2 ** 63 - 1_024 }

/** Parts the rows of a record, in the order of the table’s columns, from those that cannot be written: written with others, one of them would keep all of them out. */
export function parted({ columns }: TableShape, rows: readonly Row[]): { readonly fitting: readonly Row[]; readonly unfit: readonly Unfit[] } {
  const bounds = columns.flatMap(({ name, type }, place) => (most[type] === undefined ? [] : [{ name, place, most: most[type] }]))
  const wrongIn = (row: Row) => {
    for (const bound of bounds) if (Math.abs(Number(row[bound.place])) > bound.most) return bound
    return undefined
  }
  if (!rows.some(wrongIn)) return { fitting: rows, unfit: [] }
  return {
    fitting: rows.filter((row) => !wrongIn(row)),
    unfit: rows.flatMap((cells, row) => {
      const wrong = wrongIn(cells)
      return wrong ? [{ row, column: wrong.name, value: Number(cells[wrong.place]) }] : []
    }),
  }
}

/** Such rows as rows of what is held. They name no person: what they said stays in their record of the journal, by the rules of the journal. */
export const setAside = (table: string, unfit: readonly Unfit[], { at, position }: { readonly at: number; readonly position: number }): StreamRows => ({
  table: 'event_held',
  columns: ['held_id', 'class', 'field', 'place', 'reason', 'protocol', 'raw', 'received_at'],
  rows: unfit.map(({ row, column, value }) => [
    `${position}/${table}/${row}`,
    'malformed',
    column,
    row,
    `Its column cannot hold ${value}.`,
    'journal',
    JSON.stringify({ table, record: position, row }),
    at,
  ]),
})
