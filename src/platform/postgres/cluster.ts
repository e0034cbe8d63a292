import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '#kernel'
import { words } from '../log.ts'
import { giveTo, type Account } from './account.ts'
import { commandOf, isAlive, signal, until, workingIn } from './processes.ts'
import type { Software } from './software.ts'

/** A folder of one PostgreSQL server: where its parts are and who runs it. */
export interface Cluster {
  readonly folder: string
  readonly data: string
  readonly software: Software
  readonly account: Account
}

/** What postmaster.pid says of a running server (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*). */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly socketFolder: string
  readonly isReady: boolean
}

/**
 * Durability is what we promise, so it is set here and asserted after each start; the rest keeps an idle server small.
 * Given on the command line, where no edited file can override it.
 */
const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '32MB',
  max_connections: '40',
  work_mem: '8MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '512MB',
  autovacuum_naptime: '10s', // statistics follow an import within seconds; without them a list of 10,000 is sorted whole
  autovacuum_max_workers: '2',
  max_parallel_workers: '2',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  jit: 'off',
  idle_in_transaction_session_timeout: '5min',
  log_min_messages: 'warning',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const

/**
 * Makes the cluster once. It is built aside and renamed, so that a crash in the middle leaves nothing half-made. It takes a processor for more than a
 * second: this process goes on meanwhile.
 */
export async function initialise({ folder, data, software, account }: Cluster, password: string): Promise<void> {
  if (existsSync(join(data, 'PG_VERSION'))) return
  const fresh = `${data}.new`
  const secret = join(folder, 'password.new')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  giveTo(account, fresh)
  writeFileSync(secret, password, { mode: 0o600 })
  giveTo(account, secret)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = ['-D', fresh, '-U', 'postgres', `--pwfile=${secret}`, '--auth=scram-sha-256', ...locale, '--no-instructions']
  const child = spawn(software.initdb, args, { ...account, cwd: folder, env: environment(), stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const status = await once(child, 'close').then(
    ([code]) => Number(code ?? -1),
    (error: unknown) => ((said = words(error)), -1),
  )
  rmSync(secret, { force: true })
  if (status !== 0)
    throw new Problem('unavailable', `The database could not be made in ${data}: ${lastLine(said)}.`, 'Check that the disk has room and is writable.')
  renameSync(fresh, data)
}

/** Starts the server and answers when it accepts connections. Throws a Problem with the last line of its log. */
export async function launch(cluster: Cluster, listen: Readonly<Record<string, string>>): Promise<Postmaster> {
  const { folder, data, software, account } = cluster
  clearSocket(listen['unix_socket_directories'])
  const logFile = join(folder, 'server.log')
  const log = openSync(logFile, existsSync(logFile) && statSync(logFile).size > 5_000_000 ? 'w' : 'a', 0o600)
  const flags = Object.entries({ ...settings, ...listen }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(software.postgres, ['-D', data, ...flags], { ...account, cwd: folder, stdio: ['ignore', log, log], detached: true, env: environment() })
  closeSync(log)
  child.unref()
  const failure = await ended(child, () => readPostmaster(data)?.isReady === true)
  const running = readPostmaster(data)
  if (failure === null && running) return running
  throw new Problem('unavailable', `The database did not start: ${failure || fatalLine(readFileSync(logFile, 'utf8'))}.`, `Its log is ${logFile}.`)
}

/** The live server of this data folder, or null. What a dead one left behind is cleared away, once its last process is gone. */
export async function findRunning(data: string): Promise<Postmaster | null> {
  const left = readPostmaster(data)
  if (left && isAlive(left.pid) && isServerOf(left.pid, data)) {
    await until(() => readPostmaster(data)?.isReady === true || !isAlive(left.pid), 30_000)
    return isAlive(left.pid) ? readPostmaster(data) : await findRunning(data)
  }
  if (!(await until(() => workingIn(data).length === 0, 3_000))) {
    for (const orphan of workingIn(data)) signal(orphan, 'SIGKILL')
    await until(() => workingIn(data).length === 0, 2_000)
  }
  if (left) rmSync(join(data, 'postmaster.pid'), { force: true })
  return null
}

/** Stops the server in "fast" mode: running transactions are rolled back, everything committed is on disk. */
export async function shutDown(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  if (await until(() => !isAlive(pid), 20_000)) return
  signal(pid, 'SIGQUIT')
  await until(() => !isAlive(pid), 5_000)
}

/** A server that was killed leaves its socket with a lock beside it, and that lock counts as held for as long as its process is a zombie. The folder is this cluster's alone. */
function clearSocket(folder: string | undefined): void {
  if (!folder) return
  for (const name of readdirSync(folder)) if (name.startsWith('.s.PGSQL.')) rmSync(join(folder, name), { force: true })
}

function readPostmaster(data: string): Postmaster | null {
  try {
    const [pid, , , port, socketFolder, , , status] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(pid), port: Number(port), socketFolder: socketFolder ?? '', isReady: status?.trim() === 'ready' }
  } catch {
    return null
  }
}

/** After a restart of the machine or a container, the number in the file may belong to any program. */
function isServerOf(pid: number, data: string): boolean {
  const command = commandOf(pid)
  return command === '' ? process.platform === 'win32' : command.includes('postgres') && command.includes(data)
}

/** Null when `isReady` came true first; the reason when the process ended before. */
async function ended(child: ChildProcess, isReady: () => boolean): Promise<string | null> {
  let reason: string | null = null
  child.on('error', (error) => (reason = error.message))
  child.on('exit', () => (reason ??= ''))
  const done = await until(() => reason !== null || isReady(), 60_000)
  return done ? reason : 'it was not ready after 60 seconds'
}

/** The time zone and language of whoever starts us must not reach the server. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {}),
})

const fatalLine = (log: string): string => {
  const lines = log.trim().split('\n').slice(-40)
  return lastLine(lines.findLast((line) => line.includes('FATAL:')) ?? lines.at(-1) ?? '').replace(/^.*?FATAL:\s*/, '')
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.replace(/\.$/, '') ?? ''
