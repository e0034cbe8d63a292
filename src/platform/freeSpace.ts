import { statfs } from 'node:fs/promises'
import { Problem } from '#kernel'

/** How much of a folder's disk is free, from 0 to 1, once `more` bytes are written there. */
export async function freeShare(folder: string, more = 0): Promise<number> {
  const { bavail, blocks, bsize } = await statfs(folder).catch(() => ({ bavail: 1, blocks: 1, bsize: Infinity }))
  return blocks > 0 ? (bavail - more / bsize) / blocks : 1
}

/** Share of the disk that is left for what runs. */
export const leastFree = 0.05

/** At 5 % of free space nothing large begins, so that what runs can end and reading goes on. `more` is how many bytes shall come. */
export async function refuseWhenFull(folder: string, more = 0): Promise<void> {
  const [free, left] = [await freeShare(folder), await freeShare(folder, more)]
  if (left >= leastFree) return
  const says = free < leastFree ? `Only ${Math.floor(free * 100)} % of the disk of ${folder} is free.` : `It does not fit on the disk of ${folder}.`
  throw new Problem('unavailable', says, 'Free some space; reading still works.', { code: 'no-space' })
}

/** The same for what comes in many pieces: the disk is asked once in a second. */
export function watchSpace(folder: string): () => Promise<void> {
  let asked = -Infinity
  let answer: Promise<void> = Promise.resolve()
  return () => {
    const now = performance.now()
    if (now - asked > 1_000) [asked, answer] = [now, refuseWhenFull(folder)]
    answer.catch(() => undefined)
    return answer
  }
}
