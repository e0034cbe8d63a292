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
  /** The view over the part's rows. */
  readonly table: string
}

/**
 * A part is judged in buckets of keys, each small enough that its keys fit in memory, and then written in stretches of the file: what is
 * needed at once stays the same whether a file has a thousand rows or ten million. The buckets need only agree with one another, so any hash does.
 */
const bucketRows = 200_000
const stretchRows = 250_000

/** What the part will come to, as things stand; `earlier` are parts of the same batch, fact and source that will be merged before it. */
export async function judge(writer: DuckDBConnection, staged: Staged, earlier: readonly Staged[]): Promise<Judged> {
  const rows = await extentOf(writer, staged)
  if (earlier.length === 0 && (await areAllNew(writer, staged, rows.count)))
    return { counts: { created: rows.count, updated: 0, unchanged: 0, contradicted: [] }, known: 0, areNew: true, lastRow: rows.last }
  return await judgedOneByOne(writer, staged, earlier, rows)
}

/** Writes a part as it was judged: the rows it replaces stop being known at `at`, where its own begin. Contradicting rows go to quarantine. */
export async function mergePart(writer: DuckDBConnection, batch: string, staged: Staged, at: string, judged: Judged): Promise<Counts> {
  const { counts, known, lastRow } = judged
  const instant = `${literal(at)}::timestamp`
  if (judged.areNew) {
    await run(writer, insertSql(batch, staged, { from: `${staged.table} s`, revision: '1', hash: 's.row_hash' }, instant))
    return counts
  }
  for (let from = 0; from <= lastRow; from += stretchRows) {
    const rows = `${staged.table} s join ${verdictsOf(staged)} v using (row_no) where s.row_no >= ${from} and s.row_no < ${from + stretchRows} and v.row_no >= ${from} and v.row_no < ${from + stretchRows}`
    if (known > 0) {
      await run(
        writer,
        `update ${tableOf(staged.shape.name)} set known_to = ${instant} where known_to is null and source_id = ${literal(staged.source)}
         and source_key in (select s.source_key from ${rows} and v.verdict in ('created', 'updated') and v.revision > 0)`,
      )
    }
    if (counts.created + counts.updated > 0) await run(writer, insertSql(batch, staged, changed(rows), instant))
    if (known > 0) await run(writer, confirmSql(batch, staged, rows))
    if (counts.contradicted.length > 0) await run(writer, quarantineSql(batch, staged, rows, instant))
  }
  return counts
}

/** The temporary table of a part's verdicts, one for each row. */
const verdictsOf = ({ table }: Staged): string => `${table}_verdict`

/** What a part comes to for as long as its fact has the rows that it was judged by. */
export interface Judged {
  readonly counts: Counts
  /** Every row has a key that its source never had: none needs a verdict of its own. */
  readonly areNew: boolean
  /** Rows whose key has been there before. */
  readonly known: number
  /** The highest row number, -1 when there are none. */
  readonly lastRow: number
}

interface Extent {
  readonly count: number
  readonly last: number
}

async function extentOf(writer: DuckDBConnection, { table }: Staged): Promise<Extent> {
  const [[count, last] = []] = (await run(writer, `select count(*), coalesce(max(row_no), -1) from ${table}`)).rows
  return { count: Number(count), last: Number(last) }
}

/** Keys are told apart by their hashes, which take little memory: two keys with one hash only mean that rows are judged one by one. */
async function areAllNew(writer: DuckDBConnection, staged: Staged, rows: number): Promise<boolean> {
  if (staged.isTombstone) return false
  const count = async (sql: string): Promise<number> => Number((await run(writer, sql)).rows[0]?.[0])
  let different = 0
  for (const of of bucketsOf(rows, 1_000_000))
    different += await count(`select count(distinct hash(source_key)) from ${staged.table} where ${of('source_key')}`)
  if (different !== rows) return false
  const had = `from ${tableOf(staged.shape.name)} where source_id = ${literal(staged.source)}`
  if ((await run(writer, `select 1 ${had} limit 1`)).rows.length === 0) return true
  for (const of of bucketsOf(rows, bucketRows)) {
    const keys = `select source_key from ${staged.table} where ${of('source_key')}`
    if ((await count(`select count(*) ${had} and ${of('source_key')} and source_key in (${keys})`)) > 0) return false
  }
  return true
}

/** Conditions that part keys into buckets of about so many rows. */
function bucketsOf(rows: number, size: number): readonly OfBucket[] {
  const count = Math.max(Math.ceil(rows / size), 1)
  return Array.from({ length: count }, (_, index) => (key) => (count === 1 ? 'true' : `hash(${key}) % ${count} = ${index}`))
}

async function judgedOneByOne(writer: DuckDBConnection, staged: Staged, earlier: readonly Staged[], rows: Extent): Promise<Judged> {
  const verdicts = verdictsOf(staged)
  await run(
    writer,
    `create or replace temp table ${verdicts} (row_no BIGINT, row_hash UUID, revision INTEGER, verdict ENUM ('created', 'updated', 'unchanged', 'contradicted'))`,
  )
  for (const of of bucketsOf(rows.count, bucketRows)) await run(writer, `insert into ${verdicts} ${verdictSql(staged, earlier, of)}`)
  const sums = (await run(writer, `select verdict::varchar, count(*), count(*) filter (revision > 0) from ${verdicts} group by verdict`)).rows
  const count = (wanted: string) => Number(sums.find(([verdict]) => verdict === wanted)?.[1] ?? 0)
  const odd = count('contradicted') === 0 ? [] : (await run(writer, contradictedSql(staged))).rows
  const contradicted = odd.map(([row, key]) => ({ row: Number(row), key: String(key) }))
  const counts = { created: count('created'), updated: count('updated'), unchanged: count('unchanged'), contradicted }
  return { counts, known: sums.reduce((sum, [, , some]) => sum + Number(some), 0), areNew: false, lastRow: rows.last }
}

const contradictedSql = (staged: Staged): string =>
  `select s.row_no, s.source_key from ${staged.table} s join ${verdictsOf(staged)} v using (row_no) where v.verdict = 'contradicted' order by s.row_no limit 1000`

/** The condition that a key is in the bucket. */
type OfBucket = (key: string) => string

/** Row by row of a bucket: what it is against what is known now, and the highest revision that its key has had (0 for a new key). */
function verdictSql(staged: Staged, earlier: readonly Staged[], of: OfBucket): string {
  const inOrder = staged.isTombstone
    ? `when k.source_key is null or k.is_tombstone then 'unchanged' else 'updated'`
    : `when k.source_key is null or k.is_tombstone then 'created' when k.row_hash = s.row_hash then 'unchanged' else 'updated'`
  return `
    with part as materialized (select row_no, source_key, row_hash from ${staged.table} where ${of('source_key')}),
    first as (select source_key, min(row_no) as row_no, arg_min(row_hash, row_no) as row_hash from part group by source_key),
    had as (select source_key, row_hash, is_tombstone, revision, known_to from ${tableOf(staged.shape.name)}
      where source_id = ${literal(staged.source)} and ${of('source_key')} and source_key in (select source_key from first)),
    known as (${knownSql(earlier, of)}),
    highest as (select source_key, max(revision) as revision from had group by source_key)
    select s.row_no, s.row_hash, coalesce(h.revision, 0) as revision,
      case when s.row_no <> f.row_no then if(s.row_hash = f.row_hash, 'unchanged', 'contradicted') ${inOrder} end as verdict
    from part s join first f using (source_key) left join known k using (source_key) left join highest h using (source_key)`
}

/** The rows that are known now, as they will stand after the earlier parts: of those, the first row of each key counts. */
function knownSql(earlier: readonly Staged[], of: OfBucket): string {
  const stored = 'select source_key, row_hash, is_tombstone from had where known_to is null'
  if (earlier.length === 0) return stored
  const parts = earlier.map(
    ({ table, isTombstone }, index) =>
      `select ${index + 1}, source_key, arg_min(row_hash, row_no), ${isTombstone} from ${table} where ${of('source_key')} group by source_key`,
  )
  const ranked = [stored.replace('select ', 'select 0 as rank, '), ...parts].join(' union all ')
  return `select source_key, arg_max(row_hash, rank) as row_hash, arg_max(is_tombstone, rank) as is_tombstone from (${ranked}) group by source_key`
}

/** Rows staged as `s`, with the revision that each will have and its hash. */
interface Written {
  readonly from: string
  readonly revision: string
  readonly hash: string
}

/** The hash stands with the verdict: that of the staged row would be made again for every row. */
const changed = (rows: string): Written => ({ from: `${rows} and v.verdict in ('created', 'updated')`, revision: 'v.revision + 1', hash: 'v.row_hash' })

function insertSql(batch: string, staged: Staged, { from, revision, hash }: Written, instant: string): string {
  const own = staged.shape.columns.map(({ name }) => word(name))
  return `
    insert into ${tableOf(staged.shape.name)}
      (${own.join(', ')}, source_id, source_key, revision, recorded_at, batch_id, file, row_no, position, row_hash, is_tombstone, known_from, known_to)
    select ${own.map((column) => `s.${column}`).join(', ')}, ${literal(staged.source)}, s.source_key, ${revision}, ${instant}, ${literal(batch)}, ${literal(staged.file)},
      s.row_no, s.position, ${hash}, ${staged.isTombstone}, ${instant}, null
    from ${from}`
}

/** `rows` are those of one stretch, staged as `s` with their verdicts as `v`. */
function quarantineSql(batch: string, staged: Staged, rows: string, instant: string): string {
  const packed = staged.shape.columns.map(({ name }) => `${word(name)} := s.${word(name)}`).join(', ')
  return `
    insert into store.quarantine
    select concat_ws('/', ${literal(batch)}, ${literal(String(staged.part))}, s.row_no::varchar), ${literal(batch)}, ${literal(staged.shape.name)}, ${literal(staged.source)},
      ${literal(staged.file)}, s.row_no, null, 'An earlier row of this file has the same key and other content.', to_json(struct_pack(${packed}))::varchar, 'open', ${instant}, null, null, null, null
    from ${rows} and v.verdict = 'contradicted'`
}

/**
 * A later batch that brings what is known already says so again: should the first batch be taken back, the row stands by the later one. That a
 * key is gone has no hash.
 */
function confirmSql(batch: string, staged: Staged, rows: string): string {
  return `
    insert into store.confirmed
    select distinct ${literal(staged.shape.name)}, ${literal(staged.source)}, s.source_key, ${staged.isTombstone ? 'null' : 'v.row_hash'}, ${literal(batch)}
    from ${rows} and v.verdict = 'unchanged' and v.revision > 0`
}

/**
 * Takes a batch back: what it brought stops being known at `at`, and known again is what the newest batch that still stands said of each of
 * those keys, whether it brought that itself or confirmed what was known then.
 */
export async function unmerge(writer: DuckDBConnection, batch: string, fact: string, at: string): Promise<void> {
  const table = tableOf(fact)
  const instant = `${literal(at)}::timestamp`
  const { rows } = await run(writer, `select column_name from information_schema.columns where table_schema = 'store' and table_name = ${literal(fact)}`)
  const columns = rows.map(([name]) => word(String(name)))
  const copied = columns.map((column) => ({ '"known_from"': instant, '"known_to"': 'null', '"batch_id"': 's.batch_id' })[column] ?? `t.${column}`)
  const hash = 'if(t.is_tombstone, null, t.row_hash)'
  const amongThem = 'semi join taken_back b on t.source_id = b.source_id and t.source_key = b.source_key'
  await run(
    writer,
    `create or replace temp table taken_back as select source_id, source_key from ${table} where batch_id = ${literal(batch)} and known_to is null`,
  )
  await run(writer, `update ${table} set known_to = ${instant} where known_to is null and batch_id = ${literal(batch)}`)
  await run(
    writer,
    `with said as (
       select t.source_id, t.source_key, ${hash} as hash, t.batch_id, t.revision from ${table} t ${amongThem}
       union all select t.source_id, t.source_key, t.row_hash, t.batch_id, 0 from store.confirmed t ${amongThem} where t.fact = ${literal(fact)}),
     standing as (
       select said.* from said join store.batch live on live.id = said.batch_id where live.undone_at is null and live.id <> ${literal(batch)}
       qualify row_number() over (partition by source_id, source_key order by live.position desc, revision desc) = 1)
     insert into ${table} (${columns.join(', ')})
     select ${copied.join(', ')} from ${table} t
       join standing s on s.source_id = t.source_id and s.source_key = t.source_key and s.hash is not distinct from ${hash}
     qualify row_number() over (partition by t.source_id, t.source_key order by t.revision desc, t.known_from desc) = 1`,
  )
  await run(writer, 'drop table taken_back')
}
