import { afterAll, beforeAll, expect, test } from 'vitest'
import { askWarned } from '../../src/house/events/amiss.ts'
import { servedHouse, type ServedHouse } from './served.ts'

let served: ServedHouse
beforeAll(async () => {
  served = await servedHouse()
})
afterAll(() => served.stop())

const day = 86_400_000

test('an answer says how much of its range came late, and how much of what arrived in it waits in quarantine', async () => {
  const { key } = await served.source('Warned')
  const now = Date.now()
  const at = (ago: number): string => new Date(now - ago).toISOString()
  const sent = [
    { event_id: 'w1', name: 'Opened', user_id: 'u-1', ts: at(3_600_000) },
    { event_id: 'w2', name: 'Opened', user_id: 'u-1', ts: at(10 * day) },
    { event_id: 'w3', name: 'Opened', user_id: 'u-2', ts: at(11 * day) },
    { event_id: 'w4', name: '', user_id: 'u-2', ts: at(3_600_000) },
  ]
  const body = sent.map((one) => JSON.stringify(one)).join('\n')
  await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })
  const ask = async (from: number, to: number, asOf?: string) => {
    const query = { kind: 'trend', range: { from: at(from), to: at(to) }, series: [{ sel: { event: 'Opened' }, math: 'total' }], ...(asOf ? { asOf } : {}) }
    const answer = await askWarned(served.house.app, served.scope, query)
    return 'warnings' in answer ? answer.warnings.filter(({ code }) => code === 'note').map(({ message }) => message) : null
  }
  const late = (many: string): string => `${many} of this range came more than a day late: its numbers may have been others before.`
  const held = '1 event that arrived in this range waits in quarantine and is not counted.'
  await expect.poll(() => ask(20 * day, -day), { timeout: 20_000, interval: 300 }).toEqual([late('2 events'), held])
  expect(await ask(20 * day, 10.5 * day)).toEqual([late('1 event')])
  expect(await ask(2 * day, -day)).toEqual([held])
  expect(await ask(2 * day, -day, new Date(now + 60_000).toISOString())).toEqual([held])
  await expect.poll(() => ask(20 * day, -day, new Date().toISOString())).toEqual([late('2 events')]) // what waited on a day that is past is not known
  expect(await ask(20 * day, -day, at(day))).toEqual([]) // known a day ago was none of it
})
