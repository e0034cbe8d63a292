import { setTimeout as sleep } from 'node:timers/promises'
import { apartWindow } from '#flows/apartWindow.ts'
import { isProblem } from '#kernel'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { restAfter } from './atLeisure.ts'
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

/** What cannot be measured is told to whoever asks for it. */
function unlessProblem(error: unknown): void {
  if (!isProblem(error) || error.kind === 'unavailable') throw error
}
