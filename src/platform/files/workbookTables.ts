import type ExcelJS from 'exceljs'
import { isRecord, Problem, type SourceRow, type SourceTable } from '#kernel'
import { findHeading, type Heading } from './findHeading.ts'
import type { FileLimits } from './limits.ts'
import type { FoundFile } from './walkFiles.ts'
import { workbookSheets, type Sheet } from './workbookSheets.ts'
import { refuseBomb, zipDirectory, type Budget } from './zipDirectory.ts'

/** The sheets of a workbook as tables. Formulas are never evaluated: the value that the spreadsheet saved beside the formula is read, and its absence is a fault of the row. */
export async function workbookTables(found: FoundFile, limits: FileLimits, budget: Budget): Promise<SourceTable[]> {
  const entries = await zipDirectory(found.path, found.bytes)
  if (!entries.some((entry) => entry.name === 'xl/workbook.xml'))
    throw new Problem('invalid', 'It is a zip archive, not a workbook.', 'Unpack it and import the files in it.')
  if (entries.some((entry) => entry.encrypted))
    throw new Problem('refused', 'It is protected by a password.', 'Save it without a password and import it again.')
  await refuseBomb(found.path, found.bytes, entries, limits, budget)
  const previews: Preview[] = []
  for (const sheet of await workbookSheets(found.path, entries)) previews.push({ sheet, rows: await firstRows(sheet, limits.sample + 40) })
  return previews.filter((preview) => preview.rows.length > 0).map((preview) => toTable(found, preview, previews.length > 1, limits))
}

interface Cells {
  readonly row: number
  readonly cells: readonly Cell[]
}
interface Cell {
  readonly value: unknown
  readonly fault?: string
  readonly isFormula?: boolean
}
interface Preview {
  readonly sheet: Sheet
  readonly rows: readonly Cells[]
}

async function firstRows(sheet: Sheet, most: number): Promise<Cells[]> {
  const rows: Cells[] = []
  for await (const row of sheet.rows()) if (rows.push(toCells(row)) === most) break
  return rows
}

function toTable(found: FoundFile, preview: Preview, many: boolean, limits: FileLimits): SourceTable {
  const filled = preview.rows.filter((row) => row.cells.some(isFilled))
  const heading = findHeading(filled.slice(0, 40).map((row) => ({ line: row.row, cells: row.cells.map((cell) => asHeading(cell.value)) })))
  const start = filled[heading.skip]?.row ?? Number.POSITIVE_INFINITY
  const formulas = filled.some((row) => row.cells.some((cell) => cell.isFormula))
  const notes = [...heading.notes, ...(formulas ? ['Formula cells: the value that the spreadsheet saved is used; nothing is computed.'] : [])]
  const sample = filled.filter((row) => row.row >= start).slice(0, limits.sample)
  return {
    file: found.file,
    ...(many ? { part: preview.sheet.name } : {}),
    headings: heading.headings,
    headingRow: heading.row,
    form: { kind: 'xlsx', notes },
    bytes: found.bytes,
    sample: sample.map((row) => toRow(row, heading)),
    rows: () => rowsFrom(preview.sheet, start, heading),
  }
}

async function* rowsFrom(sheet: Sheet, start: number, heading: Heading): AsyncGenerator<SourceRow> {
  for await (const row of sheet.rows()) {
    if (row.number < start) continue
    const cells = toCells(row)
    if (cells.cells.some(isFilled)) yield toRow(cells, heading)
  }
}

const isFilled = (cell: Cell): boolean => cell.fault !== undefined || (cell.value !== null && cell.value !== '')

function toRow({ row, cells }: Cells, heading: Heading): SourceRow {
  const width = heading.headings.length
  const faulty = cells.findIndex((cell) => cell.fault !== undefined)
  const values = Array.from({ length: width }, (_, column) => cells[column]?.value ?? null)
  if (faulty >= 0) return { row, cells: values, fault: `${heading.headings[faulty] ?? `Column ${faulty + 1}`}: ${cells[faulty]?.fault ?? ''}` }
  if (cells.slice(width).some(isFilled))
    return { row, cells: values, fault: 'It has cells to the right of the heading. Give their columns a heading, or clear them.' }
  return { row, cells: values }
}

function toCells(row: ExcelJS.Row): Cells {
  const cells: Cell[] = []
  row.eachCell({ includeEmpty: true }, (cell, column) => {
    cells[column - 1] = toCell(cell.value)
  })
  return { row: row.number, cells: Array.from(cells, (cell) => cell ?? { value: null }) }
}

function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return { value: null }
  if (value instanceof Date) return { value: asDate(value) }
  if (!isRecord(value)) return { value }
  if ('formula' in value || 'sharedFormula' in value) return fromFormula(value['result'])
  if ('error' in value)
    return value['error'] === '#N/A'
      ? { value: null }
      : { value: null, fault: `The cell shows the error ${String(value['error'])}. Correct it in the spreadsheet.` }
  if (Array.isArray(value['richText'])) return { value: value['richText'].map((piece) => (isRecord(piece) ? String(piece['text']) : '')).join('') }
  if ('text' in value) return toCell(value['text'])
  return { value: JSON.stringify(value) }
}

function fromFormula(result: unknown): Cell {
  if (result === undefined || result === null)
    return { value: null, isFormula: true, fault: 'The cell holds a formula without a saved value. Open the workbook, save it and export it again.' }
  return { ...toCell(result), isFormula: true }
}

/** A spreadsheet's date has no zone: midnight is a civil day, anything else a local time. */
function asDate(value: Date): string | null {
  if (Number.isNaN(value.getTime())) return null
  const text = value.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19)
}

const asHeading = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
