import { setImmediate } from 'node:timers/promises'
import { DOUBLE, DuckDBDataChunk, VARCHAR, type DuckDBConnection } from '@duckdb/node-api'
import { run, toProblem, type Row } from './duckdb.ts'
import { fillColumn, vectorRows } from './fillChunk.ts'
import type { StreamEntry } from './records.ts'
import { keySql, tableOf, word, type TableShape } from './shape.ts'
import type { ColumnType, Value } from './values.ts'

/** Rows of streams that are on disk in the journal and wait to be written to their tables together. */
export interface Streams {
  add(entry: StreamEntry, position: number): void
  /** Rows that wait. */
  readonly waiting: number
  /** Writes them, within the caller's transaction; answers the rows of each table. */
  write(): Promise<ReadonlyMap<string, readonly Row[]>>
  forget(): void
}

/** Rows that arrived together: what is the same in all of them is kept once. */
interface Arrived {
  readonly rows: readonly Row[]
  readonly source: string
  readonly at: number
  readonly position: number
}

interface Waiting {
  readonly shape: TableShape
  readonly arrived: Arrived[]
}

/**
 * Rows go through a plain temporary table of texts and numbers, one vector at a time, and from there by one statement into their own:
 * what is the same in every row (who sent it, when it was known) is made there and never crosses from JavaScript.
 */
export function openStreams(writer: DuckDBConnection, shapes: ReadonlyMap<string, TableShape>): Streams {
  let waiting = new Map<string, Waiting>()
  let count = 0
  const loaders = new Map<string, Loader>()
  return {
    get waiting() {
      return count
    },
    add({ tables, source, at }, position) {
      for (const { table, columns, rows } of tables) {
        const shape = shapes.get(table)
        if (!shape) continue
        const own = waiting.get(table) ?? { shape, arrived: [] }
        waiting.set(table, own)
        own.arrived.push({ rows: inOrderOf(shape, columns, rows), source, at: Date.parse(at), position })
        count += rows.length
      }
    },
    async write() {
      const written = new Map<string, readonly Row[]>()
      for (const [table, { shape, arrived }] of waiting) {
        const loader = loaders.get(table) ?? (await loaderOf(writer, shape))
        loaders.set(table, loader)
        await loader(arrived)
        written.set(
          table,
          arrived.flatMap(({ rows }) => rows),
        )
      }
      waiting = new Map()
      count = 0
      return written
    },
    forget() {
      waiting = new Map()
      count = 0
    },
  }
}

/** Rows with their cells in the order of the table’s own columns. */
function inOrderOf({ columns }: TableShape, given: readonly string[], rows: readonly Row[]): readonly Row[] {
  const places = columns.map(({ name }) => given.indexOf(name))
  return places.every((place, index) => place === index) ? rows : rows.map((row) => places.map((place) => (place < 0 ? null : (row[place] ?? null))))
}

type Loader = (arrived: readonly Arrived[]) => Promise<void>

/** The appender and the chunk of a table are made once. Between two chunks others have their turn: whoever waits for an answer does not wait for all of them. */
async function loaderOf(writer: DuckDBConnection, shape: TableShape): Promise<Loader> {
  const raw = `stream_${shape.name}`
  const system = [DOUBLE, VARCHAR, DOUBLE]
  const types = shape.columns.map(({ type }) => (isNumeric(type) ? DOUBLE : VARCHAR))
  const declared = shape.columns.map(({ name, type }) => `${word(name)} ${isNumeric(type) ? 'DOUBLE' : 'VARCHAR'}`)
  await run(writer, `create or replace temp table ${raw} (${declared.join(', ')}, at_ms DOUBLE, source_id VARCHAR, "position" DOUBLE)`)
  const appender = await writer.createAppender(raw, 'main', 'temp')
  const chunk = DuckDBDataChunk.create([...types, ...system], vectorRows)
  const insert = insertSql(raw, shape)
  const width = shape.columns.length
  const numeric = shape.columns.map(({ type }) => isNumeric(type))
  return async (arrived) => {
    const [rows, from] = [arrived.flatMap((one) => one.rows), arrived.flatMap((one) => Array.from(one.rows, () => one))]
    try {
      for (let at = 0; at < rows.length; at += vectorRows) {
        const [some, whence] = [rows.slice(at, at + vectorRows), from.slice(at, at + vectorRows)]
        chunk.reset()
        chunk.rowCount = some.length
        for (let place = 0; place < width; place += 1) {
          const [fill, cell] = numeric[place] === true ? [fillColumn.DOUBLE, numberOf] : [fillColumn.VARCHAR, textOf]
          const values = some.map((row) => cell(row[place]))
          fill(chunk, place, values)
        }
        const said = [whence.map((one) => one.at), whence.map(({ source }) => source), whence.map(({ position }) => position)] as const
        fillColumn.DOUBLE(chunk, width, said[0])
        fillColumn.VARCHAR(chunk, width + 1, said[1])
        fillColumn.DOUBLE(chunk, width + 2, said[2])
        appender.appendDataChunk(chunk)
        await setImmediate()
      }
      appender.flushSync()
    } catch (error) {
      throw toProblem(error)
    }
    await run(writer, `${insert};\ntruncate ${raw}`)
  }
}

const isNumeric = (type: ColumnType): boolean => ['BIGINT', 'DOUBLE', 'BOOLEAN', 'TIMESTAMP'].includes(type)

const numberOf = (value: Value | undefined): number | null => (typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null)

function textOf(value: Value | undefined): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const reading: Readonly<Record<ColumnType, (column: string) => string>> = {
  BIGINT: (column) => `${column}::bigint`,
  DOUBLE: (column) => column,
  BOOLEAN: (column) => `${column} <> 0`,
  DATE: (column) => `${column}::date`,
  TIMESTAMP: (column) => `epoch_ms(${column}::bigint)`,
  VARCHAR: (column) => column,
  'VARCHAR[]': (column) => `from_json(${column}, '["VARCHAR"]')`,
  JSON: (column) => column,
}

/** The batch of rows that came by a stream; they are in no import and cannot be taken back with one. */
export const streamBatch = 'stream'

function insertSql(raw: string, { name, key, columns }: TableShape): string {
  const own = columns.map((column) => word(column.name))
  return `insert into ${tableOf(name)}
    (${own.join(', ')}, source_id, source_key, revision, recorded_at, batch_id, file, row_no, position, row_hash, is_tombstone, known_from, known_to)
    select ${columns.map((column) => reading[column.type](word(column.name))).join(', ')}, source_id, ${keySql(key)}, 1, epoch_ms(at_ms::bigint), '${streamBatch}', '', 0,
      "position"::bigint, null, false, epoch_ms(at_ms::bigint), null from ${raw}`
}
