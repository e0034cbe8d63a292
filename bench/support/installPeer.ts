import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../peers')

/** ClickHouse in this process, by a folder of its own. */
export interface PeerSession {
  query(sql: string, format?: string): string
  cleanup(): void
}
type Opened = new (path: string) => PeerSession
const isModule = (value: unknown): value is { Session: Opened } =>
  typeof value === 'object' && value !== null && 'Session' in value && typeof value.Session === 'function'

/** npm writes this file last. */
const done = join(folder, 'node_modules/.package-lock.json')
const lock = join(folder, '.installing')
const patience = 300_000

/** One process installs; others that come meanwhile wait for it. */
function install(): void {
  const began = performance.now()
  while (!existsSync(done)) {
    if (performance.now() - began > 2 * patience) throw new Error('chdb was not installed within ten minutes.')
    if (!taken()) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
      continue
    }
    try {
      execFileSync('npm', ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
        timeout: patience,
      })
    } finally {
      rmSync(lock, { recursive: true, force: true })
    }
  }
}

function taken(): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Infinity
    if (performance.timeOrigin + performance.now() - made > patience) rmSync(lock, { recursive: true, force: true }) // whoever made it is gone
    return false
  }
}

/**
 * Installs chdb beside the benchmarks when it is missing (decision 043), and opens it on a folder. The lockfile fixes every package on Linux with x64; for other
 * machines chdb itself names the version of its library. No script of a package is run: the settings of the project's own folder are not read here.
 */
export function openChdb(store: string): PeerSession {
  install()
  const chdb: unknown = createRequire(join(folder, 'package.json'))('chdb')
  if (!isModule(chdb)) throw new Error('chdb cannot be read.')
  return new chdb.Session(store)
}
