import type { Clock } from '../clock.ts'

/** Counts what comes from one place in a stretch of time. */
export interface Limit {
  /** Counts one more; answers the seconds to wait when there were too many, else 0. */
  take(key: string): number
  /** Takes one back that turned out to be welcome. */
  giveBack(key: string): void
}

const mostKeys = 50_000

/** At most `most` in `minutes` for each key. Kept in memory: a restart forgets, and each process counts alone. */
export function createLimit(clock: Clock, { most, minutes }: { readonly most: number; readonly minutes: number }): Limit {
  const counted = new Map<string, { count: number; until: number }>()
  const windowOf = (key: string, now: number) => {
    const found = counted.get(key)
    if (found && found.until > now) return found
    const fresh = { count: 0, until: now + minutes * 60_000 }
    counted.delete(key)
    if (counted.size >= mostKeys) counted.delete(counted.keys().next().value ?? '')
    counted.set(key, fresh)
    return fresh
  }
  return {
    take(key) {
      const now = clock.millis()
      const window = windowOf(key, now)
      if (window.count >= most) return Math.max(1, Math.ceil((window.until - now) / 1000))
      window.count += 1
      return 0
    },
    giveBack(key) {
      const window = counted.get(key)
      if (window && window.count > 0) window.count -= 1
    },
  }
}
