import type { TextRecord } from './readRecords.ts'

export interface Heading {
  readonly headings: readonly string[]
  /** The line of the heading; 0 when the file has none. */
  readonly row: number
  /** Records before the first row of content. */
  readonly skip: number
  readonly notes: readonly string[]
}

/** Finds the heading among the first records: title and unit lines above it are skipped, a heading of two rows is joined, and a file that starts with content gets numbered columns. */
export function findHeading(records: readonly TextRecord[]): Heading {
  const width = usualWidth(records)
  const first = records.findIndex((record) => filled(record) >= Math.max(1, width * 0.6) && isWords(record))
  const top = records[first]
  if (!top || !isLikelyHeading(records, first)) return numbered(records, width)
  const notes = records
    .slice(0, first)
    .map((record) => `Line ${record.line} stands above the heading and was skipped: “${record.cells.join(' ').trim().slice(0, 60)}”.`)
  const below = records[first + 1]
  if (below && isGroupLine(top) && isWords(below) && filled(below) > filled(top)) return joined(top, below, first, notes)
  const above = records[first - 1]
  if (above && filled(above) > 1 && hasDoubles(top.cells)) return joined(above, top, first - 1, notes.slice(0, -1))
  return { headings: distinct(top.cells, notes), row: top.line, skip: first + 1, notes }
}

function usualWidth(records: readonly TextRecord[]): number {
  const often = new Map<number, number>()
  for (const { cells } of records) often.set(cells.length, (often.get(cells.length) ?? 0) + 1)
  return [...often].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1
}

const filled = (record: TextRecord): number => record.cells.filter((cell) => cell.trim() !== '').length
const isWords = (record: TextRecord): boolean => record.cells.every((cell) => !isValue(cell))
const isValue = (cell: string): boolean => /^[\s$€£¥(+-]*\d[\d\s.,:/%)TZ+-]*$/.test(cell) || /^(true|false)$/i.test(cell.trim())

/** A first row of words is a heading, unless the rows below repeat its words as values. */
function isLikelyHeading(records: readonly TextRecord[], at: number): boolean {
  const names = records[at]?.cells ?? []
  const below = records.slice(at + 1)
  const repeated = names.filter((name, column) => name.trim() !== '' && below.some(({ cells }) => cells[column] === name)).length
  return repeated <= names.length / 2
}

/** A line such as “Account,,Subscription,,”: some cells name a group, the rest continue it. */
const isGroupLine = (record: TextRecord): boolean => filled(record) < record.cells.length && filled(record) > 1

const hasDoubles = (cells: readonly string[]): boolean => new Set(cells.map((cell) => cell.trim().toLowerCase())).size < cells.length

function joined(group: TextRecord, names: TextRecord, skip: number, notes: readonly string[]): Heading {
  let current = ''
  const isDouble = (name: string): boolean => names.cells.filter((other) => other.trim().toLowerCase() === name.trim().toLowerCase()).length > 1
  const together = names.cells.map((name, column) => {
    current = group.cells[column]?.trim() || current
    return isDouble(name) && current ? `${current} ${name.trim()}` : name.trim()
  })
  const said = [
    ...notes,
    hasDoubles(names.cells)
      ? `The heading has two rows (${group.line} and ${names.line}); they were joined.`
      : `Line ${group.line} stands above the heading and was skipped.`,
  ]
  return { headings: distinct(together, said), row: names.line, skip: skip + 2, notes: said }
}

/** Two columns of one name stay apart: the second is called “name (2)”. */
function distinct(cells: readonly string[], notes: string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, column) => {
    const name = cell.trim() || `Column ${column + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    if (times > 1) notes.push(`Two columns are called “${name}”; the later one is “${name} (${times})”.`)
    return times > 1 ? `${name} (${times})` : name
  })
}

function numbered(records: readonly TextRecord[], width: number): Heading {
  const first = Math.max(
    0,
    records.findIndex((record) => record.cells.length === width),
  )
  const headings = Array.from({ length: width }, (_, column) => `Column ${column + 1}`)
  return { headings, row: 0, skip: first, notes: ['No heading was found; columns are numbered.'] }
}
