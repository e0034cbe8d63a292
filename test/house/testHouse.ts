import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '#platform/log.ts'
import { systemClock, type Clock } from '#platform/clock.ts'
import type { JournalFiles } from '#platform/columnar/journalFiles.ts'
import { migrateIdentity } from '#platform/auth/migrateIdentity.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { sinceLast } from '#test/support/midMonth.ts'
import { cloneDatabase } from '#test/support/postgres.ts'
import { readMigrations, startApp, type App } from '../../src/house/app.ts'
import { runCli } from '../../src/doors/cli/cli.ts'
import type { Door } from '../../src/doors/rest/door.ts'
import { restDoor } from '../../src/doors/rest/rest.ts'
import { house } from '../../src/house/house.ts'
import { operatorTools } from '../../src/house/operator.ts'
import { asideThreads } from '../../src/house/planning/asideThreads.ts'

export interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
}

/** The whole product in this process: a database of its own, a real fact store, the REST door and the command line. */
export interface TestHouse {
  readonly app: App
  readonly door: Door
  /** A folder of this test's own, where commands run. */
  readonly cwd: string
  /** An empty company of somebody who owns no other one here. */
  company(slug: string): Promise<void>
  cli(...args: readonly string[]): Promise<Ran>
  /** The same with --json, parsed; a run that fails throws what it said. */
  json(...args: readonly string[]): Promise<Reply>
  /** Writes files into a folder under `cwd` and answers its path. */
  folder(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string>
  stop(): Promise<void>
}

/** What came over a wire: read by indexing, compared with expect. */
export type Reply = Readonly<Record<string, unknown>>

export const baseUrl = 'http://localhost:3000'

const template = {
  name: 'house',
  build: async (owner: Parameters<typeof migrateIdentity>[0]) => {
    await migrateIdentity(owner)
    await migrate(owner, readMigrations())
  },
}

/** The machine's clock, put back to the last such day of a month, or of that month of a year (1 to 12). */
export function lastDay(day: number, month?: number): Clock {
  const ahead = sinceLast(day, month)
  return { ...systemClock, millis: () => systemClock.millis() - ahead, now: () => new Date(systemClock.millis() - ahead).toISOString() }
}

/** The machine's clock, put back to the last 16th. */
export const midMonth: Clock = lastDay(16)

export async function testHouse(options: { readonly clock?: Clock; readonly journalFiles?: JournalFiles } = {}): Promise<TestHouse> {
  const [database, cwd] = [await cloneDatabase(template), await mkdtemp(join(tmpdir(), 'throughline-house-'))]
  const app = await startApp({ home: join(cwd, 'home'), baseUrl, log: silentLog, databaseUrl: database.urls.app, ownerUrl: database.urls.owner, ...options })
  const aside = asideThreads()
  const cli = async (...args: readonly string[]): Promise<Ran> => {
    const said: Record<'out' | 'err', string[]> = { out: [], err: [] }
    const io = { cwd, isTerminal: false, out: (text: string) => void said.out.push(text), err: (text: string) => void said.err.push(text) }
    const exit = await runCli(args, io, async () => operatorTools(app, cwd, baseUrl, aside))
    return { exit, out: said.out.join('\n'), err: said.err.join('\n') }
  }
  return {
    app,
    door: restDoor(house(app, baseUrl, aside)),
    cwd,
    cli,
    company: async (slug) => void (await app.workspaces.create({ slug, name: slug, owner: { name: `Owner of ${slug}`, email: `owner@${slug}.example` } })),
    async json(...args) {
      const { exit, out, err } = await cli(...args, '--json')
      if (exit !== 0) throw new Error(`${args.join(' ')} ended with ${exit}: ${err}`)
      return JSON.parse(out)
    },
    async folder(name, files) {
      await mkdir(join(cwd, name), { recursive: true })
      for (const [file, content] of Object.entries(files)) await writeFile(join(cwd, name, file), content)
      return join(cwd, name)
    },
    async stop() {
      await aside.stop()
      await app.stop()
      await database.drop()
      await rm(cwd, { recursive: true, force: true })
    },
  }
}

/** Follows a path of names and places through what came over a wire. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined), value)
}
