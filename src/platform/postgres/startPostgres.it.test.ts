import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../log.ts'
import { connectPostgres, withClient } from './connectPostgres.ts'
import { isAlive, until, workingIn } from './processes.ts'
import { startPostgres, type StartedPostgres } from './startPostgres.ts'

const isRoot = process.getuid?.() === 0

let home: string
let running: StartedPostgres | null
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'throughline-start-'))
  chmodSync(home, 0o711)
  running = null
})
afterEach(async () => {
  await running?.stop()
  rmSync(home, { recursive: true, force: true })
})

const start = async (where = home): Promise<StartedPostgres> => (running = await startPostgres(where, silentLog))
const ask = (text: string): Promise<Record<string, unknown>[]> =>
  withClient(running?.connection ?? '', async (client) => (await client.query<Record<string, unknown>>(text)).rows)
const serverPid = (): number => Number(readFileSync(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
const crash = async (): Promise<void> => {
  const pid = serverPid()
  process.kill(pid, 'SIGKILL')
  await until(() => !isAlive(pid), 60_000)
}

test('a fresh folder gets a server with durable settings, on a private socket, that stops with the app', async () => {
  const { connection, stop } = await start()
  const names = [
    'fsync',
    'synchronous_commit',
    'full_page_writes',
    'listen_addresses',
    'unix_socket_permissions',
    'server_encoding',
    'password_encryption',
    'data_checksums',
  ]
  const settings = await ask(`select name, setting from pg_settings where name in ('${names.join("','")}') order by name`)
  expect(Object.fromEntries(settings.map((row) => [row['name'], row['setting']]))).toEqual({
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
    password_encryption: 'scram-sha-256',
    server_encoding: 'UTF8',
    synchronous_commit: 'on',
    unix_socket_permissions: '0700',
  })
  await expect(withClient({ ...connection, password: 'guess' }, async () => true)).rejects.toMatchObject({ kind: 'refused' })
  const pid = serverPid()
  await stop()
  running = null
  expect(isAlive(pid)).toBe(false)
})

test('what was written is there after a stop and a start, and the logins keep their passwords', async () => {
  const first = await connectPostgres({ embedded: (await start()).connection, home })
  await first.owner.query('create table jobs.kept (id int)')
  await first.app.query('insert into jobs.kept values (7)')
  await first.close()
  await running?.stop()
  const second = await connectPostgres({ embedded: (await start()).connection, home })
  expect((await second.app.query('select id from jobs.kept')).rows).toEqual([{ id: 7 }])
  await second.close()
})

test('a server that outlived its app is taken over, not started twice', async () => {
  const first = await start()
  const pid = serverPid()
  const second = await startPostgres(home, silentLog)
  expect([first.reused, second.reused]).toEqual([false, true])
  expect(serverPid()).toBe(pid)
})

test('a server that is killed while the app runs is started again, with everything committed', async () => {
  await start()
  await ask('create table kept as select 7 as id')
  await crash()
  expect(
    await until(
      () =>
        ask('select id from kept').then(
          (rows) => rows[0]?.['id'] === 7,
          () => false,
        ),
      15_000,
    ),
  ).toBe(true)
})

test('app and server killed together leave a folder that starts again', async () => {
  const app = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'startAndWait.ts'), home], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => app.stdout.once('data', resolve))
  app.kill('SIGKILL')
  await crash()
  expect((await start()).reused).toBe(false)
  expect(await ask('select id from kept')).toEqual([{ id: 7 }])
})

test('a lock file left from before a restart of the machine, whose number belongs to another program now, is no obstacle', async () => {
  await (await start()).stop()
  const file = join(home, 'postgres', 'data', 'postmaster.pid')
  writeFileSync(file, `${process.pid}\n${join(home, 'postgres', 'data')}\n1700000000\n5432\n${join(home, 'postgres', 'run')}\n\n  1234  0\nready\n`)
  expect((await start()).reused).toBe(false)
})

test('a crash in the middle of making the database leaves nothing half-made', async () => {
  mkdirSync(join(home, 'postgres', 'data.new', 'base'), { recursive: true })
  await start()
  expect(await ask('select 1 as one')).toEqual([{ one: 1 }])
})

test('a path too long for a socket gets a private folder elsewhere', async () => {
  const deep = join(home, 'a-folder-with-a-rather-long-name', 'and-another-one-below-it-that-is-long-as-well', 'home')
  const { connection } = await start(deep)
  expect(connection.host).toMatch(/^\/tmp\/throughline-[0-9a-f]{12}$/)
  expect(await ask('select 1 as one')).toEqual([{ one: 1 }])
  await running?.stop()
  running = null
  rmSync(connection.host, { recursive: true })
})

test('data of another major version is refused in words', async () => {
  await (await start()).stop()
  running = null
  writeFileSync(join(home, 'postgres', 'data', 'PG_VERSION'), '17\n')
  await expect(startPostgres(home, silentLog)).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('made by PostgreSQL 17') })
})

test('a home whose name belongs to a file is refused in words', async () => {
  writeFileSync(join(home, 'taken'), '')
  await expect(startPostgres(join(home, 'taken'), silentLog)).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('a file') })
})

describe.runIf(isRoot)('as root', () => {
  test('the server runs as another user', async () => {
    await start()
    expect(readFileSync(`/proc/${serverPid()}/status`, 'utf8')).not.toMatch(/^Uid:\s+0/m)
  })

  test('a home that the database’s user cannot reach works all the same', async () => {
    const closed = join(home, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    await start(join(closed, 'home'))
    expect(await ask('select 1 as one')).toEqual([{ one: 1 }])
    const [{ folder } = { folder: '' }] = await ask(`select current_setting('data_directory') as folder`)
    expect(String(folder)).toMatch(/^\/var\/lib\/throughline\/server-/)
    await running?.stop()
    running = null
    rmSync(join(String(folder), '..'), { recursive: true, force: true })
  })
})

test('a stop leaves no process behind', async () => {
  await (await start()).stop()
  running = null
  expect(workingIn(join(home, 'postgres', 'data'))).toEqual([])
  expect(existsSync(join(home, 'postgres', 'data', 'postmaster.pid'))).toBe(false)
})
