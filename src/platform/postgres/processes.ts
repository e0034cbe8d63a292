import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { codeOf } from '../codes.ts'

/** Is this process alive? A zombie (dead, but not yet waited for by its parent) is not. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
  return stateOf(pid) !== 'Z'
}

/** Something that differs between two processes that had the same number one after the other; empty where the system does not tell. */
export function bornAt(pid: number): string {
  if (process.platform === 'linux') return readOr(`/proc/${pid}/stat`, '').split(') ').at(-1)?.split(' ')[19] ?? ''
  return process.platform === 'win32' ? '' : ps(pid, 'lstart=')
}

/** The command line of a process, or an empty text. */
export function commandOf(pid: number): string {
  if (process.platform === 'linux') return readOr(`/proc/${pid}/cmdline`, '').replaceAll('\0', ' ').trim()
  return process.platform === 'win32' ? '' : ps(pid, 'command=')
}

/** Live processes whose working folder is `folder`; PostgreSQL's all work in their data folder. Linux only, elsewhere none. */
export function workingIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => linkOr(`/proc/${pid}/cwd`) === folder && isAlive(Number(pid))).map(Number)
}

/** Waits until `isDone` holds, asking every 10 ms; false when `millis` have passed. */
export async function until(isDone: () => boolean | Promise<boolean>, millis: number): Promise<boolean> {
  const end = performance.now() + millis
  while (!(await isDone())) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return true
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

function stateOf(pid: number): string {
  if (process.platform === 'linux') return readOr(`/proc/${pid}/stat`, '').split(') ').at(-1)?.[0] ?? ''
  return process.platform === 'win32' ? '' : ps(pid, 'state=').slice(0, 1)
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

function readOr(file: string, fallback: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return fallback
  }
}

function linkOr(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}
