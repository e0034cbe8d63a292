import { isRecord, Problem, type SourceRow, type SourceTable } from '#kernel'
import type { FileLimits } from './limits.ts'
import { readLines } from './readText.ts'
import type { Sniffed } from './sniffEncoding.ts'
import type { FoundFile } from './walkFiles.ts'

/** The heading of what later records carry beyond the keys of the first ones. */
export const otherKeys = '(other keys)'

/** One JSON object a line. Columns are the keys of the first records; a key that appears only later travels in “(other keys)”. Rows bear the number of their line. */
export async function ndjsonTable(found: FoundFile, sniffed: Sniffed, limits: FileLimits): Promise<SourceTable> {
  const keys = new Set<string>()
  let seen = 0
  for await (const { text, cut } of readLines(found.path, sniffed, limits.record)) {
    const value = cut ? null : parsed(text)
    if (isRecord(value)) for (const key of Object.keys(value)) keys.add(key)
    if (++seen >= limits.keyed) break
  }
  if (keys.size === 0) throw new Problem('invalid', 'No line of it is a JSON object.', 'Write one object a line.')
  const headings = seen >= limits.keyed ? [...keys, otherKeys] : [...keys]
  const rows = () => rowsOf(found.path, sniffed, limits, headings)
  const sample: SourceRow[] = []
  for await (const row of rows()) if (sample.push(row) >= limits.sample) break
  return {
    file: found.file,
    headings,
    headingRow: 0,
    form: { kind: 'ndjson', encoding: sniffed.encoding, notes: sniffed.note ? [sniffed.note] : [] },
    bytes: found.bytes,
    sample,
    rows,
  }
}

async function* rowsOf(path: string, sniffed: Sniffed, limits: FileLimits, headings: readonly string[]): AsyncGenerator<SourceRow> {
  for await (const { line, text, cut } of readLines(path, sniffed, limits.record)) {
    if (text.trim() === '') continue
    const value = cut ? null : parsed(text)
    if (isRecord(value)) yield { row: line, cells: cellsOf(value, headings) }
    else
      yield {
        row: line,
        cells: headings.map(() => null),
        fault: cut ? 'This line is longer than a record may be.' : 'This line is not a JSON object. The file may have been cut off.',
      }
  }
}

export function cellsOf(value: Readonly<Record<string, unknown>>, headings: readonly string[]): unknown[] {
  return headings.map((heading) => {
    if (Object.hasOwn(value, heading)) return value[heading]
    if (heading !== otherKeys) return null
    const rest = Object.entries(value).filter(([key]) => !headings.includes(key))
    return rest.length > 0 ? Object.fromEntries(rest) : null
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
