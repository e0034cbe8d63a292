import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { restAfter } from './atLeisure.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

/** Works for 20 ms, or as long as is said, while the journal grows by so many bytes. */
const restWhen = async (grows: number, millis = 20): Promise<number> => {
  let end = 5_000
  return await restAfter({ journalEnd: async () => end }, 'ws', async () => {
    vi.advanceTimersByTime(millis)
    end += grows
  })
}

test('work goes on at once while nothing or little arrives', async () => {
  expect(await restWhen(0)).toBe(0)
  expect(await restWhen(100)).toBe(0)
})

test('while rows arrive in numbers it rests many times as long as it worked, and never without end', async () => {
  expect(await restWhen(4_000)).toBe(400)
  expect(await restWhen(1_000_000)).toBe(400)
  expect(await restWhen(1_000_000, 30_000)).toBe(5_000)
})
