import { mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeWhole } from '../../files/writeWhole.ts'
import { isClosing } from '../readers.ts'

/** The folder of files that follow from one state of a store. */
export interface Sealed {
  readonly folder: string
  /** Is the store still in this state? When somebody was forgotten it is not, and nothing of before may stay. */
  isCurrent(): Promise<boolean>
  /** Hears why a file was not written. */
  lost(error: unknown): void
}

/**
 * Writes a file whole. Nothing depends on such a file: a write that fails is told to `lost` and answered with false. What was read before somebody was
 * forgotten is removed again.
 */
export async function writeSealed({ folder, isCurrent, lost }: Sealed, name: string, parts: readonly Uint8Array[]): Promise<boolean> {
  try {
    for (const one of [dirname(folder), folder]) await mkdir(one).catch(unlessThere) // a workspace that was removed is not made again
    await writeWhole(join(folder, name), parts)
    if (await isCurrent()) return true
    await removeAll(folder)
  } catch (error) {
    if (!isClosing(error)) lost(error)
  }
  return false
}

/** Removes a folder with all that stands in it; somebody who writes into it meanwhile is waited for. */
export const removeAll = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })

/** Removes what a state before this one, or a process that was stopped, has left below `beside`. */
export async function tidySealed(beside: string, identity: string): Promise<void> {
  for (const name of await readdir(beside).catch(() => [])) if (name !== identity) await removeAll(join(beside, name))
  for (const name of await readdir(join(beside, identity)).catch(() => [])) if (name.endsWith('.draft')) await rm(join(beside, identity, name), { force: true })
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}
