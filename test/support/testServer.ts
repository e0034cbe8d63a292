import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '#platform/log.ts'
import { asLogin, withClient } from '#platform/postgres/connectPostgres.ts'
import { makeRoles, roles } from '#platform/postgres/roles.ts'
import { startPostgres } from '#platform/postgres/startPostgres.ts'

/** A database server for tests, in plain values that can be handed to the processes that run the tests. */
export interface TestServer {
  /** URLs of its three logins; the database they name is replaced by that of a test. */
  readonly admin: string
  readonly owner: string
  readonly app: string
  /** Databases of this run begin with it, so that two runs can share one server. */
  readonly prefix: string
}

/** Starts the embedded server in a folder of its own, or uses THROUGHLINE_TEST_DATABASE_URL (a superuser's URL). `stop` removes what the run made. */
export async function startTestServer(): Promise<{ server: TestServer; stop(): Promise<void> }> {
  const given = process.env['THROUGHLINE_TEST_DATABASE_URL']
  const { admin, stop } = given ? { admin: given, stop: async () => undefined } : await startEmbedded()
  const passwords = { owner: 'tests-own', app: 'tests-serve' }
  await withClient(admin, (client) => makeRoles(client, passwords)).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  const prefix = `test_${randomBytes(4).toString('hex')}_`
  const server = { admin, owner: asLogin(admin, roles.owner, passwords.owner), app: asLogin(admin, roles.app, passwords.app), prefix }
  const end = async (): Promise<void> => {
    if (given) await dropAll(server)
    await stop()
  }
  return { server, stop: end }
}

/** The same login in another database. */
export const inDatabase = (url: string, database: string): string => url.replace(/^([a-z]+:\/\/[^/]*\/)[^?]*/, `$1${database}`)

async function startEmbedded(): Promise<{ admin: string; stop(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'throughline-test-'))
  chmodSync(home, 0o711)
  const started = await startPostgres(home, silentLog)
  const { host, port, user, password, database } = started.connection
  const socket = host.startsWith('/')
  const stop = async (): Promise<void> => {
    await started.stop()
    rmSync(home, { recursive: true, force: true })
  }
  return {
    admin: `postgres://${user}:${password}@${socket ? 'localhost' : host}:${port}/${database}${socket ? `?host=${encodeURIComponent(host)}` : ''}`,
    stop,
  }
}

const dropAll = (server: TestServer): Promise<void> =>
  withClient(server.admin, async (client) => {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database where starts_with(datname, $1)', [server.prefix])
    for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`)
  })
