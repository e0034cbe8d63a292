import { csvOf } from '#engines/numbers/csv.ts'
import { mkdir, open, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { planImport } from '#flows/import/planImport.ts'
import { runImport, undoImport, type Progress } from '#flows/import/runImport.ts'
import { Problem, type OpenedFiles } from '#kernel'
import { openFiles } from '#platform/files/openFiles.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { checked } from './dailyChecks.ts'
import type { House } from './doors/rest/door.ts'
import { lookup, tryImport } from './tryImport.ts'

interface Upload {
  readonly workspace: string
  readonly folder: string
  readonly opened: OpenedFiles
  mapping: unknown
}

/** What is under way: rows done of all, by import. Kept for as long as the process lives. */
type Running = Progress & { readonly startedAt: number; readonly state: string }

/** Files that people dropped: kept in a folder of their own until the import ran, or a day has passed. */
export function uploads(app: App): House['imports'] {
  const waiting = new Map<string, Upload>()
  const running = new Map<string, Running>()
  const find = (scope: Scope, id: string): Upload => {
    const upload = waiting.get(id)
    if (!upload || upload.workspace !== scope.workspace.id) throw new Problem('missing', 'These files are not here any more.', 'Drop them again.')
    return upload
  }
  const plan = async (scope: Scope, id: string) => {
    const upload = find(scope, id)
    return { upload: id, ...(await tryImport(app, scope, upload.opened, upload.mapping)) }
  }
  return {
    async open(scope, files) {
      const id = scope.newId()
      const folder = join(app.home, 'uploads', id)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const [index, file] of files.entries()) await keep(file, join(folder, safeName(file.name, index)))
      waiting.set(id, { workspace: scope.workspace.id, folder, opened: await openFiles([folder]), mapping: undefined })
      return await plan(scope, id)
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
      const watched: Scope = {
        ...scope,
        perform: async (noun, verb, target, input, why) => {
          const row = await scope.perform(noun, verb, target, input, why)
          if (noun === 'import' && verb === 'create') named(row.id)
          return row
        },
      }
      const work = runImport(watched, upload.opened, planned, {
        onHeld,
        mapping: upload.mapping,
        lookup: lookup(scope),
        progress: (progress) => void begun.then((row) => running.set(row, { ...progress, startedAt: started, state: 'running' })),
      })
      const tidy = async () => void (waiting.delete(id), await rm(upload.folder, { recursive: true, force: true }))
      const finished = work.then(() => checked(app, scope)).finally(tidy)
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

async function keep(file: File, path: string): Promise<void> {
  const kept = await open(path, 'w', 0o600)
  try {
    for await (const piece of file.stream()) await kept.write(piece)
  } finally {
    await kept.close()
  }
}
