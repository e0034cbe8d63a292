import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { persons } from '../../engines/identity/persons.ts'
import { eventLog } from './eventLog.ts'
import { openFactStore, type FactStore, type Row, type TableShape } from './store.ts'

const shape: TableShape = {
  name: 'event',
  key: ['event_id'],
  columns: [
    { name: 'event_id', type: 'VARCHAR' },
    { name: 'ts', type: 'TIMESTAMP' },
    { name: 'quantity', type: 'BIGINT' },
  ],
}
const columns = shape.columns.map(({ name }) => name)
const day = Date.UTC(2026, 10, 2)
let home: string
let store: FactStore

const open = async (): Promise<FactStore> => await openFactStore({ home, facts: [shape], persons })
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-aside-'))
  store = await open()
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true, force: true })
})

const arrive = (rows: readonly Row[], links: readonly Row[] = []): Promise<void> =>
  store.receive('ws', {
    at: '2026-11-02T10:00:00.000Z',
    source: 'sdk/EVS-1',
    tables: [
      { table: 'event', columns, rows },
      { table: 'event_link', columns: ['link_id', 'kind', 'person', 'other', 'group_type', 'ts'], rows: links },
    ],
  })
const stand = async () => {
  const { rows } = await store.query('ws', 'select event_id, quantity from event order by 1')
  const { total, kinds } = await eventLog(store, 'ws').waiting({ kinds: 10, newest: 10, raw: 1_000 })
  const held = kinds.flatMap(({ items }) => items.map(({ field, index, reason, source }) => [field, index, reason, source]))
  return { rows, total, held: held.sort((one, other) => String(one).localeCompare(String(other))) }
}

test('a row of a record that no table can take is set aside with its reason, and all before, beside and after it are there: now, after a start, and made again', async () => {
  await arrive([['before', day, 1]])
  await arrive(
    [
      ['largest', 8.64e15, Number.MAX_SAFE_INTEGER],
      ['early', -1e294, 1],
      ['beside', day, null],
      ['many', day, 1e19],
    ],
    [['l1', 'identify', 'ann', '~d', null, 1e17]],
  )
  await arrive([['after', day, 2]])
  const all = {
    rows: [
      ['after', 2],
      ['before', 1],
      ['beside', null],
      ['largest', Number.MAX_SAFE_INTEGER],
    ],
    total: 3,
    held: [
      ['quantity', 3, 'Its column cannot hold 10000000000000000000.', 'sdk/EVS-1'],
      ['ts', 0, 'Its column cannot hold 100000000000000000.', 'sdk/EVS-1'],
      ['ts', 1, 'Its column cannot hold -1e+294.', 'sdk/EVS-1'],
    ],
  }
  expect(await stand()).toEqual(all)
  await store.close()
  store = await open()
  expect(await stand()).toEqual(all)
  await store.rebuild('ws')
  expect(await stand()).toEqual(all)
})
