import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventHouse, type EventHouse } from '../../src/house/events/eventHouse.ts'
import { ownerOf } from '../house/visitor.ts'
import { servedHouse, type ServedHouse } from './served.ts'

let served: ServedHouse
let events: EventHouse
beforeAll(async () => {
  served = await servedHouse()
  events = eventHouse(served.house.app)
})
afterAll(() => served.stop())

/** A new source with what it sends and what of it waits. */
async function sender(name: string, more: Readonly<Record<string, unknown>> = {}) {
  const { key, id } = await served.source(name, more)
  const source = `sdk/${String((await served.scope.one('eventSource', id)).key)}`
  return {
    source,
    send: async (sent: readonly object[]) => {
      const body = sent.map((one) => JSON.stringify(one)).join('\n')
      const answer = await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })
      expect(answer.status).toBe(200)
    },
    /** A kind until this moment, as a page has read it. */
    kind: (name: string, field: string) => ({ class: name, source, field, until: new Date().toISOString() }),
    waiting: async () => (await events.held(served.scope)).kinds.filter((one) => one.source === source),
  }
}

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

test('what waits is counted whole by its kind, and tried again or put away whole, though only the newest of it is shown', async () => {
  const { kind: until, send, waiting } = await sender('Counting')
  await send([...many(1_200, (index) => ({ event_id: `n${index}`, name: '', user_id: `u-${index}` })), { event_id: 'p1', name: 'Opened', user_id: 'null' }])
  expect((await waiting()).map((one) => [one.class, one.field, one.count, one.items.length])).toEqual([
    ['malformed', 'name', 1_200, 20],
    ['id_placeholder', 'user_id', 1, 1],
  ])
  const kind = until('malformed', 'name')
  expect(await events.replay(served.scope, { kind })).toEqual({ replayed: 0, waiting: 1_200, next: null })
  expect(await events.dismiss(served.scope, { kind })).toEqual({ dismissed: 1_200 })
  expect((await waiting()).map((one) => one.count)).toEqual([1])
})

test('what now fits is reached though five thousand older ones of its kind still do not', async () => {
  await served.scope.perform('eventDefinition', 'create', {}, { eventName: 'Planned' })
  const { kind: until, send, waiting } = await sender('Noisy', { unplanned: 'quarantine' })
  const noise = (from: number, count: number) => send(many(count, (index) => ({ event_id: `x${from + index}`, name: 'Noise', user_id: 'u-1' })))
  await expect
    .poll(
      async () => {
        await noise(0, 1)
        return (await waiting()).length
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(1)
  for (const from of [1, 2_001, 4_001]) await noise(from, 2_000)
  await send([{ event_id: 'wanted', name: 'Wanted', user_id: 'u-1' }])
  await served.scope.perform('eventDefinition', 'create', {}, { eventName: 'Wanted' })
  const kind = until('unknown_event', 'name')
  const other = await sender('Knows the plan', { unplanned: 'quarantine' })
  const isPlanned = async () => {
    await other.send([{ event_id: 'probe', name: 'Wanted', user_id: 'u-1' }])
    return (await served.rows(`select count(*) from event where event_id = 'probe'`))[0]?.[0]
  }
  await expect.poll(isPlanned, { timeout: 20_000, interval: 500 }).toBe(1)
  const first = await events.replay(served.scope, { kind })
  expect(first).toMatchObject({ replayed: 0, waiting: 5_000, next: expect.any(String) })
  expect(await events.replay(served.scope, { kind }, first.next)).toEqual({ replayed: 1, waiting: 1_001, next: null })
  expect((await waiting())[0]?.count).toBe(6_001)
  await expect(events.replay(served.scope, { kind }, 'nonsense')).rejects.toMatchObject({ kind: 'invalid', details: { code: 'bad-cursor' } })
}, 120_000)

test('a kind is put away as far as it was seen, and what arrived since goes on waiting', async () => {
  const { source, send, waiting } = await sender('Seen')
  const visit = await ownerOf(served.house, 'harbour')
  const dismiss = (body: object) => visit('POST', '/api/v1/events/held/dismiss', { body })
  await send(many(6, (index) => ({ event_id: `s${index}`, name: '', user_id: 'u-1' })))
  const ids = (await waiting()).flatMap(({ items }) => items.map(({ id }) => id))
  const until = (await waiting())[0]?.items[0]?.receivedAt
  await new Promise((resolve) => setTimeout(resolve, 5))
  await send(many(2, (index) => ({ event_id: `later${index}`, name: '', user_id: 'u-1' })))
  const kind = { class: 'malformed', source, field: 'name', until }
  for (const body of [{ ids, kind }, { kind: { ...kind, until: undefined } }, { kind: { ...kind, until: 'now' } }])
    expect(await dismiss(body)).toMatchObject({ status: 400 })
  expect((await waiting())[0]?.count).toBe(8)
  expect((await dismiss({ ids: ['nobody', ids[0], ids[0]] })).body).toEqual({ dismissed: 1 })
  expect((await dismiss({ kind })).body).toEqual({ dismissed: 5 })
  expect((await dismiss({ kind })).body).toEqual({ dismissed: 0 })
  expect((await waiting()).map(({ count }) => count)).toEqual([2])
})

test('what waits is told in an answer that has a bound, and the rest of it is counted', async () => {
  const properties = [{ name: 'size', kind: 'integer', class: 'internal' }]
  const { id } = await served.scope.perform('eventDefinition', 'create', {}, { eventName: 'Blocked', properties })
  await served.scope.perform('eventDefinition', 'enforce', { id }, { mode: 'block' })
  const { send, waiting } = await sender('Inventive')
  const long = 'x'.repeat(8_000)
  await expect
    .poll(
      async () => {
        await send([{ event_id: 'i0', name: 'Blocked', user_id: 'u-1', known: long }])
        return (await waiting()).length
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(1)
  await send([
    ...many(300, (index) => ({ event_id: `i1-${index}`, name: 'Blocked', user_id: 'u-1', [`made-${index}`]: long })),
    ...many(4, (index) => ({ event_id: `i2-${index}`, name: 'Blocked', user_id: 'u-1', known: long })),
  ])
  const { total, kinds, others } = await events.held(served.scope)
  expect(kinds).toHaveLength(50)
  expect(kinds.find(({ field }) => field === 'known')).toMatchObject({ class: 'unknown_property', count: 5 })
  expect(kinds.map(({ count }) => count)).toEqual(kinds.map(({ count }) => count).toSorted((a, b) => b - a))
  expect(others.kinds).toBeGreaterThan(250)
  expect(kinds.reduce((sum, { count }) => sum + count, 0) + others.events).toBe(total)
  expect(await served.rows('select count(*) from store.event_held anti join store.event_settled using (held_id)')).toEqual([[total]])
  const cut = kinds.flatMap(({ items }) => items).find(({ field }) => field === 'known')
  expect([cut?.raw.length, Number(cut?.rawLength) > 8_000]).toEqual([4_000, true])
})
