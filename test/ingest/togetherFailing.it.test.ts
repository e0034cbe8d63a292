import { afterAll, beforeAll, expect, test } from 'vitest'
import { diskFiles, type JournalFiles } from '#platform/columnar/journalFiles.ts'
import { servedHouse, type ServedHouse } from './served.ts'

/** A disk whose flushes wait for the test, which lets one through or has it fail. */
const flushes: { readonly pass: () => void; readonly fail: () => void }[] = []
let isWatched = false
const watchedDisk: JournalFiles = {
  ...diskFiles,
  open: async (path, mode) => {
    const file = await diskFiles.open(path, mode)
    const sync: typeof file.sync = async () => {
      if (isWatched)
        await new Promise<void>((pass, reject) => {
          flushes.push({ pass, fail: () => reject(Object.assign(new Error('EIO: a fault that the test asked for'), { code: 'EIO' })) })
        })
      await file.sync()
    }
    return { ...file, sync }
  },
}

let served: ServedHouse
let key: string
beforeAll(async () => {
  served = await servedHouse('harbour', { journalFiles: watchedDisk })
  key = (await served.source('Server')).key
})
afterAll(() => served.stop())

const send = async (...ids: readonly string[]): Promise<number> => {
  const body = ids.map((id) => JSON.stringify({ event_id: id, user_id: 'u1', name: 'Report opened', ts: '2026-01-05T10:00:00Z' })).join('\n')
  return (await fetch(`${served.url}/api/v1/events`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body })).status
}
const waiting = async (): Promise<number> => await served.house.app.store.waiting(served.scope.workspace.id)
async function nextFlush() {
  await expect.poll(() => flushes.length).toBe(1)
  return flushes.pop()
}

test('what a request stored is not stored again because the flush of another one failed, for which it waited', async () => {
  expect(await send('warm')).toBe(200)
  await expect.poll(waiting).toBe(0)
  isWatched = true
  const first = send('new', 'warm')
  const own = await nextFlush()
  const second = send('other')
  await expect.poll(waiting).toBe(2) // the second waits behind the flush of the first by now
  own?.pass()
  ;(await nextFlush())?.fail()
  isWatched = false
  expect(await Promise.all([first, second])).toEqual([503, 503])
  expect([await send('new', 'warm'), await send('other')]).toEqual([200, 200])
  expect(await served.rows('select event_id, count(*) from event group by 1 order by 1')).toEqual([
    ['new', 1],
    ['other', 1],
    ['warm', 1],
  ])
})
