import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isProblem } from '#kernel'
import { openDuck } from './duckdb.ts'
import { openFactStore, type FactStore, type TableShape } from './store.ts'

/** Closing under load. A native call whose connection goes away beneath it ends the whole process, so these tests fail by taking their worker with them. */
const line: TableShape = {
  name: 'line',
  columns: [
    { name: 'id', type: 'VARCHAR' },
    { name: 'amount', type: 'BIGINT' },
  ],
  key: ['id'],
}
const rows = (count: number, mark: string) => [Array.from({ length: count }, (_, index): [string, number] => [`${mark}-${index}`, index])]
/** Long enough to be under way whenever the end comes, and never finished by itself in a test's time. */
const endless = 'select sum(a.range * b.range) from range(1000000) a, range(1000000) b'

let home: string
let store: FactStore
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'throughline-closing-'))
  store = await openFactStore({ home, facts: [line] })
})
afterEach(async () => {
  await store.close()
  rmSync(home, { recursive: true, force: true })
})

const bring = (workspace: string, id: string, count = 3_000) =>
  store.ingest(workspace, { id, source: 'test', recordedAt: '2024-01-01T00:00:00.000Z', fact: line, rows: rows(count, id) })

/** What became of each: the store may be closed or empty for somebody, and nothing else may go wrong. */
async function ends(work: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const settled = await Promise.allSettled(work)
  return settled.map((one) => {
    if (one.status === 'fulfilled') return 'answered'
    return isProblem(one.reason) && one.reason.kind === 'unavailable' ? 'closed' : String(one.reason)
  })
}

async function drain(workspace: string): Promise<number> {
  let count = 0
  for await (const piece of store.stream(workspace, 'select id, amount from line order by amount')) count += piece.length
  return count
}

const someReaders = (workspace: string): Promise<unknown>[] => [
  store.query(workspace, 'select count(*), sum(amount) from line'),
  store.queryColumns(workspace, 'select amount from line'),
  store.queryColumns(workspace, 'select id, amount from line'),
  drain(workspace),
  store.query(workspace, 'select a.id, b.amount from line a join line b on a.amount >= b.amount limit 50000'),
  store.query(workspace, endless),
]
const moment = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('a store that is closed while it is read and written', () => {
  test('ends every question with an answer or with word of its closing, and loses nothing that it acknowledged', async () => {
    await bring('harbor', 'first')
    for (let round = 0; round < 25; round += 1) {
      const work = [...someReaders('harbor'), ...someReaders('harbor'), ...someReaders('other'), bring('harbor', `more-${round}`, 200)]
      const done = ends(work)
      await moment(round % 5)
      await store.close()
      const all = await done
      expect(new Set(all).difference(new Set(['answered', 'closed'])), `round ${round}`).toEqual(new Set())
      const acknowledged = all.at(-1) === 'answered'
      await expect(store.query('harbor', 'select 1')).rejects.toMatchObject({ kind: 'unavailable' })
      store = await openFactStore({ home, facts: [line] })
      const kept = await store.query('harbor', `select count(*) from line where id like 'more-${round}-%'`)
      if (acknowledged) expect(kept.rows).toEqual([[200]])
      else expect([0, 200]).toContain(kept.rows[0]?.[0])
    }
  })

  test('waits for nobody who took a piece of an answer and went to sleep', async () => {
    await bring('harbor', 'first', 20_000)
    const sleeper = store.stream('harbor', 'select id from line')
    expect((await sleeper.next()).done).toBe(false)
    await store.close()
    await expect(sleeper.next()).rejects.toMatchObject({ kind: 'unavailable', details: { code: 'store-closed' } })
    store = await openFactStore({ home, facts: [line] })
    expect((await store.query('harbor', 'select count(*) from line')).rows).toEqual([[20_000]])
  })
})

test('a workspace that is dropped under its readers is gone, and the next of its name begins empty', async () => {
  for (let round = 0; round < 25; round += 1) {
    await bring('gone', 'first')
    const batch = await store.openBatch('gone', { id: 'second', source: 'test', recordedAt: '2024-01-02T00:00:00.000Z' })
    const done = ends([...someReaders('gone'), batch.add({ fact: line, rows: rows(50_000, 'second') }).then(() => batch.commit())])
    await moment(round % 5)
    await Promise.all([store.dropWorkspace('gone'), store.dropWorkspace('gone')])
    expect(existsSync(join(home, 'facts', 'gone'))).toBe(false)
    expect(new Set(await done).difference(new Set(['answered', 'closed'])), `round ${round}`).toEqual(new Set())
    expect((await store.query('gone', 'select count(*) from line')).rows).toEqual([[0]])
    await store.dropWorkspace('gone')
  }
})

test('a store that is made again under its readers answers them all the same', async () => {
  await bring('harbor', 'first')
  for (let round = 0; round < 10; round += 1) {
    const done = Promise.all(Array.from({ length: 8 }, () => store.query('harbor', 'select count(*), sum(amount) from line')))
    await moment(round % 3)
    await store.rebuild('harbor')
    expect((await done).map(({ rows: [row] }) => row)).toEqual(Array.from({ length: 8 }, () => [3_000, 4_498_500]))
  }
})

test('more workspaces than may be open are read at once', async () => {
  await store.close()
  store = await openFactStore({ home, facts: [line], maxOpen: 2 })
  const names = ['a', 'b', 'c', 'd', 'e']
  for (const name of names) await bring(name, 'first', 100)
  for (let round = 0; round < 10; round += 1) {
    const all = await Promise.all(names.flatMap((name) => [store.query(name, 'select count(*) from line'), store.query(name, 'select count(*) from line')]))
    expect(all.map(({ rows: [row] }) => row?.[0])).toEqual(all.map(() => 100))
  }
})

test('a file that is closed twice, or asked afterwards, says that it is closed', async () => {
  const duck = await openDuck(':memory:')
  const asked = ends([duck.query(endless), duck.query(endless)])
  await Promise.all([duck.close(), duck.close()])
  expect(await asked).toEqual(['closed', 'closed'])
  await expect(duck.query('select 1')).rejects.toMatchObject({ kind: 'unavailable', details: { code: 'store-closed' } })
})
