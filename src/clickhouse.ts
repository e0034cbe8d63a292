import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  dropWorkspace,
  eventColumns,
  eventTables,
  printsHere,
  printsIn,
  rowsHere,
  rowsOfDay,
  type EventTables,
} from '#engines/analytics/dialect/clickhouse/schema.ts'
import { isRecord, Problem } from '#kernel'
import { connectClickHouse, type ClickHouse } from '#platform/clickhouse/clickhouse.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'

/** One event on one day (UTC, since 1970): how many rows, and a sum over them that changes when any of them does. */
export interface Print {
  readonly name: string
  readonly day: number
  readonly n: number
  readonly print: string
}

/** An event as it stands in both stores. */
export interface Compared {
  readonly event: string
  readonly days: number
  readonly embedded: number
  readonly clickhouse: number
  readonly isEqual: boolean
}

export interface Moved {
  readonly to: 'clickhouse' | 'embedded'
  readonly address: string | null
  /** Empty when ClickHouse was away and the workspace was taken back all the same. */
  readonly events: readonly Compared[]
  readonly note: string | null
}

const batchRows = 20_000
const rounds = 3

/** The server that the environment names; null when it names none. */
export function clickHouseHere(): { readonly server: ClickHouse; readonly tables: EventTables } | null {
  const url = process.env['THROUGHLINE_CLICKHOUSE']
  if (!url) return null
  const cluster = process.env['THROUGHLINE_CLICKHOUSE_CLUSTER'] ?? null
  return { server: connectClickHouse(url), tables: { table: 'throughline_event', cluster } }
}

const markOf = (app: App, scope: Scope): string => join(app.home, 'clickhouse', `${scope.workspace.id}.json`)

/** Do the events of this workspace stand on ClickHouse? */
export async function standsOnClickHouse(app: App, scope: Scope): Promise<boolean> {
  const text = await readFile(markOf(app, scope), 'utf8').catch(() => null)
  if (text === null) return false
  const mark: unknown = JSON.parse(text)
  return isRecord(mark) && mark['on'] === 'clickhouse'
}

/** Copies the events of a workspace to ClickHouse or takes them away again, and compares both stores first. Throws `conflict` when they differ. */
export async function moveEvents(app: App, scope: Scope, to: 'clickhouse' | 'embedded'): Promise<Moved> {
  const here = clickHouseHere()
  const mark = markOf(app, scope)
  try {
    if (to === 'embedded') return await takeBack(app, scope, here, mark)
    if (!here)
      throw new Problem('refused', 'No ClickHouse is named.', 'Set THROUGHLINE_CLICKHOUSE=http://user:password@host:8123/database.', { code: 'no-clickhouse' })
    for (const statement of eventTables(here.tables)) await here.server.run(statement)
    const events = comparedOf(await follow(app, scope, here.server, here.tables))
    await mkdir(join(app.home, 'clickhouse'), { recursive: true, mode: 0o700 })
    await writeFile(mark, JSON.stringify({ on: 'clickhouse', address: here.server.address, at: app.clock.now() }), { mode: 0o600 })
    return { to, address: here.server.address, events, note: null }
  } finally {
    await here?.server.close()
  }
}

async function takeBack(app: App, scope: Scope, here: ReturnType<typeof clickHouseHere>, mark: string): Promise<Moved> {
  const isThere = await standsOnClickHouse(app, scope)
  const away = 'ClickHouse was not reached: nothing was compared, and its copy stays. The embedded store holds every event.'
  const found = isThere && here ? await follow(app, scope, here.server, here.tables).catch(unlessAway) : null
  await rm(mark, { force: true })
  if (!found || !here)
    return { to: 'embedded', address: here?.server.address ?? null, events: [], note: isThere ? away : 'It stands in the embedded store already.' }
  if (found.there.length > 0) await here.server.run(dropWorkspace(here.tables, scope.workspace.id))
  return { to: 'embedded', address: here.server.address, events: comparedOf(found), note: null }
}

function unlessAway(error: unknown): null {
  if (error instanceof Problem && error.kind === 'unavailable') return null
  throw error
}

interface Both {
  readonly here: readonly Print[]
  readonly there: readonly Print[]
}

/**
 * Brings the copy up to what the embedded store holds: days of an event whose number or print differs are taken away and sent anew. Only a comparison
 * that finds no difference ends it. A crash on the way leaves days that differ, and the next round finds them.
 */
export async function follow(app: App, scope: Scope, server: ClickHouse, tables: EventTables): Promise<Both> {
  const workspace = scope.workspace.id
  for (let round = 0; ; round++) {
    const both = { here: await printsOfStore(app, scope), there: printsOf(await server.rows(printsIn(tables, workspace))) }
    const stale = staleIn(both)
    if (stale.length === 0) return both
    if (round === rounds) throw differing(both)
    for (const { name, day, isThere } of stale) if (isThere) await server.remove(rowsOfDay(tables, workspace, { name, day }))
    await copyDays(app, scope, server, tables, stale)
  }
}

async function copyDays(app: App, scope: Scope, server: ClickHouse, { table }: EventTables, stale: readonly Stale[]): Promise<void> {
  const copy = app.ground.newId()
  let [batch, rows]: [number, unknown[][]] = [0, []]
  const send = async (): Promise<void> => {
    if (rows.length > 0) await server.insert({ table, columns: eventColumns, rows, token: `${copy}-${batch++}` })
    rows = []
  }
  for await (const row of rowsOfDays(app, scope, stale)) {
    rows.push(row)
    if (rows.length === batchRows) await send()
  }
  await send()
}

/** The rows of these days as they are sent, one event after the other. */
async function* rowsOfDays(app: App, scope: Scope, stale: readonly Stale[]): AsyncGenerator<unknown[]> {
  const wanted = Map.groupBy(
    stale.filter(({ isHere }) => isHere),
    ({ name }) => name,
  )
  for (const [name, days] of wanted) {
    const { text, values } = rowsHere(
      name,
      days.map(({ day }) => day),
    )
    for await (const chunk of app.store.stream(scope.workspace.id, text, [...values]))
      for (const row of chunk) yield [scope.workspace.id, ...row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell))]
  }
}

const printsOfStore = async (app: App, scope: Scope): Promise<Print[]> => printsOf((await app.store.query(scope.workspace.id, printsHere)).rows)
const printsOf = (rows: readonly (readonly unknown[])[]): Print[] =>
  rows.map(([name, day, n, print]) => ({ name: String(name), day: Number(day), n: Number(n), print: String(print) }))

interface Stale {
  readonly name: string
  readonly day: number
  readonly isHere: boolean
  readonly isThere: boolean
}

const keyOf = ({ name, day }: Print): string => `${day} ${name}`

function staleIn({ here, there }: Both): Stale[] {
  const copied = new Map(there.map((each) => [keyOf(each), each]))
  const known = new Set(here.map(keyOf))
  const changed = here.flatMap((each) => {
    const copy = copied.get(keyOf(each))
    return copy?.n === each.n && copy.print === each.print ? [] : [{ name: each.name, day: each.day, isHere: true, isThere: copy !== undefined }]
  })
  const gone = there.filter((each) => !known.has(keyOf(each))).map(({ name, day }) => ({ name, day, isHere: false, isThere: true }))
  return [...changed, ...gone]
}

/** Both stores event by event, in the order of their names. */
function comparedOf(both: Both): Compared[] {
  const stale = new Set(staleIn(both).map(({ name }) => name))
  const names = [...new Set([...both.here, ...both.there].map(({ name }) => name))].toSorted()
  const sum = (prints: readonly Print[], event: string): number => prints.reduce((total, { name, n }) => (name === event ? total + n : total), 0)
  return names.map((event) => ({
    event,
    days: new Set([...both.here, ...both.there].filter(({ name }) => name === event).map(({ day }) => day)).size,
    embedded: sum(both.here, event),
    clickhouse: sum(both.there, event),
    isEqual: !stale.has(event),
  }))
}

function differing(both: Both): Problem {
  const events = comparedOf(both)
  const [first] = events.filter(({ isEqual }) => !isEqual)
  return new Problem(
    'conflict',
    `ClickHouse does not hold what the embedded store holds: of “${first?.event ?? ''}” ${first?.clickhouse ?? 0} instead of ${first?.embedded ?? 0} events, or others.`,
    'Nothing was moved. Move again; if it happens again, look at the server’s log for rows that it dropped.',
    { code: 'counts-differ', more: { events } },
  )
}
