import type { ColumnBudget } from '#engines/analytics/columns/budget.ts'
import { borneByNone, type ColumnSource } from '#engines/analytics/columns/source.ts'
import { eventRows, type NameRange } from '#engines/analytics/dialect/events.ts'
import type { Scalar } from '#engines/analytics/query/parts.ts'
import { assertRoom, columnFile, type ColumnFile } from '#platform/columnar/columnFiles.ts'
import type { FactSnapshot } from '#platform/columnar/factReader.ts'
import { grownColumns } from './grownColumns.ts'
import { codesOf, lengthOf, readProperty, type Known, type StoredColumns } from './knownEvents.ts'
import { markOf, noTail, type Laid, type Mark } from './laterEvents.ts'

export interface Filing {
  readonly folder: string
  readonly budget: ColumnBudget
  /** Rows that are asked of the store at once, as far as names allow. */
  readonly mostAtOnce: number
}

/** Bytes of an event in files, without its properties. */
const bytesOfEvent = 28

/** Reads the events of a workspace into files, some names at a time, so that never all of them are held. */
export async function filedColumns(state: FactSnapshot, known: Known, filing: Filing): Promise<StoredColumns> {
  const mark = await markOf(state)
  return grownColumns(await laidOut(state, known, mark, filing), noTail(known, mark), { position: state.position, budget: filing.budget })
}

async function laidOut(state: FactSnapshot, known: Known, mark: Mark, { folder, mostAtOnce }: Filing): Promise<Laid> {
  const files = { ts: columnFile(folder), received: columnFile(folder), person: columnFile(folder), account: columnFile(folder), session: columnFile(folder) }
  const filed = new Map<string, ColumnFile>()
  const close = (): void => [...Object.values(files), ...filed.values()].forEach((file) => file.close())
  const ranges = rangesOf(known, mostAtOnce)
  const room = (bytes: number): Promise<void> => assertRoom(folder, lengthOf(known) * bytes)
  const laid = room(bytesOfEvent).then(() => layOut(state, ranges, files))
  const { newest, knownBy, isReceived } = await laid.catch((error: unknown) => {
    close()
    throw error
  })
  const source: ColumnSource = {
    floats: (column, from, into, at, size) => files[column].read(from, into, at, size),
    whole: (column, from, into, at, size) => (column === 'seq' ? numbered(from, into, at, size) : files[column].read(from, into, at, size)),
    codes: (property, from, into, at, size) => {
      if (properties.get(property)?.length) filed.get(property)?.read(from, into, at, size)
      else borneByNone(into, at, size)
    },
  }
  const properties = new Map<string, readonly Scalar[]>()
  let holders = 0
  return {
    head: { ...known, runs: runsOf(known.counts), newest, knownBy, isReceived },
    source,
    mark,
    laid: () => properties.keys(),
    valuesOf: (name) => properties.get(name),
    hold: () => void (holders += 1),
    leave: () => void (--holders === 0 && close()),
    async add(name, at) {
      const file = columnFile(folder)
      try {
        await room(Int32Array.BYTES_PER_ELEMENT)
        const values = await readProperty(at, name, ranges, (codes) => file.append(codes), mark.last)
        if (properties.has(name)) return file.close()
        filed.set(name, file)
        properties.set(name, values)
      } catch (error) {
        file.close()
        throw error
      }
    },
  }
}

async function layOut(
  state: FactSnapshot,
  ranges: readonly NameRange[],
  files: Readonly<Record<'ts' | 'received' | 'person' | 'account' | 'session', ColumnFile>>,
) {
  let [newest, knownBy, isReceived] = [-Infinity, -Infinity, false]
  for (const range of ranges) {
    const columns = await state.columns(eventRows(range))
    const ts = columns.get('ts') ?? new Float64Array()
    const received = (columns.get('received') ?? new Float64Array()).map((at, row) => (Number.isNaN(at) ? (ts[row] ?? 0) : at))
    isReceived ||= columns.get('received')?.some((at) => !Number.isNaN(at)) ?? false
    for (const at of ts) if (at > newest) newest = at
    for (const at of received) if (at > knownBy) knownBy = at
    files.ts.append(ts)
    files.received.append(received)
    for (const name of ['person', 'account', 'session'] as const) files[name].append(codesOf(columns.get(name)))
  }
  return { newest, knownBy, isReceived }
}

/** Events stand in the order of their arrival within a name and a moment: their place is their number. */
function numbered(from: number, into: Uint32Array, at: number, size: number): void {
  for (let row = 0; row < size; row++) into[at + row] = from + row
}

function runsOf(counts: readonly number[]): Uint32Array {
  const runs = new Uint32Array(counts.length + 1)
  counts.forEach((count, code) => (runs[code + 1] = (runs[code] ?? 0) + count))
  return runs
}

/** Names in their order, as many together as one answer may hold. */
function rangesOf({ names, counts }: Known, mostAtOnce: number): NameRange[] {
  const ranges: [string, string][] = []
  let size = Infinity
  names.forEach((name, code) => {
    const own = counts[code] ?? 0
    const last = ranges.at(-1)
    if (last && size + own <= mostAtOnce) {
      last[1] = name
      size += own
    } else {
      ranges.push([name, name])
      size = own
    }
  })
  return ranges
}
