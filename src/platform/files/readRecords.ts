import { Readable, pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import { readText } from './readText.ts'
import type { Sniffed } from './sniffEncoding.ts'

export interface TextForm {
  readonly sniffed: Sniffed
  readonly delimiter: string
  /** The longest record, in characters. */
  readonly record: number
}

/** One record of a delimited file and the line that it starts on. */
export interface TextRecord {
  readonly line: number
  readonly cells: readonly string[]
  readonly fault?: string
}

/** Streams the records of a delimited text file (RFC 4180 with CRLF, LF or CR). A quote that is never closed, or a record beyond the longest, becomes a last record with a fault. */
export async function* readRecords(path: string, form: TextForm): AsyncGenerator<TextRecord> {
  const torn: Torn = { now: false, isLong: false }
  const parser = parse({
    delimiter: form.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: form.record,
    skip_records_with_error: true,
    on_skip: (error) => {
      torn.now = true
      torn.isLong = error?.code === 'CSV_MAX_RECORD_SIZE'
      return undefined
    },
  })
  // errors of the source reach the reader through the parser, which the pipeline destroys
  pipeline(Readable.from(untilTorn(path, form.sniffed, torn)), parser, () => undefined)
  let line = 1
  for await (const record of parser) {
    const cells: string[] = record
    yield { line, cells }
    line += 1 + breaksIn(cells)
  }
  if (torn.now) yield { line, cells: [], fault: torn.isLong ? tooLong(form.record) : neverClosed }
}

interface Torn {
  now: boolean
  /** Longer than any record may be, rather than unfinished at the end of the file. */
  isLong: boolean
}

const neverClosed =
  'A quote opens in this row and is never closed, so that this row and all after it cannot be told apart. The file may have been cut off. Export it again.'
const tooLong = (most: number): string =>
  `This row has more than ${most.toLocaleString('en-US')} characters: a quote opens in it and is never closed, or the file is damaged from here on. It and all after it were not read. Export it again.`

async function* untilTorn(path: string, sniffed: Sniffed, torn: Torn): AsyncGenerator<string> {
  for await (const chunk of readText(path, sniffed)) {
    if (torn.now) return
    yield chunk
  }
}

function breaksIn(cells: readonly string[]): number {
  let breaks = 0
  for (const cell of cells) if (cell.includes('\n') || cell.includes('\r')) breaks += cell.split(/\r\n|\n|\r/).length - 1
  return breaks
}
