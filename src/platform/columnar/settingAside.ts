import { createHash } from 'node:crypto'
import type { Row } from './duckdb.ts'
import type { StreamRows } from './records.ts'
import type { TableShape } from './shape.ts'
import type { ColumnType } from './values.ts'

/** A row that its table cannot take: where it stands in its record, and the first of its cells that does not fit. */
interface Unfit {
  readonly row: number
  readonly column: string
  readonly reason: string
}

/** The largest number that a column of the type has a form for. */
const most: Partial<Record<ColumnType, number>> = { TIMESTAMP: 8.64e15, BIGINT: 2 ** 63 - 1_024, DOUBLE: Number.MAX_VALUE, BOOLEAN: 1 }

/**
 * Parts the rows of a record, in the order of the table’s columns, from those that cannot be written: written with others, one of them would keep all of them out.
 * Of a record that comes from the journal the texts of JSON are read too (`isOld`): who asks for such a column is answered with an error as long as one row of it is none.
 */
export function parted(shape: TableShape, rows: readonly Row[], isOld = false): { readonly fitting: readonly Row[]; readonly unfit: readonly Unfit[] } {
  const tests = testsOf(shape, isOld)
  let unfit: Unfit[] | null = null
  for (let row = 0; row < rows.length; row += 1) {
    const wrong = wrongIn(tests, rows[row])
    if (wrong) (unfit ??= []).push({ row, ...wrong })
  }
  if (unfit === null) return { fitting: rows, unfit: [] }
  const left = new Set(unfit.map(({ row }) => row))
  return { fitting: rows.filter((_, row) => !left.has(row)), unfit }
}

/** The first cell of a row, its columns in any order, that its table cannot take; the texts of JSON are read too. */
export const firstUnfit = (shape: TableShape, columns: readonly string[], row: Row): Omit<Unfit, 'row'> | null =>
  wrongIn(testsOf(shape, true), inOrderOf(shape, columns, [row])[0])

/** Rows with their cells in the order of the table’s own columns. */
export function inOrderOf({ columns }: TableShape, given: readonly string[], rows: readonly Row[]): readonly Row[] {
  const places = columns.map(({ name }) => given.indexOf(name))
  return places.every((place, index) => place === index)
    ? rows
    : rows.map((row) => (Array.isArray(row) ? places.map((place) => (place < 0 ? null : (row[place] ?? null))) : row))
}

interface Test {
  readonly column: string
  readonly place: number
  /** Of a column of numbers; of the others the text has a form of its own. */
  readonly most: number | null
  readonly isKey: boolean
}

const testsOf = ({ columns, key }: TableShape, isOld: boolean): Test[] =>
  columns.flatMap(({ name, type }, place) => {
    const isKey = key.includes(name)
    const isAsked = most[type] !== undefined || isKey || (isOld && (type === 'JSON' || type === 'VARCHAR[]'))
    return isAsked ? [{ column: name, place, most: most[type] ?? null, isKey }] : []
  })

function wrongIn(tests: readonly Test[], cells: Row | undefined): Omit<Unfit, 'row'> | null {
  if (!Array.isArray(cells)) return { column: '', reason: 'It is no row.' }
  for (const test of tests) {
    const reason = wrongOf(test, cells[test.place])
    if (reason !== null) return { column: test.column, reason }
  }
  return null
}

/** Why a cell does not fit. A text is not told: it may name a person. */
function wrongOf({ most: limit, isKey }: Test, value: unknown): string | null {
  if (value === null || value === undefined) return isKey ? 'It has no name of its own.' : null
  if (limit === null) return isKey || isJson(value) ? null : 'Its column holds JSON.'
  if (typeof value === 'boolean') return null
  if (typeof value !== 'number') return 'Its column holds numbers.'
  return Math.abs(value) <= limit ? null : `Its column cannot hold ${value}.`
}

/** What is no text yet is written as JSON. */
function isJson(value: unknown): boolean {
  if (typeof value !== 'string') return true
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

/** Names rows of a record by what they say, the same said twice by a number too: their places are others once a person was taken out of the record. */
export function rowNames(columns: readonly string[]): (row: unknown) => string {
  const said = new Map<string, number>()
  return (row) => {
    const name = createHash('sha256')
      .update(JSON.stringify([columns, row]))
      .digest('hex')
      .slice(0, 32)
    const before = said.get(name) ?? 0
    said.set(name, before + 1)
    return before === 0 ? name : `${name}.${before}`
  }
}

/** Rows that their table cannot take as rows of what is held. They name no person: what they said stays in their record of the journal, by the rules of the journal. */
export function setAside(
  { table, columns, rows }: StreamRows,
  unfit: readonly Unfit[],
  { at, position }: { readonly at: number; readonly position: number },
): StreamRows {
  const named = rowNames(columns)
  return {
    table: 'event_held',
    columns: ['held_id', 'class', 'field', 'place', 'reason', 'protocol', 'raw', 'received_at'],
    rows: unfit.map(({ row: place, column, reason }) => {
      const row = named(rows[place])
      const raw = JSON.stringify({ table, record: position, row })
      return [`${position}/${table}/${row}`, 'malformed', column === '' ? null : column, place, reason, 'journal', raw, at]
    }),
  }
}
