import { BIGINT, BOOLEAN, DATE, DOUBLE, DuckDBDataChunk, TIMESTAMP, VARCHAR, type DuckDBConnection } from '@duckdb/node-api'
import { run, toProblem, type Row } from './duckdb.ts'
import { fillColumn, vectorRows } from './fillChunk.ts'
import { stagedColumns, stagingSql, type TableShape } from './shape.ts'
import { writing, type ColumnType, type Value } from './values.ts'

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

/** The table that collects the rows of one part. */
export interface Staging {
  add(piece: Piece, position: number): Promise<void>
  /** Whoever asks the table sees all that was added. */
  flush(): void
  drop(): Promise<void>
}

/**
 * Rows cross to the store a column of a chunk at a time. The view over them, of the part’s name, tells their names and hashes when somebody asks.
 * They wait in the file, packed as it packs all rows, and not in memory: only rows of less than one of its groups are held there. After a
 * crash they come from the journal again.
 */
export async function openStaging(writer: DuckDBConnection, table: string, shape: TableShape): Promise<Staging> {
  for (const statement of stagingSql(table, shape)) await run(writer, statement)
  const columns = stagedColumns(shape)
  const appender = await writer.createAppender(`${table}_rows`, 'staging')
  const chunk = DuckDBDataChunk.create(
    columns.map(({ type }) => vectorType[type]),
    vectorRows,
  )
  let held = 0
  const flush = (): void => {
    try {
      appender.flushSync()
      held = 0
    } catch (error) {
      throw toProblem(error)
    }
  }
  return {
    flush,
    add: async ({ rows, numbers }, position) => {
      try {
        for (let from = 0; from < rows.length; from += vectorRows) {
          const some = rows.slice(from, from + vectorRows)
          chunk.reset()
          chunk.rowCount = some.length
          fillColumn.BIGINT(chunk, 0, numbers.slice(from, from + vectorRows))
          fillColumn.BIGINT(chunk, 1, Array<number>(some.length).fill(position))
          for (const [at, { type }] of shape.columns.entries()) fillColumn[columns[at + 2]?.type ?? 'VARCHAR'](chunk, at + 2, some.map(cellOf(type, at)))
          appender.appendDataChunk(chunk)
        }
      } catch (error) {
        throw toProblem(error)
      }
      held += rows.length
      if (held >= groupRows) flush()
    },
    drop: async () => {
      appender.closeSync()
      await run(writer, `drop view if exists ${table}`)
      for (const each of [`staging.${table}_rows`, `${table}_verdict`]) await run(writer, `drop table if exists ${each}`)
    },
  }
}

/** The rows of a group of DuckDB’s file: so many are packed and written at once, and need no log. */
export const groupRows = 122_880

const vectorType = { VARCHAR, JSON: VARCHAR, BIGINT, DOUBLE, BOOLEAN, DATE, TIMESTAMP }

/** Numbers and booleans cross as they are, all others as the text that `writing` makes of them. */
function cellOf(type: ColumnType, at: number): (row: Row) => Value {
  if (type === 'BIGINT' || type === 'DOUBLE' || type === 'BOOLEAN') return (row) => row[at] ?? null
  const { text } = writing[type]
  return (row) => {
    const value = row[at] ?? null
    return value === null ? null : (text(value) ?? null)
  }
}

const show = (value: Row[number] | undefined): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`
}
