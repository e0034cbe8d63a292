import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem, type OpenedFiles } from '#kernel'
import { fileLimits } from '#platform/files/limits.ts'
import { openFiles } from '#platform/files/openFiles.ts'
import { safeName } from '#platform/files/safeName.ts'
import { unpackArchives } from '#platform/files/unpackArchives.ts'
import { refuseWhenFull, watchSpace } from '#platform/freeSpace.ts'
import { words } from '#platform/log.ts'
import { assertMayPerform } from '#runtime/policy.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import type { House } from '#doors/rest/door.ts'

/** Files that wait for their import. */
export interface Upload {
  readonly workspace: string
  readonly folder: string
  readonly opened: OpenedFiles
  /** Forgets it when nobody asked for it for a day. */
  readonly expiry: NodeJS.Timeout
  mapping: unknown
  isRunning: boolean
}

type Sent = Parameters<House['imports']['open']>[1]

export interface Bounds {
  /** Bytes of all files of one upload, as they are sent. */
  readonly most?: number
  /** Milliseconds that files wait for whoever sent them. */
  readonly kept?: number
}

/** Files that people dropped, each upload in a folder of its own; nobody who asks for one finds that of another workspace. Those of a former process are removed at its start. */
export interface WaitingFiles {
  /** Takes files in and opens them. Throws before a byte is read when their sender may not import, or when they do not fit. */
  take(scope: Scope, files: Sent, bytes: number): Promise<string>
  /** Throws `missing` when they are not here any more. */
  find(scope: Scope, id: string): Upload
  forget(id: string): Promise<void>
}

export function waitingFiles(app: App, { most = mostBytes, kept = day }: Bounds): WaitingFiles {
  const watch = watchSpace(app.home)
  const waiting = new Map<string, Upload>()
  const forget = async (id: string): Promise<void> => {
    const upload = waiting.get(id)
    waiting.delete(id)
    clearTimeout(upload?.expiry)
    if (upload) await rm(upload.folder, { recursive: true, force: true })
  }
  const expire = (id: string): void => {
    if (waiting.get(id)?.isRunning) return // its end forgets it
    forget(id).catch((error: unknown) => app.log.warn('Files that nobody asked for were not removed', { reason: words(error) }))
  }
  return {
    forget,
    find(scope, id) {
      const upload = waiting.get(id)
      if (!upload || upload.workspace !== scope.workspace.id) throw new Problem('missing', 'These files are not here any more.', 'Drop them again.')
      upload.expiry.refresh()
      return upload
    },
    async take(scope, files, bytes) {
      assertMayPerform(app.registry.action('import', 'create'), scope.me.role, scope.scope)
      if (bytes > most) throw tooLarge()
      await refuseWhenFull(app.home, bytes)
      const id = scope.newId()
      const folder = join(app.home, 'uploads', id)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      try {
        const budget = { bytes: fileLimits.unpacked, files: fileLimits.files } // archives and workbooks share it
        const sent = await keepAll(files, folder, { most, watch })
        const opened = await openFiles(await unpackArchives(sent, join(folder, 'unpacked'), { budget, watch }), {}, budget)
        const expiry = setTimeout(() => expire(id), kept).unref()
        waiting.set(id, { workspace: scope.workspace.id, folder, opened, expiry, mapping: undefined, isRunning: false })
        return id
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw error
      }
    },
  }
}

/** Files go to disk as they arrive; together they may have two gigabytes. */
const mostBytes = 2 * 1024 ** 3
const day = 24 * 3_600_000

interface Keeping {
  readonly most: number
  readonly watch: () => Promise<void>
}

/** Answers where they are. */
async function keepAll(files: Sent, folder: string, { most, watch }: Keeping): Promise<string[]> {
  const paths: string[] = []
  let left = most
  for await (const { name, bytes } of files) {
    if (paths.length === fileLimits.files)
      throw new Problem('invalid', `There are more than ${fileLimits.files} files.`, 'Send fewer at a time, or a folder packed as a zip.', {
        code: 'too-large',
      })
    const path = join(folder, `${paths.length}`, safeName(name, `file-${paths.length}`))
    await mkdir(dirname(path), { mode: 0o700 })
    left -= await keep(path, bytes, { most: left, watch })
    paths.push(path)
  }
  if (paths.length === 0) throw new Problem('invalid', 'No file was sent.', 'Choose at least one file.')
  return paths
}

/** Writes what comes, and answers how much it was. */
async function keep(path: string, bytes: AsyncIterable<Uint8Array>, { most, watch }: Keeping): Promise<number> {
  const out = await open(path, 'w', 0o600)
  let total = 0
  try {
    for await (const piece of bytes) {
      total += piece.length
      if (total > most) throw tooLarge()
      await watch()
      await out.appendFile(piece)
    }
    return total
  } finally {
    await out.close()
  }
}

const tooLarge = (): Problem =>
  new Problem('invalid', 'The files are larger than 2 GB together.', 'Import them on the server itself: throughline import PATH --workspace NAME.', {
    code: 'too-large',
  })
