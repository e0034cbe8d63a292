import { setTimeout as sleep } from 'node:timers/promises'
import { takeOutbox, type Told } from './commit.ts'
import type { Pool } from '#platform/postgres/pool.ts'

/** What listeners hear of a committed change: enough to know what to load again, never its content. */
export type { Told } from './commit.ts'

export interface Live {
  listen(workspace: string, hear: (told: Told) => void): () => void
  /** Reads what commits left in the outbox, tells it in order, and forgets it. Safe to call at any time. */
  drain(workspace: string): Promise<void>
}

/**
 * The feed of committed changes. The outbox line is written with its row, so a crash between commit and telling loses nothing: the next
 * drain tells it. Drains of a workspace run one after the other, so that listeners hear every change once and in the order of the record.
 */
export function live(pool: Pool): Live {
  const listeners = new Map<string, Set<(told: Told) => void>>()
  const draining = new Map<string, Promise<void>>()
  const waiting = new Map<string, Promise<void>>()

  async function tell(workspace: string): Promise<void> {
    await sleep(gatheringMs)
    waiting.delete(workspace)
    const told = await pool.transaction({ workspace }, (tx) => takeOutbox(tx, workspace))
    for (const line of told) for (const hear of listeners.get(workspace) ?? []) heard(hear, line)
  }

  return {
    listen(workspace, hear) {
      const own = (told: Told) => hear(told)
      listeners.set(workspace, (listeners.get(workspace) ?? new Set()).add(own))
      return () => void listeners.get(workspace)?.delete(own)
    },
    drain(workspace) {
      const asked = waiting.get(workspace)
      if (asked) return asked // it has not begun, so it will tell this commit as well
      const next = (draining.get(workspace) ?? Promise.resolve()).then(() => tell(workspace))
      waiting.set(workspace, next)
      const settled = next.catch(() => undefined) // whoever asked hears of the failure; the next drain tells what this one could not
      draining.set(workspace, settled)
      return next
    },
  }
}

/** Commits of these milliseconds are told by one transaction: each costs the disk as much as the commit that it tells of. */
const gatheringMs = 20

/** A listener that fails is its own loss: the others hear on. */
function heard(hear: (told: Told) => void, told: Told): void {
  try {
    hear(told)
  } catch {
    return
  }
}
