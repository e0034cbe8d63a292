import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { everyRow, isProblem } from '#kernel'
import { backup } from '#platform/backup/backup.ts'
import type { Manifest } from '#platform/backup/manifest.ts'
import { restore } from '#platform/backup/restore.ts'
import { whoHasPort } from '#platform/http/whoHasPort.ts'
import type { Log } from '#platform/log.ts'
import { startApp, type App } from './app.ts'
import type { BackupReport, Check, Operations } from '#doors/cli/operationTools.ts'
import { exportWorkspace } from './files/exportWorkspace.ts'
import { version } from './house.ts'

/** Backup, restore, doctor and export, for the operator of this machine. */
export function operations(app: App, cwd: string): Operations {
  return {
    backup: async (file) => reported(await backup(sourceOf(app), resolve(cwd, file)), resolve(cwd, file)),
    restore: () => Promise.reject(new TypeError('A restore starts by itself.')),
    doctor: async () => [...(await checkGround(app.home)), ...(await checkHouse(app))],
    export: (scope, folder) => exportWorkspace(scope, app.registry, resolve(cwd, folder)),
  }
}

const sourceOf = (app: App) => ({
  owner: app.database.owner,
  version,
  at: app.clock.now(),
  journalEnd: (workspace: string) => app.store.journalEnd(workspace),
  holdJournal: (workspace: string) => app.store.holdJournal(workspace),
})

function reported({ workspaces, at, version: made }: Manifest, file: string): BackupReport {
  return {
    file,
    at,
    version: made,
    bytes: statSync(file).size,
    workspaces: workspaces.map(({ slug, counts, chain, journalEnd }) => ({
      workspace: slug,
      rows: Object.values(counts).reduce((sum, count) => sum + count, 0),
      changes: chain.seq,
      journalBytes: journalEnd,
    })),
  }
}

/** Restores into a data folder that nobody serves, then starts there once: migrations run, chains are recomputed, the stores are made again. */
export async function restoreHome(
  { home, log, databases }: { readonly home: string; readonly log: Log; readonly databases: { readonly databaseUrl?: string; readonly ownerUrl?: string } },
  file: string,
  isBeside: boolean,
): Promise<BackupReport> {
  let manifest: Manifest | null = null
  const app = await startApp({
    home,
    baseUrl: 'http://localhost:3000',
    log,
    ...databases,
    beforeMigrating: async ({ owner }, migrateTo) => (manifest = await restore({ owner, home, migrateTo, isBeside }, file)),
  })
  try {
    const failed = (await checkHouse(app)).find(({ state }) => state === 'failed')
    if (failed) app.log.error('What was restored is not well', { check: failed.check, says: failed.says })
    if (!manifest) throw new TypeError('Nothing was restored.')
    return { ...reported(manifest, file), verified: failed === undefined }
  } finally {
    await app.stop()
  }
}

/** What can be told of a data folder without starting anything. */
export async function checkGround(home: string): Promise<Check[]> {
  const { bavail, bsize, blocks } = await statfs(existsSync(home) ? home : resolve(home, '..')).catch(() => ({ bavail: 0, bsize: 0, blocks: 1 }))
  const [free, share] = [(bavail * bsize) / 1e9, bavail / Math.max(blocks, 1)]
  const open = ['session.secret', 'postgres.password', 'postgres.logins', 'operator.token']
    .map((name) => join(home, name))
    .filter((file) => process.platform !== 'win32' && existsSync(file) && (statSync(file).mode & 0o077) !== 0)
  return [
    told('version', 'well', `Throughline ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}.`),
    existsSync(home)
      ? told('data folder', 'well', home)
      : told('data folder', 'attention', `${home} does not exist yet.`, 'The first “npm start” makes it; THROUGHLINE_HOME names another.'),
    share < 0.05
      ? told('disk', 'failed', `${free.toFixed(1)} GB are free (${Math.round(share * 100)} %).`, 'Free some space: below 5 % no import begins.')
      : told('disk', share < 0.15 ? 'attention' : 'well', `${free.toFixed(1)} GB are free (${Math.round(share * 100)} %).`),
    open.length > 0
      ? told('secrets', 'failed', `Others on this machine can read ${open.join(', ')}.`, `chmod 600 ${open.join(' ')}`)
      : told('secrets', 'well', 'Passwords and secrets are closed to other users.'),
    await checkPort(process.env['PORT']),
  ]
}

/** Without PORT the next free one is taken, so that another program there is no fault. */
async function checkPort(named: string | undefined): Promise<Check> {
  const port = Number(named ?? 3000)
  const holder = Number.isInteger(port) && port >= 0 && port < 65_536 ? await whoHasPort(port) : null
  if (holder === null) return told('port', 'failed', `PORT is “${named}”, which is no port.`, 'Set it to a number from 1 to 65535, or leave it out.')
  if (holder === 'nobody') return told('port', 'well', `Port ${port} is free.`)
  if (holder === 'throughline') return told('port', 'well', `Throughline answers on port ${port}.`)
  if (named !== undefined) return told('port', 'failed', `Port ${port} belongs to another program.`, 'Set PORT to a free one, or leave it out.')
  return told('port', 'attention', `Port ${port} belongs to another program.`, '“npm start” takes the next free one; PORT names another.')
}

const told = (check: string, state: Check['state'], says: string, next = ''): Check => ({ check, state, says, next })

/** What only a started house can tell: the database, and each workspace's record, store and journal. */
async function checkHouse(app: App): Promise<Check[]> {
  const { rows } = await app.database.app.query('show server_version')
  const server = `PostgreSQL ${String(rows[0]?.['server_version'])}`
  const checks = [
    app.database.durability === 'power-loss'
      ? told('database', 'well', `${server}; the schema is that of this version, and what is acknowledged survives a loss of power.`)
      : told('database', 'attention', `${server} may lose the last writes when power fails.`, 'Set fsync, full_page_writes and synchronous_commit to on.'),
  ]
  for (const { id, slug } of await app.workspaces.list()) {
    checks.push(await checkRecord(app, slug))
    checks.push(await checkFacts(app, id, slug))
  }
  return checks
}

async function checkRecord(app: App, slug: string): Promise<Check> {
  const { valid, checked, firstBad } = await (await app.workspaces.operate(slug, 'cli')).verify()
  if (valid) return told(`record of ${slug}`, 'well', `${checked.toLocaleString('en-US')} changes, each in its place in the chain.`)
  return told(
    `record of ${slug}`,
    'failed',
    `Change ${firstBad ?? '?'} was rewritten.`,
    'Restore a backup beside this folder and compare; see docs/guide/operations.md.',
  )
}

/** Does the store open, does it hold what its journal holds, and does it have the facts of every import that the record calls done? */
async function checkFacts(app: App, id: string, slug: string): Promise<Check> {
  const check = `facts of ${slug}`
  try {
    const { facts, journalBytes, behind } = await app.store.storage(id)
    if (behind !== null)
      return told(
        check,
        'failed',
        `The store lacks rows that its journal holds: ${behind}`,
        'Nothing is lost; it is tried again by itself once that is mended.',
      )
    const scope = await app.workspaces.operate(slug, 'cli')
    const sealed = await scope.desk.sealed()
    const missing = (await everyRow(scope, 'import', { filter: { state: 'done' }, sort: 'key' }))
      .filter((row) => bringsFacts(row['files'], app) && !sealed.has(String(row['batch'])))
      .map(({ key }) => key)
    const rows = facts.reduce((sum, one) => sum + one.rows, 0)
    if (missing.length > 0)
      return told(
        check,
        'failed',
        `The journal lacks what ${missing.join(', ')} brought.`,
        'Restore a backup, or undo these imports and import the files again.',
      )
    return told(check, 'well', `${rows.toLocaleString('en-US')} rows; the store is in step with its journal of ${(journalBytes / 1e6).toFixed(1)} MB.`)
  } catch (error) {
    return told(check, 'failed', isProblem(error) ? error.message : String(error), isProblem(error) ? error.hint : 'Restore the folder facts/ from a backup.')
  }
}

/** Did an import bring rows of a fact? Imports of objects alone have no batch in the store. */
const bringsFacts = (files: unknown, { registry }: App): boolean =>
  Array.isArray(files) &&
  files.some((file: unknown) => {
    const [as, report] = typeof file === 'object' && file !== null ? [Reflect.get(file, 'recognisedAs'), Reflect.get(file, 'report') ?? file] : []
    return typeof as === 'string' && registry.facts.has(as) && typeof report === 'object' && Number(Reflect.get(report, 'created') ?? 0) > 0
  })
