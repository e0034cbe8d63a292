import type { DuckDBConnection } from '@duckdb/node-api'
import { run } from './duckdb.ts'
import type { Part } from './records.ts'
import { literal, tableOf, word } from './shape.ts'

/** What became of the rows of one part. A row that is the same twice in one file counts as unchanged. */
export interface Counts {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** Rows with the key of an earlier row of the file but other content; the first is kept. The first 1,000 are listed. */
  readonly contradicted: readonly { readonly row: number; readonly key: string }[]
}

export interface Staged extends Part {
  /** The temporary table with the part's rows. */
  readonly table: string
}

/**
 * A part is worked through in buckets of keys, each small enough that its keys fit in a few megabytes: memory stays the same
 * whether a file has a thousand rows or ten million. The buckets need only agree with one another, so any hash does.
 */
const bucketRows = 100_000

interface Bucket {
  readonly of: (key: string) => string
  /** The temporary table of the bucket's verdicts. */
  readonly verdicts: string
}

/** What the part will come to, as things stand; `earlier` are parts of the same batch, fact and source that will be merged before it. */
export async function judge(writer: DuckDBConnection, staged: Staged, earlier: readonly Staged[]): Promise<Counts> {
  return await inBuckets(writer, staged, earlier, async () => undefined)
}

/** Writes a part: the rows it replaces stop being known at `at`, where its own begin. Contradicting rows go to quarantine. */
export async function mergePart(writer: DuckDBConnection, batch: string, staged: Staged, at: string): Promise<Counts> {
  return await inBuckets(writer, staged, [], async ({ verdicts, known, contradicted }) => {
    const instant = `${literal(at)}::timestamp`
    if (known > 0) {
      await run(
        writer,
        `update ${tableOf(staged.shape.name)} set known_to = ${instant}
         where known_to is null and source_id = ${literal(staged.source)} and source_key in (select source_key from ${verdicts} where verdict in ('created', 'updated') and revision > 0)`,
      )
    }
    await run(writer, insertSql(batch, staged, verdicts, instant))
    if (known > 0) await run(writer, confirmSql(batch, staged, verdicts))
    if (contradicted > 0) await run(writer, quarantineSql(batch, staged, verdicts, instant))
  })
}

async function inBuckets(
  writer: DuckDBConnection,
  staged: Staged,
  earlier: readonly Staged[],
  work: (bucket: Bucket & { readonly known: number; readonly contradicted: number }) => Promise<void>,
): Promise<Counts> {
  const [[rows = 0] = []] = (await run(writer, `select count(*) from ${staged.table}`)).rows
  const buckets = Math.max(Math.ceil(Number(rows) / bucketRows), 1)
  const counts = { created: 0, updated: 0, unchanged: 0, contradicted: 0 }
  const listed: { row: number; key: string }[] = []
  for (let index = 0; index < buckets; index++) {
    const bucket: Bucket = { verdicts: `${staged.table}_verdict`, of: (key) => (buckets === 1 ? 'true' : `hash(${key}) % ${buckets} = ${index}`) }
    await run(writer, `create or replace temp table ${bucket.verdicts} as ${verdictSql(staged, earlier, bucket)}`)
    const sums = await run(writer, `select verdict, count(*), count(*) filter (revision > 0) from ${bucket.verdicts} group by verdict`)
    for (const [verdict, count] of sums.rows) if (isVerdict(verdict)) counts[verdict] += Number(count)
    const contradicted = Number(sums.rows.find(([verdict]) => verdict === 'contradicted')?.[1] ?? 0)
    if (contradicted > 0) {
      const odd = await run(writer, `select row_no, source_key from ${bucket.verdicts} where verdict = 'contradicted' order by row_no limit 1000`)
      listed.push(...odd.rows.map(([row, key]) => ({ row: Number(row), key: String(key) })))
    }
    await work({ ...bucket, contradicted, known: sums.rows.reduce((sum, [, , known]) => sum + Number(known), 0) })
  }
  await run(writer, `drop table if exists ${staged.table}_verdict`)
  return { ...counts, contradicted: listed.toSorted((a, b) => a.row - b.row).slice(0, 1_000) }
}

type Verdict = 'created' | 'updated' | 'unchanged' | 'contradicted'
const isVerdict = (value: unknown): value is Verdict => value === 'created' || value === 'updated' || value === 'unchanged' || value === 'contradicted'

/** Row by row of a bucket: what it is against what is known now, and the highest revision that its key has had (0 for a new key). */
function verdictSql(staged: Staged, earlier: readonly Staged[], { of }: Bucket): string {
  const inOrder = staged.isTombstone
    ? `when k.source_key is null or k.is_tombstone then 'unchanged' else 'updated'`
    : `when k.source_key is null or k.is_tombstone then 'created' when k.row_hash = s.row_hash then 'unchanged' else 'updated'`
  return `
    with part as (select row_no, source_key, row_hash from ${staged.table} where ${of('source_key')}),
    first as (select source_key, min(row_no) as row_no, arg_min(row_hash, row_no) as row_hash from part group by source_key),
    had as (select source_key, row_hash, is_tombstone, revision, known_to from ${tableOf(staged.shape.name)}
      where source_id = ${literal(staged.source)} and ${of('source_key')} and source_key in (select source_key from first)),
    known as (${knownSql(earlier, of)}),
    highest as (select source_key, max(revision) as revision from had group by source_key)
    select s.row_no, s.source_key, coalesce(h.revision, 0) as revision,
      case when s.row_no <> f.row_no then if(s.row_hash = f.row_hash, 'unchanged', 'contradicted') ${inOrder} end as verdict
    from part s join first f using (source_key) left join known k using (source_key) left join highest h using (source_key)`
}

/** The rows that are known now, as they will stand after the earlier parts: of those, the first row of each key counts. */
function knownSql(earlier: readonly Staged[], of: Bucket['of']): string {
  const stored = 'select source_key, row_hash, is_tombstone from had where known_to is null'
  if (earlier.length === 0) return stored
  const parts = earlier.map(
    ({ table, isTombstone }, index) =>
      `select ${index + 1}, source_key, arg_min(row_hash, row_no), ${isTombstone} from ${table} where ${of('source_key')} group by source_key`,
  )
  const ranked = [stored.replace('select ', 'select 0 as rank, '), ...parts].join(' union all ')
  return `select source_key, arg_max(row_hash, rank) as row_hash, arg_max(is_tombstone, rank) as is_tombstone from (${ranked}) group by source_key`
}

function insertSql(batch: string, staged: Staged, verdicts: string, instant: string): string {
  const own = staged.shape.columns.map(({ name }) => word(name))
  return `
    insert into ${tableOf(staged.shape.name)}
      (${own.join(', ')}, source_id, source_key, revision, recorded_at, batch_id, file, row_no, position, row_hash, is_tombstone, known_from, known_to)
    select ${own.map((column) => `s.${column}`).join(', ')}, ${literal(staged.source)}, s.source_key, v.revision + 1, ${instant}, ${literal(batch)}, ${literal(staged.file)},
      s.row_no, s.position, s.row_hash, ${staged.isTombstone}, ${instant}, null
    from ${staged.table} s join ${verdicts} v using (row_no) where v.verdict in ('created', 'updated')`
}

function quarantineSql(batch: string, staged: Staged, verdicts: string, instant: string): string {
  const packed = staged.shape.columns.map(({ name }) => `${word(name)} := s.${word(name)}`).join(', ')
  return `
    insert into store.quarantine
    select concat_ws('/', ${literal(batch)}, ${literal(String(staged.part))}, s.row_no::varchar), ${literal(batch)}, ${literal(staged.shape.name)}, ${literal(staged.source)},
      ${literal(staged.file)}, s.row_no, null, 'An earlier row of this file has the same key and other content.', to_json(struct_pack(${packed}))::varchar, 'open', ${instant}, null
    from ${staged.table} s join ${verdicts} v using (row_no) where v.verdict = 'contradicted'`
}

/** A later batch that brings what is known already says so again: should the first batch be taken back, the row stands by the later one. */
function confirmSql(batch: string, staged: Staged, verdicts: string): string {
  return `
    insert into store.confirmed
    select distinct ${literal(staged.shape.name)}, ${literal(staged.source)}, s.source_key, s.row_hash, ${literal(batch)}
    from ${staged.table} s join ${verdicts} v using (row_no) where v.verdict = 'unchanged' and v.revision > 0 and not ${staged.isTombstone}`
}

/**
 * Takes a batch back: what it brought stops being known at `at`, and what it had replaced is known again. Known again is the newest row of a
 * key that still has somebody to stand for it: the batch that brought it, or one that confirmed it, neither taken back.
 */
export async function unmerge(writer: DuckDBConnection, batch: string, fact: string, at: string): Promise<void> {
  const table = tableOf(fact)
  const instant = `${literal(at)}::timestamp`
  const { rows } = await run(writer, `select column_name from information_schema.columns where table_schema = 'store' and table_name = ${literal(fact)}`)
  const columns = rows.map(([name]) => word(String(name)))
  const copied = columns.map((column) => ({ '"known_from"': instant, '"known_to"': 'null', '"batch_id"': 'stands_by' })[column] ?? `t.${column}`)
  await run(
    writer,
    `create or replace temp table taken_back as select source_id, source_key from ${table} where batch_id = ${literal(batch)} and known_to is null`,
  )
  await run(writer, `update ${table} set known_to = ${instant} where known_to is null and batch_id = ${literal(batch)}`)
  await run(
    writer,
    `with live as (select id, position from store.batch where undone_at is null and id <> ${literal(batch)}),
     confirmed as (select c.source_id, c.source_key, c.row_hash, arg_min(c.batch_id, live.position) as batch_id from store.confirmed c
       join live on live.id = c.batch_id semi join taken_back b on c.source_id = b.source_id and c.source_key = b.source_key
       where c.fact = ${literal(fact)} group by 1, 2, 3),
     standing as (select t.*, coalesce(live.id, c.batch_id) as stands_by from ${table} t
       semi join taken_back b on t.source_id = b.source_id and t.source_key = b.source_key
       left join live on live.id = t.batch_id
       left join confirmed c on c.source_id = t.source_id and c.source_key = t.source_key and c.row_hash = t.row_hash and not t.is_tombstone)
     insert into ${table} (${columns.join(', ')})
     select ${copied.join(', ')} from standing t where stands_by is not null
     qualify row_number() over (partition by t.source_id, t.source_key order by t.revision desc, t.known_from desc) = 1`,
  )
  await run(writer, 'drop table taken_back')
}
