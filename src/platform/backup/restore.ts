import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '#kernel'
import type { Pool, Transaction } from '../postgres/pool.ts'
import { readArchive } from './archive.ts'
import { checkedManifest, manifestName, type BackedUpWorkspace, type Manifest } from './manifest.ts'
import { chainHead, countRows, enter, migrationsOf, putRows, recordTables } from './recordRows.ts'

export interface RestoreTarget {
  readonly owner: Pool
  readonly home: string
  /** Brings an empty database to the schema of the backup; the usual start does the rest. */
  readonly migrateTo: (migrations: Manifest['migrations']) => Promise<void>
  /** Beside the workspaces that are there already. People are not brought along then: they are asked in again. */
  readonly isBeside: boolean
}

/**
 * Brings a backup back: all of the record in one transaction, and the journals, from which the columnar stores are made again. Afterwards rows are
 * counted and the heads of the chains compared before anything is committed. Refuses a place that holds something, unless `isBeside`.
 */
export async function restore(target: RestoreTarget, file: string): Promise<Manifest> {
  const manifest = await checkedManifest(file)
  const there = await workspacesThere(target.owner)
  if (there.length > 0 && !target.isBeside)
    throw new Problem(
      'conflict',
      `There is something here already: ${there.map(({ slug }) => slug).join(', ')}.`,
      'Restore into an empty data folder (THROUGHLINE_HOME), or add --into to bring the backup’s workspaces in beside these.',
      { code: 'home-in-use' },
    )
  refuseTwins(manifest, there)
  if (there.length === 0) await target.migrateTo(manifest.migrations)
  await assertSameSchema(target.owner, manifest)
  await writeJournals(target.home, file)
  try {
    await target.owner.transaction({ workspace: null }, async (tx) => {
      await putRecord(tx, manifest, file, there.length > 0)
      for (const one of manifest.workspaces) await assertWhole(tx, manifest, one)
    })
  } catch (error) {
    for (const { id } of manifest.workspaces) await rm(join(target.home, 'facts', id), { recursive: true, force: true })
    throw error
  }
  return manifest
}

interface There {
  readonly id: string
  readonly slug: string
}

async function workspacesThere(owner: Pool): Promise<There[]> {
  const { rows } = await owner.query<{ known: boolean }>(`select to_regclass('identity.workspace') is not null as known`)
  return rows[0]?.known ? (await owner.query<{ id: string; slug: string }>('select id::text as id, slug from identity.workspace')).rows : []
}

function refuseTwins({ workspaces }: Manifest, there: readonly There[]): void {
  const twin = workspaces.find(({ id, slug }) => there.some((one) => one.id === id || one.slug === slug))
  if (twin) throw new Problem('conflict', `The workspace “${twin.slug}” is here already.`, 'Restore into an empty data folder to look at it as it was.')
}

async function assertSameSchema(owner: Pool, { migrations, version }: Manifest): Promise<void> {
  const now = await migrationsOf(owner)
  if (JSON.stringify(now) === JSON.stringify(migrations)) return
  throw new Problem(
    'refused',
    `The backup was made by version ${version} with another schema than this data folder has.`,
    'Restore it into an empty data folder: it is brought up to date there.',
  )
}

async function putRecord(tx: Transaction, { tables }: Manifest, file: string, isBeside: boolean): Promise<void> {
  const known = await recordTables(tx)
  for await (const { name, bytes } of readArchive(file)) {
    const [, area, workspace, table] = /^(identity|record)\/(?:([0-9a-f-]{36})\/)?(\w+)\/\d{6}\.ndjson$/.exec(name) ?? []
    if (area === undefined || table === undefined) continue
    if (isBeside && area === 'identity' && table !== 'workspace') continue
    const schema = area === 'identity' ? 'identity' : 'app'
    const shape = tables.find((one) => one.schema === schema && one.name === table)
    if (!shape || !known.some((one) => one.schema === schema && one.name === table))
      throw new Problem('invalid', `The backup holds rows of ${table}, which is no table here.`)
    if (workspace) await enter(tx, workspace)
    await putRows(tx, shape, bytes.toString().trimEnd().split('\n'))
  }
}

/** As many rows in each table as there were, and the same head of the chain. */
async function assertWhole(tx: Transaction, { tables }: Manifest, { id, slug, counts, chain }: BackedUpWorkspace): Promise<void> {
  await enter(tx, id)
  const [now, head] = [await countRows(tx, tables), await chainHead(tx)]
  const differs = [...new Set([...Object.keys(now), ...Object.keys(counts)])].find((table) => now[table] !== counts[table])
  if (differs !== undefined || head.seq !== chain.seq || head.hash !== chain.hash)
    throw new Problem(
      'unavailable',
      `What came back of ${slug} is not what was backed up (${differs ?? 'the chain of changes'}).`,
      'Nothing was kept. Take another backup.',
    )
}

async function writeJournals(home: string, file: string): Promise<void> {
  for await (const { name, bytes } of readArchive(file)) {
    if (name === manifestName) continue
    const [, workspace, segment] = /^facts\/([0-9a-f-]{36})\/(\d{16}\.journal)$/.exec(name) ?? []
    if (workspace === undefined || segment === undefined) continue
    const path = join(home, 'facts', workspace, 'journal', segment)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const handle = await open(path, 'wx', 0o600)
    await handle
      .writeFile(bytes)
      .then(() => handle.sync())
      .finally(() => handle.close())
  }
}
