import { compiled } from './commit.ts'
import { tables } from './tables.ts'
import type { Pool } from '#platform/postgres/pool.ts'

/** What listeners hear of a committed change: enough to know what to load again, never its content. */
export interface Told {
  readonly seq: number
  readonly noun: string
  readonly id: string
  readonly verb: string
}

export interface Live {
  listen(workspace: string, hear: (told: Told) => void): () => void
  /** Reads what commits left in the outbox, tells it in order, and forgets it. Safe to call at any time. */
  drain(workspace: string): Promise<void>
}

/** The feed of committed changes. The outbox line is written with its row, so a crash between commit and telling loses nothing: the next drain tells it. */
export function live(pool: Pool): Live {
  const listeners = new Map<string, Set<(told: Told) => void>>()
  return {
    listen(workspace, hear) {
      const set = listeners.get(workspace) ?? new Set()
      listeners.set(workspace, set.add(hear))
      return () => void set.delete(hear)
    },
    async drain(workspace) {
      const told = await pool.transaction({ workspace }, async (tx) => {
        const { rows } = await tx.query(...compiled(tables.deleteFrom('app.outbox').where('workspace_id', '=', workspace).returningAll()))
        return rows.map((row) => ({ seq: Number(row['seq']), noun: String(row['noun']), id: String(row['object_id']), verb: String(row['verb']) }))
      })
      const hearers = listeners.get(workspace)
      for (const line of told.toSorted((a, b) => a.seq - b.seq)) for (const hear of hearers ?? []) hear(line)
    },
  }
}
