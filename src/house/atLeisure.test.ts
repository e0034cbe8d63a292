import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { restAfter } from './atLeisure.ts'

/** Works for 20 ms, while the journal grows by so many bytes. */
const restWhen = async (grows: number): Promise<number> => {
  let end = 5_000
  return await restAfter({ journalEnd: async () => end }, 'ws', async () => {
    await sleep(20)
    end += grows
  })
}

test('work goes on at once while nothing or little arrives', async () => {
  expect(await restWhen(0)).toBe(0)
  expect(await restWhen(100)).toBe(0)
})

test('while rows arrive in numbers it rests many times as long as it worked, and never without end', async () => {
  expect(await restWhen(4_000)).toBeGreaterThan(0)
  const rest = await restWhen(1_000_000)
  expect(rest).toBeGreaterThanOrEqual(300)
  expect(rest).toBeLessThanOrEqual(5_000)
})
