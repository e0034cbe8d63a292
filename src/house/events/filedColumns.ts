import type { ColumnBudget } from '#engines/analytics/columns/budget.ts'
import type { Column, Events } from '#engines/analytics/columns/events.ts'
import { filedEvents } from '#engines/analytics/columns/filed.ts'
import type { ColumnSource } from '#engines/analytics/columns/source.ts'
import { eventRowsOf } from '#engines/analytics/dialect/events.ts'
import type { Scalar } from '#engines/analytics/query/parts.ts'
import { columnFile, type ColumnFile } from '#platform/columnar/columnFiles.ts'
import type { FactReader } from '#platform/columnar/factReader.ts'

/** What is known of the events of a workspace before any row is read: the names and how often each came, and whom they name. */
export interface Known extends Pick<Events, 'names' | 'persons' | 'accounts' | 'sessions' | 'profiles'> {
  readonly counts: readonly number[]
}

export interface FiledColumns {
  readonly events: Events
  /** Files a property of the events, in their order. */
  add(name: string, column: Column): void
}

/** Rows that are asked of the store at once, as far as names allow. */
const mostAtOnce = 2_000_000

/** Reads the events of a workspace into files, some names at a time, so that never all of them are held. */
export async function fileColumns(reader: FactReader, known: Known, folder: string, budget: ColumnBudget): Promise<FiledColumns> {
  const files = { ts: columnFile(folder), received: columnFile(folder), person: columnFile(folder), account: columnFile(folder), session: columnFile(folder) }
  let [newest, knownBy, isReceived] = [-Infinity, -Infinity, false]
  for (const names of blocksOf(known)) {
    const columns = await reader.columns(eventRowsOf(names))
    const ts = columns.get('ts') ?? new Float64Array()
    const received = (columns.get('received') ?? new Float64Array()).map((at, row) => (Number.isNaN(at) ? (ts[row] ?? 0) : at))
    isReceived ||= columns.get('received')?.some((at) => !Number.isNaN(at)) ?? false
    for (const at of ts) if (at > newest) newest = at
    for (const at of received) if (at > knownBy) knownBy = at
    files.ts.append(ts)
    files.received.append(received)
    for (const name of ['person', 'account', 'session'] as const) files[name].append(codesOf(columns.get(name)))
  }
  const properties = new Map<string, { readonly values: readonly Scalar[]; readonly file: ColumnFile }>()
  const values = new Map<string, readonly Scalar[]>()
  const head = { ...known, runs: runsOf(known.counts), passive: new Set<string>(), newest, knownBy, isReceived, properties: values }
  const source: ColumnSource = {
    floats: (column, from, into, at, size) => files[column].read(from, into, at, size),
    whole: (column, from, into, at, size) => (column === 'seq' ? numbered(from, into, at, size) : files[column].read(from, into, at, size)),
    codes: (property, from, into, at, size) => properties.get(property)?.file.read(from, into, at, size),
  }
  return {
    events: filedEvents(head, source, budget),
    add(name, column) {
      const file = columnFile(folder)
      file.append(column.codes)
      properties.set(name, { values: column.values, file })
      values.set(name, column.values)
    },
  }
}

/** Events stand in the order of their arrival within a name and a moment: their place is their number. */
function numbered(from: number, into: Uint32Array, at: number, size: number): void {
  for (let row = 0; row < size; row++) into[at + row] = from + row
}

export const codesOf = (column: Float64Array = new Float64Array()): Uint32Array => Uint32Array.from(column, (code) => (Number.isNaN(code) ? 0 : code))

function runsOf(counts: readonly number[]): Uint32Array {
  const runs = new Uint32Array(counts.length + 1)
  counts.forEach((count, code) => (runs[code + 1] = (runs[code] ?? 0) + count))
  return runs
}

/** Names in their order, as many together as one answer may hold. */
function blocksOf({ names, counts }: Known): string[][] {
  const blocks: string[][] = []
  let size = Infinity
  names.forEach((name, code) => {
    const own = counts[code] ?? 0
    if (size + own > mostAtOnce) {
      blocks.push([])
      size = 0
    }
    size += own
    blocks.at(-1)?.push(name)
  })
  return blocks
}
