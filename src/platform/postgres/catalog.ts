import type { Transaction } from './pool.ts'

export interface CatalogTable {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string; readonly notNull: boolean }[]
  readonly constraints: Readonly<Record<string, string>>
  readonly indexes: Readonly<Record<string, string>>
}

/** The tables of one schema as PostgreSQL itself describes them. Indexes that belong to a constraint are listed with the constraint only. */
export async function readCatalog(tx: Transaction, schema: string): Promise<CatalogTable[]> {
  const columns = await tx.query(
    `SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum`,
    [schema],
  )
  const constraints = await tx.query(
    `SELECT c.relname AS "table", k.conname AS name, pg_get_constraintdef(k.oid) AS text
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND k.contype <> 'n'`,
    [schema],
  )
  const indexes = await tx.query(
    `SELECT c.relname AS "table", i.relname AS name, pg_get_indexdef(x.indexrelid) AS text
     FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid)`,
    [schema],
  )
  const named = (rows: readonly Record<string, unknown>[], table: string) =>
    Object.fromEntries(rows.filter((row) => row['table'] === table).map((row) => [String(row['name']), String(row['text'])]))
  return [...new Set(columns.rows.map((row) => String(row['table'])))].map((name) => ({
    name,
    columns: columns.rows
      .filter((row) => row['table'] === name)
      .map((row) => ({ name: String(row['name']), type: String(row['type']), notNull: row['not_null'] === true })),
    constraints: named(constraints.rows, name),
    indexes: named(indexes.rows, name),
  }))
}
