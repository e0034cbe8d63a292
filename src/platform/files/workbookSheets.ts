import { Readable } from 'node:stream'
import type ExcelJS from 'exceljs'
import { Problem } from '#kernel'
import { entryBytes, type ZipEntry } from './zipDirectory.ts'

export interface Sheet {
  readonly name: string
  /** Reads the sheet from its beginning. */
  rows(): AsyncIterable<ExcelJS.Row>
}

/**
 * The sheets of a workbook in the order that its directory gives them (ECMA-376 part 1, 12.3). The library would read the archive as one stream: that drops
 * the parts that were not asked for yet when its last byte arrives, and breaks a letter that lies on the edge of a piece. It is handed each part instead, as text.
 */
export async function workbookSheets(path: string, entries: readonly ZipEntry[]): Promise<Sheet[]> {
  const reader = await openReader(path)
  const read = async (name: string, step: (part: Readable) => Promise<void>): Promise<void> => {
    const entry = entries.find((one) => one.name === name)
    if (entry) await step(Readable.from(texts(path, entry)))
  }
  await read('xl/_rels/workbook.xml.rels', async (part) => await reader._parseRels(part))
  await read('xl/workbook.xml', async (part) => await reader._parseWorkbook(part))
  await read('xl/styles.xml', async (part) => await reader._parseStyles(part))
  await read('xl/sharedStrings.xml', async (part) => {
    for await (const none of reader._parseSharedStrings(part)) void none
  })
  if (!reader.model) throw new Problem('invalid', 'The workbook does not say what its sheets are.', 'Save it again as XLSX, or export the sheet as CSV.')
  reader.workbookRels = reader.workbookRels?.map((rel) => ({ ...rel, Target: rel.Target.replace(/^\/xl\//, '') }))
  return entries.flatMap((entry) => {
    const number = /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(entry.name)?.[1]
    if (number === undefined) return []
    const open = () => [...reader._parseWorksheet(texts(path, entry), number)].map(({ value }) => value)
    return open().map(({ name }) => ({ name, rows: () => rowsOf(open()) }))
  })
}

async function* rowsOf(sheets: readonly AsyncIterable<ExcelJS.Row>[]): AsyncGenerator<ExcelJS.Row> {
  for (const sheet of sheets) yield* sheet
}

/** The steps of the library's reader, by which it can be given one part at a time. They are not of its public face, which its exact pin allows. */
interface Steps {
  _parseRels(part: Readable): Promise<void>
  _parseWorkbook(part: Readable): Promise<void>
  _parseStyles(part: Readable): Promise<void>
  _parseSharedStrings(part: Readable): AsyncIterable<unknown>
  _parseWorksheet(part: AsyncIterable<string>, number: string): Iterable<{ readonly value: AsyncIterable<ExcelJS.Row> & { readonly name: string } }>
  model?: unknown
  /** Where each sheet lies, below `xl/`; some programs write it from the archive's root. */
  workbookRels?: readonly { readonly Target: string }[] | undefined
}
const isSteps = (reader: object): reader is Steps =>
  ['_parseRels', '_parseWorkbook', '_parseStyles', '_parseSharedStrings', '_parseWorksheet'].every((step) => typeof Reflect.get(reader, step) === 'function')

/** The library is loaded with the first workbook: it would cost every start a fifth of its time. */
async function openReader(path: string): Promise<Steps> {
  const { default: library } = await import('exceljs')
  const reader = new library.stream.xlsx.WorkbookReader(path, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  })
  if (!isSteps(reader)) throw new Error('The reader of workbooks is made otherwise than we know it.')
  return reader
}

/** A part as text. A letter of several bytes may lie on the edge of two pieces, so they are decoded as one. */
async function* texts(path: string, entry: ZipEntry): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const bytes of entryBytes(path, entry)) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}
