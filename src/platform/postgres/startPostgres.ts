import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { Problem } from '#kernel'
import { words, type Log } from '../log.ts'
import { canWrite, databaseAccount, giveTo, type Account } from './account.ts'
import { findRunning, initialise, launch, shutDown, type Cluster, type Postmaster } from './cluster.ts'
import { makeFolder } from './home.ts'
import { isAlive } from './processes.ts'
import { findSoftware } from './software.ts'

export interface Connection {
  /** A host name, or the folder of a unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export interface StartedPostgres {
  /** As the superuser, to the database `postgres`; `connectPostgres` makes the lesser roles. */
  readonly connection: Connection
  /** A server from an earlier process was still running on this folder, and was taken over. */
  readonly reused: boolean
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that npm brings on `home`/postgres, or takes over the one that still runs there, and keeps it running:
 * when it dies, it is started again. It listens on a private unix socket only (on Windows: 127.0.0.1 with a random password).
 * As root it runs as `nobody`; when `nobody` cannot reach `home`, its files stand under /var/lib/throughline.
 * Whoever calls this must hold the home's lock (`lockHome`). Throws a Problem; never leaves a half-made database.
 */
export async function startPostgres(home: string, log: Log): Promise<StartedPostgres> {
  const account = databaseAccount()
  const folder = placeFor(home, account, log)
  const cluster: Cluster = { folder, data: join(folder, 'data'), software: findSoftware(account, folder), account }
  const password = keptPassword(home)
  await initialise(cluster, password)
  refuseOtherMajor(cluster)
  const before = await findRunning(cluster.data)
  let running = before ?? (await launch(cluster, await listening(cluster)))
  const connectionOf = ({ socketFolder, port }: Postmaster): Connection => ({
    host: socketFolder || '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
  })
  await assertDurable(connectionOf(running))
  log.info(before ? 'PostgreSQL was still running' : 'PostgreSQL started', { pid: running.pid, folder })

  const listen = listenAt(running.socketFolder, running.port)
  const watch = supervise(
    () => running.pid,
    async () => {
      running = (await findRunning(cluster.data)) ?? (await launch(cluster, listen))
    },
    log,
  )
  return {
    connection: connectionOf(running),
    reused: before !== null,
    stop: async () => {
      await watch.end()
      await shutDown(running.pid)
      log.info('PostgreSQL stopped', { pid: running.pid })
    },
  }
}

/** The folder that holds the server: in the home where the account can reach it, else under /var/lib/throughline by a name of its own. */
function placeFor(home: string, account: Account, log: Log): string {
  makeFolder(home, 0o711)
  const inside = makeFolder(join(home, 'postgres'), 0o700)
  giveTo(account, inside)
  if (canWrite(account, inside)) return inside
  const outside = makeFolder(join('/var/lib/throughline', `server-${keptIdentity(home)}`), 0o700)
  chmodSync('/var/lib/throughline', 0o711)
  giveTo(account, outside)
  if (!canWrite(account, outside)) throw unreachable(home)
  log.warn('The database’s user cannot reach the data folder; the database is kept elsewhere', { home, folder: outside })
  return outside
}

const unreachable = (home: string): Problem =>
  new Problem(
    'unavailable',
    `PostgreSQL does not run as root, and the user nobody can reach neither ${home} nor /var/lib/throughline.`,
    'Set THROUGHLINE_HOME to a folder such as /srv/throughline, run as another user, or set DATABASE_URL.',
  )

const keptIdentity = (home: string): string => kept(join(home, 'server.id'), () => randomBytes(6).toString('hex'))
const keptPassword = (home: string): string => kept(join(home, 'postgres.password'), () => randomBytes(24).toString('base64url'))

/** A small random text that is made once and read ever after. */
export function kept(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600, flush: true })
  return readFileSync(file, 'utf8').trim()
}

function refuseOtherMajor({ data, software }: Cluster): void {
  const has = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (has === software.major) return
  throw new Problem(
    'unavailable',
    `The database in ${data} was made by PostgreSQL ${has}; this version brings PostgreSQL ${software.major}.`,
    'Make a backup with the version that you ran before, then restore it with this one.',
  )
}

const listening = async (cluster: Cluster): Promise<Record<string, string>> =>
  process.platform === 'win32' ? listenAt('', await freePort()) : listenAt(socketFolder(cluster), 5432)

const listenAt = (socket: string, port: number): Record<string, string> => ({
  port: String(port),
  ...(socket ? { listen_addresses: '', unix_socket_directories: socket, unix_socket_permissions: '0700' } : { listen_addresses: '127.0.0.1' }),
})

/** The path of a unix socket may have 103 bytes on some systems; a deep home gets a private folder in /tmp instead. */
function socketFolder({ folder, account }: Cluster): string {
  const inside = join(folder, 'run')
  const short = Buffer.byteLength(join(inside, '.s.PGSQL.5432')) < 100
  const place = short ? inside : `/tmp/throughline-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
  if (!existsSync(place)) {
    mkdirSync(place, { mode: 0o700 })
    giveTo(account, place)
  }
  const { uid, mode } = lstatSync(place)
  const owner = account?.uid ?? process.getuid?.() ?? 0
  if (uid === owner && (mode & 0o777) === 0o700 && lstatSync(place).isDirectory()) return place
  throw new Problem('unavailable', `The folder ${place} belongs to somebody else.`, 'Remove it, or set THROUGHLINE_HOME to a shorter path.')
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** The promise that acknowledged writes survive a power cut rests on three settings; a server without them is not used. */
async function assertDurable(connection: Connection): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect().catch((error: unknown) => {
    throw new Problem(
      'unavailable',
      `The database does not let us in: ${words(error)}.`,
      'If postgres.password was lost or changed in the data folder, restore it from a backup.',
    )
  })
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting <> 'on'`,
  )
  await client.end()
  const off = rows.map((row) => row.name).join(', ')
  if (off)
    throw new Problem('unavailable', `The database could lose acknowledged writes: ${off} is off.`, 'Stop that server; it is started again with safe settings.')
}

/** Looks after the server: when its process is gone, starts it again, at most once a second. */
function supervise(pid: () => number, restart: () => Promise<void>, log: Log): { end(): Promise<void> } {
  let busy: Promise<void> | null = null
  const timer = setInterval(() => {
    if (busy || isAlive(pid())) return
    log.error('PostgreSQL died; starting it again', { pid: pid() })
    busy = restart()
      .catch((error: unknown) => log.error('PostgreSQL could not be started again', { reason: words(error) }))
      .finally(() => (busy = null))
  }, 1_000)
  timer.unref()
  return {
    end: async () => {
      clearInterval(timer)
      await busy
    },
  }
}
