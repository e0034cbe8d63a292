import { heldCsv } from '#flows/import/heldFile.ts'
import { Problem, type AnyRow } from '#kernel'
import { assertMayPerform } from '#runtime/policy.ts'
import type { Scope } from '#runtime/scope.ts'
import type { WaitingFile } from '#doors/rest/door.ts'
import type { Tools } from '#doors/cli/tools.ts'
import type { App } from '../app.ts'
import { checked } from '../dailyChecks.ts'

/** Rows that imports held back, for every door: where they wait, as a file that is mended, or dismissed; the checks then say what still does. */
export const heldRows = (app: App): Tools['heldRows'] & { readonly waiting: typeof waitingFiles } => ({
  waiting: waitingFiles,
  csv: heldFile,
  async dismiss(scope, id, how) {
    const done = await dismissRows(app, scope, id, how)
    await checked(app, scope)
    return done
  },
})

/** Files of which rows wait, those that wait longest first, with the reasons by how many rows have them. */
async function waitingFiles(scope: Scope): Promise<{ readonly total: number; readonly items: readonly WaitingFile[] }> {
  const kinds = await scope.desk.waiting()
  const imports = new Map<string, AnyRow | undefined>()
  for (const batch of new Set(kinds.map((kind) => kind.batch))) imports.set(batch, (await scope.read('import', { filter: { batch }, limit: 1 })).items[0])
  const items = [...Map.groupBy(kinds, ({ batch, file }) => `${batch} ${file}`).values()].flatMap((own): WaitingFile[] => {
    const [first] = own
    const row = first && imports.get(first.batch)
    if (!first || !row) return []
    const since = own.map((kind) => kind.since).toSorted()[0] ?? first.since
    const reasons = own.toSorted((a, b) => b.rows - a.rows).slice(0, 20)
    return [
      {
        import: row.id,
        key: row.key,
        name: String(row['name']),
        file: first.file,
        facts: [...new Set(own.flatMap(({ fact }) => (fact === null ? [] : [fact])))],
        rows: own.reduce((sum, kind) => sum + kind.rows, 0),
        since,
        reasons: reasons.map(({ column, reason, rows }) => ({ column, reason, rows })),
      },
    ]
  })
  return { total: items.reduce((sum, { rows }) => sum + rows, 0), items }
}

/** The rows of an import that wait, as a file that can be mended and imported: of the file that is named, or of the only one of which some wait. */
async function heldFile(scope: Scope, id: string, file?: string): Promise<string> {
  const row = await scope.one('import', id)
  const batch = String(row['batch'])
  const names = [...new Set((await scope.desk.waiting()).filter((kind) => kind.batch === batch).map((kind) => kind.file))]
  if (file !== undefined && !filesIn(row).includes(file)) throw unknownFile(row, file)
  if (file === undefined && names.length > 1)
    throw new Problem(
      'invalid',
      `Rows of ${names.length} files wait, each under headings of its own.`,
      `Name one with file: ${names.slice(0, 10).join(', ')}.`,
      {
        code: 'several-files',
      },
    )
  const own = file ?? names[0] ?? filesIn(row)[0] ?? ''
  return heldCsv(row, own, await scope.desk.held(batch, own))
}

/** Dismisses what waits of an import, or of one of its files. The reason stands in its history; figures that read the fact are short of these rows no more. */
async function dismissRows(
  { registry }: App,
  scope: Scope,
  id: string,
  { file, reason: given }: { readonly file?: string | undefined; readonly reason: string },
): Promise<{ readonly dismissed: number }> {
  assertMayPerform(registry.action('import', 'dismissRows'), scope.me.role, scope.scope)
  const row = await scope.one('import', id)
  const reason = given.trim()
  if (reason === '') throw new Problem('invalid', 'A reason is missing.', 'Say why these rows are not needed.', { at: { field: 'reason' } })
  if (file !== undefined && !filesIn(row).includes(file)) throw unknownFile(row, file)
  let dismissed = 0
  for (let more = true; more;) {
    const held = await scope.desk.held(String(row['batch']), file)
    for (const [name, own] of Map.groupBy(held, (one) => one.file)) {
      await scope.perform('import', 'dismissRows', { id: row.id }, { file: name, rows: own.length, reason }, reason)
      await scope.desk.settle(
        own.map((one) => one.id),
        'dismissed',
      )
    }
    dismissed += held.length
    more = held.length > 0
  }
  if (dismissed === 0) throw new Problem('refused', 'None of its rows waits.', 'There is nothing to dismiss.', { code: 'nothing-waits' })
  return { dismissed }
}

const filesIn = (row: AnyRow): string[] => (Array.isArray(row['files']) ? row['files'] : []).map((one: { readonly file?: unknown }) => String(one.file))

const unknownFile = (row: AnyRow, file: string): Problem =>
  new Problem('invalid', `${row.key} has no file “${file}”.`, `Its files are ${filesIn(row).slice(0, 10).join(', ')}.`, { code: 'unknown-file' })
