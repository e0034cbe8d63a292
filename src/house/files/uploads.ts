import { planImport } from '#flows/import/planImport.ts'
import { runImport, undoImport, type Progress } from '#flows/import/runImport.ts'
import { Problem } from '#kernel'
import { words } from '#platform/log.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import { checked } from '../dailyChecks.ts'
import type { House } from '#doors/rest/door.ts'
import { heldRows } from './heldRows.ts'
import { lookup, tryImport } from './tryImport.ts'
import { waitingFiles, type Bounds } from './uploadFiles.ts'

/** What is under way: rows done of all, by import. Kept for as long as the process lives. */
type Running = Progress & { readonly startedAt: number; readonly state: string }

/** Imports by the browser: files wait for their import, which is planned, run and watched. */
export function uploads(app: App, bounds: Bounds = {}): House['imports'] {
  const { take, find, forget } = waitingFiles(app, bounds)
  const running = new Map<string, Running>()
  const held = heldRows(app)
  const plan = async (scope: Scope, id: string) => {
    const upload = find(scope, id)
    return { upload: id, ...(await tryImport(app, scope, upload.opened, upload.mapping)) }
  }
  return {
    async open(scope, files, bytes) {
      const id = await take(scope, files, bytes)
      return await plan(scope, id).catch(async (error: unknown) => {
        await forget(id)
        throw error
      })
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
        waiting: scope.desk,
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
    waiting: held.waiting,
    heldCsv: held.csv,
    dismiss: held.dismiss,
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
