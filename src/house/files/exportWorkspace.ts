import { createWriteStream } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { csvOf } from '#engines/numbers/csv.ts'
import { everyRow, Problem, type Fact } from '#kernel'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'
import type { Exported } from '#doors/cli/operationTools.ts'

/**
 * Writes a workspace as files that stand by themselves: `records/<noun>.csv` and `.json` with ids, and `facts/<fact>.csv` under the fact's own columns, amounts in
 * units of their currency, as `measure --facts` and `import` read them. Only what is known now; the history is in a backup. Throws a Problem when the folder holds files.
 */
export async function exportWorkspace(scope: Scope, registry: Registry, folder: string): Promise<Exported> {
  if ((await readdir(folder).catch(() => [])).length > 0) throw new Problem('conflict', `${folder} holds files already.`, 'Name an empty folder.')
  await mkdir(join(folder, 'records'), { recursive: true, mode: 0o700 })
  await mkdir(join(folder, 'facts'), { recursive: true, mode: 0o700 })
  const files: { file: string; rows: number }[] = []
  for (const noun of [...registry.nouns.values()].toSorted((a, b) => (a.noun < b.noun ? -1 : 1))) {
    const rows = await everyRow(scope, noun.noun, { sort: 'id', archived: true })
    if (rows.length === 0) continue
    const fields = Object.keys(noun.fields)
    const lines = rows.map((row) => [row.id, row.key, ...fields.map((name) => cell(row[name])), row.createdAt, row.updatedAt, row.archivedAt ?? ''])
    await writeFile(join(folder, 'records', `${noun.noun}.csv`), csvOf([['id', 'key', ...fields, 'createdAt', 'updatedAt', 'archivedAt'], ...lines]))
    await writeFile(join(folder, 'records', `${noun.noun}.json`), `${JSON.stringify(rows, null, 1)}\n`)
    files.push({ file: `records/${noun.noun}.csv`, rows: rows.length })
  }
  for (const fact of registry.facts.values()) {
    const rows = await writeFact(scope, fact, join(folder, 'facts', `${fact.fact}.csv`))
    if (rows > 0) files.push({ file: `facts/${fact.fact}.csv`, rows })
  }
  return { folder, files }
}

/** Writes nothing when the fact has no rows. Rows stream, so that a million of them need no memory. */
async function writeFact(scope: Scope, fact: Fact, path: string): Promise<number> {
  const names = Object.keys(fact.columns)
  const pieces = scope.desk.all(fact.fact)
  const first = await pieces.next()
  if (first.done || first.value.length === 0) return 0
  const out = createWriteStream(path, { mode: 0o600 })
  out.write(`${names.join(',')}\n`)
  let rows = 0
  for (let piece: readonly (readonly unknown[])[] | null = first.value; piece !== null;) {
    rows += piece.length
    const lines = piece.map((row) => names.map((name, place) => exact(inUnits(fact, name, row[place]))).join(','))
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
    const next = await pieces.next()
    piece = next.done ? null : next.value
  }
  out.end()
  await finished(out)
  return rows
}

/** Amounts are kept as whole micro-units; a file shows units of the currency, exact to the sixth digit. */
function inUnits(fact: Fact, name: string, value: unknown): unknown {
  if (fact.columns[name]?.fraction === undefined || value === null || value === undefined) return value
  const micros = BigInt(typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint' ? value : 0)
  const [sign, size] = [micros < 0n ? '-' : '', micros < 0n ? -micros : micros]
  const rest = String(size % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${sign}${size / 1_000_000n}${rest === '' ? '' : `.${rest}`}`
}

/** A cell as it stands, for programs: no apostrophe is put before what a spreadsheet would take for a formula. */
function exact(value: unknown): string {
  const text = cell(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const cell = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value))
