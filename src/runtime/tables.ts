import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { AnyRow, Field, Noun } from '#kernel'
import { columnOf } from './derive/ddl.ts'

/** Tables come from definitions at run time, so that columns are names, not types. */
type Tables = Record<`app.${string}`, Record<string, unknown>>

/** Builds queries and never runs them: `compile()` gives text and parameters for a transaction of platform/postgres. */
export const tables = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

export type Stored = Readonly<Record<string, unknown>>

/** From the database's row to the object that doors show. */
export function toRow(noun: Noun, stored: Stored): AnyRow {
  const row: Record<string, unknown> = {
    id: stored['id'],
    key: stored['key'],
    version: Number(stored['version']),
    createdAt: stored['created_at'],
    updatedAt: stored['updated_at'],
    archivedAt: stored['archived_at'],
    source: stored['source_external_id'] ? { connection: stored['source_connection'], externalId: stored['source_external_id'], ...(stored['source_url'] ? { url: stored['source_url'] } : {}) } : null,
    custom: stored['custom'],
  }
  for (const [name, f] of Object.entries(noun.fields)) row[name] = f.column === null ? null : loadValue(f, stored[columnOf(name)])
  return row as unknown as AnyRow // every stamp was set above; the fields are open by design
}

/** From named values to columns. */
export function toColumns(noun: Noun, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => {
    const f = noun.fields[name]
    return f && f.column !== null ? [[columnOf(name), storeValue(f, value)]] : []
  }))
}

/** The words by which search finds a row. */
export function searchText(noun: Noun, row: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(noun.fields).flatMap(([name, f]) => (f.search && f.class !== 'secret' && row[name] != null ? [f.search(row[name])] : []))
  return [row['key'], ...words].join(' ').toLowerCase().slice(0, 8000)
}

function loadValue(f: Field<unknown>, stored: unknown): unknown {
  if (stored === null || stored === undefined) return null
  return f.load ? f.load(stored) : stored
}

function storeValue(f: Field<unknown>, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (f.store) return f.store(value)
  return f.column === 'jsonb' ? JSON.stringify(value) : value
}
