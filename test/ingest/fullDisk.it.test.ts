import { afterAll, beforeAll, expect, test } from 'vitest'
import { diskFiles, type JournalFiles } from '#platform/columnar/journalFiles.ts'
import { servedHouse, type ServedHouse } from './served.ts'

/** A disk that fills up under the receiving side of events and gets room again, through the whole product and its sockets. */
let isFull = false
const fillingDisk: JournalFiles = {
  ...diskFiles,
  open: async (path, mode) => {
    const file = await diskFiles.open(path, mode)
    const write: typeof file.write = async (bytes, at) => {
      if (!isFull) return await file.write(bytes, at)
      await file.write([Buffer.concat(bytes).subarray(0, 7)], at) // a part of it still fits, as on a real disk
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    }
    return { ...file, write }
  },
}

let served: ServedHouse
let key: string
beforeAll(async () => {
  served = await servedHouse('harbour', { journalFiles: fillingDisk })
  key = (await served.source('Server')).key
})
afterAll(() => served.stop())

const send = async (id: string) =>
  await fetch(`${served.url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ event_id: id, account_id: 'north', user_id: 'u1', name: 'Report opened', ts: '2026-01-05T10:00:00Z' }),
  })
const segment = async (id: string) =>
  await fetch(`${served.url}/v1/track`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'track', userId: 'u1', event: 'Report shared', messageId: id, timestamp: '2026-01-05T11:00:00Z' }),
  })
const stored = async (): Promise<unknown[]> => (await served.rows('select event_id from event order by 1')).map(([id]) => id)

test('a full disk is told to each client in its words, reads go on, and what is sent again afterwards is stored once, without a restart', async () => {
  expect((await send('before')).status).toBe(200)
  isFull = true
  const ids = Array.from({ length: 12 }, (_, at) => `during-${String(at).padStart(2, '0')}`)
  const refused = await Promise.all(ids.map(send))
  expect(refused.map(({ status }) => status)).toEqual(ids.map(() => 507))
  expect(refused.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true)
  const vendor = await segment('during-segment')
  expect([vendor.status, Number(vendor.headers.get('retry-after')) > 0]).toEqual([503, true]) // what its client repeats
  expect(await stored()).toEqual(['before'])
  const { n } = await served.house.json('query', '--workspace', 'harbour', '--query', await question())
  expect(n).toBe(1)
  isFull = false
  const again = await Promise.all([...ids.map(send), segment('during-segment'), send('before')])
  expect(again.map(({ status }) => status)).toEqual(again.map(() => 200))
  const whole = ['before', ...ids, 'during-segment']
  expect(await stored()).toEqual(whole)
  await served.house.app.store.rebuild(served.scope.workspace.id)
  expect(await stored()).toEqual(whole) // the journal holds the same, and nothing of what was refused
})

async function question(): Promise<string> {
  const query = { kind: 'trend', range: { from: '2026-01-01', to: '2026-02-01' }, series: [{ sel: { event: '*' }, math: 'total' }] }
  return `${await served.house.folder('asked', { 'trend.json': JSON.stringify(query) })}/trend.json`
}
