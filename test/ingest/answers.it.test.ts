import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { servedHouse, type ServedHouse } from './served.ts'

let served: ServedHouse
let key: string
beforeAll(async () => {
  served = await servedHouse()
  key = (await served.source('Everything')).key
})
afterAll(() => served.stop())

const now = (): number => Date.now()
const send = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
  const given: BodyInit = body instanceof Uint8Array ? Buffer.from(body) : typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(`${served.url}${path}`, { method: 'POST', body: given, headers: { 'content-type': 'application/json', ...headers } })
  const text = await answer.text()
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}
const basic = (name: string): Readonly<Record<string, string>> => ({ authorization: `Basic ${Buffer.from(`${name}:`).toString('base64')}` })
const count = async (where = 'true'): Promise<unknown> => (await served.rows(`select count(*) from event where ${where}`))[0]?.[0]

describe('Segment and RudderStack', () => {
  const batch = (id: string) => ({
    batch: [{ type: 'track', userId: 'u', event: 'Seen', messageId: id, timestamp: new Date(now()).toISOString(), context: { groupId: 'north' } }],
  })

  test('answers in the words of whoever asks, and takes the key from the header or the body', async () => {
    expect(await send('/v1/batch', batch('s1'), basic(key))).toMatchObject({ status: 200, body: { success: true } })
    expect(await send('/v1/batch', { ...batch('s2'), writeKey: key })).toMatchObject({ status: 200, body: { success: true } })
    expect(await send('/v1/track', { userId: 'u', event: 'Seen', messageId: 's3', writeKey: key })).toMatchObject({ status: 200 })
    expect(await send('/v1/batch', batch('s4'), { ...basic(key), 'user-agent': 'rudder-sdk' })).toMatchObject({ status: 200, text: 'OK' })
    expect(await count(`event_id in ('s1', 's2', 's3', 's4')`)).toBe(4)
  })

  test('gzip that is labelled as a form, and gzip that is not labelled at all, are read as what they are', async () => {
    const packed = gzipSync(JSON.stringify(batch('s5')))
    expect((await send('/v1/batch', packed, { ...basic(key), 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(200)
    expect((await send('/v1/batch', JSON.stringify(batch('s6')), { ...basic(key), 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(200)
    expect(await count(`event_id in ('s5', 's6')`)).toBe(2)
  })

  test('the same delivered three times is stored once', async () => {
    const before = Number(await count())
    await Promise.all([1, 2, 3].map(() => send('/v1/batch', batch('thrice'), basic(key))))
    await send('/v1/batch', batch('thrice'), basic(key))
    expect(await count()).toBe(before + 1)
  })

  test('a clock that runs an hour ahead is corrected by the moment of sending', async () => {
    const ahead = now() + 3_600_000
    const body = { ...batch('skewed'), sentAt: new Date(ahead).toISOString() }
    await send('/v1/batch', { ...body, batch: [{ ...body.batch[0], timestamp: new Date(ahead - 60_000).toISOString() }] }, basic(key))
    const [[off] = []] = await served.rows(`select abs(epoch_ms(received_at) - epoch_ms(ts) - 60000) from event where event_id = 'skewed'`)
    expect(off).toBe(0)
  })

  test('a request that cannot be read is 400, a wrong key 401', async () => {
    expect((await send('/v1/batch', '{"batch": [', basic(key))).status).toBe(400)
    expect((await send('/v1/batch', batch('x'), basic('tlw_wrong'))).status).toBe(401)
  })
})

describe('Amplitude', () => {
  const event = (id: string, more: object = {}) => ({
    user_id: 'user-1',
    event_type: 'Seen',
    time: now(),
    insert_id: id,
    groups: { company: ['north'] },
    ...more,
  })

  test('tells how much was taken, and takes the first of several groups', async () => {
    const answer = await send('/2/httpapi', { api_key: key, events: [event('a1')] })
    expect(answer).toMatchObject({ status: 200, body: { code: 200, events_ingested: 1 } })
    expect(answer.body.payload_size_bytes).toBeGreaterThan(100)
    expect(await count(`event_id = 'a1' and account_id = 'north'`)).toBe(1)
  })

  test('one bad event refuses the request by index, and the rest is taken when it is sent again', async () => {
    const events = [event('a2'), event('a3', { user_id: 'abc' }), event('a4', { event_type: undefined })]
    const answer = await send('/2/httpapi', { api_key: key, events })
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 400, events_with_invalid_fields: { user_id: [1] }, events_with_missing_fields: { event_type: [2] } },
    })
    expect(await count(`event_id in ('a2', 'a3', 'a4')`)).toBe(0)
    expect((await send('/2/httpapi', { api_key: key, events: [events[0]] })).status).toBe(200)
    expect((await send('/2/httpapi', { api_key: key, events: [events[1]], options: { min_id_length: 1 } })).status).toBe(200)
    expect(await count(`event_id in ('a2', 'a3')`)).toBe(2)
  })
})

describe('Mixpanel', () => {
  const event = (id: string, more: object = {}) => ({
    event: 'Seen',
    properties: { token: key, distinct_id: 'user-1', time: Math.floor(now() / 1_000), $insert_id: id, ...more },
  })

  test('track answers 1 or 0, or in JSON when it is asked to be verbose', async () => {
    const form = (one: object) => `data=${encodeURIComponent(Buffer.from(JSON.stringify(one)).toString('base64'))}`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await send('/track', form(event('m1')), headers)).toMatchObject({ status: 200, text: '1' })
    expect(await send('/track?verbose=1', form(event('m2', { distinct_id: 'null' })), headers)).toMatchObject({ body: { status: 0 } })
    expect((await send('/track', form(event('m3', { time: now() - 6 * 86_400_000 })), headers)).text).toBe('0')
    const got = await fetch(`${served.url}/track?data=${encodeURIComponent(Buffer.from(JSON.stringify(event('m4'))).toString('base64'))}`)
    expect(await got.text()).toBe('1')
    expect(await count(`event_id in ('m1', 'm2', 'm3', 'm4')`)).toBe(2)
  })

  test('a strict import takes the good records and names the failed ones', async () => {
    const old = event('m5', { time: now() - 400 * 86_400_000 })
    const lines = [old, event('m6', { time: now() + 7_200_000 }), event('m7')].map((one) => JSON.stringify(one)).join('\n')
    const answer = await send('/import?strict=1&project_id=1', gzipSync(lines), {
      ...basic(key),
      'content-encoding': 'gzip',
      'content-type': 'application/x-ndjson',
    })
    expect(answer).toMatchObject({ status: 400, body: { num_records_imported: 2, failed_records: [{ index: 1, insert_id: 'm6', field: 'properties.time' }] } })
    expect(await served.rows(`select event_id, flags from event where event_id in ('m5', 'm7') order by 1`)).toEqual([
      ['m5', 'late_time'],
      ['m7', null],
    ])
  })
})

describe('PostHog', () => {
  test('takes a batch, answers Ok, and makes no person of the artificial id of a group', async () => {
    const answer = await send('/batch/', {
      api_key: key,
      batch: [
        { event: 'Seen', distinct_id: 'p-1', uuid: 'ph1', properties: { $groups: { company: 'north' }, $lib: 'x', colour: 'red' } },
        {
          event: '$groupidentify',
          distinct_id: '$company_north',
          uuid: 'ph2',
          properties: { $group_type: 'company', $group_key: 'north', $group_set: { tier: 'gold' } },
        },
      ],
    })
    expect(answer).toMatchObject({ status: 200, body: { status: 'Ok' } })
    expect(await served.rows(`select user_id, account_id, props from event where event_id = 'ph1'`)).toEqual([['p-1', 'north', '{"colour":"red"}']])
    expect(await served.rows(`select person from store.event_link where person like '%company_north%'`)).toEqual([])
  })

  test('flags that are polled are none, and say so', async () => {
    expect(await send('/flags/?v=2', { api_key: key, distinct_id: 'x' })).toMatchObject({ status: 200, body: { flags: {}, errorsWhileComputingFlags: false } })
  })

  test('an event without a name waits aside and is refused as PostHog does, but for what came with it', async () => {
    const bare = { distinct_id: 'p-1', properties: {} }
    for (const [path, body] of [
      ['/capture/', { api_key: key, ...bare }],
      ['/i/v0/e/', { api_key: key, ...bare, event: '' }],
      ['/batch/', { api_key: key, batch: [bare, { event: 'Seen' }] }],
    ] as const)
      expect(await send(path, body)).toMatchObject({ status: 400, body: { type: 'validation_error', attr: 'event', detail: 'An event has a name.' } })
    expect((await send('/capture/', { api_key: key, event: 'Seen' })).body).toMatchObject({ attr: 'distinct_id' })
    const mixed = { api_key: key, batch: [bare, { event: 'Seen', distinct_id: 'p-1', uuid: 'ph3' }] }
    expect(await send('/batch/', mixed)).toMatchObject({ status: 200, body: { status: 'Ok' } })
    expect(await send('/batch/', { api_key: key, batch: [] })).toMatchObject({ status: 200 })
    expect(await served.rows(`select user_id from event where event_id = 'ph3'`)).toEqual([['p-1']])
    const [[kind, field, raw] = []] = await served.rows(`select class, field, raw from store.event_held where protocol = 'posthog'`)
    expect([kind, field, String(raw).includes('p-1'), String(raw).includes(key)]).toEqual(['malformed', 'event', true, false])
  })
})

describe('OpenTelemetry logs', () => {
  const record = (attributes: Readonly<Record<string, unknown>>, eventName?: string) => ({
    timeUnixNano: `${now()}000000`,
    ...(eventName ? { eventName } : {}),
    attributes: Object.entries(attributes).map(([name, value]) => ({
      key: name,
      value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
    })),
  })
  const logs = (...logRecords: readonly object[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
  const bearer = () => ({ authorization: `Bearer ${key}` })

  test('a log that is no event is left out, a bad event is counted in the partial answer', async () => {
    const good = record({ 'event.id': 'o1', 'user.id': 'u', 'account.id': 'north', size: 4 }, 'Seen')
    expect(await send('/v1/logs', logs(good, record({ a: 'b' })), bearer())).toMatchObject({ status: 200, body: {} })
    const answer = await send('/v1/logs', logs(record({ 'user.id': 'u' }, 'group'), good), bearer())
    expect(answer).toMatchObject({ status: 200, body: { partialSuccess: { rejectedLogRecords: '1' } } })
    expect(await served.rows(`select account_id, props from event where event_id = 'o1'`)).toEqual([['north', '{"size":4}']])
  })

  test('a wrong key is told as such, in the code of gRPC too', async () => {
    expect(await send('/v1/logs', logs(), { authorization: 'Bearer tlw_wrong' })).toMatchObject({ status: 401, body: { code: 16 } })
    expect(await send('/v1/logs', '{', bearer())).toMatchObject({ status: 400, body: { code: 3 } })
  })

  test('what is no protobuf is 400, and the answer comes in protobuf', async () => {
    const answer = await fetch(`${served.url}/v1/logs`, {
      method: 'POST',
      body: Buffer.from([0x0a, 0xff, 0xff, 0x01]),
      headers: { ...bearer(), 'content-type': 'application/x-protobuf' },
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/x-protobuf'])
  })
})

describe('Snowplow', () => {
  const payload = (...data: readonly object[]) => ({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data })

  test('an unknown app id is answered with 200, dropped and counted; a bad row goes aside', async () => {
    const before = await count()
    expect((await send('/com.snowplowanalytics.snowplow/tp2', payload({ e: 'pv', eid: 'x', aid: 'nobody' }))).status).toBe(200)
    expect((await send('/com.snowplowanalytics.snowplow/tp2', payload({ e: 'zz', eid: 'y', aid: key }))).status).toBe(200)
    expect(await count()).toBe(before)
    expect((await served.rows(`select class, field from store.event_held where protocol = 'snowplow'`))[0]).toEqual(['malformed', 'e'])
  })

  test('the clock is corrected event by event', async () => {
    const off = 5_400_000
    await send(
      '/com.snowplowanalytics.snowplow/tp2',
      payload({ e: 'pv', page: 'Pricing', url: 'x', eid: 'sp1', aid: key, uid: 'u', dtm: `${now() - off - 1_000}`, stm: `${now() - off}` }),
    )
    const [[age] = []] = await served.rows(`select epoch_ms(received_at) - epoch_ms(ts) from event where event_id = 'sp1'`)
    expect(Math.abs(Number(age) - 1_000)).toBeLessThan(50)
  })
})

describe('what waits', () => {
  test('is replayed through the same road, once, with its own name', async () => {
    const source = await served.source('Strict', { unplanned: 'quarantine' })
    await served.scope.perform('eventDefinition', 'create', {}, { eventName: 'Planned', properties: [{ name: 'size', kind: 'integer', class: 'internal' }] })
    await expect
      .poll(
        async () => {
          const answer = await fetch(`${served.url}/api/v1/events`, {
            method: 'POST',
            headers: { authorization: `Bearer ${source.key}` },
            body: JSON.stringify({ event_id: 'w1', name: 'Unheard of', account_id: 'north' }),
          })
          const { rejected } = (await answer.json()) as { readonly rejected: readonly { readonly class: string }[] }
          expect(rejected.every(({ class: kind }) => kind === 'unknown_event')).toBe(true)
          return (await served.rows(`select class from store.event_held where class = 'unknown_event'`)).length
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe(1)
    const { eventHouse } = await import('../../src/house/events/eventHouse.ts')
    const events = eventHouse(served.house.app)
    const waiting = (await events.held(served.scope)).kinds.filter(({ class: kind }) => kind === 'unknown_event')
    expect(waiting).toMatchObject([{ field: 'name', count: 1 }])
    const ids = waiting.flatMap(({ items }) => items.map(({ id }) => id))
    const chosen = { ids }
    expect(await events.replay(served.scope, chosen)).toEqual({ replayed: 0, waiting: 1, next: null })
    await served.scope.perform('eventDefinition', 'create', {}, { eventName: 'Unheard of' })
    await expect.poll(() => events.replay(served.scope, chosen), { timeout: 20_000, interval: 500 }).toEqual({ replayed: 1, waiting: 0, next: null })
    expect(await events.replay(served.scope, chosen)).toEqual({ replayed: 0, waiting: 0, next: null })
    expect(await count(`event_id = 'w1' and name = 'Unheard of'`)).toBe(1)
  })
})
