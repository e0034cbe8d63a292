import { createHmac, randomUUID } from 'node:crypto'
import { planOf, type Plan } from '#engines/events/plan.ts'
import { openDesk, type Desk } from '#flows/events/desk.ts'
import type { SourceTerms } from '#flows/events/incoming.ts'
import { plannedFrom } from '#flows/events/planned.ts'
import { receive, type Known, type LinkRow } from '#flows/events/receive.ts'
import { everyRow, isProblem, Problem } from '#kernel'
import { signingSecret } from '#platform/auth/signingSecret.ts'
import { eventLog } from '#platform/columnar/eventLog.ts'
import type { Arrived, StreamRows } from '#platform/columnar/store.ts'
import { sealedName } from '#platform/columnar/withoutPersons.ts'
import type { App } from '../app.ts'
import type { IngestArrival, IngestHouse, IngestReport, IngestSource } from '#doors/ingest/ingest.ts'
import { loadDomains, loadOtherIds, type AccountNames } from './accountNames.ts'
import { believed } from './believed.ts'
import { heldColumns, heldRows, linkRows, linksIn, tablesOf } from './ingestRows.ts'
import { ingestSources, termsIn, type Counters, type IngestSources, type KnownSource } from './ingestSources.ts'

/** The receiving side of all workspaces. */
export interface Ingesting extends IngestHouse {
  desk(workspace: string): Promise<Desk>
  counters(source: string): Counters
  /** Requests with a key that nobody knows, by protocol. */
  readonly strangers: ReadonlyMap<string, number>
  sourceById(workspace: string, id: string): Promise<KnownSource | null>
  /** Writes links of persons that somebody decided, for good. */
  link(workspace: string, links: readonly (Omit<LinkRow, 'kind'> & { readonly kind: string })[]): Promise<void>
  /** Marks held events as dealt with. */
  settle(workspace: string, ids: readonly string[], state: 'replayed' | 'dismissed'): Promise<void>
  /** Writes a row of a stream that was set aside, and that it was dealt with, in one record. */
  take(workspace: string, source: string, id: string, rows: StreamRows): Promise<void>
}

interface Opened {
  readonly workspace: string
  readonly desk: Promise<Desk>
  readonly plan: () => Promise<Plan>
  readonly otherIds: () => Promise<AccountNames>
  readonly domains: () => Promise<AccountNames>
  readonly writes: Set<Promise<void>>
}

/** For how many milliseconds the tracking plan, and what names accounts, are believed to stand as they were read. */
const trust = 1_500
/** Rows on disk that are not in their tables yet; beyond it requests are told to come again. */
const mostWaiting = 400_000
/** How long names of events are remembered, and what could not be taken waits for somebody. */
export const rememberDays = 30

const perApp = new WeakMap<App, Ingesting>()

/** The one receiving side of an app: every door that asks gets the same. */
export function ingestingOf(app: App): Ingesting {
  const known = perApp.get(app) ?? ingesting(app)
  perApp.set(app, known)
  return known
}

function ingesting(app: App): Ingesting {
  const opened = new Map<string, Opened>()
  const strangers = new Map<string, number>()
  const sources = ingestSources(app)
  const { clock } = app
  const now = (): number => clock.millis()
  const open = (workspace: string): Opened => {
    const known = opened.get(workspace)
    if (known) return known
    const fresh: Opened = {
      workspace,
      desk: loadDesk(app, workspace),
      plan: believed({ clock, millis: trust, load: () => loadPlan(app, workspace) }),
      otherIds: believed({ clock, millis: trust, load: (before: AccountNames | null) => loadOtherIds(app, workspace, before) }),
      domains: believed({ clock, millis: trust, load: (before: AccountNames | null) => loadDomains(app, workspace, before) }),
      writes: new Set(),
    }
    opened.set(workspace, fresh)
    fresh.desk.catch(() => opened.delete(workspace))
    return fresh
  }
  const writePeople = (workspace: string, table: StreamRows): Promise<void> =>
    write(app, open(workspace), { at: new Date(now()).toISOString(), source: 'people', tables: [table] })
  return {
    ...sources,
    now,
    strangers,
    desk: (workspace) => open(workspace).desk,
    logFailure: (error) => app.log.error('Events could not be taken', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    refusedKey: (protocol) => void strangers.set(protocol, (strangers.get(protocol) ?? 0) + 1),
    receive: (source, arrival) => receiveAll(app, sources, open(source.workspace), source, arrival),
    async keepAside(source, { protocol, received, body, reason }) {
      const raw = JSON.stringify({ body: Buffer.from(body.subarray(0, 64 * 1024)).toString('latin1') }).slice(0, 128 * 1024)
      const row = [randomUUID(), 'malformed', null, 0, reason, protocol, raw, null, received]
      sources.counters(source.id).refused += 1
      const tables = [{ table: 'event_held', columns: heldColumns, rows: [row] }]
      await write(app, open(source.workspace), { at: new Date(received).toISOString(), source: `sdk/${termsIn(source).key}`, tables })
    },
    async link(workspace, links) {
      await writePeople(workspace, linkRows(links))
      ;(await open(workspace).desk).learn(links)
    },
    settle: (workspace, ids, state) => writePeople(workspace, settled(ids, state)),
    async take(workspace, source, id, rows) {
      await write(app, open(workspace), { at: new Date(now()).toISOString(), source, tables: [rows, settled([id], 'replayed')] })
      if (rows.table === 'event_link') (await open(workspace).desk).learn(linksIn(rows))
    },
  }
}

const settled = (ids: readonly string[], state: string): StreamRows => ({
  table: 'event_settled',
  columns: ['held_id', 'state'],
  rows: ids.map((id) => [id, state]),
})

async function write(app: App, own: Opened, rows: Arrived): Promise<void> {
  const done = app.store.receive(own.workspace, rows)
  own.writes.add(done)
  await done.finally(() => own.writes.delete(done))
}

/** One request: judged against what is known, written as one record, and only then known. When it cannot be written, nothing of it is. */
async function receiveAll(app: App, sources: IngestSources, own: Opened, source: IngestSource, arrival: IngestArrival): Promise<IngestReport> {
  const terms = termsIn(source)
  const [desk, plan, accounts, waiting] = await Promise.all([own.desk, own.plan(), accountsFor(own, terms), app.store.waiting(own.workspace)])
  if (waiting > mostWaiting) throw new Problem('unavailable', 'More is arriving than can be stored.', 'Send it again in a few seconds.')
  const taken = receive({ ...arrival, source: terms }, knownBy(app, own, desk, plan, accounts))
  const refused = [...arrival.refused, ...taken.odd]
  const isOff = arrival.isWhole && refused.length > 0
  if (isOff) for (const name of taken.names) desk.seen.remove(name)
  // what a door could not read says nothing of consent either
  const unread = terms.consent === null ? arrival.refused : arrival.refused.map((one) => ({ ...one, isUnsaid: true }))
  const held = heldRows(arrival, [...unread, ...taken.odd], desk)
  const tables = tablesOf(isOff ? null : taken, held)
  let isStored = false
  try {
    if (tables.length > 0) await write(app, own, { at: new Date(arrival.received).toISOString(), source: `sdk/${terms.key}`, tables })
    isStored = true
    if (taken.repeated.length > 0) await Promise.all(own.writes) // what they repeat may be on its way to the disk at this moment
  } catch (error) {
    if (!isStored) for (const name of [...taken.names, ...held.map((row) => `!${String(row[0])}`)]) desk.seen.remove(name)
    throw isProblem(error) ? error : new Problem('unavailable', 'It could not be stored.', 'Send it again.')
  }
  if (!isOff) desk.learn(taken.links)
  const accepted = isOff ? 0 : taken.names.length + taken.forgotten + taken.withheld
  const counters = sources.counters(source.id)
  counters.accepted += accepted
  counters.duplicates += taken.repeated.length
  counters.refused += refused.length
  counters.forgotten += taken.forgotten
  counters.withheld += taken.withheld
  return { accepted, duplicates: taken.repeated.length, unkept: taken.forgotten + taken.withheld, refused }
}

interface Accounts {
  readonly otherIds: AccountNames['names']
  readonly domains: AccountNames['names']
}

/** What names accounts for a source: domains only where it lets them. */
async function accountsFor(own: Opened, { accountByDomain }: SourceTerms): Promise<Accounts> {
  const [otherIds, domains] = await Promise.all([own.otherIds(), accountByDomain ? own.domains() : null])
  return { otherIds: otherIds.names, domains: domains?.names ?? new Map() }
}

function knownBy(app: App, { workspace }: Opened, desk: Desk, plan: Plan, { domains, otherIds }: Accounts): Known {
  return {
    seen: desk.seen,
    plan,
    hashed: (value) =>
      createHmac('sha256', `${workspace} ${signingSecret(app.home)}`)
        .update(value)
        .digest('hex')
        .slice(0, 32),
    isForgotten: (person) => desk.forgotten.size > 0 && desk.forgotten.has(sealedName(person)),
    isLinked: (userId, anonymousId) => desk.isLinked(userId, anonymousId),
    accountOf: (person, at) => desk.accountOf(person, at),
    domainOf: (person, at) => desk.domainOf(person, at),
    accountNamed: (id) => otherIds.get(id) ?? id,
    accountOfDomain: (domain) => domains.get(domain) ?? null,
  }
}

async function loadDesk(app: App, workspace: string): Promise<Desk> {
  const log = eventLog(app.store, workspace)
  const desk = openDesk()
  const since = new Date(app.clock.millis() - rememberDays * 86_400_000).toISOString()
  for await (const piece of log.namesSince(since)) for (const { name, day } of piece) desk.seen.add(name, day)
  for (const { name, day } of await log.heldSince(since)) desk.seen.add(`!${name}`, day)
  desk.learn(await log.links())
  for (const person of await log.forgotten()) desk.forgotten.add(person)
  return desk
}

async function loadPlan(app: App, workspace: string): Promise<Plan> {
  const scope = await app.workspaces.system(workspace, 'Events')
  return planOf(plannedFrom(await everyRow(scope, 'eventDefinition')))
}
