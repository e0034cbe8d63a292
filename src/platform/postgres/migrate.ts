import { createHash } from 'node:crypto'
import { Problem } from '#kernel'
import type { Pool, Transaction } from './pool.ts'

/** One step of the schema, as plain SQL. Names sort in the order in which they run: 0002-nouns.sql. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/**
 * Runs the steps that the database has not seen, each in its own transaction with its mark.
 * Refuses a database that has seen steps this version does not know (a newer version was here), and steps whose text changed.
 */
export async function migrate(owner: Pool, migrations: readonly Migration[]): Promise<string[]> {
  const ordered = migrations.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return await owner.transaction({ workspace: null }, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(7405)')
    await tx.query('CREATE TABLE IF NOT EXISTS jobs.migration (name text PRIMARY KEY, fingerprint text NOT NULL, ran_at timestamptz NOT NULL DEFAULT now())')
    const ran = await seen(tx)
    refuseUnknown(ran, ordered)
    const pending = ordered.filter(({ name }) => !ran.has(name))
    for (const { name, sql } of pending) {
      await tx.query(sql)
      await tx.query('INSERT INTO jobs.migration (name, fingerprint) VALUES ($1, $2)', [name, fingerprint(sql)])
    }
    return pending.map(({ name }) => name)
  })
}

async function seen(tx: Transaction): Promise<Map<string, string>> {
  const { rows } = await tx.query('SELECT name, fingerprint FROM jobs.migration')
  return new Map(rows.map((row) => [String(row['name']), String(row['fingerprint'])]))
}

function refuseUnknown(ran: ReadonlyMap<string, string>, known: readonly Migration[]): void {
  for (const [name, mark] of ran) {
    const step = known.find((migration) => migration.name === name)
    if (!step)
      throw new Problem(
        'unavailable',
        `The database was used by a newer version: it has the step ${name}, which this version does not know.`,
        'Start the newer version, or restore a backup made before the upgrade.',
      )
    if (fingerprint(step.sql) !== mark)
      throw new Problem('unavailable', `The step ${name} has changed since it ran.`, 'Steps that ran stay as they are; put the change into a new step.')
  }
}

const fingerprint = (sql: string): string => createHash('sha256').update(sql).digest('hex')
