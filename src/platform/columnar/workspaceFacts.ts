import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isProblem, Problem } from '#kernel'
import { words, type Log } from '../log.ts'
import { isFatal, openDuck, removeDuck, type DuckFile, type DuckOptions, type ReadAccess } from './duckdb.ts'
import { openJournal, type Journal, type JournalOptions } from './journal.ts'
import { openProjection, type Projection } from './projection.ts'
import { decode, encode, type Entry } from './records.ts'
import type { TableShape } from './shape.ts'

/** The journal of one workspace and the DuckDB file that follows from it, kept in step. */
export interface WorkspaceFacts {
  /** Waits for its turn, then writes with both in step; opens again first what failed before. */
  exclusively<T>(work: (projection: Projection) => Promise<T>): Promise<T>
  /** Puts an entry on disk, for good. Applying it is a second step, so that entries of many callers can share a flush. */
  append(entry: Entry): Promise<number>
  /** Reading goes on while the disk is full or a batch is being written. */
  reading<T>(work: (read: ReadAccess) => Promise<T>): Promise<T>
  readAccess(): Promise<DuckFile>
  /** Forgets the DuckDB file and makes it again from the journal. */
  rebuild(): Promise<void>
  sizes(): Promise<{ readonly bytes: number; readonly journalBytes: number }>
  close(): Promise<void>
}

export interface WorkspaceOptions extends DuckOptions {
  readonly journal?: JournalOptions
  /** Facts whose tables exist from the start, so that a query finds them before any import. */
  readonly facts?: readonly TableShape[]
  readonly log?: Log
}

export async function openWorkspaceFacts(folder: string, options: WorkspaceOptions): Promise<WorkspaceFacts> {
  const file = join(folder, 'facts.duckdb')
  let journal: Journal = await openJournal(join(folder, 'journal'), options.journal)
  let ground: { duck: DuckFile; projection: Projection } | null = null
  let hasJournalFailed = false
  let isBehind = true
  let turn: Promise<unknown> = Promise.resolve()

  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work)
    turn = next.catch(() => undefined)
    return next
  }

  /** Opens what is closed and applies what is not applied. A full disk leaves the store readable as it was. */
  const catchUp = async (): Promise<Projection> => {
    if (hasJournalFailed) await reopenJournal()
    ground ??= await openGround()
    if (isBehind) await replay(journal, ground.projection)
    isBehind = false
    return ground.projection
  }

  const openGround = async (): Promise<{ duck: DuckFile; projection: Projection }> => {
    const duck = await openDuck(file, options).catch(async (error: unknown) => {
      if (!isProblem(error) || error.details.code !== 'store-damaged') throw error
      options.log?.error('The analytical store was damaged; it is made again from the journal', { file })
      await removeDuck(file)
      return await openDuck(file, options)
    })
    isBehind = true
    try {
      const projection = await openProjection(duck)
      await projection.ensure(options.facts ?? [])
      return { duck, projection }
    } catch (error) {
      duck.close()
      throw error
    }
  }

  const reopenJournal = async (): Promise<void> => {
    const trustedEnd = journal.end
    await journal.close().catch(() => undefined)
    journal = await openJournal(join(folder, 'journal'), { ...options.journal, trustedEnd })
    hasJournalFailed = false
    closeGround()
  }

  const closeGround = (): void => {
    ground?.duck.close()
    ground = null
    isBehind = true
  }

  const exclusively = <T>(work: (projection: Projection) => Promise<T>): Promise<T> =>
    exclusive(async () => {
      try {
        return await work(await catchUp())
      } catch (error) {
        // whatever was not foreseen may have left the two out of step; opening again brings them back
        if (!isProblem(error) || error.kind === 'unavailable') closeGround()
        throw error
      }
    })

  const readAccess = async (): Promise<DuckFile> => {
    if (!ground || isBehind) {
      await exclusive(catchUp).catch((error: unknown) => {
        if (!ground) throw error
        options.log?.warn('The analytical store is behind its journal', { folder, reason: words(error) })
      })
    }
    if (ground) return ground.duck
    throw new Problem('unavailable', 'The analytical store is closed.', 'Try again.')
  }

  return {
    exclusively,
    append: async (entry) =>
      await journal.append(encode(entry)).catch((error: unknown) => {
        hasJournalFailed = true
        throw error
      }),
    reading: async (work) => {
      try {
        return await work(await readAccess())
      } catch (error) {
        if (isFatal(error)) await exclusive(async () => closeGround())
        throw error
      }
    },
    readAccess,
    rebuild: () =>
      exclusive(async () => {
        closeGround()
        await removeDuck(file)
        await catchUp()
      }),
    sizes: async () => ({
      bytes: await stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
      journalBytes: journal.size,
    }),
    close: () =>
      exclusive(async () => {
        closeGround()
        await journal.close()
      }),
  }
}

/** Applies what the journal holds beyond the store, then gives up the batches whose end never came. */
async function replay(journal: Journal, projection: Projection): Promise<void> {
  const from = await projection.appliedUpTo()
  if (from > journal.end) {
    throw new Problem(
      'unavailable',
      `The analytical store has seen more than its journal holds (byte ${from} of ${journal.end}).`,
      'A part of the journal is missing. Restore the data folder from a backup as a whole.',
      { code: 'journal-damaged' },
    )
  }
  for (const batch of projection.open.keys()) await projection.drop(batch)
  for await (const { position, payload } of journal.read(from)) await projection.apply(decode(payload), position)
  for (const batch of projection.open.keys()) {
    await journal.append(encode({ kind: 'abort', batch }))
    await projection.drop(batch)
  }
}
