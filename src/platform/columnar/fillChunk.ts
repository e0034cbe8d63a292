import { DuckDBBlobValue, DuckDBBlobVector, DuckDBVarCharVector, DuckDBDoubleVector, type DuckDBDataChunk } from '@duckdb/node-api'
import { dayIn, millisIn, restIn, type ColumnType, type Value } from './values.ts'

/** Rows that a chunk holds at most. */
export const vectorRows = 2048

/** Writes a column of a chunk, the values in the form of `writing`; JSON, lists and what a column of texts holds otherwise are texts by now. */
export type FillColumn = (chunk: DuckDBDataChunk, place: number, values: readonly Value[]) => void

/** Bytes for the columns of one chunk at a time: DuckDB copies them. */
const cells = new Float64Array(vectorRows * 2)
const bytes = new Uint8Array(cells.buffer)
const words = new Uint32Array(cells.buffer)
const days = new Int32Array(cells.buffer)
const present = new BigUint64Array(vectorRows / 64)
const bits = new Uint32Array(present.buffer)

/** How each type is filled: as DuckDB keeps it in memory, a whole column at a time, since a value at a time costs a call into the store for each. */
export const fillColumn: Readonly<Record<Exclude<ColumnType, 'VARCHAR[]'>, FillColumn>> = {
  VARCHAR: fillTexts,
  JSON: fillTexts,
  DOUBLE: plain(8, (row, value) => (cells[row] = Number(value) + 0)), // a zero has no sign
  BIGINT: plain(8, (row, value) => put(row, Number(value), 1, 0)),
  TIMESTAMP: plain(8, (row, value) => put(row, millisIn(String(value)), 1_000, restIn(String(value)))),
  DATE: plain(4, (row, value) => (days[row] = dayIn(String(value)))),
  BOOLEAN: plain(1, (row, value) => (bytes[row] = Number(value))),
}

/** Of `width` bytes for each value. */
function plain(width: number, write: (row: number, value: NonNullable<Value>) => void): FillColumn {
  return (chunk, place, values) => {
    for (let row = 0; row < values.length; row += 1) {
      const value = values[row]
      if (value !== null && value !== undefined) write(row, value)
    }
    hand(chunk, place, values, Math.ceil((values.length * width) / 8))
  }
}

/** A whole number times `scale`, and `rest` more, as 64 bits: the product may be larger than a JavaScript number can hold. */
function put(row: number, whole: number, scale: number, rest: number): void {
  const high = Math.floor(whole / 2 ** 32)
  const low = (whole - high * 2 ** 32) * scale + rest
  words[row * 2] = low
  words[row * 2 + 1] = high * scale + Math.floor(low / 2 ** 32)
}

/**
 * A text of at most twelve bytes stands in its sixteen bytes itself, after its length (`duckdb_string_t` of DuckDB’s C interface). A longer one has its first
 * four bytes there and where the text stands: the long texts of a column are handed over as one, which the chunk keeps until it is reset, and point into it.
 */
function fillTexts(chunk: DuckDBDataChunk, place: number, values: readonly Value[]): void {
  words.fill(0, 0, values.length * 4)
  const long: string[] = []
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]
    if (typeof value !== 'string') continue
    if (value.length > inside) long.push(value)
    else if (!writeShort(row, value)) return fillOtherTexts(chunk, place, values)
  }
  if (long.length > 0) {
    const text = long.join('')
    const joined = encoded(text)
    if (joined.length !== text.length) return fillOtherTexts(chunk, place, values)
    pointInto(joined, kept(chunk, place, joined), values)
  }
  hand(chunk, place, values, values.length * 2)
}

/** Bytes of a text that stands in its column itself. */
const inside = 12

/** Writes a short text of ASCII; false, and half of it, where it is of other characters. */
function writeShort(row: number, text: string): boolean {
  const from = row * 16 + 4
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit > 127) return false
    bytes[from + at] = unit
  }
  words[row * 4] = text.length
  return true
}

/** Long texts stand one after the other, each as many bytes as it has characters. */
function pointInto(joined: Buffer, start: number, values: readonly Value[]): void {
  let at = 0
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]
    if (typeof value !== 'string' || value.length <= inside) continue
    point(row, joined, at, value.length, start)
    at += value.length
  }
}

function point(row: number, joined: Buffer, at: number, size: number, start: number): void {
  words[row * 4] = size
  for (let byte = 0; byte < 4; byte += 1) bytes[row * 16 + 4 + byte] = joined[at + byte] ?? 0
  words[row * 4 + 2] = start + at
  words[row * 4 + 3] = Math.floor((start + at) / 2 ** 32)
}

/** Texts of any characters. Half of a surrogate pair becomes U+FFFD first: side by side, the halves of two texts would be one character of neither. */
function fillOtherTexts(chunk: DuckDBDataChunk, place: number, given: readonly Value[]): void {
  const values = given.some(isHalved) ? given.map(whole) : given
  const joined = encoded(values.join(''))
  const start = joined.length > inside ? kept(chunk, place, joined) : 0
  words.fill(0, 0, values.length * 4)
  let at = 0
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]
    const size = typeof value === 'string' ? Buffer.byteLength(value) : 0
    if (size > inside) point(row, joined, at, size, start)
    else {
      words[row * 4] = size
      for (let byte = 0; byte < size; byte += 1) bytes[row * 16 + 4 + byte] = joined[at + byte] ?? 0
    }
    at += size
  }
  hand(chunk, place, values, values.length * 2)
}

const isHalved = (value: Value): boolean => typeof value === 'string' && !value.isWellFormed()
const whole = (value: Value): Value => (typeof value === 'string' ? value.toWellFormed() : value)

/** A text as UTF-8, in bytes that hold until the next one: new ones for every column would be as much for the collector of garbage as the rows themselves. */
function encoded(text: string): Buffer {
  const most = text.length * 3
  if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most)
  return scratch.subarray(0, scratch.write(text))
}
let scratch = Buffer.allocUnsafeSlow(1 << 16)

/** Gives a column of texts one to keep, and answers where in memory it stands. */
function kept(chunk: DuckDBDataChunk, place: number, text: Buffer): number {
  const column = rawOf(chunk, place)
  const blob = new DuckDBBlobVector(new DataView(new ArrayBuffer(0)), column['validity'], column['vector'], 0, 1)
  blob.setItem(0, new DuckDBBlobValue(text))
  blob.flush()
  return Number(DuckDBVarCharVector.fromRawVector(column['vector'], 1)['dataView'].getBigUint64(8, true))
}

/** Copies so many numbers of eight bytes into a column, and which of its values are there. */
function hand(chunk: DuckDBDataChunk, place: number, values: readonly Value[], doubles: number): void {
  const column = rawOf(chunk, place)
  if (values.includes(null)) column['validity']['data'] = presence(values)
  new DuckDBDoubleVector(cells.subarray(0, doubles), column['validity'], column['vector']).flush()
}

function presence(values: readonly Value[]): BigUint64Array {
  bits.fill(0xffff_ffff)
  for (let row = 0; row < values.length; row += 1) if (values[row] === null) bits[row >> 5] = (bits[row >> 5] ?? 0) & ~(1 << (row & 31))
  return present
}

/** Vectors of every plain type hold the same two things; the package names them for one type at a time. */
function rawOf(chunk: DuckDBDataChunk, place: number): DuckDBDoubleVector {
  const column: unknown = chunk.getColumnVector(place)
  if (isRaw(column)) return column
  throw new TypeError('Lists are not written in place.')
}

const isRaw = (column: unknown): column is DuckDBDoubleVector =>
  typeof column === 'object' && column !== null && 'vector' in column && 'validity' in column && !('childData' in column)
