import { isProblem, isRecord, type AnyRow, type Context, type OpenedFiles, type SourceRow, type SourceTable } from '#kernel'
import { normalise } from './headings.ts'
import type { FileMapping } from './mapping.ts'

/** Columns of a file of held rows that stand beside those of the file that the rows came in: why each is held, and where it comes from. */
export const heldHeadings = ['held_row', 'held_column', 'held_reason', 'held_file', 'held_import'] as const

/** The row of an import that a row of a file of held rows mends. */
export interface Mended {
  readonly import: string
  readonly file: string
  readonly row: number
}

/** A table of held rows: without the columns that only say why they are held. */
export interface HeldTable extends SourceTable {
  /** Null for a row that a person has added. */
  mends(source: SourceRow): Mended | null
}

export const isHeldTable = (table: SourceTable): table is HeldTable => 'mends' in table

/** What was opened, with files of held rows as they were before their rows were held. */
export const asTheyCame = (opened: OpenedFiles): OpenedFiles => ({ ...opened, tables: opened.tables.map(unmarked) })

function unmarked(table: SourceTable): SourceTable | HeldTable {
  if (isHeldTable(table)) return table
  const names = table.headings.map(normalise)
  if (!heldHeadings.every((heading) => names.includes(heading))) return table
  const [rowAt, fileAt, importAt] = [names.indexOf('held_row'), names.indexOf('held_file'), names.indexOf('held_import')]
  const own = names.flatMap((name, at) => (heldHeadings.some((heading) => heading === name) ? [] : [at]))
  const known = new WeakMap<SourceRow, Mended>()
  const bare = (source: SourceRow): SourceRow => {
    const row = { ...source, cells: own.map((at) => unescaped(source.cells[at])) }
    const [number, file, id] = [Number(source.cells[rowAt]), text(source.cells[fileAt]), text(source.cells[importAt])]
    if (source.fault === undefined && Number.isInteger(number) && number > 0 && file !== '' && id !== '') known.set(row, { import: id, file, row: number })
    return row
  }
  return {
    ...table,
    headings: own.map((at) => table.headings[at] ?? ''),
    sample: table.sample.map(bare),
    async *rows() {
      for await (const source of table.rows()) yield bare(source)
    },
    mends: (source) => known.get(source) ?? null,
  }
}

const text = (cell: unknown): string => (typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '')

/** What the file that the rows came in was read by. */
export interface FormerReading {
  /** The import’s key, such as IMP-12. */
  readonly key: string
  readonly file: string
  /** The mapping as it was given then. */
  readonly mapping: unknown
  readonly recognisedAs: string | null
  /** How its cells were read. */
  readonly forms: Pick<FileMapping, 'dates' | 'numbers' | 'currency' | 'zone'>
}

/** How the rows of a file of held rows were read when they came first: one that has a few of them cannot show what its whole file did. Null where that is not known here. */
export async function formerReading(ctx: Context, table: HeldTable): Promise<FormerReading | null> {
  const mended = table.sample.map((source) => table.mends(source)).find((one) => one !== null)
  const row = mended ? await importNamed(ctx, mended.import) : null
  if (!mended || !row) return null
  const kept = fileOf(row, mended.file)
  const report = kept && isRecord(kept['report']) ? kept['report'] : {}
  const forms = isRecord(report['forms']) ? report['forms'] : {}
  return {
    key: row.key,
    file: mended.file,
    mapping: row['mapping'] ?? undefined,
    recognisedAs: typeof kept?.['recognisedAs'] === 'string' ? kept['recognisedAs'] : null,
    forms: {
      ...(forms['dates'] === 'dayFirst' || forms['dates'] === 'monthFirst' ? { dates: forms['dates'] } : {}),
      ...(forms['numbers'] === 'decimalPoint' || forms['numbers'] === 'decimalComma' ? { numbers: forms['numbers'] } : {}),
      ...(typeof forms['currency'] === 'string' ? { currency: forms['currency'] } : {}),
      ...(typeof forms['zone'] === 'string' ? { zone: forms['zone'] } : {}),
    },
  }
}

/** Null where the workspace has no such import. */
async function importNamed(ctx: Context, id: string): Promise<AnyRow | null> {
  try {
    return await ctx.find('import', id)
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
}

/** The files that its rows came in: of one each, for each is read in its own way. */
export async function mendedFiles(table: HeldTable): Promise<readonly Mended[]> {
  const found = new Map<string, Mended>()
  for await (const source of table.rows()) {
    const mended = table.mends(source)
    if (mended) found.set(`${mended.import} ${mended.file}`, mended)
  }
  return [...found.values()]
}

/** Ids of the waiting rows that the rows of a table mend; `awaitedIn` gives those of one file of a batch by their numbers. */
export async function mendedRows(
  ctx: Context,
  table: HeldTable,
  awaitedIn: (batch: string, file: string) => Promise<ReadonlyMap<number, readonly string[]>>,
): Promise<readonly string[]> {
  const ids: string[] = []
  const known = new Map<string, ReadonlyMap<number, readonly string[]>>()
  for await (const source of table.rows()) {
    const mended = table.mends(source)
    if (!mended) continue
    const name = `${mended.import} ${mended.file}`
    const row = known.has(name) ? null : await importNamed(ctx, mended.import)
    const waiting = known.get(name) ?? (row ? await awaitedIn(String(row['batch']), mended.file) : new Map<number, readonly string[]>())
    known.set(name, waiting)
    ids.push(...(waiting.get(mended.row) ?? []))
  }
  return ids
}

/** What the record of an import keeps of one of its files. */
export const fileOf = (row: AnyRow, file: string): Readonly<Record<string, unknown>> | null =>
  (Array.isArray(row['files']) ? row['files'] : []).filter(isRecord).find((one) => one['file'] === file) ?? null

/** A row as it waits, with its cells as JSON. */
export interface HeldRow {
  readonly row: number
  readonly column: string | null
  readonly reason: string
  readonly raw?: string
  readonly cells: string | null
}

/**
 * Held rows of one file as CSV (RFC 4180), under the headings of that file: mended, it is imported as it is. Text that a spreadsheet would run as a formula has an
 * apostrophe before it, which the import takes away again; amounts keep the decimal mark of their file.
 */
export function heldCsv(row: AnyRow, file: string, rows: readonly HeldRow[]): string {
  const kept = fileOf(row, file)
  const report = kept && isRecord(kept['report']) ? kept['report'] : {}
  const headings = Array.isArray(report['headings']) ? report['headings'].map(String) : []
  const isComma = isRecord(report['forms']) && report['forms']['numbers'] === 'decimalComma'
  const own = headings.length > 0 ? headings : ['raw']
  const lines = rows.map(({ row: number, column, reason, raw = '', cells }) => {
    const parsed: unknown = cells === null ? null : JSON.parse(cells)
    const values: readonly unknown[] = headings.length === 0 ? [raw] : Array.isArray(parsed) ? parsed : []
    return [...own.map((_, at) => shown(values[at], isComma)), String(number), column ?? '', reason, file, row.id]
  })
  return [[...own, ...heldHeadings], ...lines].map((cells) => `${cells.map((cell) => `"${escaped(cell).replaceAll('"', '""')}"`).join(',')}\r\n`).join('')
}

function shown(cell: unknown, isComma: boolean): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number' && isComma) return String(cell).replace('.', ',')
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

/** A number is none, whatever its sign (OWASP, CSV injection). */
const escaped = (cell: string): string => (/^'*[=+\-@\t\r\n\0]/.test(cell) && !/^[+-]?[\d.,]+$/.test(cell) ? `'${cell}` : cell)

const unescaped = (cell: unknown): unknown => (typeof cell === 'string' && /^'+[=+\-@\t\r\n\0]/.test(cell) ? cell.slice(1) : cell)
