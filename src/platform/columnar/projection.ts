import { run, type DuckFile } from './duckdb.ts'
import { judge, mergePart, unmerge, type Counts, type Staged } from './merge.ts'
import type { Entry, Held } from './records.ts'
import { checkShape, ensureSql, literal, type TableShape } from './shape.ts'
import { openStaging, type Piece, type Staging } from './staging.ts'

/** What one part of a batch came to. */
export interface PartReport extends Counts {
  readonly fact: string
  readonly file: string
}

interface OpenBatch {
  readonly begin: number
  readonly source: string
  readonly parts: (Staged & { readonly staging: Staging })[]
  readonly held: string
}

/**
 * The DuckDB side of one workspace: what follows from the journal's entries, applied in their order. Applying an entry that was
 * applied before changes nothing, so that a replay may begin anywhere at or before `appliedUpTo`. One caller at a time.
 */
export interface Projection {
  readonly open: ReadonlyMap<string, OpenBatch>
  /** From here on a replay must read. */
  appliedUpTo(): Promise<number>
  isKnown(batch: string): boolean
  apply(entry: Entry, position: number): Promise<void>
  /** The given instant, or the latest one known when that is later: what is known never changes in the past. */
  instantFrom(given: string): Promise<string>
  /** What the last part of an open batch will come to, as things stand. */
  preview(batch: string, part: number): Promise<PartReport>
  reportOf(batch: string): Promise<readonly PartReport[]>
  drop(batch: string): Promise<void>
  /** Makes the tables of facts that have no rows yet. They hold nothing, so that a rebuild need not know of them. */
  ensure(shapes: readonly TableShape[]): Promise<void>
}

export async function openProjection(duck: DuckFile): Promise<Projection> {
  const { writer } = duck
  await prepare(writer)
  const open = new Map<string, OpenBatch>()
  const done = new Set((await run(writer, 'select id from store.batch')).rows.map(([id]) => String(id)))
  let names = 0

  const stagedOf = (batch: string, part: number): OpenBatch['parts'][number] | undefined => open.get(batch)?.parts.find((one) => one.part === part)
  const earlierThan = (batch: string, staged: Staged): Staged[] =>
    (open.get(batch)?.parts ?? []).filter((one) => one.part < staged.part && one.shape.name === staged.shape.name && one.source === staged.source)

  const begin = async (entry: Extract<Entry, { kind: 'begin' }>, position: number): Promise<void> => {
    const held = `held_${(names += 1)}`
    await run(writer, `create temp table ${held} as select * from store.quarantine limit 0`)
    open.set(entry.batch, { begin: position, source: entry.source, parts: [], held })
  }

  const addPart = async ({ kind: _, batch, ...part }: Extract<Entry, { kind: 'part' }>): Promise<void> => {
    const table = `part_${(names += 1)}`
    await ensureTables(writer, [part.shape])
    const staging = await openStaging(writer, table, part.shape)
    open.get(batch)?.parts.push({ ...part, table, staging })
  }

  const hold = async (batch: string, held: readonly Held[], position: number): Promise<void> => {
    const table = open.get(batch)?.held
    const source = open.get(batch)?.source ?? ''
    const row = `($1, $2, $3, $4, $5, $6::bigint, $7, $8, $9, 'open', null, null)`
    for (const [index, { fact, file, row: number, column, reason, raw }] of held.entries())
      await run(writer, `insert into ${table} values ${row}`, [`${batch}/${position}/${index}`, batch, fact, source, file, number, column, reason, raw])
  }

  const mark = async (position: number): Promise<void> => {
    const from = Math.min(position, ...[...open.values()].map((batch) => batch.begin))
    await run(writer, 'update store.progress set applied = $1::bigint, changed = $2::bigint', [from, position])
  }

  const commit = async ({ batch, at }: Extract<Entry, { kind: 'commit' }>, position: number): Promise<void> => {
    const { parts, held, source } = open.get(batch) ?? { parts: [], held: '', source: '' }
    await inTransaction(writer, async () => {
      const reports: PartReport[] = []
      for (const staged of parts) {
        reports.push({ fact: staged.shape.name, file: staged.file, ...(await mergePart(writer, batch, staged, at)) })
      }
      await run(writer, `insert into store.quarantine select * replace (${literal(at)}::timestamp as held_at) from ${held}`)
      await run(writer, 'insert into store.batch values ($1, $2, $3::timestamp, null, $4::bigint, $5)', [batch, source, at, position, JSON.stringify(reports)])
      const others = [...open].filter(([id]) => id !== batch).map(([, other]) => other.begin)
      await run(writer, 'update store.progress set applied = $1::bigint, changed = $2::bigint', [Math.min(position, ...others), position])
    })
    done.add(batch)
    await drop(batch)
  }

  const undo = async ({ batch, at }: Extract<Entry, { kind: 'undo' }>, position: number): Promise<void> => {
    const { rows } = await run(writer, 'select report from store.batch where id = $1 and undone_at is null', [batch])
    if (rows.length === 0) return
    const facts = new Set(reportsIn(rows[0]?.[0]).map((report) => report.fact))
    await inTransaction(writer, async () => {
      for (const fact of facts) await unmerge(writer, batch, fact, at)
      await run(writer, 'update store.batch set undone_at = $2::timestamp where id = $1', [batch, at])
      await mark(position)
    })
  }

  const settle = ({ ids, state, at }: Extract<Entry, { kind: 'settle' }>, position: number): Promise<void> =>
    inTransaction(writer, async () => {
      for (const id of ids)
        await run(writer, `update store.quarantine set state = $2, settled_at = $3::timestamp where id = $1 and state = 'open'`, [id, state, at])
      await mark(position)
    })

  const drop = async (batch: string): Promise<void> => {
    const gone = open.get(batch)
    open.delete(batch)
    for (const { staging } of gone?.parts ?? []) await staging.drop()
    if (gone) await run(writer, `drop table if exists ${gone.held}`)
  }

  const apply = async (entry: Entry, position: number): Promise<void> => {
    if (entry.kind === 'undo') return await undo(entry, position)
    if (entry.kind === 'settle') return await settle(entry, position)
    if (done.has(entry.batch)) return
    if (entry.kind === 'begin') return await begin(entry, position)
    if (!open.has(entry.batch)) return
    if (entry.kind === 'part') return await addPart(entry)
    if (entry.kind === 'held') return await hold(entry.batch, entry.held, position)
    if (entry.kind === 'abort') return await drop(entry.batch)
    if (entry.kind === 'commit') return await commit(entry, position)
    const staged = stagedOf(entry.batch, entry.part)
    const piece: Piece = entry
    await staged?.staging.add(piece, position)
  }

  return {
    open,
    appliedUpTo: async () => Number((await run(writer, 'select applied from store.progress')).rows[0]?.[0]),
    isKnown: (batch) => done.has(batch) || open.has(batch),
    apply,
    instantFrom: async (given) => {
      const { rows } = await run(writer, 'select greatest($1::timestamp, max(committed_at), max(undone_at)) from store.batch', [given])
      return String(rows[0]?.[0] ?? given)
    },
    preview: async (batch, part) => {
      const staged = stagedOf(batch, part)
      if (!staged) throw new RangeError(`The batch ${batch} has no part ${part}.`)
      return { fact: staged.shape.name, file: staged.file, ...(await judge(writer, staged, earlierThan(batch, staged))) }
    },
    reportOf: async (batch) => reportsIn((await run(writer, 'select report from store.batch where id = $1', [batch])).rows[0]?.[0]),
    drop,
    ensure: (shapes) => ensureTables(writer, shapes),
  }
}

const prepare = async (writer: DuckFile['writer']): Promise<void> => {
  for (const sql of [
    'create schema if not exists store',
    'create table if not exists store.progress (applied BIGINT, changed BIGINT)',
    'insert into store.progress select 0, 0 where not exists (from store.progress)',
    'create table if not exists store.batch (id VARCHAR, source VARCHAR, committed_at TIMESTAMP, undone_at TIMESTAMP, position BIGINT, report VARCHAR)',
    `create table if not exists store.quarantine (id VARCHAR, batch_id VARCHAR, fact VARCHAR, source_id VARCHAR, file VARCHAR, row_no BIGINT, "column" VARCHAR, reason VARCHAR, raw VARCHAR,
       state VARCHAR, held_at TIMESTAMP, settled_at TIMESTAMP)`,
    `create or replace view quarantine as select q.* from store.quarantine q join store.batch b on b.id = q.batch_id where b.undone_at is null`,
    'create or replace view batch as select id, source, committed_at, undone_at, position from store.batch',
  ])
    await run(writer, sql)
}

async function ensureTables(writer: DuckFile['writer'], shapes: readonly TableShape[]): Promise<void> {
  const existing = new Map<string, Map<string, string>>()
  const { rows } = await run(writer, `select table_name, column_name, data_type from information_schema.columns where table_schema = 'store'`)
  for (const [table, column, type] of rows) existing.set(String(table), (existing.get(String(table)) ?? new Map()).set(String(column), String(type)))
  for (const shape of shapes) {
    checkShape(shape)
    for (const sql of ensureSql(shape, existing.get(shape.name) ?? new Map())) await run(writer, sql)
  }
}

async function inTransaction(writer: DuckFile['writer'], work: () => Promise<void>): Promise<void> {
  await run(writer, 'begin transaction')
  try {
    await work()
    await run(writer, 'commit')
  } catch (error) {
    await run(writer, 'rollback').catch(() => undefined)
    throw error
  }
}

const reportsIn = (text: unknown): PartReport[] => {
  const parsed: unknown = typeof text === 'string' ? JSON.parse(text) : []
  return Array.isArray(parsed) ? parsed : []
}
