import type { Answer } from '#engines/analytics/answer.ts'
import { askedThere, assertCounted, type Asker } from '#engines/analytics/dialect/clickhouse/answer.ts'
import { bearersOf } from '#engines/analytics/dialect/clickhouse/property.ts'
import { profileRows } from '#engines/analytics/dialect/events.ts'
import { newestHere } from '#engines/analytics/dialect/clickhouse/schema.ts'
import type { Bearers, Rows, SqlPlace } from '#engines/analytics/dialect/clickhouse/rows.ts'
import type { Query } from '#engines/analytics/query/kinds.ts'
import { isAnalyticsKind, readQuery } from '#engines/analytics/query/resolve.ts'
import { personProperties } from '#engines/analytics/query/refs.ts'
import { isQueryRefusal } from '#engines/analytics/refusal.ts'
import { cohortsIn, refusing } from '#flows/analytics/ask.ts'
import { assertMayAsk, type Hidden } from '#flows/analytics/privacy.ts'
import { isRecord, Problem } from '#kernel'
import { factReader, type FactReader } from '#platform/columnar/factReader.ts'
import type { ClickHouse } from '#platform/clickhouse/clickhouse.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import { namedIn, savedCohorts, savedSegments, type GroupReader } from './savedGroups.ts'
import { traitsOf } from './traits.ts'
import { clickHouseHere, follow, standsOnClickHouse, type Named } from './clickhouse.ts'

type AskedThere = Answer & { readonly cost: { readonly cpuMs: number; readonly wallMs: number } }
/** What the kernels answer though the workspace stands on ClickHouse, and why. */
type Left = { readonly left: string }
interface Around extends Required<Pick<SqlPlace, 'names' | 'own' | 'accounts' | 'persons' | 'profiles'>> {
  readonly newest: number
  /** What was asked of all events as they stand, by its statement. */
  readonly looked: Map<string, Promise<Rows>>
}

/** What is taken for now: the minute, so that a page that asks again within it gets the same answer, unless events came since (`knownBy`, milliseconds). */
export function presentOf({ clock }: App, knownBy: number): number {
  const now = clock.millis()
  return Math.min(now, Math.max(Math.floor(now / 60_000) * 60_000, knownBy))
}

/** What is known of each workspace’s copy, for as long as its facts do not change. */
const known = new Map<string, { readonly position: string; readonly around: Promise<Around> }>()

/** What is known of the rows that stand there, by workspace: of whoever brought them up to date last. */
const standing = new Map<string, Promise<Around>>()

/** Whose question it is: what of it is hidden from them holds for the cohorts that it names, too. */
interface Asked {
  readonly passive: ReadonlySet<string>
  readonly hidden: Hidden
  readonly groups: GroupReader
}

/**
 * The answer by ClickHouse when the workspace stands there, from a copy that holds what the embedded store holds now; null when it does not stand there. A
 * question that ClickHouse does not count as the kernels do is left to them, with the reason, which the answer’s `cost` tells.
 */
export async function askClickHouse(app: App, scope: Scope, given: unknown, { passive, hidden, groups }: Asked): Promise<AskedThere | Left | null> {
  const workspace = scope.workspace.id
  if (!isRecord(given) || !isAnalyticsKind(given['kind']) || !(await standsOnClickHouse(app, workspace))) return null
  const here = clickHouseHere(app)
  if (!here)
    throw new Problem(
      'unavailable',
      'The events of this workspace stand on ClickHouse, and THROUGHLINE_CLICKHOUSE names none.',
      'Name it, or take the workspace back: throughline events move --to embedded.',
      {
        code: 'clickhouse-away',
      },
    )
  const query = refusing(() => readQuery(given, { tz: scope.workspace.timeZone }))
  const { defs } = await savedCohorts(groups, given)
  assertMayAsk([given, defs], hidden)
  const segments = await savedSegments(groups, namedIn([given, defs], 'segment'), query.asOf ?? undefined)
  const placed = async ({ newest, looked, profiles, ...around }: Around): Promise<{ readonly place: SqlPlace; readonly looked: Around['looked'] }> => {
    const person = new Map([...(await traitsIn(app, workspace, [query, defs])), ...profiles.person]) // what is known otherwise goes before what calls said
    const kept = { ...around, profiles: { ...profiles, person }, table: here.tables.table, workspace, now: presentOf(app, newest) }
    return { place: { ...kept, passive, segments, cohorts: cohortsIn(defs) }, looked }
  }
  for (;;) {
    const around = await aroundOf(app, scope, here)
    const left = await leftOr(async () => assertCounted(query, (await placed(around)).place)) // before anything waits its turn
    if (left) return left
    const answer = await app.clickHouse.turns.together(workspace, async () => {
      if (!(await standsOnClickHouse(app, workspace))) return null
      if (app.clickHouse.torn.has(workspace)) return 'torn'
      const { place, looked } = await placed((await standing.get(workspace)) ?? around) // somebody who came between may have brought more rows
      return await leftOr(() => costed(query, place, askerOf(here.server, looked)))
    })
    if (answer !== 'torn') return answer ?? null
    known.delete(workspace) // somebody who came between left it by half: it is made whole first, or whoever asks hears why not
  }
}

/** What identify calls said last of persons, as far as a question reads it. */
async function traitsIn(app: App, workspace: string, whole: unknown): Promise<Bearers> {
  const reader = factReader(app.store, workspace, app.registry.facts.keys(), await app.store.position(workspace))
  const traits = (await traitsOf(workspace, reader, personProperties(whole))).filter(({ said }) => said.length > 0)
  return new Map(
    traits.map(({ name, said }) => {
      const last = new Map(said.map(({ id, value }) => [id, value]))
      const bearers = bearersOf([...last].map(([id, value]) => ({ id, properties: { [name]: value } })))
      return [name, bearers.get(name) ?? new Map()]
    }),
  )
}

function askerOf(server: ClickHouse, looked: Around['looked']): Asker {
  const ask = (statement: string): Promise<Rows> => server.rows(statement)
  const kept = (statement: string): Promise<Rows> => {
    const found = looked.get(statement) ?? ask(statement)
    looked.set(statement, found)
    found.catch(() => looked.delete(statement))
    return found
  }
  return { ask, kept }
}

/** The processor time is that of this process alone; what the server spends, its own log tells. */
async function costed(query: Query, place: SqlPlace, asker: Asker): Promise<AskedThere> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  const found = await askedThere(query, place, asker)
  const { user, system } = process.cpuUsage(cpu)
  return { ...found, cost: { ...found.cost, cpuMs: Math.round((user + system) / 1000), wallMs: Math.round(performance.now() - wall) } }
}

/** What the work gives, or why it is left to the kernels. */
async function leftOr<T>(work: () => Promise<T>): Promise<T | Left> {
  try {
    return await work()
  } catch (error) {
    if (isQueryRefusal(error) && error.code === 'unsupported') return { left: error.message }
    return refusing(() => {
      throw error
    })
  }
}

/** Brings the copy up to date when facts changed, once for all who ask meanwhile, and reads who is our own and which accounts there are. */
async function aroundOf(app: App, scope: Scope, here: Named): Promise<Around> {
  const workspace = scope.workspace.id
  const position = await app.store.position(workspace)
  const kept = known.get(workspace)
  if (kept?.position === position) return await kept.around
  const around: Promise<Around> = readAround(app, scope, here, {
    reader: factReader(app.store, workspace, app.registry.facts.keys(), position),
    stands: () => void standing.set(workspace, around),
  })
  const made = { position, around }
  known.set(workspace, made)
  around.catch(() => known.get(workspace) === made && known.delete(workspace))
  return await around
}

interface Reading {
  readonly reader: FactReader
  /** Is called as soon as the rows stand there. */
  readonly stands: () => void
}

async function readAround(app: App, scope: Scope, named: Named, { reader, stands }: Reading): Promise<Around> {
  const { id } = scope.workspace
  const { here } = await app.clickHouse.turns.alone(id, async () => {
    const both = await follow(app, id, named)
    stands()
    return both
  })
  const [newest] = await reader.ask(newestHere)
  const [accounts, persons] = [await reader.ask(profileRows('account')), await reader.ask(profileRows('app_user'))]
  const ids = (rows: readonly Readonly<Record<string, unknown>>[], columns: readonly string[]): string[] =>
    rows.filter((row) => columns.some((column) => row[column] === true)).map(({ id }) => String(id))
  return {
    newest: Number(newest?.['at'] ?? 0),
    names: [...new Set(here.map(({ name }) => name))],
    own: { accounts: ids(accounts, ['is_internal']), persons: ids(persons, ['is_internal', 'is_service']) },
    accounts: accounts.map(bornOf),
    persons: persons.map(bornOf),
    profiles: { account: bearersOf(accounts.map(profileOf)), person: bearersOf(persons.map(profileOf)) },
    looked: new Map(),
  }
}

const profileOf = ({ id, created: _, ...properties }: Readonly<Record<string, unknown>>) => ({ id: String(id), properties })

const bornOf = ({ id, created }: Readonly<Record<string, unknown>>) => ({ id: String(id), created: created === null ? null : Number(created) })
