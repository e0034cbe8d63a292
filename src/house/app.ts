import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as facts from '#facts'
import * as metrics from '#metrics'
import * as objects from '#objects'
import { createIdentity, type Identity } from '#platform/auth/createIdentity.ts'
import { migrateIdentity } from '#platform/auth/migrateIdentity.ts'
import { signingSecret } from '#platform/auth/signingSecret.ts'
import { clickHouses, type ClickHouses } from '#platform/clickhouse/clickhouse.ts'
import { systemClock, type Clock } from '#platform/clock.ts'
import { idMaker } from '#platform/ids.ts'
import type { Log } from '#platform/log.ts'
import { persons } from '#engines/identity/persons.ts'
import { readCatalog } from '#platform/postgres/catalog.ts'
import { connectPostgres, type Postgres } from '#platform/postgres/connectPostgres.ts'
import { directory, type Directory } from '#platform/postgres/directory.ts'
import { lockHome, type HomeLock } from '#platform/postgres/homeLock.ts'
import { migrate, type Migration } from '#platform/postgres/migrate.ts'
import { startPostgres } from '#platform/postgres/startPostgres.ts'
import type { JournalFiles } from '#platform/columnar/journalFiles.ts'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { Problem } from '#kernel'
import { desiredTables, diffTables } from '#runtime/derive/ddl.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import { live } from '#runtime/live.ts'
import { registry, type Registry } from '#runtime/registry.ts'
import type { Ground } from '#runtime/scope.ts'
import { withAskable } from './events/askable.ts'
import { withCopies } from './events/clickhouseReach.ts'
import { definedIn } from './metrics/definitionDesk.ts'
import { withShares } from './metrics/withShares.ts'
import { vouching } from './metrics/vouching.ts'
import { workspaces, type Workspaces } from './workspaces.ts'

/** Everything that runs, put together. Doors and flows get what they need from here. */
export interface App {
  readonly home: string
  readonly registry: Registry
  readonly ground: Ground
  readonly workspaces: Workspaces
  readonly identity: Identity
  readonly directory: Directory
  readonly store: FactStore
  readonly clickHouse: ClickHouses
  readonly database: Postgres
  readonly lock: HomeLock
  readonly clock: Clock
  readonly log: Log
  stop(): Promise<void>
}

export interface AppOptions {
  readonly home: string
  readonly baseUrl: string
  readonly log: Log
  readonly clock?: Clock
  /** The disk of the journal of facts; a test hands in one that is full. */
  readonly journalFiles?: JournalFiles
  /** Any PostgreSQL from 15 on; the one that npm brings when empty. */
  readonly databaseUrl?: string
  /** The login that owns and migrates, when `databaseUrl` is the serving one. */
  readonly ownerUrl?: string
  /** Works on the database before it is migrated and served, as a restore does; `migrateTo` brings it to an earlier schema. */
  readonly beforeMigrating?: (database: Postgres, migrateTo: (known: KnownMigrations) => Promise<void>) => Promise<unknown>
}

export interface KnownMigrations {
  readonly app: readonly string[]
  readonly identity: readonly string[]
}

export const appRegistry = (): Registry => withShares(withAskable(registry(objects, facts, metrics)))

export const readMigrations = (): Migration[] => {
  const folder = join(import.meta.dirname, '../runtime/migrations')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }))
}

/** Starts the databases, brings the schema up to date, and opens the stores. What was started is stopped again when a later step fails. */
export async function startApp({ home, baseUrl, log, clock = systemClock, databaseUrl, ownerUrl, beforeMigrating, journalFiles }: AppOptions): Promise<App> {
  const closing: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  }
  try {
    const lock = await lockHome(home)
    closing.push(() => lock.release())
    rmSync(join(home, 'uploads'), { recursive: true, force: true }) // what a former process was handed is known to nobody any more
    const database = await openDatabase(home, log, databaseUrl, ownerUrl, closing)
    const words = appRegistry()
    await beforeMigrating?.(database, (known) => migrateTo(database, known))
    await prepare(database, words)
    const [clickHouse, newId] = [clickHouses(), idMaker(clock)]
    closing.push(() => clickHouse.close())
    const opened = await openFactStore({ home, log, facts: factShapes(words), persons, ...(journalFiles ? { journal: { files: journalFiles } } : {}) })
    const store = withCopies(opened, { home, clickHouse, clock, ground: { newId } })
    closing.push(() => store.close())
    const identity = createIdentity({ pool: database.app, secret: signingSecret(home), baseUrl, clock })
    const ground = vouching({
      registry: words,
      pool: database.app,
      live: live(database.app),
      now: () => clock.now(),
      newId,
      desk: factDesks(words, store, database.app, () => clock.now(), definedIn(words)),
    })
    const listed = directory(database.app)
    const rooms = workspaces(ground, listed)
    await takeBackTornImports(rooms)
    return { home, registry: words, ground, workspaces: rooms, identity, directory: listed, store, clickHouse, database, lock, clock, log, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** An import that a crash cut off is taken back whole: its facts were never visible, its objects go, its record says why. */
async function takeBackTornImports(rooms: Workspaces): Promise<void> {
  for (const { slug } of await rooms.list()) {
    const scope = await rooms.operate(slug, 'system')
    for (const torn of (await scope.read('import', { filter: { state: 'running' }, limit: 500 })).items) {
      await scope.undoBatch(String(torn['batch']))
      await scope.perform('import', 'fail', { id: torn.id }, { error: 'Throughline was stopped while it ran. Nothing of it is kept; import the files again.' })
    }
  }
}

async function openDatabase(
  home: string,
  log: Log,
  databaseUrl: string | undefined,
  ownerUrl: string | undefined,
  closing: (() => Promise<void> | void)[],
): Promise<Postgres> {
  const target = databaseUrl ? (ownerUrl ? { databaseUrl, ownerUrl } : { databaseUrl, home }) : await embedded(home, log, closing)
  const database = await connectPostgres(target, log)
  closing.push(() => database.close())
  return database
}

async function embedded(home: string, log: Log, closing: (() => Promise<void> | void)[]) {
  const server = await startPostgres(home, log)
  closing.push(() => server.stop())
  return { embedded: server.connection, home }
}

/** Runs the migrations that a backup had seen, and no more: its rows fit that schema. */
async function migrateTo(database: Postgres, known: KnownMigrations): Promise<void> {
  const own = readMigrations()
  const unknown = known.app.find((name) => !own.some((one) => one.name === name))
  if (unknown !== undefined)
    throw new Problem(
      'refused',
      `The backup has a schema that this version does not know (${unknown}).`,
      'Restore it with the version that made it, or a newer one.',
    )
  await migrateIdentity(database.owner)
  await migrate(
    database.owner,
    own.filter(({ name }) => known.app.includes(name)),
  )
}

/** Migrates, then refuses to serve on a schema that is not what the definitions say. */
export async function prepare(database: Postgres, words: Registry): Promise<void> {
  await migrateIdentity(database.owner)
  await migrate(database.owner, readMigrations())
  const tables = await database.owner.read({ workspace: null }, (tx) => readCatalog(tx, 'app'))
  const { sql, lossy } = diffTables(
    tables.filter(({ name }) => !recordTables.has(name)),
    desiredTables(words),
  )
  if (sql.length + lossy.length > 0)
    throw new Problem(
      'unavailable',
      `The database does not match this version: ${[...lossy, ...sql][0]}`,
      'Write the missing migration with “npm run migration”, or restore the database.',
      { code: 'schema-drift', more: { sql, lossy } },
    )
}

const recordTables = new Set(['chain', 'change', 'outbox', 'idempotency', 'counter', 'said'])
