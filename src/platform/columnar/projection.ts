import { listValue } from '@duckdb/node-api'
import { run, type DuckFile } from './duckdb.ts'
import { judge, mergePart, unmerge, type Counts, type Staged } from './merge.ts'
import type { Entry } from './records.ts'
import { checkShape, ensureSql, literal, type TableShape } from './shape.ts'
import { openStaging, type Staging } from './staging.ts'

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
export class Projection {
  readonly open = new Map<string, OpenBatch>()
  private readonly writer: DuckFile['writer']
  private readonly done: Set<string>
  private names = 0

  private constructor(writer: DuckFile['writer'], done: Set<string>) {
    this.writer = writer
    this.done = done
  }

  static async of({ writer }: DuckFile): Promise<Projection> {
    await prepare(writer)
    return new Projection(writer, new Set((await run(writer, 'select id from store.batch')).rows.map(([id]) => String(id))))
  }

  /** From here on a replay must read. */
  async appliedUpTo(): Promise<number> {
    return Number((await run(this.writer, 'select applied from store.progress')).rows[0]?.[0])
  }

  isKnown(batch: string): boolean {
    return this.done.has(batch) || this.open.has(batch)
  }

  /** Makes the tables of facts that have no rows yet. They hold nothing, so that a rebuild need not know of them. */
  ensure(shapes: readonly TableShape[]): Promise<void> {
    return ensureTables(this.writer, shapes)
  }

  async apply(entry: Entry, position: number): Promise<void> {
    if (entry.kind === 'undo') return await this.undo(entry, position)
    if (entry.kind === 'settle') return await this.settle(entry, position)
    if (this.done.has(entry.batch)) return
    if (entry.kind === 'begin') return await this.begin(entry, position)
    const batch = this.open.get(entry.batch)
    if (!batch) return
    if (entry.kind === 'part') return await this.addPart(batch, entry)
    if (entry.kind === 'held') return await hold(this.writer, batch, entry, position)
    if (entry.kind === 'abort') return await this.drop(entry.batch)
    if (entry.kind === 'commit') return await this.commit(batch, entry, position)
    await partOf(batch, entry.part).staging.add(entry, position)
  }

  /** The given instant, or the latest one known when that is later: what is known never changes in the past. */
  async instantFrom(given: string): Promise<string> {
    const { rows } = await run(this.writer, 'select greatest($1::timestamp, max(committed_at), max(undone_at)) from store.batch', [given])
    return String(rows[0]?.[0] ?? given)
  }

  /** What a part of an open batch will come to, as things stand, after the parts before it. */
  async preview(id: string, part: number): Promise<PartReport> {
    const batch = this.open.get(id)
    if (!batch) throw new RangeError(`The batch ${id} is not open.`)
    const staged = partOf(batch, part)
    const earlier = batch.parts.filter((one) => one.part < part && one.shape.name === staged.shape.name && one.source === staged.source)
    return { fact: staged.shape.name, file: staged.file, ...(await judge(this.writer, staged, earlier)) }
  }

  async reportOf(batch: string): Promise<readonly PartReport[]> {
    return reportsIn((await run(this.writer, 'select report from store.batch where id = $1', [batch])).rows[0]?.[0])
  }

  /** Forgets an open batch with its temporary tables. */
  async drop(id: string): Promise<void> {
    const batch = this.open.get(id)
    this.open.delete(id)
    for (const { staging } of batch?.parts ?? []) await staging.drop()
    if (batch) await run(this.writer, `drop table if exists ${batch.held}`)
  }

  private async begin({ batch, source }: Extract<Entry, { kind: 'begin' }>, position: number): Promise<void> {
    const held = `held_${(this.names += 1)}`
    await run(this.writer, `create temp table ${held} as select * from store.quarantine limit 0`)
    this.open.set(batch, { begin: position, source, parts: [], held })
  }

  private async addPart({ parts }: OpenBatch, { kind: _, batch: __, ...part }: Extract<Entry, { kind: 'part' }>): Promise<void> {
    const table = `part_${(this.names += 1)}`
    await this.ensure([part.shape])
    parts.push({ ...part, table, staging: await openStaging(this.writer, table, part.shape) })
  }

  private async commit({ parts, held, source }: OpenBatch, { batch, at }: Extract<Entry, { kind: 'commit' }>, position: number): Promise<void> {
    const { writer } = this
    await inTransaction(writer, async () => {
      const reports: PartReport[] = []
      for (const staged of parts) reports.push({ fact: staged.shape.name, file: staged.file, ...(await mergePart(writer, batch, staged, at)) })
      await run(writer, `insert into store.quarantine select * replace (${literal(at)}::timestamp as held_at) from ${held}`)
      await run(writer, 'insert into store.batch values ($1, $2, $3::timestamp, null, $4::bigint, $5)', [batch, source, at, position, JSON.stringify(reports)])
      await this.mark(position, batch)
    })
    this.done.add(batch)
    await this.drop(batch)
  }

  private async undo({ batch, at }: Extract<Entry, { kind: 'undo' }>, position: number): Promise<void> {
    const { rows } = await run(this.writer, 'select report from store.batch where id = $1 and undone_at is null', [batch])
    if (rows.length === 0) return
    const facts = new Set(reportsIn(rows[0]?.[0]).map((report) => report.fact))
    await inTransaction(this.writer, async () => {
      for (const fact of facts) await unmerge(this.writer, batch, fact, at)
      await run(this.writer, 'update store.batch set undone_at = $2::timestamp where id = $1', [batch, at])
      await this.mark(position)
    })
  }

  private async settle({ ids, state, at }: Extract<Entry, { kind: 'settle' }>, position: number): Promise<void> {
    await inTransaction(this.writer, async () => {
      const change = `update store.quarantine set state = $2, settled_at = $3::timestamp where state = 'open' and list_contains($1::varchar[], id)`
      await run(this.writer, change, [listValue([...ids]), state, at])
      await this.mark(position)
    })
  }

  /** A replay must begin where the first batch began whose end has not come. */
  private async mark(position: number, ending?: string): Promise<void> {
    const begins = [...this.open].filter(([id]) => id !== ending).map(([, batch]) => batch.begin)
    await run(this.writer, 'update store.progress set applied = $1::bigint, changed = $2::bigint', [Math.min(position, ...begins), position])
  }
}

function partOf(batch: OpenBatch, part: number): OpenBatch['parts'][number] {
  const found = batch.parts.find((one) => one.part === part)
  if (!found) throw new RangeError(`The batch has no part ${part}.`)
  return found
}

async function hold(
  writer: DuckFile['writer'],
  { held: table, source }: OpenBatch,
  { batch, held }: Extract<Entry, { kind: 'held' }>,
  position: number,
): Promise<void> {
  const insert = `insert into ${table} values ($1, $2, $3, $4, $5, $6::bigint, $7, $8, $9, 'open', null, null)`
  for (const [index, { fact, file, row, column, reason, raw }] of held.entries())
    await run(writer, insert, [`${batch}/${position}/${index}`, batch, fact, source, file, row, column, reason, raw])
}

const prepare = async (writer: DuckFile['writer']): Promise<void> => {
  for (const sql of [
    'create schema if not exists store',
    'create table if not exists store.progress (applied BIGINT, changed BIGINT)',
    'insert into store.progress select 0, 0 where not exists (from store.progress)',
    'create table if not exists store.batch (id VARCHAR, source VARCHAR, committed_at TIMESTAMP, undone_at TIMESTAMP, position BIGINT, report VARCHAR)',
    'create table if not exists store.confirmed (fact VARCHAR, source_id VARCHAR, source_key VARCHAR, row_hash UUID, batch_id VARCHAR)',
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
