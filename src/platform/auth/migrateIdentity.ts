import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { Problem } from '#kernel'
import type { Pool, Transaction } from '../postgres/pool.ts'

/**
 * Brings the schema `identity` to this version: runs the files of migrations/ that were not run yet, each once and in order, as the
 * owner. All of them commit together or none does. Throws a Problem when a file that was run has changed since, or is unknown here.
 */
export async function migrateIdentity(owner: Pool): Promise<void> {
  await owner.transaction({ workspace: null }, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('throughline identity'))`)
    await tx.query(`create table if not exists identity.migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`)
    const { rows } = await tx.query<Applied>('select name, sha256 from identity.migration')
    const files = readMigrations()
    refuseUnknown(rows, files)
    for (const file of files) await runOnce(tx, file, rows)
  })
}

type Applied = { readonly name: string; readonly sha256: string }
type Migration = Applied & { readonly text: string }

function readMigrations(): Migration[] {
  const folder = new URL('./migrations/', import.meta.url)
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
  })
}

async function runOnce(tx: Transaction, { name, text, sha256 }: Migration, applied: readonly Applied[]): Promise<void> {
  const before = applied.find((one) => one.name === name)
  if (before && before.sha256 !== sha256)
    throw new Problem('refused', `The identity migration ${name} has changed since it was run.`, 'Restore the file, and write a new one for the change.')
  if (before) return
  await tx.query(text)
  await tx.query('insert into identity.migration (name, sha256) values ($1, $2)', [name, sha256])
}

function refuseUnknown(applied: readonly Applied[], files: readonly Migration[]): void {
  const unknown = applied.find((one) => !files.some((file) => file.name === one.name))
  if (unknown)
    throw new Problem('refused', `The database was served by a newer version: it knows the identity migration ${unknown.name}.`, 'Start that version again.')
}
