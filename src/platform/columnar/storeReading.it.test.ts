import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FactStore, Row, TableShape } from './store.ts'
import { closeSubscriptions, importInto, line, openSubscriptions, ws } from '#test/support/subscriptionStore.ts'

let home: string
let store: FactStore
beforeEach(async () => {
  ;({ home, store } = await openSubscriptions())
})
afterEach(() => closeSubscriptions(home, store))

const importing = (id: string, rows: readonly Row[], more: object = {}) => importInto(store, id, rows, more)
const known = async (sql = 'select id, mrr from subscription order by id'): Promise<readonly Row[]> => (await store.query(ws, sql)).rows

test('values come back as they were given', async () => {
  const all: TableShape = {
    name: 'sampler',
    key: ['id'],
    columns: [
      { name: 'id', type: 'VARCHAR' },
      { name: 'whole', type: 'BIGINT' },
      { name: 'real', type: 'DOUBLE' },
      { name: 'yes', type: 'BOOLEAN' },
      { name: 'day', type: 'DATE' },
      { name: 'instant', type: 'TIMESTAMP' },
      { name: 'list', type: 'VARCHAR[]' },
      { name: 'json', type: 'JSON' },
    ],
  }
  const rows: Row[] = [
    ['zoë “quoted” \n , ;', -(2 ** 53 - 1), 0.1, true, '1969-12-31', '2024-12-31T09:00:00.123456Z', ['a', 'b,c'], '{"a":[1,null]}'],
    ['b', 0, -1e300, false, '2024-02-29', '1969-12-31T23:59:59.500Z', [], '[]'],
    ['c', null, null, null, null, null, null, null],
  ]
  await importing('one', rows, { fact: all })
  expect(await known('select id, whole, "real", yes, day, instant, list, json from sampler order by row_no')).toEqual(rows)
  expect(await importing('two', rows, { fact: all })).toMatchObject({ unchanged: 3 })
  expect(await importing('offset', [['d', null, null, null, null, '2024-12-31T10:00:00+01:00', null, null]], { fact: all })).toMatchObject({ created: 1 })
  expect(await known(`select instant from sampler where id = 'd'`)).toEqual([['2024-12-31T09:00:00.000Z']])
})

test('columns of numbers come as typed arrays, with NaN where there is no value', async () => {
  await importing('one', [line('a', 100), ['b', 'x', null, null]])
  const { length, column } = await store.queryColumns(ws, 'select id, mrr, start from subscription order by id')
  expect(length).toBe(2)
  expect(column['mrr']).toEqual(Float64Array.of(100, Number.NaN))
  expect(column['id']).toEqual(['a', 'b'])
  expect(column['start']).toEqual(['2024-01-01', null])
})

test('a long answer comes in pieces', async () => {
  await importing(
    'one',
    Array.from({ length: 10_000 }, (_, index) => line(String(index), index)),
  )
  let [pieces, total] = [0, 0]
  for await (const rows of store.stream(ws, 'select mrr from subscription')) [pieces, total] = [pieces + 1, total + rows.length]
  expect(total).toBe(10_000)
  expect(pieces).toBeGreaterThan(2)
})

test('a whole number that a JavaScript number cannot hold is refused, not rounded', async () => {
  await expect(store.query(ws, 'select 9007199254740993::bigint')).rejects.toThrow(RangeError)
})

test.each([
  ['write', `insert into store.batch values ('x', 'x', null, null, 0, '[]')`, /read-only/],
  ['drop', 'drop table store.subscription', /read-only/],
  ['read a file', `select * from read_csv('/etc/hostname')`, /disabled by configuration/],
  ['write a file', `copy (select 1) to '/tmp/stolen.csv'`, /disabled by configuration/],
  ['attach', `attach '/tmp/other.duckdb'`, /disabled by configuration|Cannot access/],
  ['loosen the settings', 'set enable_external_access = true', /locked|Cannot change|cannot be enabled/],
  ['load an extension', 'install httpfs', /disabled by configuration|Permission/],
  ['leave its reading transaction', `commit; insert into store.batch values ('x', 'x', null, null, 0, '[]')`, /one statement/],
])('a query cannot %s', async (_, sql, why) => {
  await importing('one', [line('a', 100)])
  await expect(store.query(ws, sql)).rejects.toThrow(why)
  expect(await known('select id from batch')).toEqual([['one']])
})

test('one workspace sees nothing of another', async () => {
  await importing('one', [line('a', 100)])
  expect((await store.query('other', 'select * from subscription')).rows).toEqual([])
  await expect(store.query('../harborlight', 'select 1')).rejects.toMatchObject({ kind: 'missing' })
})

test('the position changes with every change of the facts, and only then', async () => {
  const first = await store.position(ws)
  await importing('one', [line('a', 100)])
  const second = await store.position(ws)
  await importing('two', [line('a', 1)], { mode: 'dryRun' })
  expect(await store.position(ws)).toBe(second)
  await store.undoBatch(ws, 'one', '2025-01-01T00:00:00Z')
  expect(new Set([first, second, await store.position(ws)]).size).toBe(3)
})
