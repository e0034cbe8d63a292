import { rm } from 'node:fs/promises'
import { DuckDBDoubleVector, DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk, type DuckDBResult, type DuckDBValue } from '@duckdb/node-api'
import { Problem } from '#kernel'
import { words } from '../log.ts'
import { rowsOfChunk } from './chunkRows.ts'
import { openReaders, type Readers } from './readers.ts'
import { fromStore, safe, toParameter, type Value } from './values.ts'

export type Row = readonly Value[]

/** Values for `$1, $2 …` in their order. */
export type Values = readonly Value[]

export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** A column as an array of its own: numbers as Float64Array with NaN for "no value", everything else as a list. */
export type Column = Float64Array | readonly Value[]

export interface Columns {
  readonly length: number
  readonly column: Readonly<Record<string, Column>>
}

/** What reading may ask; every call sees one state and can write nothing. */
export interface ReadAccess {
  query(sql: string, values?: Values): Promise<Table>
  queryColumns(sql: string, values?: Values): Promise<Columns>
  /** Several answers, one after the other, from one state of the file. Temporary tables that are made on the way are gone at its end. */
  snapshot<T>(work: (state: Snapshot) => Promise<T>): Promise<T>
  /** The rows in pieces of at most 2,048, as they are computed. */
  stream(sql: string, values?: Values): AsyncGenerator<readonly Row[]>
}

/** What is asked within it sees the state that the first question saw, whatever is written meanwhile. */
export type Snapshot = Pick<ReadAccess, 'query' | 'queryColumns'>

/** One DuckDB file. `writer` is its only writing connection: use it from one place at a time. */
export interface DuckFile extends ReadAccess {
  readonly writer: DuckDBConnection
  /** Ends what is being read with `unavailable`, waits until it has ended, and closes the file. The writer must be at rest. */
  close(): Promise<void>
}

export interface DuckOptions {
  /** What DuckDB may use before it spills to disk, such as `192MB`. */
  readonly memoryLimit?: string
  readonly threads?: number
  /** For a disk that takes nothing more. */
  readonly isReadOnly?: boolean
}

/**
 * Opens (or makes) a DuckDB file that can read no other file, load no extension and change none of these settings. Throws a Problem
 * when the file is damaged or locked by another process.
 */
export async function openDuck(path: string, { memoryLimit = '192MB', threads = 1, isReadOnly = false }: DuckOptions = {}): Promise<DuckFile> {
  const options = {
    access_mode: isReadOnly ? 'READ_ONLY' : 'AUTOMATIC',
    memory_limit: memoryLimit,
    // whoever asks works on the answer: measured, a second thread costs a quarter more processor time, most of it in waiting
    threads: String(threads),
    // memory that was freed goes back to the system at once: measured, 380 MB above idle become 255 MB for a million rows
    allocator_flush_threshold: '1MB',
    allocator_bulk_deallocation_flush_threshold: '1MB',
    allocator_background_threads: 'true',
    // what stands in the write-ahead log is packed into the file less often: of a row group that is not full yet, all of it each time
    checkpoint_threshold: '32MB',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    lock_configuration: 'true',
  }
  const instance = await DuckDBInstance.create(path, options).catch((error: unknown) => {
    throw toProblem(error)
  })
  const writer = await instance.connect()
  const readers = openReaders(instance)
  const reading = <T>(sql: string, values: Values, work: (result: DuckDBResult) => Promise<T>): Promise<T> =>
    inReadOnly(readers, async (connection) => await work(await ask(connection, sql, values)))
  let ending: Promise<void> | null = null
  const end = async (): Promise<void> => {
    await readers.close()
    writer.closeSync()
    instance.closeSync()
  }
  return {
    writer,
    query: (sql, values = []) => reading(sql, values, toTable),
    queryColumns: (sql, values = []) => reading(sql, values, toColumns),
    snapshot: (work) => inSnapshot(readers, work),
    stream: (sql, values = []) => streaming(readers, sql, values),
    close: () => (ending ??= end()),
  }
}

/** Removes a DuckDB file with its write-ahead log and spill folder. */
export async function removeDuck(path: string): Promise<void> {
  for (const part of [path, `${path}.wal`, `${path}.tmp`]) await rm(part, { recursive: true, force: true })
}

/** Runs statements on the writer, in order; errors become Problems where they are the ground's. */
export async function run(writer: DuckDBConnection, sql: string, values: readonly DuckDBValue[] = []): Promise<Table> {
  const result = await writer.run(sql, [...values]).catch((error: unknown) => {
    throw toProblem(error)
  })
  return await toTable(result)
}

/** After a FATAL error (a full disk, above all) an instance refuses everything until it is closed and opened again. */
export const isFatal = (error: unknown): boolean => /FATAL|database has been invalidated|INTERNAL Error/.test(words(error))

export const isNoSpace = (error: unknown): boolean => /No space left|out of space|ENOSPC|disk full|max_temp_directory_size/i.test(words(error))

/** Failures of the ground become Problems; mistakes in a query stay DuckDB's own errors. */
export function toProblem(error: unknown): unknown {
  if (error instanceof Problem) return error
  const more = { reason: words(error) }
  if (isNoSpace(error))
    return new Problem('unavailable', 'The disk of the analytical store is full.', 'Free some space; it goes on by itself afterwards.', {
      code: 'no-space',
      more,
    })
  if (/Conflicting lock|Could not set lock/.test(words(error)))
    return new Problem('conflict', 'Another process has the analytical store open.', 'Stop it, or talk to it instead.', { code: 'already-running', more })
  if (/not a valid DuckDB database|Corrupt|checksum/i.test(words(error)))
    return new Problem('unavailable', 'The file of the analytical store is damaged.', 'Rebuild it from the journal; nothing is lost.', {
      code: 'store-damaged',
      more,
    })
  if (/Out of Memory/i.test(words(error)))
    return new Problem('unavailable', 'The question needs more memory than the analytical store may use.', 'Ask for fewer rows or a shorter time.', {
      code: 'too-large',
      more,
    })
  return error
}

async function inReadOnly<T>(readers: Readers, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const reader = await readers.enter()
  try {
    return await reader.call(work)
  } catch (error) {
    throw toProblem(error)
  } finally {
    reader.leave()
  }
}

async function inSnapshot<T>(readers: Readers, work: (state: Snapshot) => Promise<T>): Promise<T> {
  const reader = await readers.enter()
  const reading = <R>(sql: string, values: Values, take: (result: DuckDBResult) => Promise<R>): Promise<R> =>
    reader.call(async (connection) => await take(await ask(connection, sql, values)))
  try {
    return await work({
      query: (sql, values = []) => reading(sql, values, toTable),
      queryColumns: (sql, values = []) => reading(sql, values, toColumns),
    })
  } catch (error) {
    throw toProblem(error)
  } finally {
    reader.leave()
  }
}

/** Exactly one statement, so that no text can end the reading transaction and write behind it. */
async function ask(connection: DuckDBConnection, sql: string, values: Values): Promise<DuckDBResult> {
  const statements = await connection.extractStatements(sql)
  if (statements.count !== 1) throw new RangeError(`A query is one statement, not ${statements.count}.`)
  const prepared = await statements.prepare(0)
  try {
    prepared.bind(values.map(toParameter))
    return await prepared.stream()
  } finally {
    prepared.destroySync()
  }
}

async function* streaming(readers: Readers, sql: string, values: Values): AsyncGenerator<readonly Row[]> {
  const reader = await readers.enter()
  try {
    const result = await reader.call((connection) => ask(connection, sql, values))
    for (;;) {
      const rows = await reader.call(async () => toRows(await result.fetchChunk()))
      if (rows.length === 0) return
      yield rows
    }
  } catch (error) {
    throw toProblem(error)
  } finally {
    reader.leave()
  }
}

async function toTable(result: DuckDBResult): Promise<Table> {
  const rows: Row[] = []
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) rows.push(...toRows(chunk))
  return { columns: result.deduplicatedColumnNames(), rows }
}

const toRows = (chunk: DuckDBDataChunk | null): Row[] => (chunk ? rowsOfChunk(chunk) : [])

async function toColumns(result: DuckDBResult): Promise<Columns> {
  const names = result.deduplicatedColumnNames()
  const isNumeric = names.map((_, index) => numericTypes.has(String(result.columnType(index)).replace(/\(.*/, '')))
  const lists: (Float64Array | DuckDBValue[])[][] = names.map(() => [])
  let length = 0
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const [index, list] of lists.entries()) list.push(isNumeric[index] ? toNumbers(chunk, index) : chunk.getColumnValues(index))
    length += chunk.rowCount
  }
  const columns = lists.map((pieces, index) => (isNumeric[index] ? joined(pieces, length) : pieces.flatMap((piece) => [...piece]).map(fromStore)))
  return { length, column: Object.fromEntries(names.map((name, index) => [name, columns[index] ?? []])) }
}

const numericTypes = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
])

/** A column of a chunk, read in place: no list of values is made on the way. */
function toNumbers(chunk: DuckDBDataChunk, index: number): Float64Array {
  const vector = chunk.getColumnVector(index)
  // asked value by value, twenty million numbers take three seconds; a column without gaps is copied as it lies there
  if (vector instanceof DuckDBDoubleVector && vector['validity']['data'] === null) return vector['items'].slice(0, chunk.rowCount)
  const numbers = new Float64Array(chunk.rowCount)
  for (let row = 0; row < numbers.length; row++) numbers[row] = toNumber(vector.getItem(row))
  return numbers
}

function joined(pieces: readonly (Float64Array | readonly DuckDBValue[])[], length: number): Float64Array {
  const numbers = new Float64Array(length)
  let at = 0
  for (const piece of pieces) {
    if (piece instanceof Float64Array) numbers.set(piece, at)
    at += piece.length
  }
  return numbers
}

function toNumber(value: DuckDBValue): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return safe(value)
  return value === null ? Number.NaN : Number(fromStore(value))
}
