import { join } from 'node:path'
import { words } from '../../log.ts'
import type { FactStore } from '../store.ts'
import type { Sealed } from './writeSealed.ts'

/** Where the files of a workspace stand as its store is now. */
export async function sealedOf(store: FactStore, ws: string): Promise<Sealed> {
  const identity = async (): Promise<string> => String((await store.query(ws, 'select identity from store.progress')).rows[0]?.[0])
  const now = await identity()
  return {
    folder: join(store.beside(ws), now),
    isCurrent: async () => (await identity()) === now,
    lost: (error) => store.log.warn('A file beside the store was not written', { workspace: ws, reason: words(error) }),
  }
}
