import type { AnyRow, Finding, MeasureRequest, Measurement, Workspace } from '#kernel'
import { factIntakes, shapeOf } from '#platform/columnar/factIntake.ts'
import { factReader } from '#platform/columnar/factReader.ts'
import { keptReads, newest, sharedInTurn, type Newest, type Reads } from '#platform/columnar/keptReads.ts'
import { fileAnswers, filedReads } from '#platform/columnar/sealed/filedAnswers.ts'
import { factSegments } from '#platform/columnar/sealed/factSegments.ts'
import type { FactStore, TableShape } from '#platform/columnar/store.ts'
import type { Pool } from '#platform/postgres/pool.ts'
import type { FactDesk } from './factDesk.ts'
import { behind, closingsOf, measure, type Known, type Made, type Measuring } from './measure/measure.ts'
import type { Ledger } from '#engines/metrics/revenue/revenue.ts'
import type { Computed } from '#engines/metrics/ways/way.ts'
import { wayOf } from '#engines/metrics/ways/ways.ts'
import { fileActivity, readActivity, type Read } from './measure/activity.ts'
import { findFaults } from './quality.ts'
import type { Registry } from './registry.ts'
import { compiled, tables, toRow } from './tables.ts'
import { tableOf } from './derive/ddl.ts'
import { rowsAsOf } from './history.ts'

/** What a desk keeps between questions, each under the position of the facts that it was made from; answers under that of all. */
interface Kept {
  readonly ledgers: Made<Ledger>
  readonly computed: Made<Computed>
  readonly reads: Reads
  readonly filed: Promise<void>
  readonly answers: Map<string, Promise<Measurement>>
  position: string
  /** Events as columns; the next state goes on from here. */
  readonly activity: Newest<Read>
  readonly findings: Newest<readonly Finding[]>
}

/** Desks over one store: open batches and kept answers are shared by all who work in a workspace. Without a pool every workspace has the default policy. */
export function factDesks(registry: Registry, store: FactStore, pool: Pool | null, now: () => string, defined?: Defined): (workspace: Workspace) => FactDesk {
  const intake = factIntakes(store, registry.facts, now)
  const kept = new Map<string, Kept>()
  return (workspace) => {
    const [gate, { settle, ...own }] = [intake(workspace.id), measuring({ registry, store, pool, now, kept, ...(defined ? { defined } : {}) }, workspace)]
    return { ...gate, ...own, seal: (batch) => gate.seal(batch).then(() => store.aside(settle)) }
  }
}

/** Finds a metric that people defined among the workspace's rows of the noun metric. */
export type Defined = (rows: readonly AnyRow[], key: string) => Known | null

/** The tables that the store keeps for the facts; it is opened with them. */
export const factShapes = (registry: Registry): TableShape[] => [...registry.facts.values()].map(shapeOf)

interface Desks {
  readonly registry: Registry
  readonly store: FactStore
  readonly pool: Pool | null
  readonly now: () => string
  readonly kept: Map<string, Kept>
  readonly defined?: Defined
}

/** Numbers and faults, kept until the facts change. */
function measuring({ registry, store, pool, now, kept, defined }: Desks, workspace: Workspace) {
  const ws = workspace.id
  const positions = sharedInTurn(() => store.positions(ws))
  const [record, segments] = [sharedInTurn(() => recordOf(pool, ws)), factSegments(store, ws)]
  const current = (position: string): Kept => {
    const known = kept.get(ws) ?? {
      ...filedReads(store, ws),
      ledgers: new Map(),
      computed: new Map(),
      answers: new Map(),
      position,
      activity: newest(),
      findings: newest(),
    }
    if (known.position !== position) known.answers.clear()
    known.position = position
    kept.set(ws, known)
    return known
  }
  const prepare = async (knownAt?: string): Promise<{ readonly own: Kept; readonly how: Measuring; readonly head: string }> => {
    const [at, { preset, head }] = await Promise.all([positions(), record()])
    const own = current(at.all)
    await own.filed
    const today = (knownAt ?? now()).slice(0, 10)
    const plain = factReader(store, ws, registry.facts.keys(), at, knownAt)
    const facts = knownAt ? plain : keptReads(plain, own.reads)
    const quality = () => {
      const books = { currency: workspace.currency, closings: (from: string) => closingsOf(how, from) }
      const found = () => findFaults(registry, facts, today, books)
      return knownAt ? found() : own.findings(`${today} ${at.all}`, () => found().finally(() => store.aside(() => fileAnswers(store, ws, own.reads))))
    }
    const activity = async () => {
      const read = async (before: Promise<Read> | null) => await readActivity(facts, segments, (await before?.catch(() => null)) ?? null)
      return (await (knownAt ? read(null) : own.activity(facts.positionOf(['event']), read))).activity
    }
    const terms = { currency: workspace.currency, timeZone: workspace.timeZone, preset, today }
    const objects = (noun: string, asOf: string) => objectsOn({ registry, pool }, ws, noun, asOf < today ? asOf : null)
    const known = async (key: string): Promise<Known> => {
      const found = defined && !registry.metrics.has(key) ? defined(await objects('metric', today), key) : null
      if (found) return found
      const metric = registry.metric(key)
      return { metric, way: wayOf(metric.compute) }
    }
    const how: Measuring = { registry, facts, terms, ledgers: own.ledgers, computed: own.computed, seq: head, activity, quality, objects, known }
    return { own, head, how }
  }
  return {
    async measure(request: MeasureRequest) {
      const { how, own, head } = await prepare(request.knownAt)
      const metric = registry.metrics.get(request.metric)
      const key = JSON.stringify([how.terms, request, metric && !metric.nouns ? '' : head]) // the record moves without the facts
      const known = own.answers.get(key)
      if (known) return await known
      const answer = measure(how, request)
      if (own.answers.size > 1000) own.answers.clear()
      own.answers.set(key, answer)
      answer.catch(() => own.answers.delete(key))
      return await answer
    },
    behind: async (request: Parameters<FactDesk['behind']>[0]) => await behind((await prepare(request.knownAt)).how, request),
    quality: async () => await (await prepare()).how.quality(),
    /** A large import leaves what follows from its rows beside the store; it stands without that, which is made when it is next asked for. */
    settle: async () => {
      const { how } = await prepare()
      if (await fileActivity(how.facts, segments)) await how.quality()
    },
  }
}

/** What the workspace decided about revenue, and how far its record has come: answers from the record may be kept under it. */
async function recordOf(pool: Pool | null, workspace: string): Promise<{ readonly preset: string; readonly head: string }> {
  if (!pool) return { preset: 'default', head: '' }
  const select = tables
    .selectFrom('app.workspace')
    .leftJoin('app.chain', 'app.chain.workspace_id', 'app.workspace.id')
    .select(['app.workspace.revenue_policy', 'app.chain.seq', 'app.chain.hash'])
    .where('app.workspace.id', '=', workspace)
  const { rows } = await pool.read({ workspace }, (tx) => tx.query(...compiled(select)))
  return { preset: String(rows[0]?.['revenue_policy'] ?? 'default'), head: `${String(rows[0]?.['seq'])}:${String(rows[0]?.['hash'])}` }
}

/** Rows of a noun that are not archived: as they stand, or as they stood at the end of a day. */
async function objectsOn(
  { registry, pool }: Pick<Desks, 'registry' | 'pool'>,
  workspace: string,
  name: string,
  asOf: string | null,
): Promise<readonly AnyRow[]> {
  if (!pool) return []
  const noun = registry.noun(name)
  const select = tables
    .selectFrom(`app.${tableOf(name)}`)
    .selectAll()
    .where('archived_at', 'is', null)
  return await pool.read({ workspace }, async (tx) =>
    asOf === null
      ? (await tx.query(...compiled(select))).rows.map((row) => toRow(noun, row))
      : (await rowsAsOf(tx, noun, `${asOf}T23:59:59.999Z`)).filter(({ archivedAt }) => archivedAt === null),
  )
}
