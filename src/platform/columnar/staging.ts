import type { DuckDBConnection } from '@duckdb/node-api'
import { run, toProblem, type Row } from './duckdb.ts'
import { stageSql, stagingTable, type TableShape } from './shape.ts'
import { writing } from './values.ts'

/** Rows with their numbers in the file (the heading is row 1). Numbers grow within a file and never repeat. */
export interface Piece {
  readonly rows: readonly Row[]
  readonly numbers: readonly number[]
}

export interface Refused {
  readonly row: number
  readonly column: string
  readonly reason: string
  readonly values: Row
}

/** Parts the rows that the store can keep from those that it cannot; nothing is converted by guessing. */
export function sift({ columns, key, name }: TableShape, { rows, numbers }: Piece): { kept: Piece; refused: Refused[] } {
  const kept: { rows: Row[]; numbers: number[] } = { rows: [], numbers: [] }
  const refused: Refused[] = []
  const keys = key.map((column) => columns.findIndex((one) => one.name === column))
  for (const [index, row] of rows.entries()) {
    const number = numbers[index] ?? 0
    const wrong = columns.findIndex(({ type }, at) => (row[at] ?? null) !== null && writing[type].text(row[at] ?? '') === undefined)
    if (wrong !== -1) {
      const { name: column = '', type = 'VARCHAR' } = columns[wrong] ?? {}
      refused.push({ row: number, column, reason: `${show(row[wrong])} is not ${writing[type].says}.`, values: row })
    } else if (keys.every((at) => (row[at] ?? null) === null)) {
      refused.push({ row: number, column: key.join(', '), reason: `A ${name} needs its ${key.join(' and ')}.`, values: row })
    } else {
      kept.rows.push(row)
      kept.numbers.push(number)
    }
  }
  return { kept, refused }
}

/** The temporary table that collects the rows of one part. */
export interface Staging {
  add(piece: Piece, position: number): Promise<void>
  drop(): Promise<void>
}

/**
 * A piece crosses to the store as one text for each column, which the store splits, converts and hashes on its own threads: handing over
 * value by value cost four times the processor time, all of it here. The statement is prepared once for the whole part.
 */
export async function openStaging(writer: DuckDBConnection, table: string, shape: TableShape): Promise<Staging> {
  await run(writer, stagingTable(table, shape))
  const insert = await writer.prepare(stageSql(table, shape))
  return {
    add: async ({ rows, numbers }, position) => {
      const cells = shape.columns.map(({ type }, at) => rows.map((row) => cellOf(type, row[at])))
      const marks = marksFor(cells)
      insert.bindVarchar(1, marks.between)
      insert.bindVarchar(2, marks.empty)
      for (const [at, column] of [numbers, ...cells].entries()) {
        if (column.some((cell) => cell !== null)) insert.bindVarchar(at + 3, joined(column, marks))
        else insert.bindNull(at + 3)
      }
      insert.bindBigInt(shape.columns.length + 4, BigInt(position))
      await insert.run().catch((error: unknown) => {
        throw toProblem(error)
      })
    },
    drop: async () => {
      insert.destroySync()
      for (const suffix of ['', '_verdict']) await run(writer, `drop table if exists ${table}${suffix}`)
    },
  }
}

type Cells = readonly (string | null)[]

const cellOf = (type: TableShape['columns'][number]['type'], value: Row[number] | undefined): string | null =>
  value === null || value === undefined ? null : (writing[type].text(value) ?? null)

/** What stands between two cells, and for an empty one. */
interface Marks {
  readonly between: string
  readonly empty: string
}

/** Marks that no cell holds: control characters, and longer ones while somebody's text holds those. */
function marksFor(columns: readonly Cells[]): Marks {
  const texts = columns.map((cells) => cells.join(''))
  for (let more = '', tries = 0; ; more = String((tries += 1))) {
    const marks = { between: `\u001E${more}`, empty: `\u001D${more}` }
    if (!texts.some((text) => text.includes(marks.between) || text.includes(marks.empty))) return marks
  }
}

const joined = (cells: Cells | readonly number[], { between, empty }: Marks): string => cells.map((cell) => cell ?? empty).join(between)

const show = (value: Row[number] | undefined): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`
}
