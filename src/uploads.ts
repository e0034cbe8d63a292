import { csvOf } from '#engines/numbers/csv.ts'
import { mkdir, open, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { planImport } from '#flows/import/planImport.ts'
import { runImport, undoImport, type Progress } from '#flows/import/runImport.ts'
import { Problem, type OpenedFiles } from '#kernel'
import { openFiles } from '#platform/files/openFiles.ts'
import { unpackArchives } from '#platform/files/unpackArchives.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { checked } from './dailyChecks.ts'
import type { House } from './doors/rest/door.ts'
import { lookup, tryImport } from './tryImport.ts'

interface Upload {
  readonly workspace: string
  readonly folder: string
  readonly opened: OpenedFiles
  /** Milliseconds since 1970. */
  readonly openedAt: number
  mapping: unknown
}

/** What is under way: rows done of all, by import. Kept for as long as the process lives. */
type Running = Progress & { readonly startedAt: number; readonly state: string }

/** Files that people dropped: kept in a folder of their own until the import ran, or a day has passed. */
export function uploads(app: App, most = mostBytes): House['imports'] {
  const waiting = new Map<string, Upload>()
  const running = new Map<string, Running>()
  const find = (scope: Scope, id: string): Upload => {
    const upload = waiting.get(id)
    if (!upload || upload.workspace !== scope.workspace.id) throw new Problem('missing', 'These files are not here any more.', 'Drop them again.')
    return upload
  }
  const forget = async (id: string): Promise<void> => {
    const folder = waiting.get(id)?.folder
    waiting.delete(id)
    if (folder) await rm(folder, { recursive: true, force: true })
  }
  const plan = async (scope: Scope, id: string) => {
    const upload = find(scope, id)
    return { upload: id, ...(await tryImport(app, scope, upload.opened, upload.mapping)) }
  }
  return {
    async open(scope, files, bytes) {
      if (bytes > most) throw tooLarge()
      for (const [old, { openedAt }] of waiting) if (app.clock.millis() - openedAt > keptFor) await forget(old)
      const id = scope.newId()
      const folder = join(app.home, 'uploads', id)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      try {
        const paths = await unpackArchives(await keepAll(files, folder, most), join(folder, 'unpacked'))
        waiting.set(id, { workspace: scope.workspace.id, folder, opened: await openFiles(paths), openedAt: app.clock.millis(), mapping: undefined })
        return await plan(scope, id)
      } catch (error) {
        waiting.delete(id)
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
      if (mapping !== undefined) upload.mapping = mapping
      const planned = await planImport(scope, upload.opened, { mapping: upload.mapping })
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
      finished.catch((error: unknown) => app.log.warn('An import stopped', { reason: error instanceof Error ? error.message : String(error) }))
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

const safeName = (name: string, index: number): string =>
  `${
    basename(name)
      .replace(/[^\w.\- ]+/g, '_')
      .replace(/^\.+/, '')
      .slice(-120) || `file-${index}`
  }`

/** Files go to disk as they arrive; together they may have two gigabytes. */
const mostBytes = 2 * 1024 ** 3
const keptFor = 24 * 3_600_000

/** Answers where they are. */
async function keepAll(files: Parameters<House['imports']['open']>[1], folder: string, most: number): Promise<string[]> {
  const paths: string[] = []
  let left = most
  for await (const { name, bytes } of files) {
    const path = join(folder, `${paths.length}`, safeName(name, paths.length))
    await mkdir(dirname(path), { mode: 0o700 })
    left -= await keep(path, bytes, left)
    paths.push(path)
  }
  if (paths.length === 0) throw new Problem('invalid', 'No file was sent.', 'Choose at least one file.')
  return paths
}

/** Writes what comes, and answers how much it was. */
async function keep(path: string, bytes: AsyncIterable<Uint8Array>, most: number): Promise<number> {
  const kept = await open(path, 'w', 0o600)
  let total = 0
  try {
    for await (const piece of bytes) {
      total += piece.length
      if (total > most) throw tooLarge()
      await kept.appendFile(piece)
    }
    return total
  } finally {
    await kept.close()
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
