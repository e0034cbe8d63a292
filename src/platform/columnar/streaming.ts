import { setImmediate } from 'node:timers/promises'
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { run, toProblem, type Row } from './duckdb.ts'
import { crossesAs, packedRows, whenceColumns, type PackedRows, type Whence } from './packedRows.ts'
import type { StreamEntry, StreamRows } from './records.ts'
import { inOrderOf, parted, setAside } from './settingAside.ts'
import { keySql, tableOf, word, type TableShape } from './shape.ts'
import type { ColumnType } from './values.ts'

/** Rows of streams that are on disk in the journal and wait to be written to their tables together. */
export interface Streams {
  /** Takes the rows of a record, of one that the journal kept (`isOld`) or that just arrived; one that was handed in before is left out. A row that its table cannot take goes to what is held, with the reason. */
  add(entry: StreamEntry, position: number, isOld?: boolean): void
  /** Rows that wait. */
  readonly waiting: number
  /**
   * What waits at this moment; rows that are added from now on wait for the next time. With `isWhole` the rows of a large table come in whole groups, and the
   * others of it wait on: a small group behind a large one would be packed anew with its neighbours.
   */
  take(isWhole: boolean): Taken
}

export interface Taken {
  /** The last record all of whose rows are taken. */
  readonly upTo: number
  /** Are there rows of later records too? */
  readonly isAhead: boolean
  readonly tables: readonly string[]
  readonly links: readonly Row[]
  /** Writes the rows, within the caller's transaction. */
  write(): Promise<void>
}

interface Waiting {
  readonly shape: TableShape
  readonly packed: PackedRows
}

/**
 * Rows go through a plain temporary table of texts and numbers, and from there by one statement into their own: what is the same in every
 * row (who sent it, when it was known) is made there and never crosses from JavaScript. `from` is the last record that was written before.
 */
export function openStreams(writer: DuckDBConnection, shapes: ReadonlyMap<string, TableShape>, from: number): Streams {
  const tables = new Map<string, Waiting>()
  const loaders = new Map<string, Loader>()
  let [end, done, links]: [number, number, Row[]] = [from, from, []]

  const wait = (arrived: StreamRows, whence: Whence, isOld: boolean): void => {
    const { table, columns, rows } = arrived
    const shape = shapes.get(table)
    if (!shape) return
    const own = tables.get(table) ?? { shape, packed: packedRows(shape) }
    tables.set(table, own)
    const { fitting, unfit } = parted(shape, inOrderOf(shape, columns, rows), isOld)
    own.packed.add(fitting, whence)
    if (table === 'event_link') links.push(...fitting)
    if (unfit.length > 0) wait(setAside(arrived, unfit, whence), whence, false)
  }
  return {
    get waiting() {
      return tables.values().reduce((sum, { packed }) => sum + packed.rows, 0)
    },
    add(entry, position, isOld = false) {
      if (position <= end) return
      end = position
      for (const rows of entry.tables) wait(rows, { source: entry.source, at: Date.parse(entry.at), position }, isOld)
    },
    take(isWhole) {
      const large = isWhole ? [...tables].find(([, { packed }]) => packed.wholeUpTo > done)?.[0] : undefined
      const taken = [...tables]
        .map(([table, { shape, packed }]) => ({ table, shape, packed, ...packed.take(table === large) }))
        .filter(({ chunks }) => chunks.length > 0)
      const upTo = taken.find(({ table }) => table === large)?.upTo ?? end
      done = upTo
      const is = { upTo, isAhead: large !== undefined, tables: taken.map(({ table }) => table), links }
      links = []
      const write = async (): Promise<void> => {
        for (const { table, shape, packed, chunks } of taken) {
          const loader = loaders.get(table) ?? (await loaderOf(writer, shape))
          loaders.set(table, loader)
          await loader(chunks)
          packed.giveBack(chunks)
        }
      }
      return { ...is, write }
    },
  }
}

type Loader = (chunks: readonly DuckDBDataChunk[]) => Promise<void>

/** Chunks that are handed to the store in one piece: about three milliseconds, in which nobody else has an answer. */
const atOnce = 4

/** The appender of a table is made once. Between two pieces others have their turn: whoever waits for an answer does not wait for all of them. */
async function loaderOf(writer: DuckDBConnection, shape: TableShape): Promise<Loader> {
  const raw = `stream_${shape.name}`
  const forms = [...shape.columns.map(({ name, type }) => ({ name, form: crossesAs(type) })), ...whenceColumns]
  const declared = forms.map(({ name, form }) => `${word(name)} ${form}`)
  await run(writer, `create or replace temp table ${raw} (${declared.join(', ')})`)
  const appender = await writer.createAppender(raw, 'main', 'temp')
  const insert = insertSql(raw, shape)
  return async (chunks) => {
    try {
      for (let at = 0; at < chunks.length; at += atOnce) {
        for (const chunk of chunks.slice(at, at + atOnce)) appender.appendDataChunk(chunk)
        appender.flushSync()
        await setImmediate()
      }
    } catch (error) {
      throw toProblem(error)
    }
    await run(writer, `${insert};\ntruncate ${raw}`)
  }
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
