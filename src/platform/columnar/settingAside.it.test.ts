import { expect, test } from 'vitest'
import { eventStore } from '#test/support/eventStore.ts'
import { eventLog } from './eventLog.ts'
import type { Row } from './store.ts'

const facts = eventStore([
  { name: 'quantity', type: 'BIGINT' },
  { name: 'props', type: 'JSON' },
])
const day = Date.UTC(2026, 10, 2)

const stand = async () => {
  const { rows } = await facts.store.query('ws', 'select event_id, quantity from event order by 1')
  const { total, kinds } = await eventLog(facts.store, 'ws').waiting({ kinds: 10, newest: 10, raw: 1_000 })
  const held = kinds.flatMap(({ items }) => items.map(({ field, index, reason, source }) => [field, index, reason, source]))
  return { rows, total, held: held.sort((one, other) => String(one).localeCompare(String(other))) }
}

test('a row of a record that no table can take is set aside with its reason, and all before, beside and after it are there: now, after a start, and made again', async () => {
  await facts.arrive([['before', day, 1]])
  await facts.arrive(
    [
      ['largest', 8.64e15, Number.MAX_SAFE_INTEGER],
      ['early', -1e294, 1],
      ['beside', day, null],
      ['many', day, 1e19],
    ],
    [['l1', 'identify', 'ann', '~d', null, 1e17]],
  )
  await facts.arrive([['after', day, 2]])
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
  await facts.store.close()
  await facts.open()
  expect(await stand()).toEqual(all)
  await facts.store.rebuild('ws')
  expect(await stand()).toEqual(all)
})

test('on the way from the journal cells of any kind that do not fit set their rows aside: texts among numbers, texts that are no JSON, rows without a name', async () => {
  const odd: unknown = [
    ['whole', day, 1, '{"plan":"pro"}'],
    ['texted', 'yesterday', 1, null],
    ['told', day, 'many', null],
    ['torn', day, 1, '{"plan":'],
    [null, day, 1, null],
    'no row at all',
    ['empty', day],
  ]
  const columns = ['event_id', 'ts', 'quantity', 'props']
  const rows = isRows(odd) ? odd : []
  await facts.receive({ table: 'event', columns, rows })
  await facts.store.rebuild('ws')
  const { rows: stored } = await facts.store.query('ws', `select event_id, quantity, props->>'plan' from event order by 1`)
  expect(stored).toEqual([
    ['empty', null, null],
    ['whole', 1, 'pro'],
  ])
  const { kinds } = await eventLog(facts.store, 'ws').waiting({ kinds: 10, newest: 10, raw: 1_000 })
  const held = kinds.flatMap(({ items }) => items.map(({ field, index, reason }) => [index, field, reason]))
  expect(held.sort(([one], [other]) => Number(one) - Number(other))).toEqual([
    [1, 'ts', 'Its column holds numbers.'],
    [2, 'quantity', 'Its column holds numbers.'],
    [3, 'props', 'Its column holds JSON.'],
    [4, 'event_id', 'It has no name of its own.'],
    [5, null, 'It is no row.'],
  ])
})

/** What the journal holds was once written by some version of the store; nothing says that it has the types of today. */
const isRows = (value: unknown): value is readonly Row[] => Array.isArray(value)
