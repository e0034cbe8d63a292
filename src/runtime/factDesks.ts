import { isProblem, type Fact, type Finding, type Held, type Measurement, type Workspace } from '#kernel'
import type { FactBatch, FactStore, TableShape, Value } from '#platform/columnar/store.ts'
import type { Pool } from '#platform/postgres/pool.ts'
import type { FactDesk } from './factDesk.ts'
import { behind, measure, type Ledgers, type Measuring } from './measure/measure.ts'
import type { Facts } from './measure/facts.ts'
import { duplicateReason, findFaults } from './quality.ts'
import type { Registry } from './registry.ts'
import { compiled, tables } from './tables.ts'

/** What a desk keeps between questions: answers under the position of the facts that they were made from. */
interface Kept {
  position: string
  readonly ledgers: Ledgers
  readonly answers: Map<string, Measurement>
  findings: { day: string; found: Promise<readonly Finding[]> } | null
}

/** Desks over one store: the shapes, open batches and kept answers are shared by all who work in a workspace. */
export function factDesks(registry: Registry, store: FactStore, pool: Pool | null, now: () => string): (workspace: Workspace) => FactDesk {
  const shapes = new Map(factShapes(registry).map((shape) => [shape.name, shape]))
  const open = new Map<string, Promise<FactBatch>>()
  const keeping = new Map<string, Kept>()

  return (workspace) => {
    const ws = workspace.id
    const batchOf = (id: string, source: string) => {
      const key = `${ws} ${id}`
      const known = open.get(key) ?? store.openBatch(ws, { id, source, recordedAt: now() })
      open.set(key, known)
      return known
    }
    const kept = async (): Promise<Kept> => {
      const position = await store.position(ws)
      const known = keeping.get(ws)
      if (known?.position === position) return known
      const fresh: Kept = { position, ledgers: new Map(), answers: new Map(), findings: null }
      keeping.set(ws, fresh)
      return fresh
    }
    const factsAt = (knownAt: string | undefined, position: string): Facts => readFacts(store, ws, registry, knownAt, position)

    async function measuring(knownAt?: string): Promise<{ with_: Measuring; kept: Kept }> {
      const own = await kept()
      const today = (knownAt ?? now()).slice(0, 10)
      const facts = factsAt(knownAt, own.position)
      const quality = () => {
        if (knownAt) return findFaults(registry, facts, today)
        if (own.findings?.day !== today) own.findings = { day: today, found: findFaults(registry, facts, today) }
        return own.findings.found
      }
      const preset = await presetOf(pool, ws)
      return { kept: own, with_: { registry, facts, terms: { currency: workspace.currency, timeZone: workspace.timeZone, preset, today }, ledgers: own.ledgers, quality } }
    }

    return {
      async ingest(batch, { fact, file, source, rows }, { dryRun = false } = {}) {
        const shape = shapes.get(fact)
        if (!shape) throw new RangeError(`There is no fact “${fact}”.`)
        const definition = registry.fact(fact)
        const pieces = (async function* () {
          for await (const chunk of rows) yield { numbers: chunk.map(({ row }) => row), rows: chunk.map(({ values }) => shape.columns.map(({ name }) => toValue(definition, name, values[name]))) }
        })()
        const into = dryRun ? await store.openBatch(ws, { id: batch, source, recordedAt: now(), mode: 'dryRun' }) : await batchOf(batch, source)
        try {
          const { created, updated, unchanged, contradicted, refused } = await into.add({ fact: shape, file, source, rows: pieces })
          return { created, updated, unchanged, held: [...refused.map(({ row, column, reason }): Held => ({ row, column, reason, fact, check: 'type' })), ...contradicted.map(({ row, key }): Held => ({ row, column: shape.key[0] ?? null, reason: duplicateReason, raw: key, fact, check: 'duplicate-id' }))] }
        } finally {
          if (dryRun) await into.abort()
        }
      },
      async seal(batch) {
        const key = `${ws} ${batch}`
        const opened = await open.get(key)
        open.delete(key)
        await opened?.commit()
      },
      async undoBatch(batch, at) {
        const key = `${ws} ${batch}`
        const opened = await open.get(key)
        open.delete(key)
        if (opened) return await opened.abort().catch(ignoreInterrupted)
        const { rows } = await store.query(ws, 'select 1 from batch where id = $1', [batch])
        if (rows.length > 0) await store.undoBatch(ws, batch, at)
      },
      async hold(batch, file, held) {
        const into = await batchOf(batch, 'import')
        // rows of a wrong type are in quarantine already: the store put them there itself
        await into.hold(held.filter(({ check }) => check !== 'type').map((one) => ({ fact: one.fact ?? null, file, row: one.row, column: one.column, reason: one.reason, raw: one.raw ?? null })))
      },
      async held(batch) {
        return (await store.quarantine(ws, { batch, limit: 100_000 })).map(({ file, row, column, reason, raw }) => ({ file, row, column, reason, ...(raw === null ? {} : { raw }) }))
      },
      async lookup(fact, key, column) {
        const rows = await factsAt(undefined, '').rows(fact, [key, column])
        return new Map(rows.flatMap((row) => (row[key] === null || row[column] === null ? [] : [[String(row[key]), String(row[column])]])))
      },
      async copyTo(other, batch, limit) {
        for (const shape of shapes.values()) {
          const names = shape.columns.map(({ name }) => name)
          const rows = await factsAt(undefined, '').rows(shape.name, [...names, 'source_id'])
          if (rows.length === 0 || rows.length > limit) continue
          for (const [source, own] of Map.groupBy(rows, (row) => String(row['source_id']))) {
            const chunk = own.map((values, index) => ({ row: index + 1, values }))
            await other.ingest(batch, { fact: shape.name, file: shape.name, source, rows: (async function* () { yield chunk })() })
          }
        }
        await other.seal(batch)
      },
      async measure(request) {
        const { with_, kept: own } = await measuring(request.knownAt)
        const key = JSON.stringify([with_.terms, request])
        const known = own.answers.get(key)
        if (known) return known
        const answer = await measure(with_, request)
        if (own.answers.size > 500) own.answers.clear()
        own.answers.set(key, answer)
        return answer
      },
      behind: async (request) => await behind((await measuring(request.knownAt)).with_, request),
      quality: async () => await (await measuring()).with_.quality(),
      async storage() {
        const { bytes, journalBytes, facts } = await store.storage(ws)
        const reader = factsAt(undefined, '')
        const newest = await Promise.all(facts.map(async ({ fact, rows }) => {
          const at = registry.facts.get(fact)
          const stamp = at && at.columns[at.at]?.kind !== 'text' ? at.at : 'recorded_at'
          const [row] = rows > 0 ? await reader.ask({ text: `SELECT max("${stamp}") AS newest FROM "${fact}"`, values: [] }) : []
          return { fact, rows, newest: row?.['newest'] ? String(row['newest']) : null }
        }))
        return { bytes, journalBytes, facts: newest }
      },
    }
  }
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
  const dated = (text: string): string => (at === null ? text : text.replace(new RegExp(`\\b(FROM|JOIN) "?(${names})"?(?=[\\s)])`, 'g'), (_, word: string, fact: string) => `${word} "${fact}_known"('${at}')`))
  const ask: Facts['ask'] = async ({ text, values }) => {
    const { columns, rows } = await store.query(ws, dated(text), values)
    return rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null])))
  }
  return { position: `${position}@${at ?? ''}`, ask, rows: (fact, columns) => ask({ text: `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${fact}"`, values: [] }) }
}

/** An instant in the one form that may stand in a query. */
const instantOf = (text: string): string => new Date(text).toISOString().replace('T', ' ').replace('Z', '')

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
