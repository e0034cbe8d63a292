import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { previewImport, type ImportPreview } from '#flows/import/previewImport.ts'
import type { FactRow, OpenedFiles } from '#kernel'
import { openFactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'

/** The facts that checks of other facts look into; the rest of what is stored cannot change what a trial finds. */
const known = (registry: App['registry']): string[] => [
  ...new Set([...registry.facts.values()].flatMap(({ checks }) => checks.flatMap((check) => ('fact' in check ? [check.fact] : [])))),
]

/** Stored values for rows that name, say, only a subscription. */
export const lookup =
  (scope: Scope) =>
  async (fact: string, key: string, column: string): Promise<ReadonlyMap<string, string>> =>
    await scope.desk.lookup(fact, key, column)

/** A trial larger than this counts rows but leaves the checks across files to the import itself. */
const most = 200_000

/**
 * A dry run with everything that an import would find: rows are counted against what is stored, and checked in a store of their own
 * that holds a copy of what is known. Nothing of the workspace is touched.
 */
export async function tryImport(app: App, scope: Scope, opened: OpenedFiles, mapping: unknown): Promise<ImportPreview> {
  const home = await mkdtemp(join(tmpdir(), 'throughline-trial-'))
  const store = await openFactStore({ home, isPassing: true, log: silentLog, facts: factShapes(app.registry) })
  try {
    const desk = factDesks(app.registry, store, null, () => app.clock.now())(scope.workspace)
    await scope.desk.copyTo(desk, 'known', known(app.registry), most)
    let rows = 0
    const trial: Scope = {
      ...scope,
      async ingest(batch, given, options) {
        const kept: (readonly FactRow[])[] = []
        const watched = (async function* () {
          for await (const chunk of given.rows) {
            rows += chunk.length
            if (rows <= most) kept.push(chunk)
            yield chunk
          }
        })()
        const counts = await scope.ingest(batch, { ...given, rows: watched }, options)
        const { held } = await desk.ingest('trial', {
          ...given,
          rows: (async function* () {
            yield* kept
          })(),
        })
        await desk.hold('trial', given.file, held)
        return counts
      },
      async quality() {
        await desk.seal('trial')
        return rows <= most ? await desk.quality() : []
      },
    }
    return await previewImport(trial, opened, { mapping, lookup: lookup(scope), waiting: scope.desk })
  } finally {
    await store.close()
    await rm(home, { recursive: true, force: true })
  }
}
