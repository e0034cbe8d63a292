import type { DuckDBConnection } from '@duckdb/node-api'
import { run } from './duckdb.ts'
import type { Part } from './records.ts'
import { literal, tableOf, word } from './shape.ts'

/** What became of the rows of one part. A row that is the same twice in one file counts as unchanged. */
export interface Counts {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** Rows with the key of an earlier row of the file but other content; the first is kept. At most 1,000 are listed. */
  readonly contradicted: readonly { readonly row: number; readonly key: string }[]
}

export interface Staged extends Part {
  /** The temporary table with the part's rows. */
  readonly table: string
}

const verdictsOf = (staged: Staged): string => `${staged.table}_verdict`

/**
 * Decides, for all rows of a part at once, what each is against what is known now, and writes the verdicts beside the part.
 * `earlier` are parts of the same batch, fact and source that will be merged before it.
 */
export async function judge(writer: DuckDBConnection, staged: Staged, earlier: readonly Staged[]): Promise<Counts> {
  const verdicts = verdictsOf(staged)
  await run(writer, `drop table if exists ${verdicts}`)
  await run(
    writer,
    `create temp table ${verdicts} as
     with first as (select source_key, min(row_no) as row_no, arg_min(row_hash, row_no) as row_hash from ${staged.table} group by source_key),
     known as (${knownSql(staged, earlier)})
     select s.row_no, s.source_key,
       case when s.row_no <> f.row_no then if(s.row_hash = f.row_hash, 'unchanged', 'contradicted')
            when k.source_key is null then ${staged.isTombstone ? `'unchanged'` : `'created'`}
            when ${staged.isTombstone ? 'k.is_tombstone' : 'k.row_hash = s.row_hash and not k.is_tombstone'} then 'unchanged'
            when k.is_tombstone then 'created'
            else 'updated' end as verdict
     from ${staged.table} s join first f using (source_key) left join known k using (source_key)`,
  )
  const counts = new Map<string, number>()
  for (const [verdict, count] of (await run(writer, `select verdict, count(*) from ${verdicts} group by verdict`)).rows)
    counts.set(String(verdict), Number(count))
  const odd = await run(writer, `select row_no, source_key from ${verdicts} where verdict = 'contradicted' order by row_no limit 1000`)
  return {
    created: counts.get('created') ?? 0,
    updated: counts.get('updated') ?? 0,
    unchanged: counts.get('unchanged') ?? 0,
    contradicted: odd.rows.map(([row, key]) => ({ row: Number(row), key: String(key) })),
  }
}

/** The rows of this source that are known now, as they will stand after the earlier parts. */
function knownSql(staged: Staged, earlier: readonly Staged[]): string {
  const stored = `select source_key, row_hash, is_tombstone from ${tableOf(staged.shape.name)} where source_id = ${literal(staged.source)} and known_to is null`
  if (earlier.length === 0) return stored
  const ranked = [stored.replace('select ', 'select 0 as rank, ')]
  for (const [index, part] of earlier.entries()) {
    ranked.push(
      `select ${index + 1}, s.source_key, s.row_hash, ${part.isTombstone} from ${part.table} s join ${verdictsOf(part)} v using (row_no) where v.verdict in ('created', 'updated')`,
    )
  }
  return `select source_key, arg_max(row_hash, rank) as row_hash, arg_max(is_tombstone, rank) as is_tombstone from (${ranked.join(' union all ')}) group by source_key`
}

/** Writes a judged part: the rows it replaces stop being known at `at`, its own begin. Contradicting rows go to quarantine. */
export async function mergePart(writer: DuckDBConnection, batch: string, staged: Staged, at: string): Promise<void> {
  const table = tableOf(staged.shape.name)
  const own = staged.shape.columns.map(({ name }) => word(name))
  const source = literal(staged.source)
  const instant = `${literal(at)}::timestamp`
  await run(writer, `drop table if exists ${staged.table}_new`)
  await run(writer, `create temp table ${staged.table}_new as select row_no, source_key from ${verdictsOf(staged)} where verdict in ('created', 'updated')`)
  await run(
    writer,
    `create or replace temp table ${staged.table}_had as
     select t.source_key, max(t.revision) as revision from ${table} t join ${staged.table}_new n using (source_key) where t.source_id = ${source} group by t.source_key`,
  )
  const [[known] = [0]] = (await run(writer, `select count(*) from ${staged.table}_had`)).rows
  if (Number(known) > 0) {
    await run(
      writer,
      `update ${table} set known_to = ${instant} where known_to is null and source_id = ${source} and source_key in (select source_key from ${staged.table}_had)`,
    )
  }
  await run(
    writer,
    `insert into ${table} (${own.join(', ')}, source_id, source_key, revision, recorded_at, batch_id, file, row_no, position, row_hash, is_tombstone, known_from, known_to)
     select ${own.map((column) => `s.${column}`).join(', ')}, ${source}, s.source_key, coalesce(h.revision, 0) + 1, ${instant}, ${literal(batch)}, ${literal(staged.file)},
       s.row_no, s.position, s.row_hash, ${staged.isTombstone}, ${instant}, null
     from ${staged.table} s join ${staged.table}_new n using (row_no) left join ${staged.table}_had h on h.source_key = s.source_key`,
  )
  await run(
    writer,
    `insert into store.quarantine
     select concat_ws('/', ${literal(batch)}, ${literal(String(staged.part))}, row_no::varchar), ${literal(batch)}, ${literal(staged.shape.name)}, ${source}, ${literal(staged.file)}, s.row_no,
       null, 'An earlier row of this file has the same key and other content.', to_json(struct_pack(${staged.shape.columns.map(({ name }) => `${word(name)} := s.${word(name)}`).join(', ')}))::varchar,
       'open', ${instant}, null
     from ${staged.table} s join ${verdictsOf(staged)} v using (row_no) where v.verdict = 'contradicted'`,
  )
  for (const suffix of ['_new', '_had', '_verdict', '']) await run(writer, `drop table if exists ${staged.table}${suffix}`)
}

/** Takes a batch back: what it brought stops being known at `at`, and what it had replaced is known again, unless its own batch was taken back too. */
export async function unmerge(writer: DuckDBConnection, batch: string, fact: string, at: string): Promise<void> {
  const table = tableOf(fact)
  const instant = `${literal(at)}::timestamp`
  const columns = (
    await run(writer, `select column_name from information_schema.columns where table_schema = 'store' and table_name = ${literal(fact)}`)
  ).rows.map(([name]) => word(String(name)))
  const copied = columns.map((column) => ({ '"known_from"': instant, '"known_to"': 'null' })[column] ?? column)
  await run(
    writer,
    `create or replace temp table taken_back as select source_id, source_key from ${table} where batch_id = ${literal(batch)} and known_to is null`,
  )
  await run(writer, `update ${table} set known_to = ${instant} where known_to is null and batch_id = ${literal(batch)}`)
  await run(
    writer,
    `insert into ${table} (${columns.join(', ')})
     select ${copied.join(', ')} from ${table} t semi join taken_back b on t.source_id = b.source_id and t.source_key = b.source_key
     where t.batch_id not in (select id from store.batch where undone_at is not null) and t.batch_id <> ${literal(batch)}
     qualify row_number() over (partition by t.source_id, t.source_key order by t.revision desc, t.known_from desc) = 1`,
  )
  await run(writer, 'drop table taken_back')
}
