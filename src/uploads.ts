import { csvOf } from '#engines/numbers/csv.ts'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { planImport } from '#flows/import/planImport.ts'
import { runImport, undoImport, type Progress } from '#flows/import/runImport.ts'
import { Problem, type OpenedFiles } from '#kernel'
import { fileLimits } from '#platform/files/limits.ts'
import { openFiles } from '#platform/files/openFiles.ts'
import { safeName } from '#platform/files/safeName.ts'
import { unpackArchives } from '#platform/files/unpackArchives.ts'
import { refuseWhenFull, watchSpace } from '#platform/freeSpace.ts'
import { assertMayPerform } from '#runtime/policy.ts'
import { words } from '#platform/log.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { checked } from './dailyChecks.ts'
import type { House } from './doors/rest/door.ts'
import { lookup, tryImport } from './tryImport.ts'

interface Upload {
  readonly workspace: string
  readonly folder: string
  readonly opened: OpenedFiles
  /** Forgets it when nobody asked for it for a day. */
  readonly expiry: NodeJS.Timeout
  mapping: unknown
  isRunning: boolean
}

/** What is under way: rows done of all, by import. Kept for as long as the process lives. */
type Running = Progress & { readonly startedAt: number; readonly state: string }

interface Bounds {
  /** Bytes of all files of one upload, as they are sent. */
  readonly most?: number
  /** Milliseconds that files wait for whoever sent them. */
  readonly kept?: number
}

/** Files that people dropped: kept in a folder of their own until the import ran, or nobody asked for them for a day. Those of a former process are removed at its start. */
export function uploads(app: App, { most = mostBytes, kept = day }: Bounds = {}): House['imports'] {
  const watch = watchSpace(app.home)
  const waiting = new Map<string, Upload>()
  const running = new Map<string, Running>()
  const find = (scope: Scope, id: string): Upload => {
    const upload = waiting.get(id)
    if (!upload || upload.workspace !== scope.workspace.id) throw new Problem('missing', 'These files are not here any more.', 'Drop them again.')
    upload.expiry.refresh()
    return upload
  }
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
  const plan = async (scope: Scope, id: string) => {
    const upload = find(scope, id)
    return { upload: id, ...(await tryImport(app, scope, upload.opened, upload.mapping)) }
  }
  return {
    async open(scope, files, bytes) {
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
        return await plan(scope, id)
      } catch (error) {
        await forget(id)
        await rm(folder, { recursive: true, force: true })
        throw error
      }
    },
    async plan(scope, id, mapping) {
      find(scope, id).mapping = mapping
      return await plan(scope, id)
    },
    async run(scope, id, { mapping, onHeld }) {
      const upload = find(scope, id)
      if (upload.isRunning) throw new Problem('conflict', 'These files are being imported already.', 'Wait for the import to end.', { code: 'running' })
      if (mapping !== undefined) upload.mapping = mapping
      upload.isRunning = true
      const planned = await planImport(scope, upload.opened, { mapping: upload.mapping }).catch((error: unknown) => {
        upload.isRunning = false
        upload.expiry.refresh()
        throw error
      })
      const started = app.clock.millis()
      let named: (importId: string) => void = () => undefined
      const begun = new Promise<string>((resolve) => (named = resolve))
      const watched = watchedFor(scope, named)
      const work = runImport(watched, upload.opened, planned, {
        onHeld,
        mapping: upload.mapping,
        lookup: lookup(scope),
        progress: (progress) => void begun.then((row) => running.set(row, { ...progress, startedAt: started, state: 'running' })),
      })
      const finished = work.then(() => checked(app, scope)).finally(() => forget(id))
      finished.catch((error: unknown) => app.log.warn('An import stopped', { reason: words(error) }))
      return { import: await Promise.race([begun, work.then((report) => report.import ?? '')]) }
    },
    async progress(scope, id) {
      const row = await scope.one('import', id)
      const now = running.get(row.id)
      const [done, total] = [now?.done ?? 0, now?.total ?? null]
      const seconds = now ? (app.clock.millis() - now.startedAt) / 1000 : 0
      return {
        state: row['state'],
        file: now?.file ?? null,
        done,
        total: total ?? done,
        secondsLeft: total && done > 0 ? Math.ceil((seconds / done) * (total - done)) : null,
      }
    },
    async undo(scope, id) {
      await undoImport(scope, (await scope.one('import', id)).id)
      return await scope.one('import', id)
    },
    async heldCsv(scope, id) {
      const row = await scope.one('import', id)
      const held = await scope.desk.held(String(row['batch']))
      return csvOf([['file', 'row', 'column', 'reason', 'raw'], ...held.map((one) => [one.file, String(one.row), one.column ?? '', one.reason, one.raw ?? ''])])
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
async function keepAll(files: Parameters<House['imports']['open']>[1], folder: string, { most, watch }: Keeping): Promise<string[]> {
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

/** The same scope, which tells the id of the import that is made in it. */
const watchedFor = (scope: Scope, named: (importId: string) => void): Scope => ({
  ...scope,
  perform: async (noun, verb, target, input, why) => {
    const row = await scope.perform(noun, verb, target, input, why)
    if (noun === 'import' && verb === 'create') named(row.id)
    return row
  },
})

const tooLarge = (): Problem =>
  new Problem('invalid', 'The files are larger than 2 GB together.', 'Import them on the server itself: throughline import PATH --workspace NAME.', {
    code: 'too-large',
  })
