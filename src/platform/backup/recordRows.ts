import { Problem } from '#kernel'
import type { Pool, Transaction } from '../postgres/pool.ts'

/** A table whose rows a backup holds, with the columns that it had. */
export interface RecordTable {
  readonly schema: 'app' | 'identity'
  readonly name: string
  readonly columns: readonly string[]
}

/** Rows as JSON texts, one for each line: numbers keep all their digits, because nobody parses them on the way. */
const pieceRows = 2_000

/** Who people are and where they belong, in the order in which rows refer to one another. Sessions and links are left out: they end with the data folder that signed them. */
const identityTables = ['workspace', 'shared', 'person', 'credential', 'apikey', 'membership']

/** The tables of a backup, as the database has them. */
export async function recordTables(tx: Transaction): Promise<RecordTable[]> {
  const { rows } = await tx.query<{ schema: 'app' | 'identity'; name: string; columns: string[] }>(
    `select n.nspname as schema, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and n.nspname in ('app', 'identity') group by 1, 2 order by 1, 2`,
  )
  const app = rows.filter(({ schema }) => schema === 'app')
  return [...identityTables.flatMap((name) => rows.filter((row) => row.schema === 'identity' && row.name === name)), ...app]
}

/** The rows of a table in pieces, as this transaction sees them. */
export async function* rowsOf(tx: Transaction, { schema, name }: RecordTable): AsyncGenerator<readonly string[]> {
  await tx.query(`declare pieces no scroll cursor for select to_jsonb(t)::text as row from ${quoted(schema, name)} t`)
  for (;;) {
    const { rows } = await tx.query<{ row: string }>(`fetch ${pieceRows} from pieces`)
    if (rows.length > 0) yield rows.map(({ row }) => row)
    if (rows.length < pieceRows) break
  }
  await tx.query('close pieces')
}

/** Puts rows back under their own columns, so that columns that came since keep their defaults. */
export async function putRows(tx: Transaction, table: RecordTable, lines: readonly string[], onTwin: 'fail' | 'keep' = 'fail'): Promise<number> {
  if (lines.length === 0) return 0
  const columns = table.columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ')
  const name = quoted(table.schema, table.name)
  const { rowCount } = await tx.query(
    `insert into ${name} (${columns}) select ${columns} from jsonb_populate_recordset(null::${name}, $1::jsonb) ${onTwin === 'keep' ? 'on conflict do nothing' : ''}`,
    [`[${lines.join(',')}]`],
  )
  return rowCount
}

/** Rows of a workspace in each of its tables, and the head of its chain. */
export async function countRows(tx: Transaction, tables: readonly RecordTable[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { schema, name } of tables) {
    if (schema !== 'app') continue
    const { rows } = await tx.query<{ count: number | string }>(`select count(*) as count from ${quoted(schema, name)}`)
    if (Number(rows[0]?.count) > 0) counts[name] = Number(rows[0]?.count)
  }
  return counts
}

export async function chainHead(tx: Transaction): Promise<{ readonly seq: number; readonly hash: string }> {
  const { rows } = await tx.query<{ seq: number; hash: string }>('select seq, hash from app.chain')
  return { seq: Number(rows[0]?.seq ?? 0), hash: String(rows[0]?.hash ?? '') }
}

/** Shows this transaction the rows of another workspace. */
export const enter = (tx: Transaction, workspace: string): Promise<unknown> => tx.query(`select set_config('app.workspace', $1, true)`, [workspace])

/** The migrations that a database has seen, of both kinds. */
export async function migrationsOf(owner: Pool): Promise<{ readonly app: readonly string[]; readonly identity: readonly string[] }> {
  const names = async (table: string): Promise<string[]> => {
    const { rows } = await owner.query<{ known: boolean }>('select to_regclass($1) is not null as known', [table])
    return rows[0]?.known ? (await owner.query<{ name: string }>(`select name from ${table} order by name`)).rows.map(({ name }) => name) : []
  }
  return { app: await names('jobs.migration'), identity: await names('identity.migration') }
}

function quoted(schema: string, name: string): string {
  if (/^[a-z_][a-z0-9_]*$/.test(schema) && /^[a-z_][a-z0-9_]*$/.test(name)) return `${schema}."${name}"`
  throw new Problem('invalid', `“${schema}.${name}” is no table of ours.`)
}
