import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventStore } from '#test/support/eventStore.ts'
import { openDuck, run } from './duckdb.ts'
import type { Row } from './store.ts'

const facts = eventStore([{ name: 'user_id', type: 'VARCHAR' }])

const row = (id: string, user: string | null = null): Row => [id, Date.UTC(2026, 10, 2), user]
const count = async (): Promise<unknown> => (await facts.store.query('ws', 'select count(*) from event')).rows[0]?.[0]

test('rows that arrive while a group of others is written, or while an import is, are there once: at once, after a start, and in a store that is made again', async () => {
  await facts.store.query('ws', 'select 1')
  const [requests, size] = [150, 1_000]
  const sent = Array.from({ length: requests }, async (_, request) => {
    await new Promise((resolve) => setTimeout(resolve, request * 4))
    await facts.arrive(Array.from({ length: size }, (__, index) => row(`e${request}-${index}`, `u${index % 7}`)))
  })
  const batch = await facts.store.openBatch('ws', { id: 'b1', source: 'file', recordedAt: '2026-11-02T09:00:00Z' })
  await batch.add({ fact: facts.shape, file: 'a.csv', rows: [[['f1', '2026-11-01T00:00:00Z', null]]] })
  await Promise.all(sent.slice(0, requests / 2))
  await batch.commit()
  await Promise.all(sent)
  const stand = async (): Promise<unknown> =>
    (await facts.store.query('ws', 'select count(*), count(distinct event_id), count(distinct user_id), count(distinct position) from event')).rows[0]
  const all = [requests * size + 1, requests * size + 1, 7, requests + 1]
  expect(await stand()).toEqual(all)
  expect(await facts.store.waiting('ws')).toBe(0)
  await facts.store.close()
  await facts.open()
  expect(await stand()).toEqual(all)
  await facts.store.rebuild('ws')
  expect(await stand()).toEqual(all)
}, 60_000)

test('rows of a record that stands in the store only partly are taken away by the next start, and come from the journal', async () => {
  await facts.arrive([row('e1'), row('e2')])
  expect(await count()).toBe(2)
  const identity = (await facts.store.positions('ws')).of([])
  await facts.arrive([row('e3')])
  await facts.store.close()
  const duck = await openDuck(join(facts.home, 'facts', 'ws', 'facts.duckdb'))
  const [[position] = []] = (await run(duck.writer, 'select streamed + 2 from store.progress')).rows
  await run(
    duck.writer,
    `insert into store.event select * replace ('e3' as event_id, ${Number(position)} as "position") from store.event where event_id = 'e1'`,
  )
  await run(duck.writer, `update store.progress set ahead = true, changed = ${Number(position)}`)
  await duck.close()
  await facts.open()
  expect((await facts.store.query('ws', 'select event_id from event order by 1')).rows).toEqual([['e1'], ['e2'], ['e3']])
  expect((await facts.store.positions('ws')).of([])).not.toBe(identity)
})
