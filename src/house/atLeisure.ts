import type { FactStore } from '#platform/columnar/store.ts'

/** Bytes of the journal in a millisecond from which on rows count as arriving in numbers: twenty kilobytes a second, some hundreds of events. */
const busyRate = 20
const restFactor = 20
const longestRest = 5_000

/**
 * Does a piece of work; answers for how many milliseconds to leave the workspace alone after it. While rows arrive in numbers, those who send them wait for
 * their answers, each question has the rows filed that came since the last one, and what was made ahead is soon old.
 */
export async function restAfter(store: Pick<FactStore, 'journalEnd'>, workspace: string, work: () => Promise<unknown>): Promise<number> {
  const [began, from] = [performance.now(), await store.journalEnd(workspace)]
  await work()
  const took = performance.now() - began
  const isBusy = (await store.journalEnd(workspace)) - from > busyRate * took
  return isBusy ? Math.min(took * restFactor, longestRest) : 0
}
