import type { Clock } from '#platform/clock.ts'

/** For how many milliseconds a new load is waited for where something is known already. */
const patience = 200
/** For how many milliseconds what is known may stand in for a load that is on its way. */
const standIn = 60_000

/**
 * What was loaded is believed for some milliseconds; what could not be loaded is asked for again. A new load is handed what was loaded before, and never runs beside another one: whoever
 * asks while a long one runs hears what was known a moment ago.
 */
export function believed<T>({ clock, load, millis }: { clock: Clock; load: (before: T | null) => Promise<T>; millis: number }): () => Promise<T> {
  let known: { readonly is: T; readonly at: number } | null = null
  let running: Promise<T> | null = null
  const begin = (): Promise<T> => {
    running = load(known?.is ?? null)
      .then((is) => {
        known = { is, at: clock.millis() }
        return is
      })
      .finally(() => (running = null))
    return running
  }
  return async () => {
    const last = known
    if (last && clock.millis() <= last.at + millis) return last.is
    const run = running ?? begin()
    return last && clock.millis() <= last.at + standIn ? await soonOr(run, last.is) : await run
  }
}

async function soonOr<T>(run: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => (timer = setTimeout(resolve, patience, otherwise)))
  return await Promise.race([run, late]).finally(() => clearTimeout(timer))
}
