import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openFactStore, type FactStore, type Row, type TableShape } from './store.ts'
import { closeSubscriptions, importInto, line, openSubscriptions, subscription, ws } from '#test/support/subscriptionStore.ts'

let home: string
let store: FactStore
beforeEach(async () => {
  ;({ home, store } = await openSubscriptions())
})
afterEach(() => closeSubscriptions(home, store))

const importing = (id: string, rows: readonly Row[], more: object = {}) => importInto(store, id, rows, more)
const known = async (sql = 'select id, mrr from subscription order by id'): Promise<readonly Row[]> => (await store.query(ws, sql)).rows
/** Everything that the store holds, in a form in which two stores can be compared. */
const content = async (): Promise<unknown> =>
  await Promise.all(['subscription', 'quarantine', 'batch', 'confirmed'].map(async (table) => (await store.query(ws, `from store.${table} order by all`)).rows))

describe('importing', () => {
  test('new rows are created, the same again is unchanged, other content is a new revision', async () => {
    expect(await importing('one', [line('a', 100), line('b', 200)])).toMatchObject({ created: 2, updated: 0, unchanged: 0, contradicted: [] })
    expect(await importing('two', [line('a', 100), line('b', 200)])).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    expect(await importing('three', [line('a', 100), line('b', 250), line('c', 1)])).toMatchObject({ created: 1, updated: 1, unchanged: 1 })
    expect(await known()).toEqual([
      ['a', 100],
      ['b', 250],
      ['c', 1],
    ])
    expect(await known(`select revision, batch_id, row_no from subscription where id = 'b'`)).toEqual([[2, 'three', 3]])
  })

  test('the same key twice in one file: equal rows count once, of unlike rows the first stays and the others wait with their row number', async () => {
    const report = await importing('one', [line('a', 100), line('b', 200), line('a', 100), line('b', 999), line('b', 998)])
    expect(report).toMatchObject({
      created: 2,
      unchanged: 1,
      contradicted: [
        { row: 5, key: 'b' },
        { row: 6, key: 'b' },
      ],
    })
    expect(await known()).toEqual([
      ['a', 100],
      ['b', 200],
    ])
    const held = await store.quarantine(ws)
    expect(held.map(({ row, reason, fact }) => [row, reason, fact])).toEqual([
      [5, 'An earlier row of this file has the same key and other content.', 'subscription'],
      [6, 'An earlier row of this file has the same key and other content.', 'subscription'],
    ])
    expect(JSON.parse(held[0]?.raw ?? '')).toEqual({ id: 'b', account_id: 'acc-b', start: '2024-01-01', mrr: 999 })
  })

  test('what a batch was told before its end holds only while nobody else changed the fact', async () => {
    const slow = await store.openBatch(ws, { id: 'slow', source: 'billing', recordedAt: '2026-01-01T00:00:00Z' })
    expect(await slow.add({ fact: subscription, rows: [[line('a', 100), line('b', 200)]] })).toMatchObject({ created: 2 })
    await importing('quick', [line('a', 100), line('b', 7)])
    expect(await slow.commit()).toMatchObject([{ created: 0, updated: 1, unchanged: 1 }])
    expect(await known('select id, mrr, revision from subscription order by id')).toEqual([
      ['a', 100, 1],
      ['b', 200, 2],
    ])
  })

  test('the same fact in two files of one batch: the second is told and written as what follows the first', async () => {
    const batch = await store.openBatch(ws, { id: 'two files', source: 'billing', recordedAt: '2026-01-01T00:00:00Z' })
    expect(await batch.add({ fact: subscription, file: 'one', rows: [[line('a', 100), line('b', 200)]] })).toMatchObject({ created: 2 })
    expect(await batch.add({ fact: subscription, file: 'two', rows: [[line('b', 250), line('c', 1)]] })).toMatchObject({ created: 1, updated: 1 })
    expect(await batch.commit()).toMatchObject([{ created: 2 }, { created: 1, updated: 1 }])
    expect(await known('select id, mrr, revision from subscription order by id')).toEqual([
      ['a', 100, 1],
      ['b', 250, 2],
      ['c', 1, 1],
    ])
  })

  test('rows of another source never touch ours', async () => {
    await importing('one', [line('a', 100)])
    expect(await importing('two', [line('a', 7)], { source: 'crm' })).toMatchObject({ created: 1 })
    expect(await known('select source_id, mrr from subscription order by mrr')).toEqual([
      ['crm', 7],
      ['billing', 100],
    ])
  })

  test('a row that the source withdrew is gone from view, and may come back', async () => {
    await importing('one', [line('a', 100), line('b', 200)])
    expect(await importing('two', [['a', null, null, null]], { isTombstone: true })).toMatchObject({ updated: 1 })
    expect(await known()).toEqual([['b', 200]])
    expect(await importing('three', [line('a', 100)])).toMatchObject({ created: 1 })
    expect(await known()).toEqual([
      ['a', 100],
      ['b', 200],
    ])
  })

  test('values that are not of their column’s type are held with row, column and reason, and the rest is kept', async () => {
    const report = await importing('one', [line('a', 100), ['b', 'acc', '2024-02-30', 1], ['c', 'acc', null, 1.5], [null, 'acc', null, 1], line('d', 2 ** 53)])
    expect(report).toMatchObject({ created: 1, refusedCount: 4 })
    expect(report.refused.map(({ row, column, reason }) => [row, column, reason])).toEqual([
      [3, 'start', '“2024-02-30” is not a date such as 2024-12-31.'],
      [4, 'mrr', '“1.5” is not a whole number below 2^53.'],
      [5, 'id', 'A subscription needs its id.'],
      [6, 'mrr', '“9007199254740992” is not a whole number below 2^53.'],
    ])
    expect((await store.quarantine(ws)).map((row) => row.row)).toEqual([3, 4, 5, 6])
  })

  test('a dry run reports the same and leaves no trace', async () => {
    await importing('one', [line('a', 100)])
    const before = [await content(), (await store.storage(ws)).journalBytes]
    expect(await importing('two', [line('a', 101), line('b', 1), line('b', 2)], { mode: 'dryRun' })).toMatchObject({
      created: 1,
      updated: 1,
      contradicted: [{ row: 4, key: 'b' }],
    })
    expect([await content(), (await store.storage(ws)).journalBytes]).toEqual(before)
    expect(await importing('two', [line('a', 101)])).toMatchObject({ updated: 1 })
  })

  test('a batch is taken once', async () => {
    await importing('one', [line('a', 100)])
    await expect(importing('one', [line('b', 1)])).rejects.toMatchObject({ kind: 'conflict', details: { code: 'batch-exists' } })
    expect(await known()).toEqual([['a', 100]])
  })

  test('all files of an import become visible at once, and each is told what it will come to against those before it', async () => {
    const batch = await store.openBatch(ws, { id: 'all', source: 'billing', recordedAt: '2024-05-01T00:00:00Z' })
    expect(await batch.add({ fact: subscription, file: 'one.csv', rows: [[line('a', 1), line('b', 2)]] })).toMatchObject({ created: 2 })
    expect(await batch.add({ fact: subscription, file: 'two.csv', rows: [[line('a', 1), line('b', 3), line('c', 4)]] })).toMatchObject({
      created: 1,
      updated: 1,
      unchanged: 1,
    })
    expect(await known()).toEqual([])
    expect(await batch.commit()).toMatchObject([
      { file: 'one.csv', created: 2 },
      { file: 'two.csv', created: 1, updated: 1, unchanged: 1 },
    ])
    expect(await known()).toEqual([
      ['a', 1],
      ['b', 3],
      ['c', 4],
    ])
  })

  test('an import that was given up leaves nothing', async () => {
    const batch = await store.openBatch(ws, { id: 'given-up', source: 'billing', recordedAt: '2024-05-01T00:00:00Z' })
    await batch.add({ fact: subscription, rows: [[line('a', 1)]] })
    await batch.abort()
    expect(await known()).toEqual([])
    await store.rebuild(ws)
    expect(await known()).toEqual([])
  })

  test('a source that fails in the middle leaves nothing', async () => {
    async function* failing() {
      yield [line('a', 1)]
      throw new Error('the file was cut')
    }
    await expect(store.ingest(ws, { id: 'cut', source: 'billing', recordedAt: '2024-05-01T00:00:00Z', fact: subscription, rows: failing() })).rejects.toThrow(
      'the file was cut',
    )
    expect(await known()).toEqual([])
  })

  test('two imports at the same time both arrive whole', async () => {
    const rows = (name: string) => Array.from({ length: 12_000 }, (_, index) => line(`${name}-${index}`, index))
    const all = await Promise.all(['x', 'y', 'z'].map((name) => importing(name, rows(name))))
    expect(all.map((report) => report.created)).toEqual([12_000, 12_000, 12_000])
    expect(await known('select count(*), count(distinct id) from subscription')).toEqual([[36_000, 36_000]])
  })
})

test('what was known at an instant can be asked at any later time, corrections and undone imports included', async () => {
  const at = (day: number) => `2024-06-0${day}T00:00:00Z`
  await store.ingest(ws, { id: 'one', source: 's', recordedAt: at(1), fact: subscription, rows: [[line('a', 100)]] })
  await store.ingest(ws, { id: 'two', source: 's', recordedAt: at(3), fact: subscription, rows: [[line('a', 150), line('b', 1)]] })
  await store.undoBatch(ws, 'two', at(5))
  const then = async (day: number) => (await store.query(ws, 'select id, mrr from subscription_known($1) order by id', [at(day)])).rows
  expect(await Promise.all([1, 2, 3, 4, 5, 6].map(then))).toEqual([
    [['a', 100]],
    [['a', 100]],
    [
      ['a', 150],
      ['b', 1],
    ],
    [
      ['a', 150],
      ['b', 1],
    ],
    [['a', 100]],
    [['a', 100]],
  ])
})

test('an import that says it was recorded before what is already known does not change the past', async () => {
  await store.ingest(ws, { id: 'one', source: 's', recordedAt: '2024-06-05T00:00:00Z', fact: subscription, rows: [[line('a', 100)]] })
  await store.ingest(ws, { id: 'two', source: 's', recordedAt: '2024-06-01T00:00:00Z', fact: subscription, rows: [[line('a', 150)]] })
  expect((await store.query(ws, `from (select mrr from subscription_known('2024-06-03'))`)).rows).toEqual([])
  expect(await known('select mrr from subscription')).toEqual([[150]])
})

describe('the journal is the truth', () => {
  const history = async (): Promise<void> => {
    await importing('one', [line('a', 100), line('b', 200), line('b', 201), ['c', 'x', 'no date', 1]])
    await importing('two', [line('a', 150), line('c', 300)])
    await importing('gone', [['b', null, null, null]], { isTombstone: true })
    await store.undoBatch(ws, 'two', '2025-01-01T00:00:00Z')
    await importing('three', [line('a', 175), line('e', 5)])
    await store.settle(ws, [(await store.quarantine(ws))[0]?.id ?? ''], 'dismissed', '2025-02-01T00:00:00Z')
  }

  test('a store that is made again from the journal is equal, row by row', async () => {
    await history()
    const before = await content()
    await store.rebuild(ws)
    expect(await content()).toEqual(before)
    expect(await importing('three-again', [line('a', 175), line('e', 5)])).toMatchObject({ unchanged: 2 })
  })

  test('a damaged DuckDB file is made again by itself', async () => {
    await history()
    const before = await content()
    await store.close()
    const { writeFileSync } = await import('node:fs')
    writeFileSync(join(home, 'facts', ws, 'facts.duckdb'), 'not a database')
    store = await openFactStore({ home })
    expect(await content()).toEqual(before)
  })

  test('a column that is new in the source is empty in older rows, and does not make them look changed', async () => {
    await importing('one', [line('a', 100)])
    const wider: TableShape = { ...subscription, columns: [...subscription.columns, { name: 'seats', type: 'DOUBLE' }] }
    const report = await importing(
      'two',
      [
        [...line('a', 100), null],
        [...line('b', 1), 12],
      ],
      { fact: wider },
    )
    expect(report).toMatchObject({ created: 1, unchanged: 1 })
    expect(await known('select id, seats from subscription order by id')).toEqual([
      ['a', null],
      ['b', 12],
    ])
    const before = await content()
    await store.rebuild(ws)
    expect(await content()).toEqual(before)
  })
})

describe('quarantine', () => {
  test('rows that can be read now are taken in, the others go on waiting', async () => {
    await importing('one', [line('ok', 1), ['b', 'acc', 'first of may', 2], ['c', 'acc', 'whenever', 3]])
    const report = await store.replay(ws, {
      id: 'mended',
      source: 'billing',
      recordedAt: '2024-08-01T00:00:00Z',
      fact: subscription,
      read: ({ raw }) => {
        const values = JSON.parse(raw ?? '')
        return values.start === 'first of may' ? [values.id, values.account_id, '2024-05-01', values.mrr] : null
      },
    })
    expect(report).toMatchObject({ created: 1 })
    expect(await known('select id, start from subscription order by id')).toEqual([
      ['b', '2024-05-01'],
      ['ok', '2024-01-01'],
    ])
    expect((await store.quarantine(ws, { state: 'open' })).map((row) => row.row)).toEqual([4])
  })

  test('rows that a reader could not make sense of are kept with their reason', async () => {
    const batch = await store.openBatch(ws, { id: 'one', source: 'billing', recordedAt: '2024-05-01T00:00:00Z' })
    await batch.hold([{ fact: 'subscription', file: 's.csv', row: 7, column: 'start', reason: 'not a date', raw: 'a;b;c' }])
    expect(await store.quarantine(ws)).toEqual([])
    await batch.commit()
    expect(await store.quarantine(ws)).toMatchObject([
      { batch: 'one', file: 's.csv', row: 7, column: 'start', reason: 'not a date', raw: 'a;b;c', state: 'open' },
    ])
  })
})

test('a workspace that is dropped is gone, and its name can be used again', async () => {
  await importing('one', [line('a', 100)])
  await store.dropWorkspace(ws)
  expect(await known()).toEqual([])
  expect(await importing('one', [line('b', 1)])).toMatchObject({ created: 1 })
})

test('more workspaces than may be open are served all the same', async () => {
  await store.close()
  store = await openFactStore({ home, facts: [subscription], maxOpen: 2 })
  const names = Array.from({ length: 6 }, (_, index) => `ws-${index}`)
  await Promise.all(
    names.map((name) => store.ingest(name, { id: 'one', source: 's', recordedAt: '2024-01-01T00:00:00Z', fact: subscription, rows: [[line(name, 1)]] })),
  )
  expect(await Promise.all(names.map(async (name) => (await store.query(name, 'select id from subscription')).rows[0]?.[0]))).toEqual(names)
})
