import { happened } from '#engines/events/time.ts'
import { makeWriteKey } from '#flows/events/keys.ts'
import { importPlan } from '#flows/events/importPlan.ts'
import { dependentsOf, featureEvents } from '#flows/events/dependents.ts'
import { acceptUnplanned, exportPlan, trackingPlan } from '#flows/events/trackingPlan.ts'
import { everyRow, isRecord, Problem, rank, type AnyRow } from '#kernel'
import { eventLog } from '#platform/columnar/eventLog.ts'
import type { HeldEvent, HeldPlace } from '#platform/columnar/heldLog.ts'
import { sealedName } from '#platform/columnar/withoutPersons.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import type { HeldChoice } from '#doors/rest/door.ts'
import { isRefusal, type Incoming } from '#doors/ingest/neutral.ts'
import { protocols } from '#doors/ingest/protocols/protocols.ts'
import { readerOf } from './analyticsQuery.ts'
import { readHeldCursor, writeHeldCursor } from './heldCursor.ts'
import { ingestingOf } from './ingesting.ts'
import { takeAgain } from './setAsideRows.ts'

/** What the REST door and the pages ask about events: sources with their keys, what arrives, what waits. */
export function eventHouse(app: App) {
  const ingest = ingestingOf(app)
  return {
    register: async (scope: Scope, input: Readonly<Record<string, unknown>>) => {
      const { key, keyHash, keyEnd } = makeWriteKey(scope.workspace.id)
      const row = await scope.perform('eventSource', 'register', {}, { ...input, keyHash, keyEnd })
      return { row, key }
    },
    renewKey: async (scope: Scope, id: string) => {
      const { key, keyHash, keyEnd } = makeWriteKey(scope.workspace.id)
      const { id: own } = await scope.one('eventSource', id)
      return { row: await scope.perform('eventSource', 'renewKey', { id: own }, { keyHash, keyEnd }), key }
    },
    live: (scope: Scope) => live(app, scope),
    held: async (scope: Scope) => {
      assertMayLookAfter(scope)
      return await eventLog(app.store, scope.workspace.id).waiting(mostTold)
    },
    replay: async (scope: Scope, chosen: HeldChoice, cursor: string | null = null) => {
      assertMayLookAfter(scope)
      return await replayChosen(app, scope, chosen, cursor)
    },
    dismiss: async (scope: Scope, chosen: HeldChoice) => {
      assertMayLookAfter(scope)
      let dismissed = 0
      for await (const ids of waitingIn(app, scope, chosen)) {
        await ingest.settle(scope.workspace.id, ids, 'dismissed')
        dismissed += ids.length
      }
      return { dismissed }
    },
    plan: async (scope: Scope) => {
      const reader = await readerOf(app, scope)
      const features = featureEvents(await reader.rows('feature', ['core_event', 'events', 'retired_at']))
      return await trackingPlan(scope, eventLog(app.store, scope.workspace.id), dependentsOf(app.registry.metrics.values(), features))
    },
    importPlan: (scope: Scope, text: string, dryRun: boolean) => importPlan(scope, text, { dryRun }),
    exportPlan: (scope: Scope, format: string) => exportPlan(scope, format === 'typescript' ? 'typescript' : 'json-schema'),
    acceptUnplanned: (scope: Scope, name: string) => acceptUnplanned(scope, eventLog(app.store, scope.workspace.id), name),
    forget: async (scope: Scope, person: string) => {
      assertAdmin(scope)
      const desk = await ingest.desk(scope.workspace.id)
      const names = [...new Set([person, ...desk.persons.namesOf(person), ...desk.persons.namesOf(desk.persons.canonical(person))])]
      for (const name of names) desk.forgotten.add(sealedName(name))
      await app.store.forget(scope.workspace.id, names, scope.now())
      return { forgotten: names.length }
    },
    merge: async (scope: Scope, kind: 'alias' | 'unmerge', person: string, other: string) => {
      assertAdmin(scope)
      if (person === other) throw new Problem('invalid', 'These are the same person.', 'Name two different ones.')
      const id = scope.newId()
      await ingest.link(scope.workspace.id, [{ id, kind, person, other, type: null, at: app.clock.millis() }])
      const desk = await ingest.desk(scope.workspace.id)
      return { person, other, canonical: [desk.persons.canonical(person), desk.persons.canonical(other)] }
    },
  }
}

export type EventHouse = ReturnType<typeof eventHouse>

function assertMayLookAfter(scope: Scope): void {
  if (rank(scope.me.role) < rank('contributor'))
    throw new Problem('forbidden', 'Held events show what people sent, which a viewer may not see.', 'Ask an editor of this workspace.')
}

function assertAdmin(scope: Scope): void {
  if (rank(scope.me.role) < rank('admin')) throw new Problem('forbidden', 'That is for administrators.', 'Ask an administrator of this workspace.')
  if (scope.scope === 'read') throw new Problem('forbidden', 'This key may only read.', 'Make a key with the scope “write”.')
}

const day = 86_400_000

/** Events as they arrive: each source with its figures, the newest events, what waits and why. */
async function live(app: App, scope: Scope) {
  const ingest = ingestingOf(app)
  const log = eventLog(app.store, scope.workspace.id)
  const since = new Date(app.clock.millis() - day).toISOString()
  const [rows, latest, held, stored] = await Promise.all([everyRow(scope, 'eventSource'), log.latest(50), log.heldCounts(), log.sources(since)])
  const isOpen = rank(scope.me.role) >= rank('contributor')
  const mine = (source: string) => held.filter((one) => one.source === source)
  return {
    sources: rows.map((row) => {
      const own = stored.find(({ source }) => source === `sdk/${row.key}`)
      const { accepted, duplicates, refused, limited, forgotten, withheld } = ingest.counters(row.id)
      return {
        ...shownSource(row),
        lastDay: own?.count ?? 0,
        lastAt: own?.last ?? null,
        since: { accepted, duplicates, refused, limited, forgotten, withheld },
        held: mine(`sdk/${row.key}`).reduce((sum, { count }) => sum + count, 0),
      }
    }),
    latest: latest.map((one) => (isOpen ? one : { ...one, user: null, props: null })),
    held,
    strangers: [...ingest.strangers].map(([protocol, count]) => ({ protocol, count })),
  }
}

const shownSource = (row: AnyRow) => ({
  id: row.id,
  key: row.key,
  version: row.version,
  name: String(row['name']),
  sdk: String(row['sdk']),
  state: String(row['state']),
  keyEnd: String(row['keyEnd']),
})

/** An answer about what waits is bounded, whatever was sent: names of properties are kinds, and they are the sender’s. */
const mostTold = { kinds: 50, newest: 20, raw: 4_000 }
/** So many of a kind are tried again in one request. */
const mostReplayed = 5_000
/** So many are put away at once. */
const piece = 10_000

/** What waits of the chosen, in pieces. */
async function* waitingIn(app: App, scope: Scope, chosen: HeldChoice): AsyncGenerator<readonly string[]> {
  const log = eventLog(app.store, scope.workspace.id)
  if ('ids' in chosen) {
    const ids = await log.waitingAmong(chosen.ids)
    if (ids.length > 0) yield ids
    return
  }
  let after: HeldPlace | null = null
  do {
    const places: readonly HeldPlace[] = await log.waitingOf(chosen.kind, after, piece)
    if (places.length > 0) yield places.map(({ id }) => id)
    after = places.length === piece ? (places.at(-1) ?? null) : null
  } while (after !== null)
}

export interface Replayed {
  readonly replayed: number
  readonly waiting: number
  /** Where the next request goes on; null when all were tried. */
  readonly next: string | null
}

/** Tries those that are named, or so many of a kind from the cursor on: what still does not fit is passed by, not tried again first. */
async function replayChosen(app: App, scope: Scope, chosen: HeldChoice, cursor: string | null): Promise<Replayed> {
  if ('ids' in chosen) return { ...(await replayAll(app, scope, chosen.ids)), next: null }
  const after = cursor === null ? null : readHeldCursor(cursor)
  const places = await eventLog(app.store, scope.workspace.id).waitingOf(chosen.kind, after, mostReplayed)
  const done = await replayAll(
    app,
    scope,
    places.map(({ id }) => id),
  )
  const last = places.at(-1)
  return { ...done, next: last && places.length === mostReplayed ? writeHeldCursor(last) : null }
}

const turns = new WeakMap<App, Map<string, Promise<unknown>>>()

/** Two replays of a workspace at once would take the same event twice. */
async function inTurn<T>(app: App, workspace: string, work: () => Promise<T>): Promise<T> {
  const own = turns.get(app) ?? new Map<string, Promise<unknown>>()
  turns.set(app, own)
  const next = (own.get(workspace) ?? Promise.resolve()).then(work)
  own.set(
    workspace,
    next.catch(() => undefined),
  )
  return await next
}

async function replayAll(app: App, scope: Scope, ids: readonly string[]): Promise<Omit<Replayed, 'next'>> {
  let [replayed, waiting] = [0, 0]
  for (let from = 0; from < ids.length; from += 1_000) {
    const done = await inTurn(app, scope.workspace.id, () => replay(app, scope, ids.slice(from, from + 1_000)))
    replayed += done.replayed
    waiting += done.waiting
  }
  return { replayed, waiting }
}

/** Sends held events again through the road that they came by, with their own names and their own moment of arrival. What fits now is stored; what may not be kept any more is dismissed; the rest goes on waiting. */
async function replay(app: App, scope: Scope, ids: readonly string[]): Promise<{ readonly replayed: number; readonly waiting: number }> {
  const ingest = ingestingOf(app)
  const { id: workspace } = scope.workspace
  await app.store.arrived(workspace) // what the replay before this one settled
  const held = (await eventLog(app.store, workspace).held({ ids })).filter(({ state }) => state === 'open')
  const sources = await everyRow(scope, 'eventSource')
  const { taken, ...rows } = await takeAgain(
    app,
    workspace,
    held.filter(({ protocol }) => protocol === 'journal'),
  )
  const [done, unkept] = [[...rows.known], [...rows.unkept]]
  let { waiting } = rows
  for (const one of held) {
    if (one.protocol === 'journal') continue
    const row = sources.find(({ key }) => `sdk/${key}` === one.source)
    const source = row ? await ingest.sourceById(workspace, row.id) : null
    const item = source ? itemIn(one, app.clock.millis()) : null
    if (!source || item === null) {
      waiting += 1
      continue
    }
    const [first, sent] = [Date.parse(one.receivedAt), item.sentAt ?? (one.sentAt === null ? null : Date.parse(one.sentAt))]
    const at = happened(item.at, sent, first)
    const report = await ingest.receive(source, {
      protocol: one.protocol,
      received: Math.max(first, Math.min(at, app.clock.millis())), // what was too far ahead may have come by now
      sentAt: null,
      bodyHash: one.id,
      items: [{ index: 0, incoming: { ...item, at, sentAt: null } }],
      refused: [],
      raw: () => rawOf(one),
      isWhole: false,
    })
    if (report.refused.length > 0) waiting += 1
    else if (report.unkept) unkept.push(one.id)
    else done.push(one.id)
  }
  if (done.length > 0) await ingest.settle(workspace, done, 'replayed')
  if (unkept.length > 0) await ingest.settle(workspace, unkept, 'dismissed')
  return { replayed: done.length + taken, waiting }
}

function rawOf({ raw }: HeldEvent): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return null
  }
}

/** The held item as its protocol reads it today; null when it cannot. */
function itemIn(held: HeldEvent, now: number): Incoming | null {
  const raw = rawOf(held)
  if (!isRecord(raw) || !('item' in raw)) return null
  const options: Record<string, string> = {}
  for (const [name, value] of Object.entries(isRecord(raw['options']) ? raw['options'] : {})) options[name] = String(value)
  const item = protocols.get(held.protocol)?.item(raw['item'], { options: { ...options, now: String(now) } }) ?? null
  return item === null || isRefusal(item) ? null : item
}
