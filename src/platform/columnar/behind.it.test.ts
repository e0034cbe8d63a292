import { DuckDBConnection } from '@duckdb/node-api'
import { afterEach, expect, test, vi } from 'vitest'
import { eventStore } from '#test/support/eventStore.ts'

/** A store that cannot follow its journal: what was acknowledged is not lost, and reading goes on meanwhile. */
const facts = eventStore()
afterEach(() => void vi.restoreAllMocks())

const restart = async (): Promise<void> => {
  await facts.store.close()
  await facts.open()
}
const arrive = (...named: readonly string[]): Promise<void> => facts.arrive(named.map((id) => [id, Date.UTC(2026, 10, 2)]))
const ids = async (): Promise<unknown[]> => (await facts.store.query('ws', 'select event_id from event order by 1')).rows.map(([id]) => id)

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
  expect(await facts.store.health('ws')).toMatchObject({ isWell: false })
  expect(await facts.store.storage('ws')).toMatchObject({ behind: expect.stringContaining('full') })
  mend()
  await expect.poll(ids, { timeout: 5_000 }).toEqual(['e1', 'e2'])
  expect(await facts.store.health('ws')).toMatchObject({ isWell: true })
  expect(await facts.store.storage('ws')).toMatchObject({ behind: null })
})
