import type { Field, Noun } from '#kernel'
import { snake, type Registry } from '../registry.ts'

export interface Column {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
}

/** One table as the definitions want it, or as the catalog shows it. Constraints and indexes are compared by name. */
export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly constraints: Readonly<Record<string, string>>
  readonly indexes: Readonly<Record<string, string>>
}

export const tableOf = (noun: string): string => snake(noun)
export const columnOf = (field: string): string => snake(field)

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
  const table = tableOf(noun.noun)
  const stored = Object.entries(noun.fields).filter(([, f]) => f.column !== null)
  return {
    name: table,
    columns: [...stamps, ...stored.map(([name, f]) => fieldColumn(name, f))],
    constraints: {
      [`${table}_pkey`]: 'PRIMARY KEY (workspace_id, id)',
      [`${table}_key_key`]: 'UNIQUE (workspace_id, key)',
      ...Object.fromEntries(stored.flatMap(([name, f]) => reference(table, name, f))),
    },
    indexes: {
      [`${table}_source_idx`]: `CREATE UNIQUE INDEX ${table}_source_idx ON app.${table} USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL)`,
      [`${table}_updated_idx`]: `CREATE INDEX ${table}_updated_idx ON app.${table} USING btree (workspace_id, updated_at DESC, id)`,
      ...Object.fromEntries(noun.unique.map((fields) => uniqueIndex(table, fields))),
    },
  }
}

const spelled: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone' }

function fieldColumn(name: string, f: Field<unknown>): Column {
  return { name: columnOf(name), type: spelled[f.column ?? ''] ?? f.column ?? '', notNull: f.required }
}

function reference(table: string, name: string, f: Field<unknown>): [string, string][] {
  if (!f.target || f.column !== 'uuid') return []
  const column = columnOf(name)
  return [[`${table}_${column}_fkey`, `FOREIGN KEY (workspace_id, ${column}) REFERENCES app.${tableOf(f.target)}(workspace_id, id) DEFERRABLE INITIALLY DEFERRED`]]
}

function uniqueIndex(table: string, fields: readonly string[]): [string, string] {
  const columns = fields.map(columnOf)
  const name = `${table}_${columns.join('_')}_unique`
  return [name, `CREATE UNIQUE INDEX ${name} ON app.${table} USING btree (workspace_id, ${columns.join(', ')}) WHERE (archived_at IS NULL)`]
}

/** The SQL that leads from `have` to `want`, in order: tables, columns, keys, references, indexes. Steps that lose something are named, never written. */
export function diffTables(have: readonly Table[], want: readonly Table[]): { readonly sql: string[]; readonly lossy: string[] } {
  const sql: string[] = []
  const late: string[] = []
  const lossy = have.filter((table) => !want.some(({ name }) => name === table.name)).map(({ name }) => `table app.${name} is in the database and in no definition`)
  for (const table of want) {
    const old = have.find(({ name }) => name === table.name)
    if (old) alter(old, table, sql, late, lossy)
    else create(table, sql, late)
  }
  return { sql: [...sql, ...late.toSorted((a, b) => weight(a) - weight(b))], lossy }
}

const weight = (statement: string): number => (statement.includes('FOREIGN KEY') ? 1 : statement.includes('INDEX') ? 2 : 0)

function create(table: Table, sql: string[], late: string[]): void {
  const columns = table.columns.map(({ name, type, notNull }) => `  ${name} ${type}${notNull ? ' NOT NULL' : ''}`)
  sql.push(`CREATE TABLE app.${table.name} (\n${columns.join(',\n')}\n);`, ...guard(table.name))
  for (const [name, text] of Object.entries(table.constraints)) late.push(`ALTER TABLE app.${table.name} ADD CONSTRAINT ${name} ${text};`)
  for (const text of Object.values(table.indexes)) late.push(`${text};`)
}

function alter(old: Table, table: Table, sql: string[], late: string[], lossy: string[]): void {
  for (const column of table.columns) {
    const was = old.columns.find(({ name }) => name === column.name)
    if (!was && column.notNull) lossy.push(`app.${table.name}.${column.name} is required, and existing rows have no value for it`)
    else if (!was) sql.push(`ALTER TABLE app.${table.name} ADD COLUMN ${column.name} ${column.type};`)
    else if (was.type !== column.type) lossy.push(`app.${table.name}.${column.name} is ${was.type}, the definition says ${column.type}`)
    else if (was.notNull && !column.notNull) sql.push(`ALTER TABLE app.${table.name} ALTER COLUMN ${column.name} DROP NOT NULL;`)
    else if (!was.notNull && column.notNull) lossy.push(`app.${table.name}.${column.name} becomes required`)
  }
  for (const { name } of old.columns) if (!table.columns.some((column) => column.name === name)) lossy.push(`app.${table.name}.${name} is in no definition`)
  for (const [name, text] of Object.entries(table.constraints)) if (!(name in old.constraints)) late.push(`ALTER TABLE app.${table.name} ADD CONSTRAINT ${name} ${text};`)
  for (const [name, text] of Object.entries(table.indexes)) if (!(name in old.indexes)) late.push(`${text};`)
}

/** What every table of a workspace gets: forced row security with the one policy, and the app's rights. */
export const guard = (table: string): string[] => [
  `ALTER TABLE app.${table} ENABLE ROW LEVEL SECURITY;`,
  `ALTER TABLE app.${table} FORCE ROW LEVEL SECURITY;`,
  `CREATE POLICY workspace ON app.${table} USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON app.${table} TO throughline_app;`,
]
