import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventColumns } from '#flows/events/receive.ts'
import { eventLog } from '#platform/columnar/eventLog.ts'
import { eventHouse } from '../../src/house/events/eventHouse.ts'
import { servedHouse, type ServedHouse } from './served.ts'

let served: ServedHouse
let key: string
beforeAll(async () => {
  served = await servedHouse()
  key = (await served.source('Server')).key
  await served.scope.perform('eventDefinition', 'create', {}, { eventName: 'Signed up', properties: [{ name: 'email', kind: 'text', class: 'personal' }] })
})
afterAll(() => served.stop())

const post = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${key}`, ...headers } })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
const segment = async (event: object) => {
  const headers = { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' }
  return (await fetch(`${served.url}/v1/track`, { method: 'POST', headers, body: JSON.stringify(event) })).status
}

test('halves of characters, wherever a client puts them, are replaced, and whatever comes later is stored', async () => {
  const half = String.raw`"\ud83d"`
  const sent = [
    String.raw`{"type":"group","user_id":"b","groups":{"account":"acme","\ud83d":"x","\ude00":"y"},"id":"g1"}`,
    `{"event":"Opened","user_id":${half},"session_id":${half},"groups":{"account":"acme","team":${half}},"props":{${half}:${half}},"id":"e1"}`,
    `{"type":"group","user_id":${half},"groups":{"account":"acme"},"id":"g2"}`,
    String.raw`{"event":"Opened","user_id":"\ude00","groups":{"account":"acme","team":"red"},"id":"e2"}`,
  ]
  expect(await post(sent.join('\n'))).toMatchObject({ status: 200, body: { accepted: 4, rejected: [] } })
  const rows = async () => await served.rows(`select event_id, user_id, groups->>'team', props from event order by 1`)
  const whole = [
    ['e1', '\uFFFD', '\uFFFD', '{"\uFFFD":"\uFFFD"}'],
    ['e2', '\uFFFD', 'red', null],
  ]
  expect(await rows()).toEqual(whole)
  expect(await served.rows(`select distinct person from store.event_link where kind = 'group' order by 1`)).toEqual([['b'], ['\uFFFD']])
  await served.house.app.store.rebuild(served.scope.workspace.id)
  expect(await rows()).toEqual(whole)
})

test('an event whose personal values are sealed stays JSON though another one is broken', async () => {
  const { key: own } = await served.source('Sealing', { personal: 'hash' })
  const body = String.raw`{"event":"Signed up","user_id":"p","props":{"email":"a@b.cd","note":"\ud83d"},"id":"p1"}`
  const answer = await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${own}` } })
  expect(answer.status).toBe(200)
  expect(await served.rows(`select props->>'note', length(props->>'email') from event where event_id = 'p1'`)).toEqual([['\uFFFD', 32]])
})

test('times beyond any calendar are refused by field, and whatever comes later is stored', async () => {
  const event = { event: 'Opened', user_id: 'a' }
  const first = '-271821-04-20T00:00:00Z'
  const asked = await post(
    [
      { ...event, id: 't1', ts: first },
      { ...event, id: 't2', ts: 1e300 },
      { ...event, id: 't3', ts: '1969-12-31T00:00:00Z' },
      { ...event, id: 't4', ts: '1970-01-01T00:00:00Z' },
    ]
      .map((one) => JSON.stringify(one))
      .join('\n'),
  )
  expect(asked.body.accepted).toBe(1)
  expect(new Map(asked.body.rejected.map(({ index, field }: { index: number; field: string }) => [index, field]))).toEqual(
    new Map([
      [0, 'timestamp'],
      [1, 'ts'],
      [2, 'timestamp'],
    ]),
  )
  expect((await post(JSON.stringify({ ...event, id: 't5', ts: first }), { 'x-sent-at': '+275760-09-13T00:00:00Z' })).body.accepted).toBe(0)
  expect(await segment({ type: 'track', event: 'Opened', userId: 'b', messageId: 't6', timestamp: '2026-01-05T10:00:00Z', sentAt: 1e300 })).toBe(200)
  expect((await post(JSON.stringify({ ...event, id: 't7' }))).body.accepted).toBe(1)
  const names = async () => (await served.rows(`select event_id from event where event_id like 't%' order by 1`)).flat()
  const stored = ['t4', 't6', 't7'] // a moment of sending that cannot be read says nothing
  expect(await names()).toEqual(stored)
  await served.house.app.store.rebuild(served.scope.workspace.id)
  expect(await names()).toEqual(stored)
})

test('a row that no table could take is taken by a replay without the value that does not fit, once, and nobody who was forgotten comes back with it', async () => {
  const { store } = served.house.app
  const { id: workspace } = served.scope.workspace
  const at = '2026-01-05T10:00:00.000Z'
  const row = (id: string, user: string, ts: number) =>
    eventColumns.map((column) => ({ event_id: id, user_id: user, ts, name: 'Opened', account_id: 'acme' })[column] ?? null)
  const link = ['l9', 'group', 'ann', 'acme', 'account', 1e17]
  await store.receive(workspace, {
    at,
    source: 'sdk/EVS-1',
    tables: [
      { table: 'event', columns: eventColumns, rows: [row('r1', 'ann', 1e17), row('r2', 'bob', 1e17), row('r3', 'cid', 1e17)] },
      { table: 'event_link', columns: ['link_id', 'kind', 'person', 'other', 'group_type', 'ts'], rows: [link] },
    ],
  })
  await eventHouse(served.house.app).forget(served.scope, 'bob')
  await served.house.app.store.rebuild(workspace)
  expect((await post('{"event":"Opened","user_id":"cid","id":"r3"}')).body.accepted).toBe(1)
  const waiting = async () => (await eventLog(store, workspace).waiting({ kinds: 50, newest: 50, raw: 100 })).kinds.flatMap(({ items }) => items)
  const ids = (await waiting()).filter(({ protocol }) => protocol === 'journal').map(({ id }) => id)
  expect(ids).toHaveLength(4)
  const replay = () => eventHouse(served.house.app).replay(served.scope, { ids })
  await replay()
  const stored = async () => await served.rows(`select event_id, ts, flags from event where event_id like 'r%' order by 1`)
  const taken = [
    ['r1', at, 'malformed:ts'],
    ['r3', expect.any(String), 'unknown_event'],
  ]
  expect(await stored()).toEqual(taken)
  expect(await served.rows(`select person, ts from store.event_link where link_id = 'l9'`)).toEqual([['ann', at]])
  expect((await waiting()).filter(({ protocol }) => protocol === 'journal')).toEqual([])
  expect(await replay()).toEqual({ replayed: 0, waiting: 0, next: null })
  await served.house.app.store.rebuild(workspace)
  expect(await stored()).toEqual(taken)
})
