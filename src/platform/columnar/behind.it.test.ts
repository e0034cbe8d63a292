import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBConnection } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openFactStore, type FactStore, type TableShape } from './store.ts'

/** A store that cannot follow its journal: what was acknowledged is not lost, and reading goes on meanwhile. */
const shape: TableShape = {
  name: 'event',
  key: ['event_id'],
  columns: [
    { name: 'event_id', type: 'VARCHAR' },
    { name: 'ts', type: 'TIMESTAMP' },
  ],
}
const columns = shape.columns.map(({ name }) => name)
let home: string
let store: FactStore
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-behind-'))
  store = await open()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await store.close()
  await rm(home, { recursive: true, force: true })
})

const open = (): Promise<FactStore> => openFactStore({ home, facts: [shape] })
const restart = async (): Promise<void> => {
  await store.close()
  store = await open()
}
const arrive = (...ids: readonly string[]): Promise<void> =>
  store.receive('ws', {
    at: '2026-11-02T10:00:00.000Z',
    source: 'sdk/EVS-1',
    tables: [{ table: 'event', columns, rows: ids.map((id) => [id, Date.UTC(2026, 10, 2)]) }],
  })
const ids = async (): Promise<unknown[]> => (await store.query('ws', 'select event_id from event order by 1')).rows.map(([id]) => id)

/** Statements with these words fail until the answer is called, as DuckDB tells it. */
function failing(words: string | null, message: string): () => void {
  const isMeant = (sql: string): boolean => (words === null ? /^(create|insert|update|delete)/.test(sql) : sql.includes(words))
  const real = DuckDBConnection.prototype.run
  const spy = vi.spyOn(DuckDBConnection.prototype, 'run').mockImplementation(async function (this: DuckDBConnection, ...given) {
    if (isMeant(given[0])) throw new Error(message)
    return await real.apply(this, given)
  })
  return () => spy.mockRestore()
}
const intoEvent = 'insert into store."event"'
const outOfMemory = 'Out of Memory Error: could not allocate block'
const noSpace = 'IO Error: Could not write to file: No space left on device'

test('rows that a reader’s replay could not write come from the journal at the next try, and after a restart', async () => {
  await arrive('e1', 'e2')
  await restart() // they stand in the journal alone
  const mend = failing(intoEvent, outOfMemory)
  expect(await ids()).toEqual([])
  mend()
  await arrive('e3')
  await expect.poll(ids).toEqual(['e1', 'e2', 'e3'])
  await restart()
  expect(await ids()).toEqual(['e1', 'e2', 'e3'])
})

test('who only reads has it tried again after a moment', async () => {
  await arrive('e1')
  await restart()
  const mend = failing(intoEvent, outOfMemory)
  expect(await Promise.all([ids(), ids(), ids()])).toEqual([[], [], []])
  mend()
  await expect.poll(ids, { timeout: 5_000 }).toEqual(['e1'])
})

test('on a full disk everybody reads what was filed before, and the rest as soon as there is room', async () => {
  await arrive('e1')
  expect(await ids()).toEqual(['e1'])
  await arrive('e2')
  const mend = failing(null, noSpace)
  expect(await Promise.all([ids(), ids()])).toEqual([['e1'], ['e1']])
  expect(await ids()).toEqual(['e1'])
  expect(await store.health('ws')).toMatchObject({ isWell: false })
  expect(await store.storage('ws')).toMatchObject({ behind: expect.stringContaining('full') })
  mend()
  await expect.poll(ids, { timeout: 5_000 }).toEqual(['e1', 'e2'])
  expect(await store.health('ws')).toMatchObject({ isWell: true })
  expect(await store.storage('ws')).toMatchObject({ behind: null })
})
