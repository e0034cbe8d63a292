import { gzipSync } from 'node:zlib'
import { profileRows } from '#engines/analytics/dialect/events.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventHouse } from '../../src/house/events/eventHouse.ts'
import { servedHouse, type ServedHouse } from './served.ts'

let served: ServedHouse
let key: string
beforeAll(async () => {
  served = await servedHouse()
  key = (await served.source('Server')).key
})
afterAll(() => served.stop())

const post = async (body: BodyInit, headers: Readonly<Record<string, string>> = {}, path = '/api/v1/events') => {
  const answer = await fetch(`${served.url}${path}`, { method: 'POST', body, headers: { authorization: `Bearer ${key}`, ...headers } })
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) }
}
const count = async (): Promise<unknown> => (await served.rows('select count(*) from event'))[0]?.[0]
const lines = (events: readonly object[]): string => events.map((one) => JSON.stringify(one)).join('\n')
const now = new Date().toISOString()
const yesterday = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}T12:00:00Z`

async function accounts(ids: readonly string[]): Promise<void> {
  async function* rows() {
    yield ids.map((id, index) => ({ row: index + 2, values: { id, created_at: '2026-01-01T00:00:00Z' } }))
  }
  await served.scope.ingest('crm', { fact: 'account', file: 'accounts.csv', source: 'crm', rows: rows() })
  await served.scope.seal('crm')
}

test('lines of JSON become events, and the number of daily users moves', async () => {
  await accounts(['north', 'south', 'east'])
  const measured = async () => (await served.scope.measure({ metric: 'daily-active-users', asOf: yesterday.slice(0, 10) })).value
  expect(await measured()).not.toBe(3)
  const answer = await post(
    lines(
      ['north', 'south', 'east'].map((account, index) => ({
        event_id: `a${index}`,
        ts: yesterday,
        account_id: account,
        user_id: `u${index}`,
        name: 'Report opened',
        size: 3,
      })),
    ),
  )
  expect(answer).toMatchObject({ status: 200, body: { accepted: 3, duplicates: 0, rejected: [] } })
  expect(await served.rows('select event_id, account_id, user_id, name, props from event order by 1')).toEqual([
    ['a0', 'north', 'u0', 'Report opened', '{"size":3}'],
    ['a1', 'south', 'u1', 'Report opened', '{"size":3}'],
    ['a2', 'east', 'u2', 'Report opened', '{"size":3}'],
  ])
  expect(await measured()).toBe(3)
})

test('the same again is taken once, by name and without a name', async () => {
  const before = Number(await count())
  const named = lines([{ event_id: 'twice', ts: now, account_id: 'north', user_id: 'u', name: 'Report opened' }])
  const nameless = lines([{ ts: now, account_id: 'north', user_id: 'u', name: 'Report shared' }])
  for (const body of [named, nameless]) {
    expect((await post(body)).body).toMatchObject({ accepted: 1, duplicates: 0 })
    expect((await post(gzipSync(body), { 'content-encoding': 'gzip' })).body).toMatchObject({ accepted: 0, duplicates: 1 })
    expect((await post(gzipSync(body))).body).toMatchObject({ accepted: 0, duplicates: 1 })
  }
  expect(await count()).toBe(before + 2)
})

test('bad events of a good request wait in quarantine with field and place, and the good ones are stored', async () => {
  const before = Number(await count())
  const future = new Date(Date.now() + 3 * 86_400_000).toISOString()
  const { status, body } = await post(
    [
      JSON.stringify({ event_id: 'good', ts: now, account_id: 'north', name: 'Report opened' }),
      JSON.stringify({ event_id: 'nameless', ts: now, account_id: 'north' }),
      'not json {',
      JSON.stringify({ event_id: 'ahead', ts: future, account_id: 'north', name: 'Report opened' }),
      JSON.stringify({ event_id: 'who', ts: now, user_id: 'undefined', account_id: 'north', name: 'Report opened' }),
      JSON.stringify({ event_id: 'when', ts: 'yesterday', account_id: 'north', name: 'Report opened' }),
    ]
      .join('\n')
      .replace('not json {', '{"broken": '),
  )
  expect(status).toBe(200)
  expect(body).toMatchObject({
    accepted: 1,
    rejected: [
      { index: 2, class: 'malformed', field: null },
      { index: 5, class: 'malformed', field: 'ts' },
      { index: 1, class: 'malformed', field: 'name' },
      { index: 3, class: 'future_time', field: 'timestamp' },
      { index: 4, class: 'id_placeholder', field: 'user_id' },
    ],
  })
  expect(await count()).toBe(before + 1)
  expect(await served.rows('select class, count(*) from store.event_held group by class order by class')).toEqual([
    ['future_time', 1],
    ['id_placeholder', 1],
    ['malformed', 3],
  ])
})

test('a comma-separated file is read by its heading', async () => {
  const csv = `event_id,ts,account_id,user_id,name,plan\nc1,${now},north,u9,Export made,scale\nc2,${now},south,,Export made,\n`
  expect(await post(csv, { 'content-type': 'text/csv' })).toMatchObject({ status: 200, body: { accepted: 2 } })
  expect(await served.rows(`select event_id, user_id, props from event where name = 'Export made' order by 1`)).toEqual([
    ['c1', 'u9', '{"plan":"scale"}'],
    ['c2', null, '{"plan":""}'],
  ])
})

test('an unknown key, no key, a broken body and a bomb are told what is wrong and store nothing', async () => {
  const before = await count()
  const good = lines([{ event_id: 'x', ts: now, account_id: 'north', name: 'Report opened' }])
  const asked = async (body: BodyInit, headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers })
    return answer.status
  }
  expect(await asked(good, { authorization: 'Bearer tlw_no' })).toBe(401)
  expect(await asked(good, { authorization: `Bearer ${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}` })).toBe(401)
  expect(await asked(good, {})).toBe(401)
  expect((await post('plainly no event')).status).toBe(400)
  expect((await post(gzipSync(Buffer.alloc(15_000_000, ' ')))).status).toBe(413)
  expect((await post('no gzip at all', { 'content-encoding': 'gzip' })).status).toBe(400)
  expect(await count()).toBe(before)
})

test('a source that sends more than it may is told to wait, and a revoked one is dead within two seconds', async () => {
  const slow = await served.source('Slow', { perMinute: 60 })
  const send = async (id: string, count_: number) =>
    await fetch(`${served.url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slow.key}` },
      body: lines(Array.from({ length: count_ }, (_, index) => ({ event_id: `${id}${index}`, ts: now, account_id: 'n', name: 'Tick' }))),
    })
  expect((await send('s', 60)).status).toBe(200)
  const late = await send('t', 30)
  expect(late.status).toBe(429)
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(20)
  await served.scope.perform('eventSource', 'revoke', { id: slow.id }, {})
  await expect.poll(async () => (await send('u', 1)).status, { timeout: 10_000, interval: 200 }).toBe(401)
})

test('a browser of another site may send with a key and nothing else', async () => {
  const asked = await fetch(`${served.url}/v1/batch`, { method: 'OPTIONS', headers: { origin: 'https://app.harbour.example' } })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe('*')
  const api = await fetch(`${served.url}/api/v1/accounts`, { headers: { authorization: `Bearer ${key}` } })
  expect(api.status).toBe(401)
})

test('where nothing else names the account, the domain of the person’s e-mail does, by the domains on record', async () => {
  for (const [name, domains] of [
    ['North', ['north.example', 'shared.example']],
    ['South', ['south.example', 'shared.example']],
  ] as const)
    await served.scope.perform('account', 'create', {}, { name, domains })
  const id = async (name: string): Promise<unknown> => (await served.scope.read('account', { filter: { name } })).items[0]?.id
  const source = await served.source('By mail', { accountByDomain: true })
  const bearer = { authorization: `Bearer ${source.key}` }
  const event = (event_id: string, more: object) => ({ event_id, ts: now, name: 'Opened', ...more })
  let probe = 0
  const isKnown = async (): Promise<unknown> => {
    await post(lines([event(`known${(probe += 1)}`, { user_id: 'zoe@south.example' })]), bearer)
    return (await served.rows(`select account_id from event where event_id = 'known${probe}'`))[0]?.[0]
  }
  await expect.poll(isKnown, { timeout: 20_000, interval: 200 }).toBe(await id('South')) // what names accounts is believed for a moment as it was read
  await post(
    lines([
      event('m1', { user_id: 'ann@North.example' }),
      event('m2', { user_id: 'ann@north.example', account_id: 'given' }),
      event('m3', { user_id: 'bob@elsewhere.example' }),
      event('m4', { user_id: 'bob@shared.example' }),
      { event_id: 'm5', ts: now, type: 'identify', user_id: 'u-77', traits: { email: 'cid@south.example' } },
      event('m6', { user_id: 'u-77' }),
      { event_id: 'm7', ts: now, type: 'group', user_id: 'u-78', account_id: 'told' },
      { event_id: 'm8', ts: now, type: 'identify', user_id: 'u-78', traits: { email: 'dan@south.example' } },
      event('m9', { user_id: 'u-78' }),
    ]),
    bearer,
  )
  await post(lines([event('n1', { user_id: 'eve@north.example' })])) // a source that does not ask for it
  expect(await served.rows(`select event_id, account_id from event where event_id in ('m1', 'm2', 'm3', 'm4', 'm6', 'm9', 'n1') order by 1`)).toEqual([
    ['m1', await id('North')],
    ['m2', 'given'],
    ['m3', null],
    ['m4', null],
    ['m6', await id('South')],
    ['m9', 'told'],
    ['n1', null],
  ])
})

test('of a source that asks for consent nothing is kept of whoever did not give it, and the answer is a success', async () => {
  const source = await served.source('Asking', { consent: 'Analytics' })
  const sent = (messageId: string, context: object) => ({ type: 'track', messageId, event: 'Opened', userId: messageId, context })
  const batch = [
    sent('con1', { consent: { categoryPreferences: { analytics: true, Advertising: false } } }),
    sent('con2', { consent: { categoryPreferences: { analytics: false } } }),
    sent('con3', {}),
    sent('con4', { consentManagement: { allowedConsentIds: ['Analytics'], deniedConsentIds: ['Ads'] } }),
    sent('con5', { consentManagement: { allowedConsentIds: ['Ads'], deniedConsentIds: ['Analytics'] } }),
    { ...sent('con6', {}), type: 'identify', traits: { email: 'no@consent.example' } },
  ]
  const answer = await fetch(`${served.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${source.key}:`).toString('base64')}` },
    body: JSON.stringify({ batch, sentAt: now }),
  })
  expect([answer.status, await answer.json()]).toEqual([200, { success: true }])
  const body = lines([
    { event_id: 'con7', name: 'Opened', user_id: 'con7', consent: { analytics: true } },
    { event_id: 'con8', name: 'Opened', user_id: 'con8', consent: { analytics: false } },
  ])
  expect((await post(body, { authorization: `Bearer ${source.key}` })).body).toMatchObject({ accepted: 2, rejected: [] })
  expect(await served.rows(`select event_id from event where event_id like 'con_' order by 1`)).toEqual([['con1'], ['con4'], ['con7']])
  expect(await served.rows(`select count(*) from store.event_profile where subject = 'con6'`)).toEqual([[0]])
  expect(await served.rows(`select count(*) from store.event_held where raw like '%con2%'`)).toEqual([[0]])
})

test('a property that the source names goes before the domain of an e-mail, though an identify told that first', async () => {
  const source = await served.source('By property', { accountByDomain: true, accountProperty: 'tenant' })
  const body = lines([
    { event_id: 'd1', ts: now, type: 'identify', user_id: 'u-90', traits: { email: 'fay@south.example' } },
    { event_id: 'd2', ts: now, name: 'Opened', user_id: 'u-90', tenant: 'tenant-4' },
    { event_id: 'd3', ts: now, name: 'Opened', user_id: 'u-90' },
  ])
  await post(body, { authorization: `Bearer ${source.key}` })
  const south = (await served.scope.read('account', { filter: { name: 'South' } })).items[0]?.id
  expect(await served.rows(`select event_id, account_id from event where event_id in ('d2', 'd3') order by 1`)).toEqual([
    ['d2', 'tenant-4'],
    ['d3', south],
  ])
})

test('consent is read from a cell of CSV too, and what only bears its name is a property', async () => {
  const source = await served.source('Asking for files', { consent: 'Analytics' })
  const csv = `event_id,name,user_id,consent\nf1,Opened,u1,"{""Analytics"":true}"\nf2,Opened,u1,"{""Analytics"":false}"\n`
  await post(csv, { authorization: `Bearer ${source.key}`, 'content-type': 'text/csv' })
  await post(lines([{ event_id: 'f3', name: 'Opened', user_id: 'u1', consent: 'granted', a: 1 }]))
  expect(await served.rows(`select event_id, props from event where event_id in ('f1', 'f2', 'f3') order by 1`)).toEqual([
    ['f1', null],
    ['f3', '{"consent":"granted","a":1}'],
  ])
})

test('what nobody may keep is not held either: of the forgotten, of who did not consent, and of what a door cannot read where consent is asked for', async () => {
  const events = eventHouse(served.house.app)
  const asking = { authorization: `Bearer ${(await served.source('Asking and odd', { consent: 'Analytics' })).key}` }
  await events.forget(served.scope, 'gone-1')
  const far = new Date(Date.now() + 9 * 86_400_000).toISOString()
  await post(
    lines([
      { event_id: 'q1', ts: far, name: 'Opened', user_id: 'gone-1', secret: 'q-secret' },
      { type: 'group', user_id: 'gone-1', secret: 'q-secret' },
    ]),
  )
  await post(`${lines([{ event_id: 'q2', ts: far, name: 'Opened', user_id: 'u-91', secret: 'q-secret' }])}\nno json q-secret`, asking)
  expect(await served.rows(`select raw from store.event_held where raw like '%q-secret%'`)).toEqual([])
})

test('a held event that may not be kept when it is tried again is dismissed, not replayed', async () => {
  const events = eventHouse(served.house.app)
  const source = await served.source('Asking later')
  await post(lines([{ event_id: 'r1', name: '', user_id: 'u-92', mark: 'r-mark' }]), { authorization: `Bearer ${source.key}` })
  const waiting = async () => (await events.held(served.scope)).kinds.flatMap(({ items }) => items).filter(({ raw }) => raw.includes('r-mark'))
  const ids = (await waiting()).map(({ id }) => id)
  const row = (await served.scope.read('eventSource', { filter: { name: 'Asking later' } })).items[0]
  await served.scope.perform('eventSource', 'edit', { id: row?.id ?? '' }, { consent: 'Analytics' })
  expect(await events.replay(served.scope, { ids })).toEqual({ replayed: 0, waiting: 0, next: null })
  expect(await served.rows(`select state from store.event_settled where held_id = '${ids[0]}'`)).toEqual([['dismissed']])
})

test('who is forgotten is in no list of persons, though a file of users names them', async () => {
  async function* rows() {
    yield ['gone-2', 'stays-2'].map((id, index) => ({ row: index + 2, values: { id, account_id: 'north', role: 'admin', created_at: '2026-01-01T00:00:00Z' } }))
  }
  await served.scope.ingest('people', { fact: 'app_user', file: 'users.csv', source: 'people', rows: rows() })
  await served.scope.seal('people')
  await eventHouse(served.house.app).forget(served.scope, 'gone-2')
  expect((await served.rows(profileRows('app_user').text)).map(([id]) => id)).toEqual(['stays-2'])
})
