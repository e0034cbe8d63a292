import { join } from 'node:path'
import { Problem } from '#kernel'
import type { Row, Values } from './duckdb.ts'
import { words } from '../log.ts'
import { removeFolder } from './journalFiles.ts'
import { storeClosed } from './readers.ts'
import { sealedIn, WorkspaceFacts, type WorkspaceOptions } from './workspaceFacts.ts'

/** The workspaces that are open now. Each is opened when it is asked for, and closed when it rests while others need the memory. */
export interface Shelf {
  /** Keeps a workspace open until `leave`, which may be called more than once. */
  enter(workspace: string): Promise<{ readonly facts: WorkspaceFacts; leave(): void }>
  within<T>(workspace: string, work: (facts: WorkspaceFacts) => Promise<T>): Promise<T>
  streaming(workspace: string, sql: string, values?: Values): AsyncGenerator<readonly Row[]>
  /** Where files stand that follow from a workspace’s store. */
  beside(workspace: string): string
  /** Closes a workspace and removes its folder. Who was in it is told that the store was closed; who comes afterwards finds it empty. */
  drop(workspace: string): Promise<void>
  /** Closes all of them, for good. */
  close(): Promise<void>
}

interface Entered {
  readonly facts: Promise<WorkspaceFacts>
  users: number
  usedAt: number
}

export function openShelf(folder: string, maxOpen: number, options: WorkspaceOptions): Shelf {
  const open = new Map<string, Entered>()
  const closing = closings()
  let uses = 0
  let isClosed = false

  const entered = (workspace: string): Entered => {
    const there = open.get(workspace)
    if (there) return there
    const fresh: Entered = { facts: WorkspaceFacts.open(folderOf(folder, workspace), options), users: 0, usedAt: 0 }
    open.set(workspace, fresh)
    fresh.facts.catch(() => open.get(workspace) === fresh && open.delete(workspace))
    return fresh
  }

  const closeIdle = (): void => {
    const idle = [...open].filter(([, one]) => one.users === 0).toSorted(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [workspace, one] of idle.slice(0, Math.max(open.size - maxOpen, 0))) {
      open.delete(workspace)
      closing
        .during(workspace, () => closed(one))
        .catch((error: unknown) => options.log?.warn('A workspace was not closed well', { workspace, reason: words(error) }))
    }
  }

  const enter: Shelf['enter'] = async (workspace) => {
    await closing.over(workspace)
    if (isClosed) throw storeClosed()
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
    beside: (workspace) => sealedIn(folderOf(folder, workspace)),
    async *streaming(workspace, sql, values) {
      const { facts, leave } = await enter(workspace)
      try {
        yield* (await facts.readAccess()).stream(sql, values)
      } finally {
        leave()
      }
    },
    drop: (workspace) => {
      const [one, own] = [open.get(workspace), folderOf(folder, workspace)]
      open.delete(workspace)
      return closing.during(workspace, async () => {
        if (one) await closed(one)
        await removeFolder(own)
      })
    },
    close: async () => {
      isClosed = true
      const all = [...open.values()]
      open.clear()
      await Promise.all([...all.map(closed), ...closing.all()])
    },
  }
}

/** What is being closed or removed, one thing after the other for each workspace. */
function closings() {
  const under = new Map<string, Promise<void>>()
  return {
    all: () => [...under.values()],
    /** Answers when nothing of the workspace is being closed any more. */
    async over(workspace: string): Promise<void> {
      while (under.has(workspace)) await under.get(workspace)?.catch(() => undefined)
    },
    during(workspace: string, work: () => Promise<void>): Promise<void> {
      const done = (under.get(workspace)?.catch(() => undefined) ?? Promise.resolve()).then(work)
      under.set(workspace, done)
      const forget = () => under.get(workspace) === done && under.delete(workspace)
      done.then(forget, forget)
      return done
    },
  }
}

/** One that could not be opened needs no closing. */
async function closed({ facts }: Entered): Promise<void> {
  await (await facts.catch(() => null))?.close()
}

function folderOf(folder: string, workspace: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(workspace)) throw new Problem('missing', 'There is no such workspace.')
  return join(folder, workspace)
}
