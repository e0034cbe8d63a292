import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockHome, whoHolds } from './homeLock.ts'
import { bornAt, isAlive, until } from './processes.ts'

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'throughline-lock-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

const heldBy = (pid: number, born: string, address = ''): void => writeFileSync(join(home, 'lock'), JSON.stringify({ pid, born, address }))
const other = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })

test('a second process is refused with the number and the address of the first', async () => {
  const first = other()
  heldBy(first.pid ?? 0, bornAt(first.pid ?? 0), 'http://localhost:3000')
  await expect(lockHome(home)).rejects.toMatchObject({
    kind: 'conflict',
    message: `Throughline already runs on ${home}: process ${first.pid} at http://localhost:3000.`,
    details: { code: 'already-running', more: { pid: first.pid } },
  })
  first.kill('SIGKILL')
})

test('the lock of a process that was killed is taken over', async () => {
  const first = other()
  heldBy(first.pid ?? 0, bornAt(first.pid ?? 0))
  first.kill('SIGKILL')
  await until(() => !isAlive(first.pid ?? 0), 60_000)
  const lock = await lockHome(home)
  expect(whoHolds(home)?.pid).toBe(process.pid)
  lock.release()
  expect(whoHolds(home)).toBeNull()
})

test.runIf(process.platform === 'linux')('a number that was given to a younger program does not hold the lock', async () => {
  const younger = other()
  heldBy(younger.pid ?? 0, '1')
  await expect(lockHome(home)).resolves.toBeDefined()
  younger.kill('SIGKILL')
})

test.runIf(process.platform === 'linux')('a zombie does not hold the lock', async () => {
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const zombie = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
  await until(() => / Z /.test(readFileSync(`/proc/${zombie}/stat`, 'utf8')), 60_000)
  heldBy(zombie, bornAt(zombie))
  await expect(lockHome(home)).resolves.toBeDefined()
  parent.kill('SIGKILL')
})

test('a lock file that was cut by a crash is taken over', async () => {
  writeFileSync(join(home, 'lock'), '{"pid":')
  await expect(lockHome(home)).resolves.toBeDefined()
})

test('the address is told once it is known', async () => {
  const lock = await lockHome(home)
  lock.announce('http://localhost:4000')
  expect(whoHolds(home)).toMatchObject({ pid: process.pid, address: 'http://localhost:4000' })
})
