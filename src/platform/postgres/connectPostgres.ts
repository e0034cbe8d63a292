import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { isProblem, Problem } from '#kernel'
import { words, type Log } from '../log.ts'
import { makeFolder } from './home.ts'
import { codeOf } from '../codes.ts'
import { createPool, type Pool } from './pool.ts'
import { assertHarmless, assertSupported, makeRoles, makeSchemas, openDatabase, roles, type Passwords } from './roles.ts'
import type { Connection } from './startPostgres.ts'

/** Where the database is: the server that we started, a URL of a login that may create roles, or one URL each for serving and owning. */
export type Target =
  | { readonly embedded: Connection; readonly home: string }
  | { readonly databaseUrl: string; readonly home: string }
  | { readonly databaseUrl: string; readonly ownerUrl: string }

export interface Postgres {
  /** Serves: sees the rows of one workspace at a time. */
  readonly app: Pool
  /** Owns and migrates: used at start-up only. */
  readonly owner: Pool
  /** What a loss of power may cost: nothing, or what the server had not yet written. */
  readonly durability: 'power-loss' | 'process'
  close(): Promise<void>
}

/**
 * Brings the database to where migrations can begin: logins, database `throughline` (embedded) or the URL's own, schemas app, identity, jobs.
 * Refuses a server older than 15, and a serving login that owns or bypasses anything. Throws a Problem.
 */
export async function connectPostgres(target: Target, log?: Log): Promise<Postgres> {
  const { app, owner } = await logins(target)
  await withClient(owner, async (client) => {
    await assertSupported(client)
    await makeSchemas(client)
  })
  const durability = await withClient(app, async (client) => {
    await assertHarmless(client)
    return await durabilityOf(client)
  })
  if (durability === 'process') log?.warn('The database may lose the last writes when power fails: fsync, full_page_writes or synchronous_commit is off')
  const pools = { app: createPool(app, { max: 12, ...(log ? { log } : {}) }), owner: createPool(owner, { max: 4, isMigrating: true, ...(log ? { log } : {}) }) }
  return { ...pools, durability, close: async () => void (await Promise.all([pools.app.close(), pools.owner.close()])) }
}

/** Connects once, works, disconnects. A failure to connect is a Problem that names the server, never the password. */
export async function withClient<T>(where: Connection | string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = clientOf(where)
  try {
    await client.connect()
  } catch (error) {
    throw cannotConnect(client, error)
  }
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

type Logins = { readonly app: Connection | string; readonly owner: Connection | string }

async function logins(target: Target): Promise<Logins> {
  if ('ownerUrl' in target) return { app: target.databaseUrl, owner: target.ownerUrl }
  const passwords = keptPasswords(target.home)
  if ('embedded' in target) {
    await withClient(target.embedded, (client) => prepareEmbedded(client, passwords))
    const server = { ...target.embedded, database: 'throughline' }
    return { app: { ...server, user: roles.app, password: passwords.app }, owner: { ...server, user: roles.owner, password: passwords.owner } }
  }
  const both = { app: asLogin(target.databaseUrl, roles.app, passwords.app), owner: asLogin(target.databaseUrl, roles.owner, passwords.owner) }
  await withClient(target.databaseUrl, (client) => prepareForeign(client, both.owner, passwords))
  return both
}

async function prepareEmbedded(client: pg.Client, passwords: Passwords): Promise<void> {
  await makeRoles(client, passwords)
  const { rowCount } = await client.query(`select from pg_database where datname = 'throughline'`)
  if (rowCount === 0) await client.query('create database throughline')
  await client.query('revoke all on database throughline from public')
  await openDatabase(client, 'throughline')
}

/** On a server of somebody else's: never takes over logins that another installation uses. */
async function prepareForeign(client: pg.Client, ownerUrl: string, passwords: Passwords): Promise<void> {
  await assertSupported(client)
  const { rows } = await client.query<{ mayCreate: boolean; exists: boolean }>(
    `select rolsuper or rolcreaterole as "mayCreate", exists (select from pg_roles where rolname = '${roles.owner}') as exists from pg_roles where rolname = current_user`,
  )
  if (rows[0]?.exists && (await isOurs(ownerUrl))) return
  if (rows[0]?.exists) {
    throw new Problem(
      'conflict',
      `The server already has a login “${roles.owner}” whose password this data folder does not know.`,
      'Use the data folder of that installation, or give DATABASE_URL and DATABASE_OWNER_URL the two logins themselves.',
    )
  }
  if (!rows[0]?.mayCreate) {
    throw new Problem(
      'refused',
      `The login of DATABASE_URL may not create the logins ${roles.owner} and ${roles.app}.`,
      'Give it CREATEROLE, or make the two logins yourself and set DATABASE_URL and DATABASE_OWNER_URL to them.',
    )
  }
  await makeRoles(client, passwords)
  await openDatabase(client, client.database ?? 'postgres')
}

const isOurs = (ownerUrl: string): Promise<boolean> =>
  withClient(ownerUrl, async () => true).catch((error: unknown) => {
    if (isProblem(error) && error.details.code === 'wrong-password') return false
    throw error
  })

/** The same URL under another login; our own passwords need no escaping in a URL. A URL with no host (a socket in `?host=`) gets one, as URLs with a login must. */
export const asLogin = (url: string, user: string, password: string): string =>
  url.replace(/^(postgres(?:ql)?:\/\/)(?:[^@/?]*@)?([^/?]*)/, (_, scheme: string, host: string) => `${scheme}${user}:${password}@${host || 'localhost'}`)

function cannotConnect(client: pg.Client, error: unknown): Problem {
  const at = `${client.host}${client.port ? `:${client.port}` : ''}`
  const code = codeOf(error)
  if (code.startsWith('28'))
    return new Problem(
      'refused',
      `The database at ${at} does not accept the login “${client.user}”: ${words(error)}.`,
      'Check the user and the password of the URL.',
      { code: 'wrong-password' },
    )
  if (code === '3D000') return new Problem('missing', `The database “${client.database}” does not exist at ${at}.`, 'Create it, or correct the URL.')
  return new Problem('unavailable', `The database at ${at} cannot be reached: ${words(error) || code}.`, 'Check that it runs and that DATABASE_URL is right.', {
    code: 'database-away',
  })
}

async function durabilityOf(client: pg.Client): Promise<Postgres['durability']> {
  const { rows } = await client.query<{ off: number }>(
    `select count(*)::int as off from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'`,
  )
  return rows[0]?.off === 0 ? 'power-loss' : 'process'
}

function clientOf(where: Connection | string): pg.Client {
  const at = typeof where === 'string' ? { connectionString: where } : where
  return new pg.Client({ ...at, application_name: 'throughline', connectionTimeoutMillis: 10_000 })
}

/** Made once per home, so that the logins' passwords are nobody's choice and stay the same over restarts. */
function keptPasswords(home: string): Passwords {
  const file = join(makeFolder(home, 0o711), 'postgres.logins')
  const make = (): string => randomBytes(24).toString('base64url')
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ owner: make(), app: make() }), { mode: 0o600, flush: true })
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (isPasswords(parsed)) return parsed
  throw new Problem('unavailable', `${file} cannot be read.`, 'Restore it from a backup, or remove it: it is made anew.')
}

const isPasswords = (value: unknown): value is Passwords =>
  typeof value === 'object' && value !== null && 'owner' in value && typeof value.owner === 'string' && 'app' in value && typeof value.app === 'string'
