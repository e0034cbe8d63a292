import { open } from 'node:fs/promises'
import { Problem, type SourceRow, type SourceTable } from '#kernel'
import type { FileLimits } from './limits.ts'
import { findHeading, type Heading } from './findHeading.ts'
import { readRecords, type TextForm, type TextRecord } from './readRecords.ts'
import { sniffDelimiter } from './sniffDelimiter.ts'
import type { Sniffed } from './sniffEncoding.ts'
import type { FoundFile } from './walkFiles.ts'

/** Opens a delimited text file: only its first records are read now; `rows()` streams the rest as often as asked. */
export async function csvTable(found: FoundFile, head: Buffer, sniffed: Sniffed, limits: FileLimits): Promise<SourceTable> {
  const text = new TextDecoder(sniffed.encoding).decode(head.subarray(sniffed.mark), { stream: true })
  const { delimiter, declared } = sniffDelimiter(text)
  const form: TextForm = { sniffed, delimiter, record: limits.record }
  const first = await firstRecords(found.path, form, limits.sample + 40)
  const content = first.filter((record) => !isBlank(record) && !(declared && record.line === 1))
  if (content.every((record) => record.cells.length === 0)) throw new Problem('invalid', content[0]?.fault ?? 'It holds no rows.', 'Export it again.')
  const heading = findHeading(content.slice(0, 40))
  const start = content[heading.skip]?.line ?? Number.POSITIVE_INFINITY
  const closed = await endsWithBreak(found, sniffed)
  const rows = () => rowsFrom(found.path, form, heading, start, closed)
  const sample: SourceRow[] = []
  for await (const row of rows()) if (sample.push(row) >= limits.sample) break
  const notes = [...(sniffed.note ? [sniffed.note] : []), ...heading.notes]
  return {
    file: found.file,
    headings: heading.headings,
    headingRow: heading.row,
    form: { kind: 'csv', encoding: sniffed.encoding, delimiter, notes },
    bytes: found.bytes,
    sample,
    rows,
  }
}

async function firstRecords(path: string, form: TextForm, most: number): Promise<TextRecord[]> {
  const records: TextRecord[] = []
  for await (const record of readRecords(path, form)) if (records.push(record) >= most) break
  return records
}

/** Rows of content. One record is held back, because only the last can have been cut off. */
async function* rowsFrom(path: string, form: TextForm, heading: Heading, start: number, closed: boolean): AsyncGenerator<SourceRow> {
  let held: TextRecord | null = null
  for await (const record of readRecords(path, form)) {
    if (record.line < start || isBlank(record)) continue
    if (held) yield toRow(held, heading.headings.length, false)
    held = record
  }
  if (held) yield toRow(held, heading.headings.length, !closed)
}

function toRow(record: TextRecord, width: number, isCut: boolean): SourceRow {
  const { line, cells } = record
  const fault = record.fault ?? wrongWidth(cells, width, isCut) ?? wrongCharacter(cells)
  const padded = cells.length === width ? cells : Array.from({ length: width }, (_, column) => cells[column] ?? '')
  return fault === undefined ? { row: line, cells: padded } : { row: line, cells: padded, fault }
}

function wrongWidth(cells: readonly string[], width: number, isCut: boolean): string | undefined {
  if (cells.length < width && isCut) return `The file stops in the middle of this row: ${cells.length} of ${width} cells. Export it again.`
  if (cells.length < width) return `It has ${cells.length} cells where the heading has ${width}. Add the missing separators.`
  if (cells.slice(width).some((cell) => cell.trim() !== ''))
    return `It has ${cells.length} cells where the heading has ${width}. Put quotes around a text that holds the separator.`
  return undefined
}

function wrongCharacter(cells: readonly string[]): string | undefined {
  for (const cell of cells) {
    if (cell.includes('\u0000')) return 'It holds NUL characters. Export it again as text.'
    if (cell.includes('\uFFFD')) return 'It holds bytes that do not belong to the encoding of the file. Export it again as UTF-8.'
  }
  return undefined
}

const isBlank = (record: TextRecord): boolean => record.fault === undefined && record.cells.every((cell) => cell.trim() === '')

async function endsWithBreak({ path, bytes }: FoundFile, sniffed: Sniffed): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, Math.max(0, bytes - 4))
    return /[\r\n]$/.test(new TextDecoder(sniffed.encoding).decode(buffer.subarray(0, bytesRead)))
  } finally {
    await handle.close()
  }
}
