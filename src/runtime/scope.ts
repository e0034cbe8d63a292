import { addDays } from '#engines/numbers/dates.ts'
import { parseDate, parseInstant, Problem, type Actor, type AnyRow, type Context, type Workspace } from '#kernel'
import type { FactDesk } from './factDesk.ts'
import { changesFor, listAsOf, rowsAsOf, verifyChain, type ChangesPage, type ChangesQuery } from './history.ts'
import type { Live } from './live.ts'
import { midnight } from '#engines/metrics/series/timing.ts'
import { absent, fetchRow, once, perform, type Asking, type Order } from './perform.ts'
import { assertMayMeasure, assertMayRead, assertMayWrite, masked, mayMeasure } from './policy.ts'
import { list, listInMemory } from './read.ts'
import type { Registry } from './registry.ts'
import { search, type Hit } from './search.ts'
import { undo, undoRequest } from './undo.ts'
import { upsertAll } from './upsert.ts'
import type { Pool, Transaction } from '#platform/postgres/pool.ts'

/** What the runtime is made of; app.ts puts it together. */
export interface Ground {
  readonly registry: Registry
  readonly pool: Pool
  readonly live: Live
  readonly now: () => string
  readonly newId: () => string
  readonly desk: (workspace: Workspace) => FactDesk
}

/** One actor in one workspace: everything a door or a flow may ask, and nothing beyond. */
export interface Scope extends Context {
  readonly scope: 'read' | 'write'
  one(noun: string, idOrKey: string, asOf?: string): Promise<AnyRow>
  order(order: Order, options?: { readonly idempotencyKey?: string }): Promise<AnyRow>
  /** The same, also for verbs that doors do not offer; only for the system's own roads. */
  orderInner(order: Order): Promise<AnyRow>
  undo(seq: number): Promise<AnyRow>
  changes(query: ChangesQuery): Promise<ChangesPage>
  verify(): ReturnType<typeof verifyChain>
  search(text: string, limit?: number): Promise<Hit[]>
  listen: (hear: Parameters<Live['listen']>[1]) => () => void
  readonly desk: FactDesk
}

/** Opens a scope. Reads run in a read-only snapshot, writes in one transaction each; both see this workspace alone, and rows leave it masked. */
export function scope(ground: Ground, workspace: Workspace, me: Actor, may: 'read' | 'write' = 'write'): Scope {
  const within: Within = { ground, workspace, me, may }
  const desk = ground.desk(workspace)
  return {
    workspace,
    me,
    scope: may,
    desk,
    now: ground.now,
    newId: ground.newId,
    listen: (hear) => ground.live.listen(workspace.id, hear),
    ...reading(within),
    ...writing(within),
    ...measuring(within, desk),
  }
}

interface Within {
  readonly ground: Ground
  readonly workspace: Workspace
  readonly me: Actor
  readonly may: 'read' | 'write'
}

type Reading = Pick<Scope, 'one' | 'find' | 'read' | 'changes' | 'verify' | 'search'>
type Writing = Pick<Scope, 'order' | 'orderInner' | 'perform' | 'undo' | 'upsert'>
type Measuring = Pick<Scope, 'ingest' | 'seal' | 'hold' | 'undoBatch' | 'measure' | 'behind' | 'quality'>

function reading({ ground: { registry, pool }, workspace, me }: Within): Reading {
  const snapshot = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => pool.read({ workspace: workspace.id }, work)
  const now = pool.reader({ workspace: workspace.id })

  async function one(name: string, idOrKey: string, asOf?: string): Promise<AnyRow> {
    const noun = registry.noun(name)
    assertMayRead(noun, me.role)
    const row = await fetchRow(now, noun, idOrKey)
    const past = row && asOf !== undefined ? (await snapshot((tx) => rowsAsOf(tx, noun, endOf(asOf, workspace), row.id)))[0] : row
    if (!past) throw absent(noun)
    return masked(noun, past, me.role)
  }

  return {
    one,
    find: one,
    read: async (name, query = {}) => {
      const noun = registry.noun(name)
      assertMayRead(noun, me.role)
      const past = query.asOf === undefined ? null : endOf(query.asOf, workspace)
      const { items, ...page } =
        past === null
          ? await list(now, workspace.id, noun, query, me.role)
          : listInMemory(noun, await snapshot((tx) => listAsOf(tx, workspace.id, noun, past)), query, me.role)
      return { ...page, items: items.map((row) => masked(noun, row, me.role)) }
    },
    changes: async (query) => {
      if (query.noun !== undefined) assertMayRead(registry.noun(query.noun), me.role)
      return await snapshot((tx) => changesFor(tx, registry, me.role, query))
    },
    verify: () => snapshot((tx) => verifyChain(tx, workspace.id)),
    search: (text, limit = 10) => snapshot((tx) => search(tx, registry, me.role, text, limit)),
  }
}

function writing(within: Within): Writing {
  const { registry } = within.ground
  const show = (noun: string, row: AnyRow) => masked(registry.noun(noun), row, within.me.role)
  const performed = (order: Order, inner: boolean) =>
    inTransaction(within, async (tx, asking) => show(order.noun, await perform(tx, registry, asking, order, { inner })))
  return {
    order: async (order, { idempotencyKey } = {}) => {
      if (idempotencyKey === undefined) return await performed(order, false)
      return await inTransaction(within, (tx, asking) =>
        once(tx, asking, idempotencyKey, { ...order }, async () => show(order.noun, await perform(tx, registry, asking, order))),
      )
    },
    orderInner: (order) => performed(order, true),
    perform: (noun, verb, target, input, why) => performed({ noun, verb, target, input, ...(why ? { why } : {}) }, true),
    undo: (seq) =>
      inTransaction(within, async (tx, asking) => {
        const { noun, row } = await undo(tx, registry, asking, seq)
        return show(noun, row)
      }),
    upsert: (request, items, { dryRun = false } = {}) =>
      inTransaction(within, (tx, asking) => upsertAll(tx, registry, { ...asking, request }, items, dryRun), true),
  }
}

function measuring(within: Within, desk: FactDesk): Measuring {
  const writes = async <T>(work: () => Promise<T>): Promise<T> => {
    assertMayWrite(within.may)
    return await work()
  }
  const { registry } = within.ground
  const allowed = async <T>(metric: string, work: () => Promise<T>): Promise<T> => {
    assertMayMeasure(registry, metric, within.me.role)
    return await work()
  }
  const takenBack = (batch: string) => inTransaction(within, (tx, asking) => undoRequest(tx, registry, asking, batch), true)
  return {
    ingest: (batch, rows, options) => writes(() => desk.ingest(batch, rows, options)),
    seal: (batch) => writes(() => desk.seal(batch)),
    hold: (batch, file, held) => writes(() => desk.hold(batch, file, held)),
    undoBatch: (batch) => writes(async () => void (await desk.undoBatch(batch, within.ground.now()), await takenBack(batch))),
    measure: (request) => allowed(request.metric, () => desk.measure(request)),
    behind: (request) => allowed(request.metric, () => desk.behind(request)),
    quality: async () => (await desk.quality()).filter(({ fact }) => mayMeasure(registry, { inputs: [fact] }, within.me.role)),
  }
}

/** One transaction for one request; what it committed is told to listeners afterwards. */
async function inTransaction<T>({ ground, workspace, me, may }: Within, work: (tx: Transaction, asking: Asking) => Promise<T>, isLong = false): Promise<T> {
  assertMayWrite(may)
  const asking: Asking = { workspace: workspace.id, actor: me, request: ground.newId(), now: ground.now(), scope: may, newId: ground.newId }
  const answer = await ground.pool.transaction({ workspace: workspace.id, isLong }, (tx) => work(tx, asking))
  void ground.live.drain(workspace.id).catch(() => undefined) // a failed telling is told by the next drain
  return answer
}

/** A day means its last instant in the workspace's time zone. */
export function endOf(asOf: string, { timeZone }: Workspace): string {
  try {
    if (asOf.length !== 10) return parseInstant(asOf)
    const next = midnight(addDays(parseDate(asOf), 1), timeZone)
    return new Date(Date.parse(`${next.replace(' ', 'T')}Z`) - 1).toISOString()
  } catch {
    throw new Problem('invalid', `“${asOf}” is neither a day nor an instant.`, 'Write asOf=2026-11-16 or asOf=2026-11-16T09:00:00Z.', { at: { field: 'asOf' } })
  }
}
