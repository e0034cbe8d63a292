import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Problem } from '#kernel'
import { freeShare, leastFree } from '../freeSpace.ts'

export type Cells = Float64Array | Uint32Array | Int32Array

/** A column of numbers in a file, as they lie in memory: written from its beginning to its end, and read at any place. */
export interface ColumnFile {
  append(cells: Cells): void
  /** Copies `size` cells from cell `from` on to place `at`. */
  read(from: number, into: Cells, at: number, size: number): void
  /** Gives its room on the disk back; nobody may read it any more. */
  close(): void
}

/** Files that nobody closed are closed when their owner is gone. */
const closing = new FinalizationRegistry<number>((file) => closeSync(file))

/** A file that nobody else can open and that is gone with this process. It lives as long as somebody holds on to it. */
export function columnFile(folder: string): ColumnFile {
  const file = opened(folder)
  let [written, isClosed] = [0, false]
  const assertOpen = (): void => {
    if (isClosed) throw new RangeError('A column of events was closed.') // its number may be another file’s by now
  }
  const own: ColumnFile = {
    append(cells) {
      assertOpen()
      const bytes = bytesOf(cells, 0, cells.length)
      const before = written
      try {
        while (written - before < bytes.length) written += writeSync(file, bytes, written - before, bytes.length - (written - before), written)
      } catch (error) {
        written = before
        ftruncateSync(file, before)
        throw full(error)
      }
    },
    read(from, into, at, size) {
      assertOpen()
      const bytes = bytesOf(into, at, size)
      const start = from * into.BYTES_PER_ELEMENT
      for (let done = 0; done < bytes.length;) {
        const read = readSync(file, bytes, done, bytes.length - done, start + done)
        if (read === 0) throw new RangeError('A column of events ends before its last row.')
        done += read
      }
    },
    close() {
      if (isClosed) return
      isClosed = true
      closing.unregister(own)
      closeSync(file)
    },
  }
  closing.register(own, file, own)
  return own
}

/** Refuses, before anything is written, what would leave the journal and the store without room: as little of the disk as they keep free is kept free here. */
export async function assertRoom(folder: string, bytes: number): Promise<void> {
  if ((await freeShare(folder, bytes)) < leastFree) throw tooFull()
}

function opened(folder: string): number {
  try {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, `${randomUUID()}.column`)
    const file = openSync(path, 'wx+', 0o600)
    if (process.platform !== 'win32') rmSync(path)
    return file
  } catch (error) {
    throw full(error)
  }
}

/** Events of this size are asked from files: without room for these they cannot be asked. */
function full(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return tooFull()
}

const tooFull = (): Problem =>
  new Problem('unavailable', 'The disk is too full to lay out the events of this workspace.', 'Make room on it, and ask again.', { code: 'no-space' })

const bytesOf = (cells: Cells, at: number, size: number): Uint8Array =>
  new Uint8Array(cells.buffer, cells.byteOffset + at * cells.BYTES_PER_ELEMENT, size * cells.BYTES_PER_ELEMENT)
