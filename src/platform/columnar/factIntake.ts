import { isProblem, type Fact, type FactRows, type Held, type IngestCounts } from '#kernel'
import { factReader, timeOf } from './factReader.ts'
import { word } from './shape.ts'
import type { FactBatch, FactStore, Piece, TableShape, Value } from './store.ts'

export interface StoredFacts {
  readonly bytes: number
  readonly journalBytes: number
  readonly facts: readonly { readonly fact: string; readonly rows: number; readonly newest: string | null }[]
}

/** How the rows of one workspace come in, by batches, and what is stored of them. Nothing of a batch is seen before it is sealed. */
export interface FactIntake {
  ingest(batch: string, rows: FactRows, options?: { readonly dryRun?: boolean }): Promise<IngestCounts>
  seal(batch: string): Promise<void>
  /** Forgets an open batch; takes back a sealed one. */
  undoBatch(batch: string, at: string): Promise<void>
  hold(batch: string, file: string, held: readonly Held[]): Promise<void>
  /** The rows of a batch, or of a file of it, that wait for a person, at most 100,000: those behind them follow once these are dealt with. */
  held(batch: string, file?: string): Promise<readonly WaitingRow[]>
  /** How many rows wait, by batch, file, column and reason (those that differ in a quoted value are one); those that wait longest first, at most 2,000 kinds. */
  waiting(): Promise<readonly WaitingRows[]>
  /** Ids of the rows of a fact from a source that wait, by what a row that answers them is known by. */
  awaited(fact: string, source: string): Promise<ReadonlyMap<string, readonly string[]>>
  /** Ids of the rows that wait of one file of a batch, by their numbers. */
  awaitedIn(batch: string, file: string): Promise<ReadonlyMap<number, readonly string[]>>
  /** Marks rows as dealt with: put away, or brought in by a batch that is sealed. */
  settle(ids: readonly string[], by: 'dismissed' | { readonly batch: string }): Promise<void>
  /** A column of a fact by another, as stored now: the account of every subscription. */
  lookup(fact: string, key: string, column: string): Promise<ReadonlyMap<string, string>>
  /** Copies what is known now of these facts into another intake, those of at most `limit` rows, so that it can be tried with more. */
  copyTo(other: Pick<FactIntake, 'ingest' | 'seal'>, batch: string, names: readonly string[], limit: number): Promise<void>
  /** Every row of a fact as it is known now, in pieces, its columns in the order of the definition. */
  all(fact: string): AsyncGenerator<readonly (readonly unknown[])[]>
  /** The batches that count: sealed, and not taken back. */
  sealed(): Promise<ReadonlySet<string>>
  storage(): Promise<StoredFacts>
}

export interface WaitingRow extends Omit<Held, 'cells' | 'answeredBy'> {
  readonly id: string
  readonly file: string
  /** As JSON, in the order of the file’s headings. */
  readonly cells: string | null
}

export interface WaitingRows {
  readonly batch: string
  readonly file: string
  readonly fact: string | null
  readonly column: string | null
  readonly reason: string
  readonly rows: number
  /** An instant in UTC. */
  readonly since: string
}

/** What a person reads beside a row whose id was taken by another row; repeated ids are counted by it. */
export const duplicateReason = 'The same id appears again with other values; the first row was kept. Give each row its own id.'

/** The table that the store keeps for a fact. */
export const shapeOf = (fact: Fact): TableShape => ({
  name: fact.fact,
  key: fact.key,
  columns: Object.entries(fact.columns).map(([name, f]) => ({ name, type: types.find((type) => type === f.columnar) ?? 'VARCHAR' })),
})

const types = ['VARCHAR', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'JSON', 'VARCHAR[]'] as const

/** Intakes over one store. Open batches are shared by all who work in a workspace. */
export function factIntakes(store: FactStore, facts: ReadonlyMap<string, Fact>, now: () => string): (workspace: string) => FactIntake {
  const open = new Map<string, Promise<FactBatch>>()
  return (ws) => ({ ...batches(store, facts, now, open, ws), ...awaiting(store, ws), ...stored(store, facts, ws) })
}

function batches(store: FactStore, facts: ReadonlyMap<string, Fact>, now: () => string, open: Map<string, Promise<FactBatch>>, ws: string) {
  const keyOf = (batch: string) => `${ws} ${batch}`
  const batchOf = (id: string, source: string) => {
    const known = open.get(keyOf(id)) ?? store.openBatch(ws, { id, source, recordedAt: now() })
    open.set(keyOf(id), known)
    return known
  }
  const close = async (id: string) => {
    const opened = await open.get(keyOf(id))
    open.delete(keyOf(id))
    return opened
  }
  return {
    async ingest(batch, { fact: name, file, source, rows }, { dryRun = false } = {}) {
      const fact = facts.get(name)
      if (!fact) throw new RangeError(`There is no fact “${name}”.`)
      const into = dryRun ? await store.openBatch(ws, { id: batch, source, recordedAt: now(), mode: 'dryRun' }) : await batchOf(batch, source)
      try {
        const { created, updated, unchanged, contradicted, refused } = await into.add({ fact: shapeOf(fact), file, source, rows: pieces(fact, rows) })
        const wrongType = refused.map(({ row, column, reason }): Held => ({ row, column, reason, fact: name, check: 'type' }))
        const repeated = contradicted.map(({ row, key }): Held => ({
          row,
          column: fact.key[0] ?? null,
          reason: duplicateReason,
          raw: key,
          fact: name,
          check: 'duplicate-id',
        }))
        return { created, updated, unchanged, held: [...wrongType, ...repeated] }
      } finally {
        if (dryRun) await into.abort()
      }
    },
    seal: async (batch) => void (await (await close(batch))?.commit()),
    async undoBatch(batch, at) {
      const opened = await close(batch)
      if (opened) return await opened.abort().catch(ignoreInterrupted)
      if ((await store.query(ws, 'SELECT id FROM batch WHERE id = $1', [batch])).rows.length > 0) await store.undoBatch(ws, batch, at)
    },
    async hold(batch, file, held) {
      const into = await batchOf(batch, 'import')
      // rows of a wrong type are in quarantine already: the store put them there itself
      const waiting = held.filter(({ check }) => check !== 'type')
      await into.hold(
        waiting.map(({ fact = null, row, column, reason, raw = null, answeredBy = null, cells }) => ({
          fact,
          file,
          row,
          column,
          reason,
          raw,
          answeredBy,
          cells: cells ? JSON.stringify(cells) : null,
        })),
      )
    },
    async settle(ids, by) {
      const state = by === 'dismissed' ? by : (`imported:${by.batch}` as const)
      for (let from = 0; from < ids.length; from += settledAtOnce) await store.settle(ws, ids.slice(from, from + settledAtOnce), state, now())
    },
  } satisfies Partial<FactIntake>
}

function stored(store: FactStore, facts: ReadonlyMap<string, Fact>, ws: string) {
  const reader = factReader(store, ws, facts.keys(), null)
  return {
    async lookup(fact, key, column) {
      const rows = await reader.rows(fact, [key, column])
      return new Map(rows.flatMap((row) => (row[key] === null || row[column] === null ? [] : [[String(row[key]), String(row[column])]])))
    },
    async copyTo(other, batch, names, limit) {
      for (const fact of facts.values()) {
        const rows = names.includes(fact.fact) ? await reader.rows(fact.fact, [...Object.keys(fact.columns), 'source_id']) : []
        if (rows.length > limit) continue
        for (const [source, own] of Map.groupBy(rows, (row) => String(row['source_id']))) {
          await other.ingest(batch, { fact: fact.fact, file: fact.fact, source, rows: once(own.map((values, index) => ({ row: index + 1, values }))) })
        }
      }
      await other.seal(batch)
    },
    all: (name) => {
      const fact = facts.get(name)
      if (!fact) throw new RangeError(`There is no fact “${name}”.`)
      return store.stream(ws, `SELECT ${Object.keys(fact.columns).map(word).join(', ')} FROM ${word(name)} ORDER BY ${fact.key.map(word).join(', ')}`)
    },
    sealed: async () => new Set((await store.query(ws, 'SELECT id FROM batch WHERE undone_at IS NULL')).rows.map(([batch]) => String(batch))),
    async storage() {
      const { bytes, journalBytes, facts: counted } = await store.storage(ws)
      const newest = counted.map(async ({ fact, rows }) => {
        const known = facts.get(fact)
        const [row] = rows > 0 && known ? await reader.ask({ text: `SELECT max(${word(timeOf(known))}) AS newest FROM ${word(fact)}`, values: [] }) : []
        return { fact, rows, newest: row?.['newest'] ? String(row['newest']) : null }
      })
      return { bytes, journalBytes, facts: await Promise.all(newest) }
    },
  } satisfies Partial<FactIntake>
}

function awaiting(store: FactStore, ws: string) {
  const ids = async <K>(sql: string, values: readonly string[], key: (value: Value | undefined) => K) => {
    const { rows } = await store.query(ws, sql, values)
    return new Map([...Map.groupBy(rows, ([by]) => key(by))].map(([by, own]) => [by, own.map(([, id]) => String(id))]))
  }
  return {
    async held(batch, file) {
      const rows = await store.quarantine(ws, { batch, state: 'open', limit: mostHeld, ...(file === undefined ? {} : { file }) })
      return rows.map(({ id, file, row, column, reason, raw, cells }) => ({ id, file, row, column, reason, cells, ...(raw === null ? {} : { raw }) }))
    },
    async waiting() {
      const { rows } = await store.query(ws, waitingSql)
      return rows.map(([batch, file, fact, column, reason, count, since]) => ({
        batch: String(batch),
        file: String(file),
        fact: nullable(fact),
        column: nullable(column),
        reason: String(reason),
        rows: Number(count),
        since: String(since),
      }))
    },
    awaited: (fact, source) =>
      ids(`select answered_by, id from quarantine where state = 'open' and fact = $1 and source_id = $2 and answered_by is not null`, [fact, source], String),
    awaitedIn: (batch, file) => ids(`select row_no, id from quarantine where state = 'open' and batch_id = $1 and file = $2`, [batch, file], Number),
  } satisfies Partial<FactIntake>
}

const nullable = (value: Value | undefined): string | null => (value === null || value === undefined ? null : String(value))

const settledAtOnce = 10_000
const mostHeld = 100_000
const waitingSql = `select batch_id, file, fact, "column", regexp_replace(reason, '“[^”]*”', '“…”', 'g') as reason, count(*), strftime(min(held_at), '%Y-%m-%dT%H:%M:%S.%gZ') as since from quarantine where state = 'open'
  group by 1, 2, 3, 4, 5 order by since, batch_id, file, count(*) desc, reason limit 2000`

async function* once<T>(chunk: T): AsyncGenerator<T> {
  yield chunk
}

async function* pieces(fact: Fact, rows: FactRows['rows']): AsyncGenerator<Piece> {
  const names = Object.keys(fact.columns)
  for await (const chunk of rows)
    yield { numbers: chunk.map(({ row }) => row), rows: chunk.map(({ values }) => names.map((name) => toValue(fact, name, values[name]))) }
}

/** A parsed value in the store’s form: open objects travel as text. */
function toValue(fact: Fact, column: string, value: unknown): Value {
  if (value === null || value === undefined) return null
  if (fact.columns[column]?.columnar === 'JSON') return typeof value === 'string' ? value : JSON.stringify(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : JSON.stringify(value)
}

/** A batch that the store lost in an accident is gone already. */
function ignoreInterrupted(error: unknown): void {
  if (!isProblem(error) || error.details.code !== 'batch-interrupted') throw error
}
