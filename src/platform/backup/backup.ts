import { setTimeout as sleep } from 'node:timers/promises'
import type { HeldJournal } from '../columnar/journal.ts'
import type { Pool, Transaction } from '../postgres/pool.ts'
import { writeArchive, type ArchiveWriter } from './archive.ts'
import { checkedManifest, manifestName, type BackedUpWorkspace, type Manifest } from './manifest.ts'
import { chainHead, countRows, enter, migrationsOf, recordTables, rowsOf, type RecordTable } from './recordRows.ts'

export interface BackupSource {
  readonly owner: Pool
  readonly version: string
  readonly at: string
  readonly journalEnd: (workspace: string) => Promise<number>
  readonly holdJournal: (workspace: string) => Promise<HeldJournal>
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
      try {
        await writeIdentity(tx, archive, tables)
        const workspaces: BackedUpWorkspace[] = []
        for (const one of found) workspaces.push(await writeWorkspace(tx, archive, tables, one))
        return { format: 1 as const, version: source.version, at: source.at, migrations, tables, workspaces }
      } finally {
        await letGo(found)
      }
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
  readonly journal: HeldJournal
}

/**
 * The workspaces, and the ends of their journals at the moment of the snapshot: the ends are read before and after PostgreSQL took it, until they are the
 * same. Where rows stream in without a pause, the later ends count: an import that the record does not know as done yet is taken back at the next start.
 * The files are held open from that moment on: a purge that comes meanwhile puts others in their place, and a copy of some of these and some of those would
 * bring back whom it took out.
 */
async function atOneMoment(tx: Transaction, { owner, journalEnd, holdJournal }: BackupSource): Promise<Found[]> {
  const listed = 'select id::text as id, slug from identity.workspace order by created_at, id'
  for (let tried = 0; ; tried += 1) {
    const { rows: known } = await owner.query<{ id: string; slug: string }>(listed)
    const before = await Promise.all(known.map(async ({ id }) => await journalEnd(id)))
    await tx.query('commit; begin isolation level repeatable read read only')
    const { rows } = await tx.query<{ id: string; slug: string }>(listed) // the first statement takes the snapshot
    const found: Found[] = []
    try {
      for (const row of rows) found.push({ ...row, journal: await holdJournal(row.id) })
    } catch (error) {
      await letGo(found)
      throw error
    }
    const isStill = rows.length === known.length && found.every(({ journal }, index) => journal.end === before[index])
    if (isStill || tried >= 20) return found
    await letGo(found)
    await sleep(50)
  }
}

const letGo = async (found: readonly Found[]): Promise<void> => void (await Promise.all(found.map(({ journal }) => journal.close())))

async function writeIdentity(tx: Transaction, archive: ArchiveWriter, tables: readonly RecordTable[]): Promise<void> {
  for (const table of tables) if (table.schema === 'identity') await writeRows(tx, archive, table, `identity/${table.name}`)
}

async function writeWorkspace(
  tx: Transaction,
  archive: ArchiveWriter,
  tables: readonly RecordTable[],
  { id, slug, journal }: Found,
): Promise<BackedUpWorkspace> {
  await enter(tx, id)
  for (const table of tables) if (table.schema === 'app') await writeRows(tx, archive, table, `record/${id}/${table.name}`)
  for (const { name, read } of journal.segments) await archive.add(`facts/${id}/${name}`, await read())
  return { id, slug, counts: await countRows(tx, tables), chain: await chainHead(tx), journalEnd: journal.end }
}

async function writeRows(tx: Transaction, archive: ArchiveWriter, table: RecordTable, at: string): Promise<void> {
  let piece = 0
  for await (const lines of rowsOf(tx, table)) await archive.add(`${at}/${String((piece += 1)).padStart(6, '0')}.ndjson`, Buffer.from(`${lines.join('\n')}\n`))
}
