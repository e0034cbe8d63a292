import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'

/** One open file of the journal. Positions are bytes from its start. */
export interface JournalFile {
  write(bytes: readonly Uint8Array[], at: number): Promise<void>
  read(at: number, length: number): Promise<Buffer>
  size(): Promise<number>
  /** Resolves when everything written so far would survive a loss of power. */
  sync(): Promise<void>
  truncate(size: number): Promise<void>
  close(): Promise<void>
}

/** The few things that the journal asks of a disk; tests put faults in its place. */
export interface JournalFiles {
  makeFolder(folder: string): Promise<void>
  list(folder: string): Promise<string[]>
  open(path: string, mode: 'read' | 'append' | 'create'): Promise<JournalFile>
  /** Puts a file in the place of another, which is gone at that moment. */
  replace(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Makes the names in a folder survive a loss of power. */
  syncFolder(folder: string): Promise<void>
}

export const diskFiles: JournalFiles = {
  makeFolder: async (folder) => void (await mkdir(folder, { recursive: true, mode: 0o700 })),
  list: (folder) => readdir(folder),
  open: openOnDisk,
  replace: rename,
  remove: (path) => rm(path, { force: true }),
  syncFolder,
}

const flags = { read: 'r', append: 'r+', create: 'wx+' } as const

async function openOnDisk(path: string, mode: 'read' | 'append' | 'create'): Promise<JournalFile> {
  const handle = await open(path, flags[mode], 0o600)
  return {
    write: async (bytes, at) => {
      const { bytesWritten } = await handle.writev([...bytes], at)
      if (bytesWritten !== bytes.reduce((sum, { length }) => sum + length, 0))
        throw Object.assign(new Error('The disk took only a part of a write.'), { code: 'ENOSPC' })
    },
    read: async (at, length) => {
      const buffer = Buffer.allocUnsafe(length)
      let filled = 0
      while (filled < length) {
        const { bytesRead } = await handle.read(buffer, filled, length - filled, at + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return buffer.subarray(0, filled)
    },
    size: async () => (await handle.stat()).size,
    sync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    close: () => handle.close(),
  }
}

/** A folder cannot be opened on Windows, where the file system keeps names by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Removes a folder with everything in it. */
export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })
