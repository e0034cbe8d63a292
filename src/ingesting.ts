import { createHmac, randomUUID } from 'node:crypto'
import { planOf, type Plan } from '#engines/events/plan.ts'
import { openDesk, type Desk } from '#flows/events/desk.ts'
import type { SourceTerms } from '#flows/events/incoming.ts'
import { hashOf, workspaceOfKey } from '#flows/events/keys.ts'
import { plannedFrom } from '#flows/events/planned.ts'
import { eventColumns, receive, type LinkRow, type Taken } from '#flows/events/receive.ts'
import { isProblem, Problem, type AnyRow } from '#kernel'
import { eventLog } from '#platform/columnar/eventLog.ts'
import type { Arrived, StreamRows } from '#platform/columnar/store.ts'
import { signingSecret } from '#platform/auth/signingSecret.ts'
import type { App } from './app.ts'
import type { IngestArrival, IngestHouse, IngestReport, IngestSource } from './doors/ingest/ingest.ts'
import type { Refused } from './doors/ingest/neutral.ts'

/** What a source has sent since the start of this process. */
export interface Counters {
  accepted: number
  duplicates: number
  refused: number
  limited: number
  forgotten: number
  lastAt: string | null
}

/** A source as it stands, with its terms. */
export interface KnownSource extends IngestSource {
  readonly terms: SourceTerms
  readonly perMinute: number
}

/** The receiving side of all workspaces. */
export interface Ingesting extends IngestHouse {
  receive(source: IngestSource, arrival: IngestArrival, options?: { readonly isReplay?: boolean }): Promise<IngestReport>
  desk(workspace: string): Promise<Desk>
  counters(source: string): Counters
  /** Requests with a key that nobody knows, by protocol. */
  readonly strangers: ReadonlyMap<string, number>
  sourceById(workspace: string, id: string): Promise<KnownSource | null>
  /** Writes links of persons that somebody decided, for good. */
  link(workspace: string, links: readonly (Omit<LinkRow, 'kind'> & { readonly kind: string })[]): Promise<void>
  /** Marks held events as dealt with. */
  settle(workspace: string, ids: readonly string[], state: 'replayed' | 'dismissed'): Promise<void>
}

interface Opened {
  readonly desk: Promise<Desk>
  plan: { readonly until: number; readonly is: Promise<Plan> } | null
  readonly writes: Set<Promise<void>>
}

/** A revoked key is dead within this many milliseconds. */
const trust = 1_500
/** Rows on disk that are not in their tables yet; beyond it requests are told to come again. */
const mostWaiting = 200_000
const rememberDays = 30

const perApp = new WeakMap<App, Ingesting>()

/** The one receiving side of an app: every door that asks gets the same. */
export function ingestingOf(app: App): Ingesting {
  const known = perApp.get(app) ?? ingesting(app)
  perApp.set(app, known)
  return known
}

function ingesting(app: App): Ingesting {
  const opened = new Map<string, Opened>()
  const sources = new Map<string, { readonly until: number; readonly is: Promise<KnownSource | null> }>()
  const counted = new Map<string, Counters>()
  const buckets = new Map<string, { left: number; at: number }>()
  const strangers = new Map<string, number>()
  const secret = signingSecret(app.home)
  const now = (): number => app.clock.millis()

  const open = (workspace: string): Opened => {
    const known = opened.get(workspace)
    if (known) return known
    const fresh: Opened = { desk: loadDesk(app, workspace), plan: null, writes: new Set() }
    opened.set(workspace, fresh)
    fresh.desk.catch(() => opened.delete(workspace))
    return fresh
  }
  const counters = (source: string): Counters => {
    const own = counted.get(source) ?? { accepted: 0, duplicates: 0, refused: 0, limited: 0, forgotten: 0, lastAt: null }
    counted.set(source, own)
    return own
  }
  const planNow = (workspace: string, own: Opened): Promise<Plan> => {
    if (!own.plan || own.plan.until < now()) {
      own.plan = { until: now() + trust, is: loadPlan(app, workspace) }
      own.plan.is.catch(() => (own.plan = null))
    }
    return own.plan.is
  }
  const write = async (workspace: string, own: Opened, rows: Arrived): Promise<void> => {
    const done = app.store.receive(workspace, rows)
    own.writes.add(done)
    await done.finally(() => own.writes.delete(done))
  }

  const ingest: Ingesting = {
    now,
    strangers,
    counters,
    desk: (workspace) => open(workspace).desk,
    logFailure: (error) => app.log.error('Events could not be taken', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    refusedKey: (protocol) => void strangers.set(protocol, (strangers.get(protocol) ?? 0) + 1),
    async sourceOf(key) {
      const workspace = workspaceOfKey(key)
      if (workspace === null) return null
      const known = sources.get(key)
      if (known && known.until > now()) return await known.is
      if (sources.size > 10_000) sources.clear()
      const is = findSource(app, workspace, (row) => row['keyHash'] === hashOf(key) && row['state'] === 'active')
      sources.set(key, { until: now() + trust, is })
      is.catch(() => sources.delete(key))
      return await is
    },
    sourceById: (workspace, id) => findSource(app, workspace, (row) => row.id === id),
    admit(source, events) {
      const perMinute = 'perMinute' in source && typeof source.perMinute === 'number' ? source.perMinute : 600_000
      const bucket = buckets.get(source.id) ?? { left: perMinute, at: now() }
      const left = Math.min(perMinute, bucket.left + ((now() - bucket.at) * perMinute) / 60_000)
      // a request larger than the whole allowance passes when the bucket is full, and leaves a debt
      const passes = left >= Math.min(events, perMinute)
      buckets.set(source.id, { left: passes ? left - events : left, at: now() })
      if (passes) return 0
      counters(source.id).limited += 1
      return Math.max(Math.ceil(((Math.min(events, perMinute) - left) * 60) / perMinute), 1)
    },
    async receive(source, arrival) {
      const own = open(source.workspace)
      const [desk, plan] = await Promise.all([own.desk, planNow(source.workspace, own)])
      if ((await app.store.waiting(source.workspace)) > mostWaiting) throw new Problem('unavailable', 'More is arriving than can be stored.', 'Send it again in a few seconds.')
      const terms = termsIn(source)
      const hashed = (value: string): string => createHmac('sha256', `${source.workspace} ${secret}`).update(value).digest('hex').slice(0, 32)
      const taken = receive(
        { ...arrival, source: terms },
        {
          seen: desk.seen,
          plan,
          hashed,
          isForgotten: (person) => desk.forgotten.has(person),
          isLinked: (userId, anonymousId) => desk.isLinked(userId, anonymousId),
          accountOf: (person, at) => desk.accountOf(person, at),
        },
      )
      const refused = [...arrival.refused, ...taken.odd.map(({ class: kind, field, message, index, insertId }) => ({ class: kindOf(kind), field, message, index, insertId }))]
      const isOff = arrival.isWhole && refused.length > 0
      if (isOff) for (const name of taken.names) desk.seen.remove(name)
      const held = heldRows(arrival, [...arrival.refused, ...taken.odd], desk)
      const tables = tablesOf(isOff ? null : taken, held)
      const at = new Date(arrival.received).toISOString()
      try {
        if (tables.length > 0) await write(source.workspace, own, { at, source: `sdk/${terms.key}`, tables })
        if (taken.repeated.length > 0) await Promise.all(own.writes)
      } catch (error) {
        for (const name of [...taken.names, ...held.map((row) => `!${String(row[0])}`)]) desk.seen.remove(name)
        throw isProblem(error) ? error : new Problem('unavailable', 'It could not be stored.', 'Send it again.')
      }
      if (!isOff) desk.learn(taken.links)
      const accepted = isOff ? 0 : taken.names.length + taken.forgotten
      const own24 = counters(source.id)
      own24.accepted += accepted
      own24.duplicates += taken.repeated.length
      own24.refused += refused.length
      own24.forgotten += taken.forgotten
      own24.lastAt = at
      return { accepted, duplicates: taken.repeated.length, refused }
    },
    async keepAside(source, { protocol, received, body, reason }) {
      const terms = termsIn(source)
      const raw = Buffer.from(body.subarray(0, 64 * 1024)).toString('latin1')
      const row = [randomUUID(), 'malformed', null, 0, reason, protocol, JSON.stringify({ body: raw }).slice(0, 128 * 1024), null, received]
      counters(source.id).refused += 1
      await write(source.workspace, open(source.workspace), { at: new Date(received).toISOString(), source: `sdk/${terms.key}`, tables: [{ table: 'event_held', columns: heldColumns, rows: [row] }] })
    },
    async link(workspace, links) {
      const own = open(workspace)
      const desk = await own.desk
      const rows = links.map(({ id, kind, person, other, type, at }) => [id, kind, person, other, type, at])
      await write(workspace, own, { at: new Date(now()).toISOString(), source: 'people', tables: [{ table: 'event_link', columns: linkColumns, rows }] })
      desk.learn(links)
    },
    async settle(workspace, ids, state) {
      const rows = ids.map((id) => [id, state])
      await write(workspace, open(workspace), { at: new Date(now()).toISOString(), source: 'people', tables: [{ table: 'event_settled', columns: ['held_id', 'state'], rows }] })
    },
  }
  return ingest
}

async function loadDesk(app: App, workspace: string): Promise<Desk> {
  const log = eventLog(app.store, workspace)
  const desk = openDesk()
  const since = new Date(app.clock.millis() - rememberDays * 86_400_000).toISOString()
  for await (const piece of log.namesSince(since)) for (const { name, day } of piece) desk.seen.add(name, day)
  desk.learn(await log.links())
  for (const person of await log.forgotten()) desk.forgotten.add(person)
  return desk
}

async function loadPlan(app: App, workspace: string): Promise<Plan> {
  const scope = await app.workspaces.system(workspace, 'Events')
  return planOf(plannedFrom(await allRows((cursor) => scope.read('eventDefinition', { limit: 500, ...(cursor ? { cursor } : {}) }))))
}

async function findSource(app: App, workspace: string, is: (row: AnyRow) => boolean): Promise<KnownSource | null> {
  const scope = await app.workspaces.system(workspace, 'Events').catch((error: unknown) => {
    if (isProblem(error) && error.kind === 'missing') return null
    throw error
  })
  if (!scope) return null
  const row = (await allRows((cursor) => scope.read('eventSource', { limit: 500, ...(cursor ? { cursor } : {}) }))).find(is)
  if (!row) return null
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null)
  const terms: SourceTerms = {
    key: row.key,
    accountGroup: text('accountGroup'),
    accountProperty: text('accountProperty'),
    unplanned: row['unplanned'] === 'quarantine' ? 'quarantine' : 'accept',
    personal: row['personal'] === 'hash' ? 'hash' : row['personal'] === 'drop' ? 'drop' : 'keep',
  }
  return { id: row.id, workspace, terms, perMinute: Number(row['perMinute']) }
}

export async function allRows(page: (cursor: string | null) => Promise<{ readonly items: readonly AnyRow[]; readonly next: string | null }>): Promise<AnyRow[]> {
  const rows: AnyRow[] = []
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const { items, next } = await page(cursor)
    rows.push(...items)
    cursor = next
  }
  return rows
}

const isKnownSource = (source: IngestSource): source is KnownSource => 'terms' in source

function termsIn(source: IngestSource): SourceTerms {
  if (isKnownSource(source)) return source.terms
  throw new RangeError('A source was handed in without its terms.')
}

const linkColumns = ['link_id', 'kind', 'person', 'other', 'group_type', 'ts']
const profileColumns = ['profile_id', 'kind', 'subject', 'traits', 'ts']
const heldColumns = ['held_id', 'class', 'field', 'place', 'reason', 'protocol', 'raw', 'sent_at', 'received_at']

function tablesOf(taken: Taken | null, held: StreamRows['rows']): StreamRows[] {
  const links = taken?.links.map(({ id, kind, person, other, type, at }) => [id, kind, person, other, type, at]) ?? []
  const all: StreamRows[] = [
    { table: 'event', columns: eventColumns, rows: taken?.events ?? [] },
    { table: 'event_link', columns: linkColumns, rows: links },
    { table: 'event_profile', columns: profileColumns, rows: taken?.profiles ?? [] },
    { table: 'event_held', columns: heldColumns, rows: held },
  ]
  return all.filter(({ rows }) => rows.length > 0)
}

const mostRaw = 64 * 1024

/** Items that were not taken, each once however often it is sent again. */
function heldRows(
  arrival: IngestArrival,
  odd: readonly { readonly class: string; readonly field: string | null; readonly message: string; readonly index: number }[],
  desk: Desk,
): StreamRows['rows'] {
  const day = Math.floor(arrival.received / 86_400_000)
  return odd.flatMap(({ class: kind, field, message, index }) => {
    const raw = (JSON.stringify(arrival.raw(index)) ?? 'null').slice(0, mostRaw)
    const id = `h${hashOf(`${arrival.protocol}\n${raw}`).slice(0, 40)}`
    return desk.seen.add(`!${id}`, day) ? [[id, kind, field, index, message, arrival.protocol, raw, arrival.sentAt, arrival.received]] : []
  })
}

const kindOf = (kind: string): Refused['class'] =>
  kind === 'oversize' || kind === 'id_placeholder' || kind === 'future_time' || kind === 'late_time' ? kind : 'malformed'
