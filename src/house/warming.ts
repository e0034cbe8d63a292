import { setTimeout as sleep } from 'node:timers/promises'
import { apartWindow } from '#flows/apartWindow.ts'
import { isProblem } from '#kernel'
import type { FactStore } from '#platform/columnar/store.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { signalsOf } from './house.ts'
import { metricsIn } from './metrics/metricsOf.ts'

/**
 * Measures every metric of the oldest workspaces once, in the background, so that the first page after a start finds its numbers made. One after the
 * other: a request that comes meanwhile is answered between two. Answers how to stop, which waits for the metric that is being measured.
 */
export function warming(app: App): () => Promise<void> {
  const stop = new AbortController()
  const running = warmAll(app, stop.signal).catch((error: unknown) =>
    app.log.warn('The numbers could not be made ahead', { reason: error instanceof Error ? error.message : String(error) }),
  )
  return async () => {
    stop.abort()
    await running
  }
}

/** A machine that serves many companies does not spend minutes, and the memory of all of them, on numbers that nobody may ask for today. */
const mostWorkspaces = 3

async function warmAll(app: App, stop: AbortSignal): Promise<void> {
  for (const { id } of (await app.workspaces.list()).slice(0, mostWorkspaces)) {
    if (stop.aborted) return
    await warm(app, await app.workspaces.system(id, 'Numbers made ahead'), stop)
  }
}

async function warm(app: App, scope: Scope, stop: AbortSignal): Promise<void> {
  for (const [key, metric] of await metricsIn(app.registry)(scope)) {
    const alone = apartWindow(metric) // by itself too where its line by month looks back a year
    for (const window of alone ? [null, alone] : [null]) {
      if (stop.aborted) return
      const rest = await restAfter(app.store, scope.workspace.id, () => scope.measure({ metric: key, ...(window ? { window } : {}) }).catch(unlessProblem))
      if (rest > 0) await sleep(rest, undefined, { signal: stop, ref: false }).catch(() => undefined)
    }
  }
  if (!stop.aborted) await signalsOf(app, scope)
}

/** Bytes of the journal in a millisecond from which on rows count as arriving in numbers: about a thousand events in a second. */
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

/** What cannot be measured is told to whoever asks for it. */
function unlessProblem(error: unknown): void {
  if (!isProblem(error) || error.kind === 'unavailable') throw error
}
