import { VARCHAR } from '@duckdb/node-api'
import { Problem } from '#kernel'
import { words } from '../log.ts'
import { openDuck, run, type Table } from './duckdb.ts'

/** A table as a file brings it: cells are texts or null, types are those of the file. */
export interface PlainTable {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: 'STRING' | 'INT' | 'FLOAT' | 'BOOLEAN' | 'TIME' }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface TableStore {
  query(sql: string): Promise<Table>
  close(): Promise<void>
}

/** A DuckDB in memory with these tables and nothing else: no file can be read or written. */
export async function openTables(tables: readonly PlainTable[]): Promise<TableStore> {
  const duck = await openDuck(':memory:')
  try {
    for (const table of tables) await load(duck, table)
  } catch (error) {
    await duck.close()
    throw error
  }
  return { query: (sql) => duck.query(sql), close: () => duck.close() }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

async function load({ writer }: Awaited<ReturnType<typeof openDuck>>, { name, columns, rows }: PlainTable): Promise<void> {
  if (columns.length === 0) throw new Problem('invalid', `The table ${name} has no columns.`)
  await run(writer, `create temp table raw_rows (${columns.map((_, place) => `c${place} VARCHAR`).join(', ')})`)
  const appender = await writer.createAppender('raw_rows', 'main', 'temp')
  for (const row of rows) {
    for (const place of columns.keys()) {
      const cell = row[place] ?? null
      if (cell === null) appender.appendNull()
      else appender.appendValue(cell, VARCHAR)
    }
    appender.endRow()
  }
  appender.closeSync()
  const casts = columns.map((column, place) => `cast(c${place} as ${typeOf(column.type, rows, place)}) as ${quoted(column.name)}`)
  await run(writer, `create table ${quoted(name)} as select ${casts.join(', ')} from raw_rows`).catch((error: unknown) => {
    throw new Problem('invalid', `The table ${name} cannot be read: ${words(error).split('\n')[0] ?? ''}`, 'Check its columns’ types.', { at: { file: name } })
  })
  await run(writer, 'drop table raw_rows')
}

/** A TIME column of days alone is a date. */
function typeOf(type: PlainTable['columns'][number]['type'], rows: PlainTable['rows'], place: number): string {
  if (type !== 'TIME') return { STRING: 'VARCHAR', INT: 'BIGINT', FLOAT: 'DOUBLE', BOOLEAN: 'BOOLEAN' }[type]
  return rows.every((row) => /^\d{4}-\d\d-\d\d$/.test(row[place] ?? '2000-01-01')) ? 'DATE' : 'TIMESTAMP'
}
