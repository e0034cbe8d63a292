import {
  DuckDBBigIntVector,
  DuckDBDateVector,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  DuckDBTimestampVector,
  DuckDBVarCharVector,
  type DuckDBDataChunk,
  type DuckDBVector,
} from '@duckdb/node-api'
import { fromStore, instantOfMicros, safe, toDay, type Value } from './values.ts'

/** The rows of a chunk. Columns are read as they lie in memory: asked value by value, each null costs three big whole numbers and each day an object. */
export function rowsOfChunk(chunk: DuckDBDataChunk): Value[][] {
  const rows: Value[][] = Array.from({ length: chunk.rowCount }, () => [])
  for (let column = 0; column < chunk.columnCount; column++) {
    const vector = chunk.getColumnVector(column)
    const isThere = validity(vector)
    const valueAt = reading(vector)
    for (let row = 0; row < rows.length; row++) rows[row]?.push(isThere === null || ((isThere[row >> 5] ?? 0) & (1 << (row & 31))) !== 0 ? valueAt(row) : null)
  }
  return rows
}

/** One bit for each row, 32 in a number; null when all are there. */
function validity(vector: DuckDBVector): Uint32Array | null {
  const own: unknown = Reflect.get(vector, 'validity')
  const [data, offset]: unknown[] = typeof own === 'object' && own !== null ? [Reflect.get(own, 'data'), Reflect.get(own, 'offset')] : []
  return data instanceof BigUint64Array && offset === 0 ? new Uint32Array(data.buffer, data.byteOffset, data.length * 2) : null
}

function reading(vector: DuckDBVector): (row: number) => Value {
  const items: unknown = Reflect.get(vector, 'items')
  if (vector instanceof DuckDBDateVector && items instanceof Int32Array) return once(items, toDay)
  if (vector instanceof DuckDBIntegerVector && items instanceof Int32Array) return (row) => items[row] ?? null
  if (vector instanceof DuckDBDoubleVector && items instanceof Float64Array) return (row) => items[row] ?? null
  if (vector instanceof DuckDBBigIntVector && items instanceof BigInt64Array) return (row) => safe(items[row] ?? 0n)
  if (vector instanceof DuckDBTimestampVector && items instanceof BigInt64Array) return (row) => instantOfMicros(items[row] ?? 0n)
  if (vector instanceof DuckDBVarCharVector) return texts(vector)
  return (row) => fromStore(vector.getItem(row))
}

/** The same days come again and again. */
function once(items: Int32Array, make: (item: number) => string): (row: number) => string {
  const known = new Map<number, string>()
  return (row) => {
    const item = items[row] ?? 0
    const found = known.get(item) ?? make(item)
    known.set(item, found)
    return found
  }
}

/** Texts of at most twelve bytes lie in the column itself; plain ones are read there. */
function texts(vector: DuckDBVarCharVector): (row: number) => string | null {
  const view: unknown = Reflect.get(vector, 'dataView')
  if (!(view instanceof DataView)) return (row) => vector.getItem(row)
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
  return (row) => {
    const size = view.getUint32(row * 16, true)
    if (size > 12) return vector.getItem(row)
    const from = row * 16 + 4
    for (let at = from; at < from + size; at++) if ((bytes[at] ?? 0) > 127) return vector.getItem(row)
    return bytes.toString('latin1', from, from + size)
  }
}
