import { allRows, freshness, knownBatch } from '#engines/metrics/dialect/periods.ts'
import { isProblem, Problem, type Fact, type FactRows, type Finding, type Held, type Measurement, type Workspace } from '#kernel'
import type { FactBatch, FactStore, Piece, TableShape, Value } from '#platform/columnar/store.ts'
import type { Pool } from '#platform/postgres/pool.ts'
import type { FactDesk } from './factDesk.ts'
import { behind, measure, type Ledgers, type Measuring } from './measure/measure.ts'
import { timeOf } from './measure/envelope.ts'
import type { Facts } from './measure/facts.ts'
import { duplicateReason, findFaults } from './quality.ts'
import type { Registry } from './registry.ts'
import { compiled, tables } from './tables.ts'

/** What a desk keeps between questions: answers under the position of the facts that they were made from. */
interface Kept {
  readonly position: string
  readonly ledgers: Ledgers
  readonly answers: Map<string, Measurement>
  findings: { readonly day: string; readonly found: Promise<readonly Finding[]> } | null
}

interface Desks {
  readonly registry: Registry
  readonly store: FactStore
  readonly pool: Pool | null
  readonly now: () => string
  readonly shapes: ReadonlyMap<string, TableShape>
  /** Batches that are being filled, by workspace and id. */
  readonly open: Map<string, Promise<FactBatch>>
  readonly kept: Map<string, Kept>
}

/** Desks over one store: shapes, open batches and kept answers are shared by all who work in a workspace. Without a pool every workspace has the default policy. */
export function factDesks(registry: Registry, store: FactStore, pool: Pool | null, now: () => string): (workspace: Workspace) => FactDesk {
  const desks: Desks = { registry, store, pool, now, shapes: new Map(factShapes(registry).map((shape) => [shape.name, shape])), open: new Map(), kept: new Map() }
  return (workspace) => ({ ...bringing(desks, workspace.id), ...looking(desks, workspace.id), ...measuring(desks, workspace) })
}

/** Rows come in by batches; nothing of a batch is seen before it is sealed. */
function bringing({ registry, store, shapes, open, now }: Desks, ws: string): Pick<FactDesk, 'ingest' | 'seal' | 'undoBatch' | 'hold' | 'held'> {
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
    async ingest(batch, { fact, file, source, rows }, { dryRun = false } = {}) {
      const shape = shapes.get(fact)
      if (!shape) throw new RangeError(`There is no fact “${fact}”.`)
      const into = dryRun ? await store.openBatch(ws, { id: batch, source, recordedAt: now(), mode: 'dryRun' }) : await batchOf(batch, source)
      try {
        const { created, updated, unchanged, contradicted, refused } = await into.add({ fact: shape, file, source, rows: pieces(registry.fact(fact), shape, rows) })
        const wrongType = refused.map(({ row, column, reason }): Held => ({ row, column, reason, fact, check: 'type' }))
        const repeated = contradicted.map(({ row, key }): Held => ({ row, column: shape.key[0] ?? null, reason: duplicateReason, raw: key, fact, check: 'duplicate-id' }))
        return { created, updated, unchanged, held: [...wrongType, ...repeated] }
      } finally {
        if (dryRun) await into.abort()
      }
    },
    seal: async (batch) => void (await (await close(batch))?.commit()),
    async undoBatch(batch, at) {
      const opened = await close(batch)
      if (opened) return await opened.abort().catch(ignoreInterrupted)
      const { text, values } = knownBatch(batch)
      if ((await store.query(ws, text, values)).rows.length > 0) await store.undoBatch(ws, batch, at)
    },
    async hold(batch, file, held) {
      const into = await batchOf(batch, 'import')
      // rows of a wrong type are in quarantine already: the store put them there itself
      await into.hold(held.filter(({ check }) => check !== 'type').map((one) => ({ fact: one.fact ?? null, file, row: one.row, column: one.column, reason: one.reason, raw: one.raw ?? null })))
    },
    held: async (batch) => (await store.quarantine(ws, { batch, limit: 100_000 })).map(({ file, row, column, reason, raw }) => ({ file, row, column, reason, ...(raw === null ? {} : { raw }) })),
  }
}

/** What is stored, as rows and as sizes. */
function looking({ registry, store, shapes }: Desks, ws: string): Pick<FactDesk, 'lookup' | 'copyTo' | 'storage'> {
  const facts = readFacts(store, ws, registry, undefined, '')
  return {
    async lookup(fact, key, column) {
      const rows = await facts.rows(fact, [key, column])
      return new Map(rows.flatMap((row) => (row[key] === null || row[column] === null ? [] : [[String(row[key]), String(row[column])]])))
    },
    async copyTo(other, batch, names, limit) {
      for (const { name, columns } of shapes.values()) {
        if (!names.includes(name)) continue
        const rows = await facts.rows(name, [...columns.map((column) => column.name), 'source_id'])
        if (rows.length > limit) continue
        for (const [source, own] of Map.groupBy(rows, (row) => String(row['source_id']))) {
          const chunk = own.map((values, index) => ({ row: index + 1, values }))
          await other.ingest(batch, { fact: name, file: name, source, rows: (async function* () { yield chunk })() })
        }
      }
      await other.seal(batch)
    },
    async storage() {
      const { bytes, journalBytes, facts: stored } = await store.storage(ws)
      const newest = await Promise.all(stored.map(async ({ fact, rows }) => {
        const known = registry.facts.get(fact)
        const [row] = rows > 0 && known ? await facts.ask(freshness(fact, timeOf(known))) : []
        return { fact, rows, newest: row?.['newest'] ? String(row['newest']) : null }
      }))
      return { bytes, journalBytes, facts: newest }
    },
  }
}

/** Numbers and faults, kept until the facts change. */
function measuring({ registry, store, pool, now, kept }: Desks, workspace: Workspace): Pick<FactDesk, 'measure' | 'behind' | 'quality'> {
  const ws = workspace.id
  const current = async (): Promise<Kept> => {
    const position = await store.position(ws)
    const known = kept.get(ws)
    if (known?.position === position) return known
    const fresh: Kept = { position, ledgers: new Map(), answers: new Map(), findings: null }
    kept.set(ws, fresh)
    return fresh
  }
  const prepare = async (knownAt?: string): Promise<{ readonly own: Kept; readonly how: Measuring }> => {
    const own = await current()
    const today = (knownAt ?? now()).slice(0, 10)
    const facts = readFacts(store, ws, registry, knownAt, own.position)
    const quality = () => {
      if (knownAt) return findFaults(registry, facts, today)
      if (own.findings?.day !== today) own.findings = { day: today, found: findFaults(registry, facts, today) }
      return own.findings.found
    }
    const terms = { currency: workspace.currency, timeZone: workspace.timeZone, preset: await presetOf(pool, ws), today }
    return { own, how: { registry, facts, terms, ledgers: own.ledgers, quality } }
  }
  return {
    async measure(request) {
      const { how, own } = await prepare(request.knownAt)
      const key = JSON.stringify([how.terms, request])
      const known = own.answers.get(key)
      if (known) return known
      const answer = await measure(how, request)
      if (own.answers.size > 500) own.answers.clear()
      own.answers.set(key, answer)
      return answer
    },
    behind: async (request) => await behind((await prepare(request.knownAt)).how, request),
    quality: async () => await (await prepare()).how.quality(),
  }
}

async function* pieces(fact: Fact, shape: TableShape, rows: FactRows['rows']): AsyncGenerator<Piece> {
  for await (const chunk of rows) yield { numbers: chunk.map(({ row }) => row), rows: chunk.map(({ values }) => shape.columns.map(({ name }) => toValue(fact, name, values[name]))) }
}

/** A batch that the store lost in an accident is gone already. */
function ignoreInterrupted(error: unknown): void {
  if (!isProblem(error) || error.details.code !== 'batch-interrupted') throw error
}

/** The tables that the store keeps for the facts; it is opened with them. */
export const factShapes = (registry: Registry): TableShape[] => [...registry.facts.values()].map(shapeOf)

/** The facts as they are known now, or as they were known at an instant (then every name reads its `_known` macro). */
function readFacts(store: FactStore, ws: string, registry: Registry, knownAt: string | undefined, position: string): Facts {
  const at = knownAt === undefined ? null : instantOf(knownAt)
  const names = [...registry.facts.keys()].join('|')
  const dated = (text: string): string => (at === null ? text : text.replace(new RegExp(`\\b(FROM|JOIN) "?(${names})"?(?=[\\s)]|$)`, 'g'), (_, word: string, fact: string) => `${word} "${fact}_known"('${at}')`))
  const ask: Facts['ask'] = async ({ text, values }) => {
    const { columns, rows } = await store.query(ws, dated(text), values)
    return rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null])))
  }
  return { position: `${position}@${at ?? ''}`, ask, rows: (fact, columns) => ask(allRows(fact, columns)) }
}

/** An instant in the one form that may stand in a query. */
function instantOf(text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw new Problem('invalid', `“${text}” is not an instant.`, 'Write it as 2024-12-31T18:00:00Z.', { at: { field: 'knownAt' } })
  return at.toISOString().replace('T', ' ').replace('Z', '')
}

const types: Readonly<Record<string, TableShape['columns'][number]['type']>> = { VARCHAR: 'VARCHAR', BIGINT: 'BIGINT', DOUBLE: 'DOUBLE', BOOLEAN: 'BOOLEAN', DATE: 'DATE', TIMESTAMP: 'TIMESTAMP', JSON: 'JSON', 'VARCHAR[]': 'VARCHAR[]' }

const shapeOf = (fact: Fact): TableShape => ({ name: fact.fact, key: fact.key, columns: Object.entries(fact.columns).map(([name, f]) => ({ name, type: types[f.columnar ?? ''] ?? 'VARCHAR' })) })

/** A parsed value in the store's form: open objects travel as text. */
function toValue(fact: Fact, column: string, value: unknown): Value {
  if (value === null || value === undefined) return null
  if (fact.columns[column]?.columnar === 'JSON') return typeof value === 'string' ? value : JSON.stringify(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : JSON.stringify(value)
}

async function presetOf(pool: Pool | null, workspace: string): Promise<string> {
  if (!pool) return 'default'
  const select = tables.selectFrom('app.workspace').select('revenue_policy').where('id', '=', workspace)
  const { rows } = await pool.read({ workspace }, (tx) => tx.query(...compiled(select)))
  return String(rows[0]?.['revenue_policy'] ?? 'default')
}
