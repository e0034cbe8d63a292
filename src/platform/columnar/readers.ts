import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Problem } from '#kernel'

/** A connection that reads, in a transaction that can write nothing. */
export interface Reader {
  /** Calls into DuckDB and takes over what it gives: the file stays open for as long as this runs. Throws `unavailable` once the file is being closed. */
  call<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  leave(): void
}

export interface Readers {
  enter(): Promise<Reader>
  /** Sends everybody away: what is under way is interrupted and waited for, and nobody enters any more. */
  close(): Promise<void>
}

interface Open {
  connection: DuckDBConnection | null
  /** The call that is under way, or the last one; it never rejects. */
  now: Promise<unknown>
}

/** Who reads a file. An instance that is closed under a call takes the whole process with it, so closing sends its readers away first. */
export function openReaders(instance: DuckDBInstance): Readers {
  const open = new Set<Open>()
  let isClosed = false

  async function call<T>(one: Open, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (isClosed) throw storeClosed()
    const now = connected(instance, one).then(work)
    one.now = now.catch(() => undefined)
    const answer = await now.catch((error: unknown) => {
      throw isClosed ? storeClosed() : error
    })
    // an answer that is interrupted while it is fetched ends early, and says nothing of it
    if (isClosed) throw storeClosed()
    return answer
  }
  /** Whoever was inside at the end has their connection closed by `close`, which still uses it. */
  const leave = (one: Open): void => {
    if (open.delete(one) && !isClosed) one.connection?.closeSync()
  }

  return {
    async enter() {
      const one: Open = { connection: null, now: Promise.resolve() }
      open.add(one)
      try {
        await call(one, (connection) => connection.run('begin transaction read only'))
      } catch (error) {
        leave(one)
        throw error
      }
      return { call: (work) => call(one, work), leave: () => leave(one) }
    },
    async close() {
      isClosed = true
      const all = [...open]
      await Promise.all(all.map(silenced))
      for (const { connection } of all) connection?.closeSync()
    },
  }
}

async function connected(instance: DuckDBInstance, one: Open): Promise<DuckDBConnection> {
  return (one.connection ??= await instance.connect())
}

/** Interrupts again and again, since what falls between two calls is not heard; then lets go of an answer that was not read to its end. */
async function silenced(one: Open): Promise<void> {
  const again = setInterval(() => one.connection?.interrupt(), 20)
  one.connection?.interrupt()
  await one.now.finally(() => clearInterval(again))
  await one.connection?.run('rollback').catch(() => undefined)
}

export const storeClosed = (): Problem => new Problem('unavailable', 'The analytical store was closed.', 'Try again.', { code: 'store-closed' })

/** The file was closed under the reader: another one may be open by now. */
export const isClosing = (error: unknown): boolean => error instanceof Problem && error.details.code === 'store-closed'
