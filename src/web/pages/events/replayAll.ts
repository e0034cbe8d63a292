import { sayCount, sayMany } from '#web/say.ts'
import type { Replayed } from './contract.ts'

/** Tries all of a kind again, in as many requests as it takes, and tells after each how many were tried. */
export async function replayAll(ask: (cursor: string | null) => Promise<Replayed>, tell: (tried: number) => void): Promise<Omit<Replayed, 'next'>> {
  let [replayed, waiting] = [0, 0]
  let cursor: string | null = null
  do {
    const part = await ask(cursor)
    replayed += part.replayed
    waiting += part.waiting
    tell(replayed + waiting)
    cursor = part.next
  } while (cursor !== null)
  return { replayed, waiting }
}

export const sayReplayed = ({ replayed, waiting }: Omit<Replayed, 'next'>): string =>
  waiting > 0 ? `${sayCount(replayed)} taken, ${sayMany(waiting, 'still waits', 'still wait')}` : `${sayMany(replayed, 'event')} taken`
