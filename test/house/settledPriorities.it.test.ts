import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { persons } from '#engines/identity/persons.ts'
import type { Workspace } from '#kernel'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import { words, type Values } from './desks.ts'

const workspace: Workspace = { id: 'ws', slug: 'ws', name: 'Brown', currency: 'USD', timeZone: 'UTC' }
let home = ''
let store: FactStore

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-settled-'))
  store = await openFactStore({ home, facts: factShapes(words), persons, log: silentLog })
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true, force: true })
})

test('a ticket counts by the priority that it had seven days after it was created, whatever it was given since', async () => {
  let [now, run] = ['', 0]
  const desk = factDesks(words, store, null, () => now)(workspace)
  const bring = async (day: string, fact: string, ...rows: readonly Values[]): Promise<string> => {
    now = `${day}T12:00:00Z`
    const batch = `b${(run += 1)}`
    async function* piece() {
      yield rows.map((values, row) => ({ row: row + 2, values }))
    }
    await desk.ingest(batch, { fact, file: `${fact}.csv`, source: 'file', rows: piece() })
    await desk.seal(batch)
    return batch
  }
  const urgent = async (): Promise<unknown> => (await desk.measure({ metric: 'ticket-rate', asOf: '2025-03-31' })).points.at(-1)?.parts?.['urgentTickets']
  const ticket = (id: string, priority: string): Values => ({ id, account_id: 'A', created_at: '2025-03-09T08:00:00Z', priority, is_internal: false })
  await bring('2025-03-09', 'account', { id: 'A', is_internal: false })
  await bring('2025-03-09', 'subscription', { id: 'S', account_id: 'A', start: '2024-01-01', mrr: 5_000_000, currency: 'USD' })
  await bring('2025-03-10', 'ticket', ticket('early', 'p1'), ticket('late', 'p1'), ticket('raised', 'p3'))
  now = '2025-03-31T12:00:00Z'
  expect(await urgent()).toBe(2)
  await bring('2025-03-12', 'ticket', ticket('early', 'p4'))
  expect(await urgent()).toBe(1)
  const batch = await bring('2025-03-20', 'ticket', ticket('late', 'p3'), ticket('raised', 'p1'))
  expect(await urgent()).toBe(1)
  await bring('2025-03-21', 'ticket', ticket('late', 'p4'), { ...ticket('new', 'p2'), created_at: '2025-03-21T08:00:00Z' })
  expect(await urgent()).toBe(2)
  await desk.undoBatch(batch, '2025-03-22T12:00:00Z')
  expect(await urgent()).toBe(2)
})
