import { listValue } from '@duckdb/node-api'
import { run, type DuckFile, type Row } from './duckdb.ts'
import { judge, mergePart, unmerge, type Counts, type Judged, type Staged } from './merge.ts'
import type { Entry } from './records.ts'
import { applyLinks, blankForgotten, blankPersons, expireHeld, heldForATime, linkedFrom, type PersonIndex } from './personLinks.ts'
import { checkShape, ensureSql, literal, tableOf, word, type TableShape } from './shape.ts'
import { holdRows, keepHeld, quarantineTable, settleRows } from './quarantine.ts'
import { sideTables } from './sideTables.ts'
import { groupRows, openStaging, type Staging } from './staging.ts'
import { openStreams, streamBatch, type Streams, type Taken } from './streaming.ts'

/** What one part of a batch came to. */
export interface PartReport extends Counts {
  readonly fact: string
  readonly file: string
}

interface OpenBatch {
  readonly begin: number
  readonly source: string
  readonly parts: StagedPart[]
  readonly held: string
}

/** Up to which record of a stream all rows are in their tables, and whether some of later ones are there too. */
type Written = Pick<Taken, 'upTo' | 'isAhead'>

interface StagedPart extends Staged {
  readonly staging: Staging
  /** What it will come to, as it was told before the end of its batch: that holds while nothing of its fact has changed since. */
  judged?: { readonly changes: number; readonly is: Judged }
}

/**
 * The DuckDB side of one workspace: what follows from the journal's entries, applied in their order. Applying an entry that was
 * applied before changes nothing, so that a replay may begin anywhere at or before `appliedUpTo`. One caller at a time.
 */
export class Projection {
  readonly open = new Map<string, OpenBatch>()
  private readonly writer: DuckFile['writer']
  private readonly done: Set<string>
  private readonly streams: Streams
  private readonly options: ProjectionOptions
  private persons: PersonIndex | null = null
  private readonly ensured = new Map<string, string>()
  private readonly changes = new Map<string, number>()
  private written: Written
  private names = 0

  private constructor(writer: DuckFile['writer'], done: Set<string>, streamed: number, options: ProjectionOptions) {
    this.writer = writer
    this.done = done
    this.options = options
    this.written = { upTo: streamed, isAhead: false }
    this.streams = openStreams(writer, new Map([...(options.facts ?? []), ...sideTables].map((shape) => [shape.name, shape])), streamed)
  }

  get streamed(): number {
    return this.written.upTo
  }

  static async of({ writer }: DuckFile, options: ProjectionOptions = {}): Promise<Projection> {
    await prepare(writer)
    await takeAheadAway(writer, [...(options.facts ?? []), ...sideTables])
    const done = new Set((await run(writer, 'select id from store.batch')).rows.map(([id]) => String(id)))
    const streamed = Number((await run(writer, 'select coalesce(streamed, -1) from store.progress')).rows[0]?.[0])
    return new Projection(writer, done, streamed, options)
  }

  /** From here on a replay must read. */
  async appliedUpTo(): Promise<number> {
    return Number((await run(this.writer, 'select applied from store.progress')).rows[0]?.[0])
  }

  /** Names the state that files beside the store follow from: another one when the store was made again, or somebody forgotten. */
  async identity(): Promise<string> {
    return String((await run(this.writer, 'select identity from store.progress')).rows[0]?.[0])
  }

  isKnown(batch: string): boolean {
    return this.done.has(batch) || this.open.has(batch)
  }

  /** Makes the tables of facts that have no rows yet. They hold nothing, so that a rebuild need not know of them. */
  async ensure(shapes: readonly TableShape[]): Promise<void> {
    const shown = shapes.map((shape) => JSON.stringify(shape))
    const missing = shapes.filter(({ name }, at) => this.ensured.get(name) !== shown[at])
    if (missing.length > 0) await ensureTables(this.writer, missing)
    for (const [at, { name }] of shapes.entries()) this.ensured.set(name, shown[at] ?? '')
  }

  async apply(entry: Entry, position: number): Promise<void> {
    if (entry.kind === 'stream') {
      this.streams.add(entry, position, true)
      return this.streams.waiting >= groupRows ? await this.flush(true) : undefined
    }
    if (entry.kind === 'forget') return await this.forget(entry, position)
    if (entry.kind === 'sealed') return await this.seal(entry, position)
    if (entry.kind === 'expire') return await this.expire(entry, position)
    if (entry.kind === 'undo') return await this.undo(entry, position)
    if (entry.kind === 'settle') return await this.settle(entry, position)
    if (this.done.has(entry.batch)) return
    if (entry.kind === 'begin') return await this.begin(entry, position)
    const batch = this.open.get(entry.batch)
    if (!batch) return
    if (entry.kind === 'part') return await this.addPart(batch, entry)
    if (entry.kind === 'held') return await holdRows(this.writer, batch, entry, position)
    if (entry.kind === 'abort') return await this.drop(entry.batch)
    if (entry.kind === 'commit') return await this.commit(batch, entry, position)
    await partOf(batch, entry.part).staging.add(entry, position)
  }

  /** Rows of a stream wait for `flush`, one of which may be under way. What was taken before is left out. */
  take(entry: Extract<Entry, { kind: 'stream' }>, position: number): void {
    this.streams.add(entry, position)
  }

  /**
   * Writes the rows of streams that wait, all in one transaction, or whole groups of them. A group may end amid the rows of a record: should no later flush
   * follow, `of` takes away what stands there beyond the last record that is whole, and the journal has it.
   */
  async flush(isWhole = false): Promise<void> {
    const { upTo, isAhead, tables, links, write } = this.streams.take(isWhole)
    const written = { upTo, isAhead }
    const work = async (): Promise<void> => {
      await write()
      if (links.length > 0) await this.relink(links)
      await this.mark(upTo, [...tables, ...(links.length > 0 ? this.personal().map(({ name }) => name) : [])], written)
    }
    if (tables.length > 0) await inTransaction(this.writer, work)
    this.written = written
  }

  private async relink(rows: readonly Row[]): Promise<void> {
    if (!this.options.persons) return
    if (this.persons) return await applyLinks(this.writer, this.persons, rows)
    this.persons = await linkedFrom(this.writer, this.options.persons()) // all rows, those just written among them
  }

  private async forget({ persons, at }: Extract<Entry, { kind: 'forget' }>, position: number): Promise<void> {
    if (persons.length === 0) return // they were taken out of the journal since; their names come sealed
    await this.flush()
    const personal = this.personal()
    await inTransaction(this.writer, async () => {
      await blankPersons(this.writer, personal, persons, at)
      await run(this.writer, 'update store.progress set identity = uuid()::varchar')
      await this.mark(position, [...personal.map(({ name }) => name), 'event_link'])
    })
    this.persons = null
  }

  private async seal({ names, at }: Extract<Entry, { kind: 'sealed' }>, position: number): Promise<void> {
    await this.flush()
    await inTransaction(this.writer, async () => {
      await run(this.writer, sealSql, [listValue([...names]), at])
      await this.mark(position, [])
    })
  }

  private async expire({ before }: Extract<Entry, { kind: 'expire' }>, position: number): Promise<void> {
    await this.flush()
    await inTransaction(this.writer, async () => {
      await expireHeld(this.writer, before)
      await this.mark(position, [])
    })
  }

  /** What is held since before an instant: how many, and in which records of the journal it came. */
  async heldBefore(before: string): Promise<{ readonly count: number; readonly places: ReadonlySet<number> }> {
    const old = `select "position", count(*) from store.event_held where received_at < $1::timestamp and ${heldForATime} group by 1`
    const { rows } = await run(this.writer, old, [before])
    return { count: rows.reduce((sum, [, count]) => sum + Number(count), 0), places: new Set(rows.map(([position]) => Number(position))) }
  }

  /** Facts whose rows name people as they were known then. */
  personal(): TableShape[] {
    return (this.options.facts ?? []).filter(({ columns }) => columns.some(({ name }) => name === 'anonymous_id'))
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
    staged.staging.flush()
    const is = await judge(this.writer, staged, earlier)
    if (earlier.length === 0) staged.judged = { changes: this.changesOf(staged.shape.name), is }
    return { fact: staged.shape.name, file: staged.file, ...is.counts }
  }

  async reportOf(batch: string): Promise<readonly PartReport[]> {
    return reportsIn((await run(this.writer, 'select report from store.batch where id = $1', [batch])).rows[0]?.[0])
  }

  /** Forgets an open batch with its tables. */
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
    await this.flush()
    for (const { staging } of parts) staging.flush()
    await inTransaction(writer, async () => {
      const reports: PartReport[] = []
      for (const staged of parts) reports.push({ fact: staged.shape.name, file: staged.file, ...(await this.merge(staged, batch, at)) })
      const brought = new Set(parts.map(({ shape }) => shape.name))
      const personal = this.personal().filter(({ name }) => brought.has(name))
      await blankForgotten(writer, personal, batch, at)
      await keepHeld(writer, { held, parts }, { batch, at })
      await run(writer, 'insert into store.batch values ($1, $2, $3::timestamp, null, $4::bigint, $5)', [batch, source, at, position, JSON.stringify(reports)])
      await this.mark(position, [...brought], this.written, batch)
    })
    this.done.add(batch)
    await this.drop(batch)
  }

  private async merge(staged: StagedPart, batch: string, at: string): Promise<Counts> {
    const { name } = staged.shape
    const before = staged.judged?.changes === this.changesOf(name) ? staged.judged.is : null
    const counts = await mergePart(this.writer, batch, staged, at, before ?? (await judge(this.writer, staged, [])))
    this.changed([name])
    return counts
  }

  private changesOf(fact: string): number {
    return this.changes.get(fact) ?? 0
  }

  private changed(facts: Iterable<string>): void {
    for (const fact of facts) this.changes.set(fact, this.changesOf(fact) + 1)
  }

  private async undo({ batch, at }: Extract<Entry, { kind: 'undo' }>, position: number): Promise<void> {
    const { rows } = await run(this.writer, 'select report from store.batch where id = $1 and undone_at is null', [batch])
    if (rows.length === 0) return
    const facts = new Set(reportsIn(rows[0]?.[0]).map((report) => report.fact))
    await this.flush()
    await inTransaction(this.writer, async () => {
      for (const fact of facts) await unmerge(this.writer, batch, fact, at)
      await run(this.writer, 'update store.batch set undone_at = $2::timestamp where id = $1', [batch, at])
      await this.mark(position, [...facts])
    })
  }

  private async settle(entry: Extract<Entry, { kind: 'settle' }>, position: number): Promise<void> {
    await this.flush()
    await inTransaction(this.writer, async () => {
      await settleRows(this.writer, entry)
      await this.mark(position, [])
    })
  }

  /** A replay must begin where the first batch began whose end has not come. `facts` are those whose rows are others now. */
  private async mark(position: number, facts: readonly string[], written = this.written, ending?: string): Promise<void> {
    this.changed(facts)
    const begins = [...this.open].filter(([id]) => id !== ending).map(([, batch]) => batch.begin)
    const from = Math.min(position, ...begins, this.options.unapplied?.() ?? Infinity)
    const statements = [
      ...movedSql(facts, position),
      `update store.progress set ahead = ${written.isAhead}, applied = ${from}::bigint, changed = ${position}::bigint, streamed = nullif(${written.upTo}, -1)::bigint`,
    ]
    await run(this.writer, statements.join(';\n'))
  }
}

export interface ProjectionOptions {
  /** Facts that streams may bring. */
  readonly facts?: readonly TableShape[]
  /** Makes an empty index of who turned out to be whom. */
  readonly persons?: () => PersonIndex
  /** The first place in the journal with rows of a stream that were not handed in yet. */
  readonly unapplied?: () => number
}

/** Notes where facts changed last. */
function movedSql(facts: readonly string[], position: number): string[] {
  const moved = [...new Set([...facts, 'quarantine'])].map(literal)
  return [
    `delete from store.moved where fact in (${moved.join(', ')})`,
    `insert into store.moved values ${moved.map((fact) => `(${fact}, ${position}::bigint)`).join(', ')}`,
  ]
}

/** Takes away rows of streams beyond the last record that is whole; files beside the store that know them are of another state from now on. */
async function takeAheadAway(writer: DuckFile['writer'], shapes: readonly TableShape[]): Promise<void> {
  const [[streamed] = []] = (await run(writer, 'select coalesce(streamed, -1) from store.progress where ahead')).rows
  if (streamed === undefined) return
  const beyond = `batch_id = ${literal(streamBatch)} and "position" > ${Number(streamed)}`
  const { rows } = await run(writer, `select table_name from information_schema.tables where table_schema = 'store'`)
  const there = new Set(rows.map(([table]) => String(table)))
  await inTransaction(writer, async () => {
    for (const { name } of shapes) if (there.has(name)) await run(writer, `delete from ${tableOf(name)} where ${beyond}`)
    await run(writer, 'update store.progress set ahead = false, identity = uuid()::varchar')
  })
}

const sealSql = 'insert into store.forgotten select n, $2::timestamp, $2::timestamp from (select unnest($1::varchar[]) as n)'

function partOf(batch: OpenBatch, part: number): OpenBatch['parts'][number] {
  const found = batch.parts.find((one) => one.part === part)
  if (!found) throw new RangeError(`The batch has no part ${part}.`)
  return found
}

const prepare = async (writer: DuckFile['writer']): Promise<void> => {
  await run(
    writer,
    [
      'create schema if not exists store',
      'create schema if not exists staging',
      'create table if not exists store.progress (applied BIGINT, changed BIGINT)',
      'create table if not exists store.moved (fact VARCHAR, position BIGINT)',
      'insert into store.progress (applied, changed) select 0, 0 where not exists (from store.progress)',
      'alter table store.progress add column if not exists streamed BIGINT',
      'alter table store.progress add column if not exists links BIGINT',
      'alter table store.progress add column if not exists identity VARCHAR',
      'alter table store.progress add column if not exists ahead BOOLEAN',
      'update store.progress set identity = uuid()::varchar where identity is null',
      'create table if not exists store.person_link (raw VARCHAR, canonical VARCHAR)',
      'create table if not exists store.forgotten (person VARCHAR, forgotten_at TIMESTAMP)',
      'alter table store.forgotten add column if not exists sealed_at TIMESTAMP',
      `update store.forgotten set person = 'sha256:' || sha256(person) where not starts_with(person, 'sha256:')`,
      'create or replace view person_link as select raw, canonical from store.person_link',
      'create table if not exists store.batch (id VARCHAR, source VARCHAR, committed_at TIMESTAMP, undone_at TIMESTAMP, position BIGINT, report VARCHAR)',
      'create table if not exists store.confirmed (fact VARCHAR, source_id VARCHAR, source_key VARCHAR, row_hash UUID, batch_id VARCHAR)',
      ...quarantineTable,
      // taking back a batch moves the facts that it brought: who asks only this reads nothing but them
      'create or replace view store.undone as select id from store.batch where undone_at is not null',
      'create or replace view batch as select id, source, committed_at, undone_at, position from store.batch',
    ].join(';\n'),
  )
  await ensureTables(writer, sideTables, false)
  // rows of batches that a crash left open come from the journal again
  const { rows: left } = await run(writer, `select table_name from information_schema.tables where table_schema = 'staging'`)
  for (const [table] of left) await run(writer, `drop table staging.${word(String(table))}`)
}

async function ensureTables(writer: DuckFile['writer'], shapes: readonly TableShape[], hasViews = true): Promise<void> {
  const existing = new Map<string, Map<string, string>>()
  const { rows } = await run(writer, `select table_name, column_name, data_type from information_schema.columns where table_schema = 'store'`)
  for (const [table, column, type] of rows) existing.set(String(table), (existing.get(String(table)) ?? new Map()).set(String(column), String(type)))
  for (const shape of shapes) checkShape(shape)
  const changes = shapes.flatMap((shape) => ensureSql(shape, existing.get(shape.name) ?? new Map(), hasViews))
  // in one turn: a busy process would wait for each
  if (changes.length > 0) await inTransaction(writer, async () => void (await run(writer, changes.join(';\n'))))
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
