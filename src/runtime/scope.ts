import { Problem, type Actor, type AnyRow, type Context, type Page, type Query, type Workspace } from '#kernel'
import type { FactDesk } from './factDesk.ts'
import { changes, rowsAsOf, undo, undoRequest, verifyChain, type ChangesQuery } from './history.ts'
import type { Live } from './live.ts'
import { absent, fetchRow, once, perform, type Asking, type Order } from './perform.ts'
import { assertMayRead, masked } from './policy.ts'
import { list, listInMemory } from './read.ts'
import type { Registry } from './registry.ts'
import { search, type Hit } from './search.ts'
import { upsertAll } from './upsert.ts'
import type { Pool } from '#platform/postgres/pool.ts'

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
  changes(query: ChangesQuery): ReturnType<typeof changes>
  verify(): ReturnType<typeof verifyChain>
  search(text: string, limit?: number): Promise<Hit[]>
  listen: (hear: Parameters<Live['listen']>[1]) => () => void
  readonly desk: FactDesk
}

/** Opens a scope. Reads run in a read-only snapshot, writes in one transaction each; both see this workspace alone. */
export function scope(ground: Ground, workspace: Workspace, me: Actor, may: 'read' | 'write' = 'write'): Scope {
  const { registry, pool, live } = ground
  const desk = ground.desk(workspace)
  const asking = (): Asking => ({ workspace: workspace.id, actor: me, request: ground.newId(), now: ground.now(), scope: may, newId: ground.newId })
  const reading = <T>(work: Parameters<typeof pool.read<T>>[1]) => pool.read({ workspace: workspace.id }, work)
  const writing = async <T>(work: Parameters<typeof pool.transaction<T>>[1]) => {
    const answer = await pool.transaction({ workspace: workspace.id }, work)
    void live.drain(workspace.id).catch(() => undefined) // a failed telling is told by the next drain
    return answer
  }
  const show = (noun: string, row: AnyRow) => masked(registry.noun(noun), row, me.role)
  const assertWrites = () => {
    if (may === 'read') throw new Problem('forbidden', 'This key may only read.', 'Make a key with the scope “write”.', { code: 'read-only-key' })
  }

  async function one(name: string, idOrKey: string, asOf?: string): Promise<AnyRow> {
    const noun = registry.noun(name)
    assertMayRead(noun, me.role)
    return await reading(async (tx) => {
      const row = await fetchRow(tx, noun, idOrKey)
      const past = row && asOf ? (await rowsAsOf(tx, noun, endOf(asOf), row.id))[0] : row
      if (!past) throw absent(noun)
      return show(name, past)
    })
  }

  async function read(name: string, query: Query = {}): Promise<Page> {
    const noun = registry.noun(name)
    assertMayRead(noun, me.role)
    return await reading(async (tx) => {
      const page = query.asOf ? listInMemory(noun, await rowsAsOf(tx, noun, endOf(query.asOf)), query) : await list(tx, noun, query)
      return { ...page, items: page.items.map((row) => show(name, row)) }
    })
  }

  async function order(asked: Order, { idempotencyKey }: { idempotencyKey?: string } = {}): Promise<AnyRow> {
    const how = asking()
    return await writing(async (tx) => {
      const work = async () => show(asked.noun, await perform(tx, registry, how, asked))
      return idempotencyKey ? await once(tx, how, idempotencyKey, { ...asked }, work) : await work()
    })
  }

  return {
    workspace,
    me,
    scope: may,
    desk,
    now: ground.now,
    newId: ground.newId,
    one,
    read,
    order,
    find: one,
    orderInner: async (asked) => {
      assertWrites()
      return await writing(async (tx) => await perform(tx, registry, asking(), asked, { inner: true }))
    },
    perform: async (noun, verb, target, input, why) => await writing(async (tx) => await perform(tx, registry, asking(), { noun, verb, target, input, ...(why ? { why } : {}) }, { inner: true })),
    undo: async (seq) => {
      assertWrites()
      return await writing(async (tx) => await undo(tx, registry, asking(), seq))
    },
    changes: (query) => reading((tx) => changes(tx, query)),
    verify: () => reading((tx) => verifyChain(tx, workspace.id)),
    search: (text, limit = 10) => reading((tx) => search(tx, registry, me.role, text, limit)),
    listen: (hear) => live.listen(workspace.id, hear),
    async upsert(request, items, { dryRun = false } = {}) {
      assertWrites()
      return await writing(async (tx) => await upsertAll(tx, registry, { ...asking(), request }, items, dryRun))
    },
    ingest: (batch, rows, options) => {
      assertWrites()
      return desk.ingest(batch, rows, options)
    },
    seal: (batch) => desk.seal(batch),
    hold: (batch, file, held) => desk.hold(batch, file, held),
    async undoBatch(batch) {
      assertWrites()
      await desk.undoBatch(batch, ground.now())
      await writing(async (tx) => await undoRequest(tx, registry, asking(), batch))
    },
    measure: (request) => desk.measure(request),
    behind: (request) => desk.behind(request),
    quality: () => desk.quality(),
  }
}

/** A day means its last instant. */
const endOf = (asOf: string): string => {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? `${asOf}T23:59:59.999Z` : asOf
  if (Number.isNaN(Date.parse(instant))) throw new Problem('invalid', `“${asOf}” is not a date.`, 'Write asOf=2026-11-16.')
  return instant
}
