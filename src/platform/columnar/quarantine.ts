import { listValue, type DuckDBConnection } from '@duckdb/node-api'
import { run, type Row, type Table, type Values } from './duckdb.ts'
import type { Entry } from './records.ts'
import { literal } from './shape.ts'

/** A row in quarantine. */
export interface QuarantinedRow {
  readonly id: string
  readonly batch: string
  readonly fact: string | null
  readonly source: string
  readonly file: string
  readonly row: number
  readonly column: string | null
  readonly reason: string
  readonly raw: string | null
  readonly state: 'open' | 'imported' | 'replayed' | 'dismissed'
  /** Its cells as JSON, in the order of the file's headings; null where it came before they were kept, or from a store. */
  readonly cells: string | null
}

export interface QuarantineFilter {
  readonly batch?: string
  readonly file?: string
  readonly state?: QuarantinedRow['state']
  readonly limit?: number
}

/** The table of rows that wait for a person, the view of those whose batch still stands, and what they were at a moment: what came or was settled later had not happened. */
export const quarantineTable = [
  `create table if not exists store.quarantine (id VARCHAR, batch_id VARCHAR, fact VARCHAR, source_id VARCHAR, file VARCHAR, row_no BIGINT, "column" VARCHAR, reason VARCHAR, raw VARCHAR,
   state VARCHAR, held_at TIMESTAMP, settled_at TIMESTAMP)`,
  'alter table store.quarantine add column if not exists answered_by VARCHAR',
  'alter table store.quarantine add column if not exists cells VARCHAR',
  // a row may be settled again, once the import that brought it is taken back: rows of a former version know their last time alone
  'alter table store.quarantine add column if not exists settlements STRUCT(state VARCHAR, settled TIMESTAMP)[]',
  // a row that came in after all waits again once the import that brought it is taken back
  `create or replace view quarantine as select q.* replace (case when u.id is null then q.state when u.undone_at is null then 'imported' else 'open' end as state)
   from store.quarantine q join store.batch b on b.id = q.batch_id left join store.batch u on q.state = 'imported:' || u.id where b.undone_at is null`,
  `create or replace macro quarantine_known(moment) as table
   with held as (select q.*, coalesce((select max_by(s.state, s.settled) from (select unnest(q.settlements) as s) where s.settled <= moment::timestamp),
     case when q.settlements is null and q.settled_at <= moment::timestamp then q.state end, 'open') as stood
     from store.quarantine q join store.batch b on b.id = q.batch_id where q.held_at <= moment::timestamp and (b.undone_at is null or b.undone_at > moment::timestamp))
   select h.* exclude (stood) replace (case when u.id is null then h.stood when u.undone_at is null or u.undone_at > moment::timestamp then 'imported' else 'open' end as state)
   from held h left join store.batch u on h.stood = 'imported:' || u.id`,
  // rows of a former version do not say of which fact they are: their file does
  `update store.quarantine set fact = known.fact from (select id, r.file as file, first(r.fact) as fact
   from (select id, unnest(from_json(report, '[{"fact":"VARCHAR","file":"VARCHAR"}]')) as r from store.batch) group by 1, 2) known
   where quarantine.fact is null and quarantine.batch_id = known.id and quarantine.file = known.file`,
]

/** Puts rows aside in the table of an open batch. */
export async function holdRows(
  writer: DuckDBConnection,
  { held: table, source }: { readonly held: string; readonly source: string },
  { batch, held }: Extract<Entry, { kind: 'held' }>,
  position: number,
): Promise<void> {
  const insert = `insert into ${table} values ($1, $2, $3, $4, $5, $6::bigint, $7, $8, $9, 'open', null, null, $10, $11, null)`
  for (const [index, { fact, file, row, column, reason, raw, answeredBy = null, cells = null }] of held.entries())
    await run(writer, insert, [`${batch}/${position}/${index}`, batch, fact, source, file, row, column, reason, raw, answeredBy, cells])
}

/**
 * What was put aside in an open batch waits from now on. Rows that say no fact are of the one that their file gave first; a row that contradicts another was put aside by
 * the store too, and waits once.
 */
export async function keepHeld(
  writer: DuckDBConnection,
  { held, parts }: { readonly held: string; readonly parts: readonly { readonly file: string; readonly shape: { readonly name: string } }[] },
  { batch, at }: { readonly batch: string; readonly at: string },
): Promise<void> {
  const facts = new Map(parts.toReversed().map(({ file, shape }) => [file, shape.name]))
  for (const [file, fact] of facts) await run(writer, `update ${held} set fact = $2 where fact is null and file = $1`, [file, fact])
  const again = `select 1 from ${held} h where h.fact = q.fact and h.file = q.file and h.row_no = q.row_no`
  await run(writer, `delete from store.quarantine q where batch_id = $1 and exists (${again})`, [batch])
  await run(writer, `insert into store.quarantine select * replace (${literal(at)}::timestamp as held_at) from ${held}`)
}

export async function settleRows(writer: DuckDBConnection, { ids, state, at }: Extract<Entry, { kind: 'settle' }>): Promise<void> {
  const change = `update store.quarantine set state = $2, settled_at = $3::timestamp,
      settlements = list_append(coalesce(settlements, case when settled_at is null then [] else [{ 'state': state, 'settled': settled_at }] end), { 'state': $2, 'settled': $3::timestamp })
    where id in (select unnest($1::varchar[]))
    and (state = 'open' or state in (select 'imported:' || id from store.batch where undone_at is not null))`
  await run(writer, change, [listValue([...ids]), state, at])
}

/** Rows of the quarantine, those that wait longest first. */
export async function quarantined(
  query: (workspace: string, sql: string, values?: Values) => Promise<Table>,
  workspace: string,
  { batch, file, state, limit = 1_000 }: QuarantineFilter = {},
): Promise<QuarantinedRow[]> {
  const { rows } = await query(
    workspace,
    `select id, batch_id, fact, source_id, file, row_no, "column", reason, raw, state, cells from quarantine
     where ($1 is null or batch_id = $1) and ($2 is null or state = $2) and ($3 is null or file = $3) order by held_at, batch_id, row_no, id limit ${Math.trunc(limit)}`,
    [batch ?? null, state ?? null, file ?? null],
  )
  return rows.map(toQuarantined)
}

const states = ['open', 'imported', 'replayed', 'dismissed'] as const

function toQuarantined([id, batch, fact, source, file, row, column, reason, raw, state, cells]: Row): QuarantinedRow {
  const text = (value: Row[number] | undefined): string | null => (value === null || value === undefined ? null : String(value))
  return {
    id: String(id),
    batch: String(batch),
    fact: text(fact),
    source: String(source),
    file: String(file),
    row: Number(row),
    column: text(column),
    reason: String(reason),
    raw: text(raw),
    cells: text(cells),
    state: states.find((one) => one === state) ?? 'open',
  }
}
