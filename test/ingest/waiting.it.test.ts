import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventHouse, type EventHouse } from '../../src/house/events/eventHouse.ts'
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
    waiting: async () => (await events.held(served.scope)).kinds.filter((one) => one.source === source),
  }
}

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

test('what waits is counted whole by its kind, and tried again or put away whole, though only the newest of it is shown', async () => {
  const { source, send, waiting } = await sender('Counting')
  await send([...many(1_200, (index) => ({ event_id: `n${index}`, name: '', user_id: `u-${index}` })), { event_id: 'p1', name: 'Opened', user_id: 'null' }])
  expect((await waiting()).map((one) => [one.class, one.field, one.count, one.items.length])).toEqual([
    ['malformed', 'name', 1_200, 20],
    ['id_placeholder', 'user_id', 1, 1],
  ])
  const kind = { class: 'malformed', source, field: 'name' }
  expect(await events.replay(served.scope, { kind })).toEqual({ replayed: 0, waiting: 1_200, next: null })
  expect(await events.dismiss(served.scope, { kind })).toEqual({ dismissed: 1_200 })
  expect((await waiting()).map((one) => one.count)).toEqual([1])
})

test('what now fits is reached though five thousand older ones of its kind still do not', async () => {
  await served.scope.perform('eventDefinition', 'create', {}, { eventName: 'Planned' })
  const { source, send, waiting } = await sender('Noisy', { unplanned: 'quarantine' })
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
  const kind = { class: 'unknown_event', source, field: 'name' }
  const replayed = async () => {
    const first = await events.replay(served.scope, { kind })
    expect(first).toMatchObject({ replayed: 0, waiting: 5_000, next: expect.any(String) })
    return await events.replay(served.scope, { kind }, first.next)
  }
  await expect.poll(replayed, { timeout: 20_000, interval: 500 }).toEqual({ replayed: 1, waiting: 1_001, next: null })
  expect((await waiting())[0]?.count).toBe(6_001)
  await expect(events.replay(served.scope, { kind }, 'nonsense')).rejects.toMatchObject({ kind: 'invalid', details: { code: 'bad-cursor' } })
}, 60_000)
