import { join } from 'node:path'
import { Problem } from '#kernel'
import type { Row, Values } from './duckdb.ts'
import { removeFolder } from './journalFiles.ts'
import { WorkspaceFacts, type WorkspaceOptions } from './workspaceFacts.ts'

/** The workspaces that are open now. Each is opened when it is asked for, and closed when it rests while others need the memory. */
export interface Shelf {
  /** Keeps a workspace open until `leave`, which may be called more than once. */
  enter(workspace: string): Promise<{ readonly facts: WorkspaceFacts; leave(): void }>
  within<T>(workspace: string, work: (facts: WorkspaceFacts) => Promise<T>): Promise<T>
  streaming(workspace: string, sql: string, values?: Values): AsyncGenerator<readonly Row[]>
  /** Closes a workspace and removes its folder. */
  drop(workspace: string): Promise<void>
  close(): Promise<void>
}

interface Entered {
  readonly facts: Promise<WorkspaceFacts>
  users: number
  usedAt: number
}

export function openShelf(folder: string, maxOpen: number, options: WorkspaceOptions): Shelf {
  const open = new Map<string, Entered>()
  const closing = new Map<string, Promise<void>>()
  let uses = 0

  const entered = (workspace: string): Entered => {
    const there = open.get(workspace)
    if (there) return there
    const fresh: Entered = { facts: WorkspaceFacts.open(folderOf(folder, workspace), options), users: 0, usedAt: 0 }
    open.set(workspace, fresh)
    fresh.facts.catch(() => open.delete(workspace))
    return fresh
  }

  const closeIdle = (): void => {
    const idle = [...open].filter(([, one]) => one.users === 0).toSorted(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [workspace, one] of idle.slice(0, Math.max(open.size - maxOpen, 0))) {
      open.delete(workspace)
      closing.set(
        workspace,
        one.facts.then((facts) => facts.close()).finally(() => closing.delete(workspace)),
      )
    }
  }

  const enter: Shelf['enter'] = async (workspace) => {
    while (closing.has(workspace)) await closing.get(workspace)
    const one = entered(workspace)
    one.users += 1
    one.usedAt = uses += 1
    let isIn = true
    const leave = (): void => {
      if (isIn) one.users -= 1
      isIn = false
      closeIdle()
    }
    try {
      return { facts: await one.facts, leave }
    } catch (error) {
      leave()
      throw error
    }
  }

  const within: Shelf['within'] = async (workspace, work) => {
    const { facts, leave } = await enter(workspace)
    return await work(facts).finally(leave)
  }

  return {
    enter,
    within,
    async *streaming(workspace, sql, values) {
      const { facts, leave } = await enter(workspace)
      try {
        yield* (await facts.readAccess()).stream(sql, values)
      } finally {
        leave()
      }
    },
    drop: async (workspace) => {
      const one = open.get(workspace)
      open.delete(workspace)
      await one?.facts.then((facts) => facts.close())
      await removeFolder(folderOf(folder, workspace))
    },
    close: async () => {
      const all = [...open.values()]
      open.clear()
      await Promise.all([...all.map(async ({ facts }) => await (await facts).close()), ...closing.values()])
    },
  }
}

function folderOf(folder: string, workspace: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(workspace)) throw new Problem('missing', 'There is no such workspace.')
  return join(folder, workspace)
}
