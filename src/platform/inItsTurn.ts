import { setImmediate } from 'node:timers/promises'

let last: Promise<unknown> = Promise.resolve()

/**
 * Does one piece of work in each turn of the loop, in the order in which they were asked for. Between two of them the loop takes in what arrived meanwhile: an answer
 * of the store, so that what comes after it is asked while the next piece is worked out, and requests of others.
 */
export async function inItsTurn<T>(work: () => T | Promise<T>): Promise<T> {
  const turn = last.then(() => setImmediate())
  last = turn
  await turn
  return await work()
}
