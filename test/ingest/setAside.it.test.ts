import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventColumns } from '#flows/events/receive.ts'
import { eventLog } from '#platform/columnar/eventLog.ts'
import type { StreamRows } from '#platform/columnar/store.ts'
import { eventHouse } from '../../src/house/events/eventHouse.ts'
import { ingestingOf } from '../../src/house/events/ingesting.ts'
import { servedHouse, type ServedHouse } from './served.ts'

let served: ServedHouse
beforeAll(async () => {
  served = await servedHouse()
})
afterAll(() => served.stop())

const at = '2026-01-05T10:00:00.000Z'
const millis = Date.parse(at)
const event = (cells: Readonly<Record<string, string | number>>) =>
  eventColumns.map((column) => ({ user_id: 'ann', ts: millis, received_at: millis, name: 'Opened', ...cells })[column] ?? null)
const events = (...rows: Readonly<Record<string, string | number>>[]): StreamRows => ({ table: 'event', columns: eventColumns, rows: rows.map(event) })
const links = (...rows: StreamRows['rows']): StreamRows => ({
  table: 'event_link',
  columns: ['link_id', 'kind', 'person', 'other', 'group_type', 'ts'],
  rows,
})
const arrive = async (...tables: readonly StreamRows[]) => await served.house.app.store.receive(served.scope.workspace.id, { at, source: 'sdk/EVS-1', tables })
const rebuild = async () => await served.house.app.store.rebuild(served.scope.workspace.id)
const waiting = async () => {
  const { kinds } = await eventLog(served.house.app.store, served.scope.workspace.id).waiting({ kinds: 50, newest: 50, raw: 1_000 })
  return kinds.flatMap(({ items }) => items).filter(({ protocol }) => protocol === 'journal')
}
const replay = async () => await eventHouse(served.house.app).replay(served.scope, { ids: (await waiting()).map(({ id }) => id) })
const replayTwice = async () => {
  const ids = (await waiting()).map(({ id }) => id)
  return await Promise.all([1, 2].map(() => eventHouse(served.house.app).replay(served.scope, { ids })))
}

test('a row of which several values do not fit is taken without all of them, by one replay, and stays through a rebuild', async () => {
  await arrive(events({ event_id: 'two', ts: 1e17, props: '{"plan":', groups: '{bad', account_id: 'acme' }))
  await rebuild()
  expect(await replay()).toMatchObject({ replayed: 1, waiting: 0 })
  const stored = async () => await served.rows(`select event_id, ts, props->>'plan', groups->>'account', account_id, flags from event where event_id = 'two'`)
  const whole = [['two', at, null, null, 'acme', expect.any(String)]]
  expect(await stored()).toEqual(whole)
  expect(
    String((await stored())[0]?.[5])
      .split(' ')
      .sort(),
  ).toEqual(['malformed:groups', 'malformed:props', 'malformed:ts'])
  expect(await waiting()).toEqual([])
  await rebuild()
  expect(await stored()).toEqual(whole)
  expect(await waiting()).toEqual([])
})

test('a row that the desk knew and a rebuild took out of the table is taken again, once, however many replay it', async () => {
  await arrive(events({ event_id: 'k1', props: '{bad' }))
  expect(await served.rows(`select event_id from store.event where event_id = 'k1'`)).toEqual([['k1']])
  ;(await ingestingOf(served.house.app).desk(served.scope.workspace.id)).seen.add('k1', Math.floor(served.house.app.clock.millis() / 86_400_000))
  await rebuild()
  expect(await served.rows(`select event_id from store.event where event_id = 'k1'`)).toEqual([])
  const answers = await replayTwice()
  expect(answers.map(({ replayed }) => replayed).sort()).toEqual([0, 1])
  const stored = async () => await served.rows(`select event_id, props from event where event_id = 'k1'`)
  expect(await stored()).toEqual([['k1', null]])
  await rebuild()
  expect(await stored()).toEqual([['k1', null]])
  expect(await waiting()).toEqual([])
})

test('links and profiles are taken once by two replays at once', async () => {
  const profile = { table: 'event_profile', columns: ['profile_id', 'kind', 'subject', 'traits', 'ts'], rows: [['p1', 'person', 'ann', '{bad', millis]] }
  await arrive(links(['l1', 'group', 'ann', 'acme', 'account', 1e17]), profile)
  await rebuild()
  await replayTwice()
  const stored = async () => [
    ...(await served.rows(`select link_id from store.event_link where link_id = 'l1'`)),
    ...(await served.rows(`select profile_id from store.event_profile where profile_id = 'p1'`)),
  ]
  expect(await stored()).toEqual([['l1'], ['p1']])
  await rebuild()
  expect(await stored()).toEqual([['l1'], ['p1']])
})

test('a row keeps its fate when somebody else is taken out of its record', async () => {
  const { store } = served.house.app
  await arrive(events({ event_id: 'f1', user_id: 'gone', props: '{bad' }, { event_id: 'f2', props: '{bad' }, { event_id: 'f3', props: '{worse' }))
  await rebuild()
  const ids = (await waiting()).sort((one, other) => one.index - other.index).map(({ id }) => id)
  await eventHouse(served.house.app).dismiss(served.scope, { ids: ids.slice(1, 2) })
  await eventHouse(served.house.app).forget(served.scope, 'gone')
  expect(await store.purge(served.scope.workspace.id, served.scope.now())).toBe('done')
  expect((await waiting()).map(({ id }) => id)).toEqual(ids.slice(2))
  expect(await replay()).toMatchObject({ replayed: 1, waiting: 0 })
  expect(await served.rows(`select event_id from event where event_id like 'f%'`)).toEqual([['f3']])
})

test('a row of the journal waits until somebody has seen to it, though what is held is taken away after a while', async () => {
  const held = { table: 'event_held', columns: ['held_id', 'class', 'protocol', 'raw', 'received_at'], rows: [['h1', 'malformed', 'own', '{}', millis]] }
  await arrive(events({ event_id: 'old', props: '{bad' }), held)
  expect(await served.house.app.store.expireHeld(served.scope.workspace.id, '2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z')).toBe(1)
  await rebuild()
  expect(await waiting()).toHaveLength(1)
  expect(await served.house.app.store.expireHeld(served.scope.workspace.id, '2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z')).toBe(0)
  expect(await replay()).toMatchObject({ replayed: 1, waiting: 0 })
  expect(await served.rows(`select event_id from event where event_id = 'old'`)).toEqual([['old']])
})

test('a device that was forgotten is linked to nobody by a replay, and an event that has the name of somebody forgotten is no one’s', async () => {
  await arrive(links(['l7', 'identify', 'eve', '~dev1', null, 1e17]), events({ event_id: 'named', name: 'vera', props: '{bad' }))
  await eventHouse(served.house.app).forget(served.scope, '~dev1')
  await eventHouse(served.house.app).forget(served.scope, 'vera')
  await rebuild()
  expect(await waiting()).toHaveLength(2)
  expect(await replay()).toMatchObject({ replayed: 1, waiting: 0 })
  expect(await served.rows(`select link_id from store.event_link where link_id = 'l7'`)).toEqual([])
  expect(await served.rows(`select event_id, user_id from event where event_id = 'named'`)).toEqual([['named', 'ann']])
  expect(await waiting()).toEqual([])
})
