import { DuckDBDataChunk, type DuckDBConnection, type DuckDBValue, BIGINT } from '@duckdb/node-api'
import { run, toProblem, type Row } from './duckdb.ts'
import { rawTable, stageSql, stagingTable, type TableShape } from './shape.ts'
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
    const wrong = columns.findIndex(({ type }, at) => (row[at] ?? null) !== null && writing[type].store(row[at] ?? '') === undefined)
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

const vector = 2048

/**
 * Rows go in one vector at a time, through one appender and one chunk for the whole part: what belongs to a new one each
 * time would be freed only when JavaScript's collector finds the time, and memory would grow with the file.
 */
export async function openStaging(writer: DuckDBConnection, table: string, shape: TableShape): Promise<Staging> {
  await run(writer, rawTable(`${table}_raw`, shape))
  await run(writer, stagingTable(table, shape))
  const types = [BIGINT, ...shape.columns.map(({ type }) => writing[type].type)]
  const appender = await writer.createAppender(`${table}_raw`, 'main', 'temp')
  const chunk = DuckDBDataChunk.create(types, vector)
  const fill = ({ rows, numbers }: Piece, from: number): void => {
    const some = rows.slice(from, from + vector)
    chunk.reset()
    chunk.rowCount = some.length
    chunk.setColumns([numbers.slice(from, from + vector).map(BigInt), ...shape.columns.map(({ type }, at) => some.map((row) => stored(type, row[at])))])
    appender.appendDataChunk(chunk)
  }
  return {
    add: async (piece, position) => {
      try {
        for (let from = 0; from < piece.rows.length; from += vector) fill(piece, from)
        appender.flushSync()
      } catch (error) {
        throw toProblem(error)
      }
      await run(writer, stageSql(`${table}_raw`, table, shape), [position])
      await run(writer, `truncate ${table}_raw`)
    },
    drop: async () => {
      appender.closeSync()
      for (const suffix of ['', '_raw', '_verdict']) await run(writer, `drop table if exists ${table}${suffix}`)
    },
  }
}

function stored(type: TableShape['columns'][number]['type'], value: Row[number] | undefined): DuckDBValue {
  return value === null || value === undefined ? null : (writing[type].store(value) ?? null)
}

const show = (value: Row[number] | undefined): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`
}
