import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql, type AliasedRawBuilder } from 'kysely'
import { isRecord, type AnyRow, type Field, type Noun, type Source, type Stamps } from '#kernel'
import { columnOf, tableOf } from './derive/ddl.ts'
import { identifier } from './derive/identifier.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/** Tables come from definitions at run time, so that columns are names, not types. */
export type Tables = Record<`app.${string}`, Record<string, unknown>>

/** Builds queries and never runs them: `compiled` gives text and parameters for a transaction of platform/postgres. */
export const tables = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

export interface Compiling {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] }
}

export function compiled(query: Compiling): [string, readonly unknown[]] {
  const { sql: text, parameters } = query.compile()
  return [text, parameters]
}

export const run = (tx: Transaction, query: Compiling) => tx.query(...compiled(query))

/** Sends statements together and waits for their answers in order, so that the first that fails is the one that is told. */
export async function runAll(tx: Transaction, queries: readonly Compiling[]): Promise<Awaited<ReturnType<typeof run>>[]> {
  const sent = queries.map((query) => run(tx, query))
  for (const one of sent) one.catch(() => undefined)
  const answers = []
  for (const one of sent) answers.push(await one)
  return answers
}

/** The rows of a noun whose column holds one of the values, in groups within PostgreSQL's limit of parameters. */
export async function rowsBy(tx: Transaction, noun: Noun, column: 'id' | 'source_external_id', values: Iterable<string>): Promise<AnyRow[]> {
  const [rows, all]: [AnyRow[], string[]] = [[], [...new Set(values)]]
  for (let from = 0; from < all.length; from += 10_000) {
    const select = tables.selectFrom(`app.${tableOf(noun.noun)}`).select(shown(noun))
    const { rows: some } = await run(tx, select.where(column, 'in', all.slice(from, from + 10_000)))
    for (const stored of some) rows.push(toRow(noun, stored))
  }
  return rows
}

export type Stored = Readonly<Record<string, unknown>>

/** From the database's row to the object that doors show. */
export function toRow(noun: Noun, stored: Stored): AnyRow {
  const { columns, blank } = placesOf(noun)
  const values: Record<string, unknown> = { ...blank } // one shape for all rows: names that are added one by one make a hash table of each
  for (const { name, column, field } of columns) values[name] = column === null ? null : loadValue(field, stored[column])
  return Object.assign(values, toStamps(stored))
}

/** The columns that an object is made from, in one piece, so that it is written once. What search reads stays in the database: it may be longer than the row. */
export function shown(noun: Noun): AliasedRawBuilder<unknown, 'custom'> {
  const known = pieces.get(noun)
  if (known) return known
  const own = placesOf(noun).columns.flatMap(({ column }) => (column === null ? [] : [column]))
  const piece = sql.raw([...stamped, ...own, 'custom'].map(identifier).join(', ')).as('custom') // the alias is that of the last
  pieces.set(noun, piece)
  return piece
}

const pieces = new WeakMap<Noun, AliasedRawBuilder<unknown, 'custom'>>()
const stamped = ['id', 'key', 'version', 'created_at', 'updated_at', 'archived_at', 'source_connection', 'source_external_id', 'source_url']

type Placed = { readonly name: string; readonly column: string | null; readonly field: Field<unknown> }
type Places = { readonly columns: readonly Placed[]; readonly blank: Readonly<Record<string, unknown>> }
const placed = new WeakMap<Noun, Places>()

/** Where each field of a noun is kept; worked out once, since every row of every answer asks it. */
function placesOf(noun: Noun): Places {
  const known = placed.get(noun)
  if (known) return known
  const columns = Object.entries(noun.fields).map(([name, field]) => ({ name, column: field.column === null ? null : columnOf(name), field }))
  const places = { columns, blank: Object.fromEntries([...columns.map(({ name }) => [name, null]), ...Object.entries(blankStamps)]) }
  placed.set(noun, places)
  return places
}

const blankStamps: Stamps = { id: '', key: '', version: 0, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }

/** The row that a verb which creates sees: the noun's initial values, and stamps of something that is not there yet. */
export function blankRow(noun: Noun, id: string, now: string): AnyRow {
  return { ...initialValues(noun), ...blankStamps, id, createdAt: now, updatedAt: now }
}

/** Every stored field with its initial value, or null. */
export const initialValues = (noun: Noun): Record<string, unknown> =>
  Object.fromEntries(Object.entries(noun.fields).flatMap(([name, f]) => (f.column === null ? [] : [[name, f.initial ?? null]])))

/** From named values to columns. */
export function toColumns(noun: Noun, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const f = noun.fields[name]
      return f && f.column !== null ? [[columnOf(name), storeValue(f, value)]] : []
    }),
  )
}

/** The words by which search finds a row. */
export function searchText(noun: Noun, row: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(noun.fields).flatMap(([name, f]) => (f.search && f.class !== 'secret' && row[name] != null ? [f.search(row[name])] : []))
  return [row['key'], ...words].join(' ').toLowerCase().slice(0, 8000)
}

function toStamps(stored: Stored): Stamps {
  return {
    id: String(stored['id']),
    key: String(stored['key']),
    version: Number(stored['version']),
    createdAt: String(stored['created_at']),
    updatedAt: String(stored['updated_at']),
    archivedAt: stored['archived_at'] === null ? null : String(stored['archived_at']),
    source: sourceOf(stored),
    custom: isRecord(stored['custom']) ? stored['custom'] : {},
  }
}

function sourceOf(stored: Stored): Source | null {
  if (typeof stored['source_external_id'] !== 'string') return null
  const url = stored['source_url']
  return { connection: String(stored['source_connection']), externalId: stored['source_external_id'], ...(typeof url === 'string' ? { url } : {}) }
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
