import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import {
  isProblem,
  parseField,
  Problem,
  type Fact,
  type FactRow,
  type Held,
  type Measurement,
  type MeasureRequest,
  type SourceTable,
  type Workspace,
} from '#kernel'
import { openFactStore } from '#platform/columnar/store.ts'
import { openFiles } from '#platform/files/openFiles.ts'
import { silentLog } from '#platform/log.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import type { Registry } from '#runtime/registry.ts'
import { definedInText } from './definitionDesk.ts'

export interface FolderOptions {
  readonly currency?: string
  readonly timeZone?: string
  /** How money is written in the files: whole micro-units, as the fact tables keep it, or units of the currency. Read from the files when left out. */
  readonly amounts?: 'micros' | 'units'
  /** A file of definitions: the metric is one of them, the only one when none is named. */
  readonly metricFile?: string
  readonly now: () => string
}

/**
 * Measures from a folder of fact files, each named after its fact (subscription.csv, event.ndjson), with the fact's own column names.
 * Nothing is kept: the store is a temporary folder. A file or a column that no fact has is refused by name; so is a metric whose facts lack a required column.
 */
export async function measureFolder(registry: Registry, folder: string, asked: MeasureRequest, options: FolderOptions): Promise<Measurement> {
  const own = options.metricFile === undefined ? null : await definitionsIn(registry, options.metricFile)
  const request = own && asked.metric === '' ? { ...asked, metric: own.only() } : asked
  const home = await mkdtemp(join(tmpdir(), 'throughline-facts-'))
  const store = await openFactStore({ home, isPassing: true, log: silentLog, facts: factShapes(registry) })
  try {
    const workspace: Workspace = {
      id: 'folder',
      slug: 'folder',
      name: basename(folder),
      currency: options.currency ?? 'USD',
      timeZone: options.timeZone ?? 'UTC',
    }
    const desk = factDesks(registry, store, null, options.now, own?.defined)(workspace)
    const notes: string[] = []
    const needed = registry.metrics.get(request.metric)?.inputs
    for (const { fact, table } of await factFiles(registry, folder)) {
      const amounts = options.amounts ?? amountsOf(fact, table)
      const isRead = await taken(needed?.includes(fact.fact) ?? true, table, notes, async () => {
        const rows = revised(fact, table, readRows(fact, table, amounts), request.knownAt ?? request.asOf)
        const { held } = await desk.ingest('folder', { fact: fact.fact, file: table.file, source: 'folder', rows })
        await desk.hold('folder', table.file, held)
        refuseHeld(table, held)
      })
      if (isRead && amounts === 'micros') notes.push(`${table.file}: amounts are read as micro-units.`)
    }
    await desk.seal('folder')
    const answer = await desk.measure(request)
    const inputs = answer.freshness.inputs.map((input) => ({ ...input, recordedAt: null })) // files were recorded by nobody: the same folder gives the same bytes at any hour
    return { ...answer, freshness: { ...answer.freshness, inputs }, notes: [...answer.notes, ...notes] }
  } finally {
    await store.close()
    await rm(home, { recursive: true, force: true })
  }
}

/** A fault in a file that is needed stops the metric; in any other it leaves that file out, with a note. */
async function taken(isNeeded: boolean, table: SourceTable, notes: string[], read: () => Promise<void>): Promise<boolean> {
  try {
    await read()
    return true
  } catch (error) {
    if (!isProblem(error) || isNeeded) throw error
    notes.push(`${table.file} is left out, and this metric does not read it: ${error.message}`)
    return false
  }
}

function refuseHeld(table: SourceTable, held: readonly Held[]): void {
  const first = held.find(({ check }) => check !== 'duplicate-id')
  if (!first) return
  const at = { file: table.file, row: first.row, ...(first.column ? { column: first.column } : {}) }
  throw new Problem('invalid', `${table.file} row ${first.row}${first.column ? `, ${first.column}` : ''}: ${first.reason}`, '', { at })
}

async function definitionsIn(registry: Registry, file: string) {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Problem('invalid', `${file} cannot be read.`, 'Check the path.')
  })
  const { keys, defined } = definedInText(registry, basename(file), text)
  return {
    defined,
    only(): string {
      const [key, ...more] = keys
      if (key !== undefined && more.length === 0) return key
      throw new Problem('invalid', `${basename(file)} defines ${keys.length} metrics.`, `Name one: ${keys.join(', ')}.`, { code: 'usage' })
    },
  }
}

async function factFiles(registry: Registry, folder: string): Promise<{ fact: Fact; table: SourceTable }[]> {
  const names = await readdir(folder).catch(() => {
    throw new Problem('invalid', `There is no folder ${folder}.`, 'Name a folder of fact files such as subscription.csv.')
  })
  const known = names.filter((name) => registry.facts.has(basename(name, extname(name))))
  if (known.length === 0)
    throw new Problem(
      'invalid',
      `${folder} holds no fact file.`,
      `Name them after their facts: ${[...registry.facts.keys()].map((name) => `${name}.csv`).join(', ')}.`,
    )
  const opened = await openFiles(known.map((name) => join(folder, name)))
  const [broken] = opened.unreadable
  if (broken) throw new Problem('invalid', `${broken.file}: ${broken.reason}`, broken.hint, { at: { file: broken.file } })
  return opened.tables.map((table) => ({ fact: registry.fact(basename(table.file, extname(table.file))), table }))
}

/** Which of a fact's columns stand where. Unknown columns are left out; the system columns of an export are among them. */
function placesOf(fact: Fact, table: SourceTable): Map<string, number> {
  const places = new Map<string, number>()
  for (const [place, heading] of table.headings.entries()) if (heading.trim() in fact.columns) places.set(heading.trim(), place)
  const missing = Object.entries(fact.columns).find(([name, f]) => f.required && f.initial === undefined && !places.has(name))
  if (missing)
    throw new Problem(
      'refused',
      `${table.file} has no column “${missing[0]}”, which every ${fact.fact} needs.`,
      `Its columns are ${Object.keys(fact.columns).join(', ')}.`,
      { code: 'missing-column', at: { file: table.file, column: missing[0] } },
    )
  return places
}

async function* readRows(fact: Fact, table: SourceTable, amounts: 'micros' | 'units'): AsyncGenerator<readonly FactRow[]> {
  const places = placesOf(fact, table)
  let chunk: FactRow[] = []
  for await (const { row, cells, fault } of table.rows()) {
    if (fault) throw new Problem('invalid', `${table.file} row ${row}: ${fault}`, 'Correct the file.', { at: { file: table.file, row } })
    const values: Record<string, unknown> = {}
    for (const [name, f] of Object.entries(fact.columns)) {
      const place = places.get(name)
      const cell = place === undefined ? null : cells[place]
      const given =
        cell === undefined || cell === null || (typeof cell === 'string' && ['', 'null', 'NULL', '\\N'].includes(cell.trim())) ? (f.initial ?? null) : cell
      if (given === null && f.required)
        throw new Problem('invalid', `${table.file} row ${row}: “${name}” is empty.`, `Every ${fact.fact} needs it.`, {
          at: { file: table.file, row, column: name },
        })
      values[name] = given === null ? null : parseCell(name, f, given, amounts, table.file, row)
    }
    chunk.push({ row, values: { ...values, ...systemValues(table, cells) } })
    if (chunk.length < 5000) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

const systemColumns = ['source_id', 'source_key', 'revision', 'recorded_at', 'is_tombstone'] as const

function systemValues(table: SourceTable, cells: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    systemColumns.flatMap((name) => {
      const place = table.headings.findIndex((heading) => heading.trim() === name)
      return place < 0 ? [] : [[name, cells[place] ?? null]]
    }),
  )
}

/**
 * Files of a fact table may carry its system columns: then the highest revision that was recorded by the end of the as-of day stands, and a row
 * whose last word is a tombstone is gone (kpis.md §2). Files without them pass as they are, in bounded memory.
 */
async function* revised(
  fact: Fact,
  table: SourceTable,
  rows: AsyncIterable<readonly FactRow[]>,
  known: string | undefined,
): AsyncGenerator<readonly FactRow[]> {
  const names = new Set(table.headings.map((heading) => heading.trim()))
  if (!names.has('revision') && !names.has('recorded_at') && !names.has('is_tombstone')) return yield* rows
  const last = known === undefined ? '9999' : known.length === 10 ? `${known}T23:59:59.999Z` : known
  const standing = new Map<string, FactRow>()
  for await (const chunk of rows) {
    for (const row of chunk) {
      const { values } = row
      if (values['recorded_at'] && new Date(String(values['recorded_at'])).toISOString() > last) continue
      const key = [values['source_id'], values['source_key'] ?? fact.key.map((name) => String(values[name] ?? '')).join('\u001f')].join('\u001e')
      const before = standing.get(key)
      if (!before || isLater(values, before.values)) standing.set(key, row)
    }
  }
  const kept = [...standing.values()].filter(({ values }) => !['true', '1', 't', 'yes'].includes(String(values['is_tombstone'] ?? '').toLowerCase()))
  for (let from = 0; from < kept.length; from += 5000) yield kept.slice(from, from + 5000)
}

function isLater(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const [mine, theirs] = [Number(a['revision'] ?? 0), Number(b['revision'] ?? 0)]
  return mine === theirs ? String(a['recorded_at'] ?? '') > String(b['recorded_at'] ?? '') : mine > theirs
}

function parseCell(name: string, f: Fact['columns'][string], given: unknown, amounts: 'micros' | 'units', file: string, row: number): unknown {
  try {
    if (f.fraction !== undefined && amounts === 'micros') return Math.round(Number(given))
    return parseField(name, f, withZone(f.columnar ?? '', typeof given === 'number' && f.columnar === 'VARCHAR' ? String(given) : given))
  } catch (error) {
    if (error instanceof Problem)
      throw new Problem(error.kind, `${file} row ${row}: ${error.message}`, error.hint, { ...error.details, at: { file, row, column: name } })
    throw error
  }
}

/** Fact tables keep instants in UTC: a day or a time without an offset means UTC; a date column takes the day of an instant. */
function withZone(columnar: string, given: unknown): unknown {
  if (typeof given !== 'string') return given
  const text = given.trim()
  if (columnar === 'VARCHAR[]' && text.startsWith('[')) return JSON.parse(text)
  if (columnar === 'TIMESTAMP' && /^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`
  if (columnar === 'TIMESTAMP' && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text)) return `${text}Z`
  if (columnar === 'DATE' && /^\d{4}-\d{2}-\d{2}[T ]/.test(text)) return text.slice(0, 10)
  if (columnar === 'DATE' && /^\d{4}-\d{2}$/.test(text)) return `${text}-01`
  return given
}

/** Micro-units are recognised by what hardly a price looks like: every amount is a whole number, and the middle one is a million or more. */
function amountsOf(fact: Fact, table: SourceTable): 'micros' | 'units' {
  const places = Object.entries(fact.columns)
    .flatMap(([name, f]) => (f.fraction !== undefined ? [table.headings.findIndex((heading) => heading.trim() === name)] : []))
    .filter((place) => place >= 0)
  const values = table.sample.flatMap(({ cells }) => places.map((place) => Number(cells[place] ?? 0))).filter((value) => Number.isFinite(value) && value !== 0)
  if (values.length === 0 || !values.every((value) => Number.isInteger(value))) return 'units'
  const middle = values.map(Math.abs).toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  return middle >= 1_000_000 ? 'micros' : 'units'
}
