import type { Field, Noun } from '#kernel'
import { snake, type Registry } from '../registry.ts'
import { identifier } from './identifier.ts'

export interface Column {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
}

/** One table as the definitions want it, or as the catalog shows it, in PostgreSQL's own spelling. Constraints and indexes are kept by name. */
export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly constraints: Readonly<Record<string, string>>
  readonly indexes: Readonly<Record<string, string>>
}

export const tableOf = (noun: string): string => snake(noun)
export function columnOf(field: string): string {
  const known = columnNames.get(field)
  if (known !== undefined) return known
  columnNames.set(field, snake(field))
  return snake(field)
}

/** Every row of every answer asks for the names of its columns; they come from definitions, so there are few. */
const columnNames = new Map<string, string>()

const stamps: readonly Column[] = [
  { name: 'workspace_id', type: 'uuid', notNull: true },
  { name: 'id', type: 'uuid', notNull: true },
  { name: 'key', type: 'text', notNull: true },
  { name: 'version', type: 'bigint', notNull: true },
  { name: 'created_at', type: 'timestamp with time zone', notNull: true },
  { name: 'updated_at', type: 'timestamp with time zone', notNull: true },
  { name: 'archived_at', type: 'timestamp with time zone', notNull: false },
  { name: 'source_connection', type: 'text', notNull: false },
  { name: 'source_external_id', type: 'text', notNull: false },
  { name: 'source_url', type: 'text', notNull: false },
  { name: 'custom', type: 'jsonb', notNull: true },
  { name: 'search', type: 'text', notNull: true },
]

/** The PostgreSQL schema that the nouns ask for. Every key starts with the workspace; every reference is composite, so that it cannot leave it. */
export function desiredTables(registry: Registry): Table[] {
  return [...registry.nouns.values()].map(nounTable)
}

function nounTable(noun: Noun): Table {
  const name = tableOf(noun.noun)
  const at = `app.${identifier(name)}`
  const stored = Object.entries(noun.fields).filter(([, f]) => f.column !== null)
  return {
    name,
    columns: [...stamps, ...stored.map(([field, f]) => fieldColumn(field, f))],
    constraints: {
      [`${name}_pkey`]: 'PRIMARY KEY (workspace_id, id)',
      [`${name}_key_key`]: 'UNIQUE (workspace_id, key)',
      ...Object.fromEntries(stored.flatMap(([field, f]) => reference(name, field, f))),
    },
    indexes: {
      [`${name}_source_idx`]: `CREATE UNIQUE INDEX ${name}_source_idx ON ${at} USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL)`,
      [`${name}_changed_idx`]: `CREATE INDEX ${name}_changed_idx ON ${at} USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL)`,
      ...Object.fromEntries(stored.filter(([field, f]) => isSortedBy(noun, field, f)).map(([field]) => sortIndex(name, columnOf(field)))),
      ...Object.fromEntries(noun.unique.map((fields) => uniqueIndex(noun, fields))),
    },
  }
}

/** Lists are mostly sorted by their title and their dates; longer texts would not fit into an index. */
const isSortedBy = (noun: Noun, name: string, f: Field<unknown>): boolean =>
  f.sortable === true && (f.column === 'date' || (name === noun.title && f.required && Number(f.schema['maxLength']) <= 500))

/** Sorting 10,000 rows costs 7 ms of the database, walking an index a tenth of it. */
const sortIndex = (table: string, column: string): [string, string] => {
  const name = `${table}_${column}_idx`
  return [name, `CREATE INDEX ${name} ON app.${identifier(table)} USING btree (workspace_id, ${identifier(column)}, id) WHERE (archived_at IS NULL)`]
}

const spelled: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone' }

function fieldColumn(name: string, f: Field<unknown>): Column {
  return { name: columnOf(name), type: spelled[f.column ?? ''] ?? f.column ?? '', notNull: f.required }
}

function reference(table: string, name: string, f: Field<unknown>): [string, string][] {
  if (!f.target || f.column !== 'uuid') return []
  const column = columnOf(name)
  const target = `app.${identifier(tableOf(f.target))}`
  return [[`${table}_${column}_fkey`, `FOREIGN KEY (workspace_id, ${identifier(column)}) REFERENCES ${target}(workspace_id, id) DEFERRABLE INITIALLY DEFERRED`]]
}

/** The index behind one entry of a noun's `unique`: archived rows do not count. */
export const uniqueIndexName = (noun: Noun, fields: readonly string[]): string => `${tableOf(noun.noun)}_${fields.map(columnOf).join('_')}_unique`

function uniqueIndex(noun: Noun, fields: readonly string[]): [string, string] {
  const name = uniqueIndexName(noun, fields)
  const columns = fields.map((field) => identifier(columnOf(field))).join(', ')
  return [name, `CREATE UNIQUE INDEX ${name} ON app.${identifier(tableOf(noun.noun))} USING btree (workspace_id, ${columns}) WHERE (archived_at IS NULL)`]
}

/** The SQL that leads from `have` to `want`, in order: tables, columns, keys, references, indexes. Steps that lose something are named, never written. */
export function diffTables(have: readonly Table[], want: readonly Table[]): { readonly sql: string[]; readonly lossy: string[] } {
  const sql: string[] = []
  const late: string[] = []
  const lossy = have
    .filter((table) => !want.some(({ name }) => name === table.name))
    .map(({ name }) => `table app.${name} is in the database and in no definition`)
  for (const table of want) {
    const old = have.find(({ name }) => name === table.name)
    if (old) alter(old, table, sql, late, lossy)
    else create(table, sql, late)
  }
  return { sql: [...sql, ...late.toSorted((a, b) => weight(a) - weight(b))], lossy }
}

const weight = (statement: string): number => (statement.includes('FOREIGN KEY') ? 1 : statement.includes('INDEX') ? 2 : 0)

function create(table: Table, sql: string[], late: string[]): void {
  const columns = table.columns.map(({ name, type, notNull }) => `  ${identifier(name)} ${type}${notNull ? ' NOT NULL' : ''}`)
  sql.push(`CREATE TABLE app.${identifier(table.name)} (\n${columns.join(',\n')}\n);`, ...guard(table.name))
  for (const [name, text] of Object.entries(table.constraints)) late.push(addConstraint(table, name, text))
  for (const text of Object.values(table.indexes)) late.push(`${text};`)
}

const addConstraint = (table: Table, name: string, text: string): string => `ALTER TABLE app.${identifier(table.name)} ADD CONSTRAINT ${name} ${text};`

function alter(old: Table, table: Table, sql: string[], late: string[], lossy: string[]): void {
  for (const column of table.columns) {
    const change = alterColumn(
      table,
      old.columns.find(({ name }) => name === column.name),
      column,
    )
    if (change) (change.lossy ? lossy : sql).push(change.says)
  }
  for (const { name } of old.columns) if (!table.columns.some((column) => column.name === name)) lossy.push(`app.${table.name}.${name} is in no definition`)
  for (const part of ['constraints', 'indexes'] as const) lossy.push(...strange(table.name, old[part], table[part]))
  for (const [name, text] of Object.entries(table.constraints)) if (!(name in old.constraints)) late.push(addConstraint(table, name, text))
  for (const [name, text] of Object.entries(table.indexes)) if (!(name in old.indexes)) late.push(`${text};`)
}

function alterColumn(table: Table, was: Column | undefined, column: Column): { readonly says: string; readonly lossy: boolean } | null {
  const where = `app.${table.name}.${column.name}`
  const alters = `ALTER TABLE app.${identifier(table.name)}`
  if (!was && column.notNull) return { says: `${where} is required, and existing rows have no value for it`, lossy: true }
  if (!was) return { says: `${alters} ADD COLUMN ${identifier(column.name)} ${column.type};`, lossy: false }
  if (was.type !== column.type) return { says: `${where} is ${was.type}, the definition says ${column.type}`, lossy: true }
  if (was.notNull && !column.notNull) return { says: `${alters} ALTER COLUMN ${identifier(column.name)} DROP NOT NULL;`, lossy: false }
  return !was.notNull && column.notNull ? { says: `${where} becomes required`, lossy: true } : null
}

/** Constraints and indexes that no definition knows, or that say something else under the same name: dropping one is somebody's decision. */
function strange(table: string, have: Readonly<Record<string, string>>, want: Readonly<Record<string, string>>): string[] {
  return Object.entries(have).flatMap(([name, text]) => {
    const wanted = want[name]
    if (wanted === undefined) return [`${name} of app.${table} is in no definition`]
    return bare(wanted) === bare(text) ? [] : [`${name} of app.${table} is “${text}”, the definition says “${wanted}”`]
  })
}

/** Versions of PostgreSQL differ in which of their words they quote. */
const bare = (text: string): string => text.replaceAll('"', '')

/** In a subselect the setting is read once for a statement; without it, once for every row that is looked at. */
const ownRows = `workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)`

/** What every table of a workspace gets: forced row security with the one policy, and the app's rights. Rows are archived, never deleted. */
export const guard = (table: string): string[] => {
  const at = `app.${identifier(table)}`
  return [
    `ALTER TABLE ${at} ENABLE ROW LEVEL SECURITY;`,
    `ALTER TABLE ${at} FORCE ROW LEVEL SECURITY;`,
    `CREATE POLICY workspace ON ${at} USING (${ownRows}) WITH CHECK (${ownRows});`,
    `GRANT SELECT, INSERT, UPDATE ON ${at} TO throughline_app;`,
  ]
}
