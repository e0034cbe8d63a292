import { expect, test, vi } from 'vitest'
import { every } from './every.ts'

test('work runs again and again, one pass at a time, until it is stopped', async () => {
  vi.useFakeTimers()
  let [passes, done] = [0, (): void => undefined]
  const stop = every(1000, () => {
    passes += 1
    return new Promise((resolve) => (done = resolve))
  })
  await vi.advanceTimersByTimeAsync(3500)
  expect(passes).toBe(1)
  done()
  await vi.advanceTimersByTimeAsync(1000)
  expect(passes).toBe(2)
  const stopped = stop()
  done()
  await stopped
  await vi.advanceTimersByTimeAsync(5000)
  expect(passes).toBe(2)
  vi.useRealTimers()
})
