import { named, quoted } from './words.ts'

/** Where the events stand: the table that is asked and, on a cluster, what it is called there. */
export interface EventTables {
  readonly table: string
  /** The cluster’s name as the servers know it; null on one server. */
  readonly cluster: string | null
}

/** The columns of a copied event, in the order in which rows are sent. Times are whole milliseconds in UTC; nobody is an empty text. */
export const eventColumns = ['workspace', 'name', 'account', 'ts', 'received', 'event_id', 'person', 'session', 'props'] as const

/** The table that bears the rows: on a cluster one on each shard, under the table that spreads them. */
const rowsTable = ({ table, cluster }: EventTables): string => named(cluster === null ? table : `${table}_local`)
const onCluster = ({ cluster }: EventTables): string => (cluster === null ? '' : ` ON CLUSTER ${named(cluster)}`)

/**
 * The statements that make the tables, each of which may be run again. Rows are ordered by workspace, event, account and time, so that a question reads the
 * runs of its events alone and finds each account’s rows together. A shard holds whole accounts: questions about accounts need no other shard.
 * One workspace is one partition, so that it is taken away at once.
 */
export function eventTables(tables: EventTables): string[] {
  const rows = `CREATE TABLE IF NOT EXISTS ${rowsTable(tables)}${onCluster(tables)} (
workspace LowCardinality(String), name LowCardinality(String), account String, ts Int64 CODEC(Delta, ZSTD), received Int64 CODEC(Delta, ZSTD),
event_id String, person String, session String, props String CODEC(ZSTD), at DateTime64(3, 'UTC') ALIAS fromUnixTimestamp64Milli(ts)
) ENGINE = MergeTree PARTITION BY workspace ORDER BY (workspace, name, account, ts) SETTINGS non_replicated_deduplication_window = 10000`
  if (tables.cluster === null) return [rows]
  const spread = `CREATE TABLE IF NOT EXISTS ${named(tables.table)}${onCluster(tables)} AS ${rowsTable(tables)}
ENGINE = Distributed(${named(tables.cluster)}, currentDatabase(), ${rowsTable(tables)}, sipHash64(workspace, if(account = '', person, account)))`
  return [rows, spread]
}

/** Takes a workspace’s events away. */
export const dropWorkspace = (tables: EventTables, workspace: string): string =>
  `ALTER TABLE ${rowsTable(tables)}${onCluster(tables)} DROP PARTITION ${quoted(workspace)}`

/** Rows of a table that pass a condition, to be taken away. */
export interface Doomed {
  readonly table: string
  readonly condition: string
}

/** The events of one name on some days (UTC, since 1970), which are taken away before they are copied anew. Taking away costs by the statement, not by the day. */
export const rowsOfDays = (tables: EventTables, workspace: string, { name, days }: { readonly name: string; readonly days: readonly number[] }): Doomed => ({
  table: `${rowsTable(tables)}${onCluster(tables)}`,
  condition: `workspace = ${quoted(workspace)} AND name = ${quoted(name)} AND ${dayOf} IN (${days.join(', ')})`,
})

const dayOf = 'intDiv(ts - if(ts < 0, 86399999, 0), 86400000)'

/** What a row is, as one text: the same in the store that it comes from (see `copied`). */
const parts = ['name', 'account', 'toString(ts)', 'toString(received)', 'event_id', 'person', 'session', 'props']

/** For each event and day of a workspace: columns name, day (since 1970, UTC), n, print. The print is a sum over the rows of a part of the MD5 of each. */
export const printsIn = ({ table }: EventTables, workspace: string): string =>
  `SELECT name, ${dayOf} AS day, count() AS n, toString(sum(reinterpretAsUInt64(substring(MD5(concat(${parts.join(", '\\x1f', ")})), 9, 8)) % 2147483648)) AS print
FROM ${named(table)} WHERE workspace = ${quoted(workspace)} GROUP BY name, day ORDER BY name, day`

const shown = {
  name: 'name',
  account: "coalesce(account_id, '')",
  ts: 'epoch_ms(ts)',
  received: 'epoch_ms(coalesce(received_at, ts))',
  event_id: 'event_id',
  person: "coalesce(user_id, '')",
  session: "coalesce(session_id, '')",
  props: "coalesce(CAST(props AS VARCHAR), '')",
} as const
const dayHere = "datediff('day', DATE '1970-01-01', CAST(ts AS DATE))"

/** The same in the embedded store (DuckDB), for its view of events. */
export const printsHere = `SELECT name, CAST(${dayHere} AS INTEGER) AS day, CAST(count(*) AS BIGINT) AS n,
CAST(sum(md5_number_lower(concat_ws(chr(31), ${Object.values(shown).join(', ')})) % 2147483648) AS VARCHAR) AS print FROM event GROUP BY 1, 2 ORDER BY 1, 2`

/** When the newest of them reached us: column at, in milliseconds. */
export const newestHere = { text: 'SELECT epoch_ms(max(coalesce(received_at, ts))) AS at FROM event', values: [] } as const

/** The rows of one event on some days in the embedded store, in the order of `eventColumns` without the workspace. */
export const rowsHere = (name: string, days: readonly number[]): { readonly text: string; readonly values: readonly (string | number)[] } => ({
  text: `SELECT ${['name', 'account', 'ts', 'received', 'event_id', 'person', 'session', 'props'].map((column) => Reflect.get(shown, column)).join(', ')} FROM event
WHERE name = $1 AND ${dayHere} IN (${days.join(', ')}) ORDER BY account_id, ts, event_id`,
  values: [name],
})
