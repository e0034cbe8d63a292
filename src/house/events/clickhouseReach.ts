import { words, type Log } from '#platform/log.ts'
import type { FactStore } from '#platform/columnar/store.ts'
import { clickHouseHere, follow, removeCopy, type CopyGround } from './clickhouse.ts'
import { changeMark, markedIn, readMark, type Mark } from './clickhouseMark.ts'

/**
 * The store, whose copies on ClickHouse hear when rows are taken back, a person is forgotten or a workspace is removed: none of it may stand there longer
 * than here. It is written down before it is done here, so that a server that is away, and an accident, only put it off.
 */
export function withCopies(store: FactStore, place: Omit<CopyGround, 'store'>): FactStore {
  const ground = { ...place, store }
  const told = async <T>(workspace: string, change: Partial<Mark>, work: () => Promise<T>): Promise<T> => {
    const isCopied = await changeMark(ground, workspace, (mark) => mark && { ...mark, ...change })
    const answer = await work()
    if (isCopied) store.aside(() => reachCopy(ground, workspace))
    return answer
  }
  const behind = () => ({ behind: ground.ground.newId() })
  return {
    ...store,
    forget: (workspace, persons, at) => told(workspace, behind(), () => store.forget(workspace, persons, at)),
    undoBatch: (workspace, batch, at) => told(workspace, behind(), () => store.undoBatch(workspace, batch, at)),
    dropWorkspace: (workspace) => told(workspace, { on: 'embedded' }, () => store.dropWorkspace(workspace)),
  }
}

/** Brings every copy that is behind to where the store is, and removes those that have to go; one whose server is away is tried again the next time. */
export async function reachCopies(ground: CopyGround & { readonly log: Log }): Promise<void> {
  for (const workspace of await markedIn(ground.home))
    await reachCopy(ground, workspace).catch((error: unknown) => ground.log.warn('A copy on ClickHouse is behind', { workspace, reason: words(error) }))
}

async function reachCopy(ground: CopyGround, workspace: string): Promise<void> {
  const here = clickHouseHere(ground)
  if (!here) return
  await ground.clickHouse.turns.alone(workspace, async () => {
    const mark = await readMark(ground.home, workspace)
    if (mark?.address !== here.server.address) return
    if (mark.on === 'embedded') return await removeCopy(ground, workspace, here)
    if (mark.behind === null) return
    await follow(ground, workspace, here)
    await changeMark(ground, workspace, (now) => (now?.behind === mark.behind ? { ...now, behind: null } : now)) // it may be behind again
  })
}
