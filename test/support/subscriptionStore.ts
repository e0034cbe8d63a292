import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFactStore, type FactStore, type Row, type TableShape } from '#platform/columnar/store.ts'

export const ws = 'harborlight'
export const subscription: TableShape = {
  name: 'subscription',
  columns: [
    { name: 'id', type: 'VARCHAR' },
    { name: 'account_id', type: 'VARCHAR' },
    { name: 'start', type: 'DATE' },
    { name: 'mrr', type: 'BIGINT' },
  ],
  key: ['id'],
}
export const line = (id: string, mrr: number, start = '2024-01-01'): Row => [id, `acc-${id}`, start, mrr]

/** A store of subscriptions in a folder of its own. */
export async function openSubscriptions(): Promise<{ readonly home: string; readonly store: FactStore }> {
  const home = mkdtempSync(join(tmpdir(), 'throughline-facts-'))
  return { home, store: await openFactStore({ home, facts: [subscription] }) }
}

export async function closeSubscriptions(home: string, store: FactStore): Promise<void> {
  await store.close()
  rmSync(home, { recursive: true, force: true })
}

let day = 0
/** The next instant, a day after the one before. */
export const nextInstant = (from = Date.UTC(2024, 0, 1)): string => new Date(from + (day += 86_400_000)).toISOString()

/** Imports rows from the same file, each import a day after the one before. */
export const importInto = (store: FactStore, id: string, rows: readonly Row[], more: object = {}) =>
  store.ingest(ws, { id, source: 'billing', recordedAt: nextInstant(), file: 'subscriptions.csv', fact: subscription, rows: [rows], ...more })
