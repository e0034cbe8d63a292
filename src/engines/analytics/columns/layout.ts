import { once } from '../../numbers/once.ts'
import type { Out } from './events.ts'
import type { ColumnSource, FiledHead } from './source.ts'

/** Which rows of filed events: of these names (null: all), in a stretch of time, without those who are left out. */
export interface Selection {
  readonly codes: readonly number[] | null
  readonly from: number
  readonly to: number
  readonly outs: readonly Out[]
}

/** Where the rows of a selection stand: those of name c begin at `starts[c]` in the files, `sizes[c]` of them, and stand at `runs[c]` to `runs[c + 1]` here. */
export interface Layout {
  readonly starts: Uint32Array
  readonly sizes: Uint32Array
  readonly runs: Uint32Array
  /** Of all those rows 1 for each that stays; null when all do. */
  readonly marks: Uint8Array | null
}

/** Rows that are looked through at once when an instant is searched. */
const glance = 512
const glanced = new Float64Array(glance)

/** The first row of a name at or after an instant, in the files; it is known to stand from `low` on and not after `high`. */
export function firstRow(
  { runs }: Pick<FiledHead, 'runs'>,
  source: ColumnSource,
  code: number,
  instant: number,
  [low, high]: readonly [low: number, high: number] = [runs[code] ?? 0, runs[code + 1] ?? 0],
): number {
  if (instant === -Infinity) return low
  if (instant === Infinity) return high
  while (high - low > glance) {
    const middle = (low + high) >>> 1
    source.floats('ts', middle, glanced, 0, 1)
    if ((glanced[0] ?? 0) < instant) low = middle + 1
    else high = middle
  }
  source.floats('ts', low, glanced, 0, high - low)
  let after = 0
  while (low + after < high && (glanced[after] ?? 0) < instant) after++
  return low + after
}

/** The first row between two at or after an instant. */
export function firstIn(ts: Float64Array, instant: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ts[middle] ?? 0) < instant) low = middle + 1
    else high = middle
  }
  return low
}

/** Rows that are remembered; beyond, those of the instants go that nobody asked for the longest time. */
const mostRemembered = 100_000
const searched = once((_: ColumnSource) => ({ instants: new Map<number, Map<number, number>>(), latest: Number.NaN, size: 0 }))

/** The same as `firstRow`, remembered: questions cut time at the same edges of days, weeks and stretches. Between two rows only where it is known to stand there. */
export function knownRow(
  head: Pick<FiledHead, 'runs'>,
  source: ColumnSource,
  code: number,
  instant: number,
  between?: readonly [low: number, high: number],
): number {
  const known = searched(source)
  const rows = known.instants.get(instant) ?? new Map<number, number>()
  if (known.latest !== instant) {
    known.instants.delete(instant)
    known.instants.set(instant, rows)
    known.latest = instant
  }
  const before = rows.get(code)
  if (before !== undefined) return before
  const found = firstRow(head, source, code, instant, between)
  rows.set(code, found)
  known.size += 1
  for (const [oldest, { size }] of known.instants) {
    if (known.size <= mostRemembered || oldest === instant) break
    known.instants.delete(oldest)
    known.size -= size
  }
  return found
}

/** First rows of each selected name at or after an instant; of others zero. */
export function firstRows(head: FiledHead, source: ColumnSource, { codes }: Selection, instant: number, between?: Rows): Uint32Array {
  const found = new Uint32Array(head.names.length)
  for (const code of codes ?? found.keys()) found[code] = knownRow(head, source, code, instant, between && [between.low[code] ?? 0, between.high[code] ?? 0])
  return found
}

/** Rows of each name in the files, from the first to the one after the last. */
export interface Rows {
  readonly low: Uint32Array
  readonly high: Uint32Array
}

export function layoutOf(
  head: FiledHead,
  source: ColumnSource,
  selection: Selection,
  kept: (key: string, make: () => Uint8Array) => Uint8Array,
  key: (starts: Uint32Array, sizes: Uint32Array) => string,
  rows: Rows = { low: firstRows(head, source, selection, selection.from), high: firstRows(head, source, selection, selection.to) },
): Layout {
  const starts = rows.low
  const sizes = rows.high.map((end, code) => Math.max(0, end - (starts[code] ?? 0)))
  const marks = selection.outs.length === 0 ? null : kept(key(starts, sizes), () => marksOf(source, starts, sizes, selection.outs))
  const runs = new Uint32Array(head.names.length + 1)
  let at = 0
  for (let code = 0; code < sizes.length; code++) {
    const size = sizes[code] ?? 0
    runs[code + 1] = (runs[code] ?? 0) + (marks ? counted(marks, at, size) : size)
    at += size
  }
  return { starts, sizes, runs, marks }
}

function counted(marks: Uint8Array, from: number, size: number): number {
  let sum = 0
  for (let at = from; at < from + size; at++) sum += marks[at] ?? 0
  return sum
}

/** Rows that are read at once where not all of them stay. */
export const chunk = 65_536

/** The rows of a layout piece by piece: where a piece begins in the files, and among all these rows. */
function* piecesOf(starts: Uint32Array, sizes: Uint32Array): Generator<{ readonly from: number; readonly at: number; readonly size: number }> {
  let at = 0
  for (const [code, whole] of sizes.entries())
    for (let done = 0; done < whole; done += chunk) {
      const size = Math.min(chunk, whole - done)
      yield { from: (starts[code] ?? 0) + done, at, size }
      at += size
    }
}

function marksOf(source: ColumnSource, starts: Uint32Array, sizes: Uint32Array, outs: readonly Out[]): Uint8Array {
  const marks = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0)).fill(1)
  const [persons, accounts] = [new Uint32Array(chunk), new Uint32Array(chunk)]
  for (const { from, at, size } of piecesOf(starts, sizes)) {
    const own = marks.subarray(at, at + size)
    for (const [column, keys, out] of [
      ['person', persons, outs.map((each) => each.persons)],
      ['account', accounts, outs.map((each) => each.accounts)],
    ] as const) {
      const some = out.filter(({ length }) => length > 0)
      if (some.length > 0) source.whole(column, from, keys, 0, size)
      for (const each of some) markOut(own, keys, each)
    }
  }
  return marks
}

function markOut(marks: Uint8Array, keys: Uint32Array, out: Uint8Array): void {
  for (let row = 0; row < marks.length; row++) marks[row] = (marks[row] ?? 0) & (1 - (out[keys[row] ?? 0] ?? 0))
}

/** Reads the rows of a layout into a column, `read` a piece of it; where not all stay they go through `spare`. */
export function gather<T extends Float64Array | Uint32Array | Int32Array>(
  { starts, sizes, runs, marks }: Layout,
  into: T,
  spare: () => T,
  read: (from: number, into: T, at: number, size: number) => void,
): T {
  if (!marks) {
    for (const [code, size] of sizes.entries()) if (size > 0) read(starts[code] ?? 0, into, runs[code] ?? 0, size)
    return into
  }
  const through = spare()
  let place = 0
  for (const { from, at, size } of piecesOf(starts, sizes)) {
    read(from, through, 0, size)
    for (let row = 0; row < size; row++) if (marks[at + row] === 1) into[place++] = through[row] ?? 0
  }
  return into
}

/** A stretch of time with its rows. */
interface Cut {
  readonly from: number
  readonly to: number
  readonly rows: Rows
}

/** Stretches of time in order: one of all rows where these are no more than `whole`; else each of at most `piece` rows, or of one millisecond. */
export function* stretchesIn(
  head: FiledHead,
  source: ColumnSource,
  selection: Selection,
  { whole, piece }: { readonly whole: number; readonly piece: number },
): Generator<Cut> {
  const codes = selection.codes ?? [...head.names.keys()]
  const sizeOf = ({ low, high }: Rows): number => codes.reduce((sum, code) => sum + Math.max(0, (high[code] ?? 0) - (low[code] ?? 0)), 0)
  function* within({ from, to, rows }: Cut): Generator<Cut> {
    const middle = Math.floor((from + to) / 2)
    if (sizeOf(rows) <= piece || middle <= from) {
      yield { from, to, rows }
      return
    }
    const half = firstRows(head, source, selection, middle, rows)
    yield* within({ from, to: middle, rows: { low: rows.low, high: half } })
    yield* within({ from: middle, to, rows: { low: half, high: rows.high } })
  }
  const rows = { low: firstRows(head, source, selection, selection.from), high: firstRows(head, source, selection, selection.to) }
  if (sizeOf(rows) <= whole) yield { from: selection.from, to: selection.to, rows }
  else {
    const oldest = codes.reduce((first, code) => Math.min(first, instantAt(head, source, code, rows.low[code] ?? 0)), Infinity)
    yield* within({ from: Math.max(selection.from, oldest), to: Math.min(selection.to, head.newest + 1), rows })
  }
}

/** The instant of a row of a name; behind its last one no instant comes any more. */
export function instantAt({ runs }: Pick<FiledHead, 'runs'>, source: ColumnSource, code: number, row: number): number {
  if (row >= (runs[code + 1] ?? 0)) return Infinity
  const one = new Float64Array(1)
  source.floats('ts', row, one, 0, 1)
  return one[0] ?? Infinity
}
