import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '#kernel'
import { makeFolder } from './home.ts'
import { codeOf } from '../codes.ts'
import { bornAt, isAlive } from './processes.ts'

export interface Holder {
  readonly pid: number
  /** When that process began, as its system tells it: the number alone may have been given to another since. */
  readonly born: string
  /** Where it answers, once it does: `http://localhost:3000`; empty before. */
  readonly address: string
}

export interface HomeLock {
  /** Tells later processes where we answer. */
  announce(address: string): void
  release(): void
}

/**
 * Takes the data folder for this process alone. A second process is refused by a Problem with the first one's number and
 * address; the lock of a process that died without letting go is taken over.
 */
export async function lockHome(home: string): Promise<HomeLock> {
  makeFolder(home, 0o711)
  const file = join(home, 'lock')
  const own: Holder = { pid: process.pid, born: bornAt(process.pid), address: '' }
  if (!create(file, own)) await takeOver(file, home, own)
  return {
    announce: (address) => replace(file, { ...own, address }),
    release: () => {
      if (whoHolds(home)?.pid === process.pid) rmSync(file, { force: true })
    },
  }
}

/** The live process that has this data folder, or null. Commands use it to talk to the server instead of the folder. */
export function whoHolds(home: string): Holder | null {
  const holder = read(join(home, 'lock'))
  return holder && isAlive(holder.pid) && (holder.born === '' || bornAt(holder.pid) === holder.born) ? holder : null
}

function create(file: string, own: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(own), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST')
      throw new Problem(
        'unavailable',
        `The data folder cannot be locked: ${file} cannot be written (${codeOf(error)}).`,
        'Set THROUGHLINE_HOME to a folder that this user may write.',
      )
    return false
  }
}

/** Replaces a dead process's lock, then looks again: of two that do so at once, the last one written has it. */
async function takeOver(file: string, home: string, own: Holder): Promise<void> {
  refuseIfHeld(home)
  replace(file, own)
  await sleep(50)
  refuseIfHeld(home)
}

function refuseIfHeld(home: string): void {
  const holder = whoHolds(home)
  if (holder === null || holder.pid === process.pid) return
  const where = holder.address ? ` at ${holder.address}` : ''
  throw new Problem(
    'conflict',
    `Throughline already runs on ${home}: process ${holder.pid}${where}.`,
    holder.address ? `Open ${holder.address}, or stop that process first.` : 'Stop that process first, or set THROUGHLINE_HOME to another folder.',
    { code: 'already-running', more: { pid: holder.pid, address: holder.address } },
  )
}

function replace(file: string, holder: Holder): void {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(holder), { mode: 0o600 })
  renameSync(`${file}.${process.pid}`, file)
}

/** An empty or cut file (a crash while it was written) reads as no holder. */
function read(file: string): Holder | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isHolder(parsed) ? parsed : null
  } catch {
    return null
  }
}

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'born' in value && 'address' in value
