import {
  dropWorkspace,
  eventColumns,
  eventTables,
  printsHere,
  printsIn,
  rowsHere,
  rowsOfDays,
  type EventTables,
} from '#engines/analytics/dialect/clickhouse/schema.ts'
import { Problem } from '#kernel'
import type { ClickHouse, ClickHouses } from '#platform/clickhouse/clickhouse.ts'
import type { Clock } from '#platform/clock.ts'
import type { FactStore } from '#platform/columnar/store.ts'
import { changeMark, readMark } from './clickhouseMark.ts'

/** What a copy on ClickHouse needs of the house. */
export interface CopyGround {
  readonly home: string
  readonly store: Pick<FactStore, 'query' | 'stream'>
  readonly clickHouse: ClickHouses
  readonly clock: Clock
  readonly ground: { readonly newId: () => string }
}

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
const mostDays = 2_000

export interface Named {
  readonly server: ClickHouse
  readonly tables: EventTables
}

/** The server that the environment names; null when it names none. */
export function clickHouseHere({ clickHouse }: Pick<CopyGround, 'clickHouse'>): Named | null {
  const url = process.env['THROUGHLINE_CLICKHOUSE']
  if (!url) return null
  const cluster = process.env['THROUGHLINE_CLICKHOUSE_CLUSTER'] ?? null
  return { server: clickHouse.at(url), tables: { table: 'throughline_event', cluster } }
}

/** Do the events of this workspace stand on ClickHouse? */
export const standsOnClickHouse = async (ground: Pick<CopyGround, 'home'>, workspace: string): Promise<boolean> =>
  (await readMark(ground.home, workspace))?.on === 'clickhouse'

/** Copies the events of a workspace to ClickHouse or takes them away again, and compares both stores first. Throws `conflict` when they differ. */
export async function moveEvents(ground: CopyGround, workspace: string, to: 'clickhouse' | 'embedded'): Promise<Moved> {
  const here = clickHouseHere(ground)
  if (to === 'embedded') return await ground.clickHouse.turns.alone(workspace, () => takeBack(ground, workspace, here))
  if (!here)
    throw new Problem('refused', 'No ClickHouse is named.', 'Set THROUGHLINE_CLICKHOUSE=http://user:password@host:8123/database.', { code: 'no-clickhouse' })
  return await ground.clickHouse.turns.alone(workspace, async () => {
    for (const statement of eventTables(here.tables)) await here.server.run(statement)
    const events = comparedOf(await follow(ground, workspace, here))
    const { address } = here.server
    const behind = ground.ground.newId() // of what was taken back since the comparison nobody has told it
    await changeMark(ground, workspace, () => ({ on: 'clickhouse', address, at: ground.clock.now(), behind }))
    return { to, address: here.server.address, events, note: null }
  })
}

async function takeBack(ground: CopyGround, workspace: string, here: Named | null): Promise<Moved> {
  const mark = await readMark(ground.home, workspace)
  const address = here?.server.address ?? null
  if (mark?.on !== 'clickhouse') return { to: 'embedded', address, events: [], note: 'It stands in the embedded store already.' }
  const found = here && address === mark.address ? await follow(ground, workspace, here).catch(unlessAway) : null
  await changeMark(ground, workspace, (now) => ({ ...(now ?? mark), on: 'embedded' })) // the copy has to go, now or when its server is there again
  if (!found || !here)
    return {
      to: 'embedded',
      address,
      events: [],
      note: 'ClickHouse was not reached: nothing was compared, and its copy stays until it is. The embedded store holds every event.',
    }
  await removeCopy(ground, workspace, here)
  return { to: 'embedded', address, events: comparedOf(found), note: null }
}

/** Takes the rows of a workspace away there, and then the word of them here. */
export async function removeCopy(ground: CopyGround, workspace: string, { server, tables }: Named): Promise<void> {
  if ((await server.rows(printsIn(tables, workspace))).length > 0) await server.run(dropWorkspace(tables, workspace))
  await changeMark(ground, workspace, () => null)
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
 * that finds no difference ends it. A crash on the way leaves days that differ, and the next round finds them. It is for whoever has the workspace's turn alone.
 */
export async function follow(ground: CopyGround, workspace: string, { server, tables }: Named): Promise<Both> {
  const { torn } = ground.clickHouse
  for (let round = 0; ; round++) {
    const both = { here: await printsOfStore(ground, workspace), there: printsOf(await server.rows(printsIn(tables, workspace))) }
    const stale = staleIn(both)
    if (stale.length === 0) {
      torn.delete(workspace)
      return both
    }
    if (round === rounds) throw differing(both)
    torn.add(workspace)
    for (const [name, days] of daysByName(stale.filter(({ isThere }) => isThere))) await server.remove(rowsOfDays(tables, workspace, { name, days }))
    await copyDays(ground, workspace, { server, tables }, stale)
  }
}

async function copyDays(ground: CopyGround, workspace: string, { server, tables: { table } }: Named, stale: readonly Stale[]): Promise<void> {
  const copy = ground.ground.newId()
  let [batch, rows]: [number, unknown[][]] = [0, []]
  const send = async (): Promise<void> => {
    if (rows.length > 0) await server.insert({ table, columns: eventColumns, rows, token: `${copy}-${batch++}` })
    rows = []
  }
  for await (const row of rowsToSend(ground, workspace, stale)) {
    rows.push(row)
    if (rows.length === batchRows) await send()
  }
  await send()
}

/** The rows of these days as they are sent, one event after the other. */
async function* rowsToSend({ store }: CopyGround, workspace: string, stale: readonly Stale[]): AsyncGenerator<unknown[]> {
  for (const [name, days] of daysByName(stale.filter(({ isHere }) => isHere))) {
    const { text, values } = rowsHere(name, days)
    for await (const chunk of store.stream(workspace, text, [...values]))
      for (const row of chunk) yield [workspace, ...row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell))]
  }
}

const printsOfStore = async ({ store }: CopyGround, workspace: string): Promise<Print[]> => printsOf((await store.query(workspace, printsHere)).rows)
const printsOf = (rows: readonly (readonly unknown[])[]): Print[] =>
  rows.map(([name, day, n, print]) => ({ name: String(name), day: Number(day), n: Number(n), print: String(print) }))

interface Stale {
  readonly name: string
  readonly day: number
  readonly isHere: boolean
  readonly isThere: boolean
}

const keyOf = ({ name, day }: Print): string => `${day} ${name}`

/** Days of one name at a time, so many that a statement stays short. */
function* daysByName(stale: readonly Stale[]): Generator<readonly [string, readonly number[]]> {
  for (const [name, each] of Map.groupBy(stale, (one) => one.name))
    for (let from = 0; from < each.length; from += mostDays) yield [name, each.slice(from, from + mostDays).map(({ day }) => day)]
}

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
