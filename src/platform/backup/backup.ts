import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, Transaction } from '../postgres/pool.ts'
import { writeArchive, type ArchiveWriter } from './archive.ts'
import { checkedManifest, manifestName, type BackedUpWorkspace, type Manifest } from './manifest.ts'
import { chainHead, countRows, enter, migrationsOf, recordTables, rowsOf, type RecordTable } from './recordRows.ts'

export interface BackupSource {
  readonly owner: Pool
  readonly home: string
  readonly version: string
  readonly at: string
  readonly journalEnd: (workspace: string) => Promise<number>
}

/**
 * Writes a backup while the app goes on: the record as one snapshot of PostgreSQL sees it, and the journals of facts up to where they stood then.
 * What can be made again (the columnar stores) and what must not travel (passwords of logins, the secret of sessions) is left out. Answers
 * after the file was read through and every piece fits its digest.
 */
export async function backup(source: BackupSource, file: string): Promise<Manifest> {
  const archive = writeArchive(file)
  try {
    const migrations = await migrationsOf(source.owner)
    const manifest = await source.owner.read({ workspace: null }, async (tx) => {
      const tables = await recordTables(tx)
      const found = await atOneMoment(tx, source)
      await writeIdentity(tx, archive, tables)
      const workspaces: BackedUpWorkspace[] = []
      for (const one of found) workspaces.push(await writeWorkspace(tx, archive, tables, source.home, one))
      return { format: 1 as const, version: source.version, at: source.at, migrations, tables, workspaces }
    })
    await archive.add(manifestName, Buffer.from(`${JSON.stringify({ ...manifest, pieces: archive.listed } satisfies Manifest, null, 1)}\n`))
    await archive.close()
  } catch (error) {
    await archive.abandon()
    throw error
  }
  return await checkedManifest(file)
}

interface Found {
  readonly id: string
  readonly slug: string
  readonly journalEnd: number
}

/**
 * The workspaces, and the ends of their journals at the moment of the snapshot: the ends are read before and after PostgreSQL took it, until they are the
 * same. Where rows stream in without a pause, the later ends count: an import that the record does not know as done yet is taken back at the next start.
 */
async function atOneMoment(tx: Transaction, { owner, journalEnd }: BackupSource): Promise<Found[]> {
  const listed = 'select id::text as id, slug from identity.workspace order by created_at, id'
  for (let tried = 0; ; tried += 1) {
    const { rows: known } = await owner.query<{ id: string; slug: string }>(listed)
    const before = await Promise.all(known.map(async ({ id }) => await journalEnd(id)))
    await tx.query('commit; begin isolation level repeatable read read only')
    const { rows } = await tx.query<{ id: string; slug: string }>(listed) // the first statement takes the snapshot
    const ends = await Promise.all(rows.map(async ({ id }) => await journalEnd(id)))
    const isStill = rows.length === known.length && ends.every((end, index) => end === before[index])
    if (isStill || tried >= 20) return rows.map((row, index) => ({ ...row, journalEnd: ends[index] ?? 0 }))
    await sleep(50)
  }
}

async function writeIdentity(tx: Transaction, archive: ArchiveWriter, tables: readonly RecordTable[]): Promise<void> {
  for (const table of tables) if (table.schema === 'identity') await writeRows(tx, archive, table, `identity/${table.name}`)
}

async function writeWorkspace(
  tx: Transaction,
  archive: ArchiveWriter,
  tables: readonly RecordTable[],
  home: string,
  { id, slug, journalEnd }: Found,
): Promise<BackedUpWorkspace> {
  await enter(tx, id)
  for (const table of tables) if (table.schema === 'app') await writeRows(tx, archive, table, `record/${id}/${table.name}`)
  const folder = join(home, 'facts', id, 'journal')
  for (const name of (await readdir(folder).catch(() => [])).toSorted()) {
    const start = Number.parseInt(name, 10)
    if (/^\d{16}\.journal$/.test(name) && start < journalEnd) await archive.add(`facts/${id}/${name}`, await firstBytes(join(folder, name), journalEnd - start))
  }
  return { id, slug, counts: await countRows(tx, tables), chain: await chainHead(tx), journalEnd }
}

async function writeRows(tx: Transaction, archive: ArchiveWriter, table: RecordTable, at: string): Promise<void> {
  let piece = 0
  for await (const lines of rowsOf(tx, table)) await archive.add(`${at}/${String((piece += 1)).padStart(6, '0')}.ndjson`, Buffer.from(`${lines.join('\n')}\n`))
}

/** A segment of the journal as far as it counts: what was appended since belongs to a later backup. */
async function firstBytes(path: string, most: number): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const length = Math.min((await handle.stat()).size, most)
    const bytes = Buffer.alloc(length)
    for (let at = 0; at < length;) at += (await handle.read(bytes, at, length - at, at)).bytesRead
    return bytes
  } finally {
    await handle.close()
  }
}
