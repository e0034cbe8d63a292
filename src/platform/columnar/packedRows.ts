import { DOUBLE, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api'
import type { Row } from './duckdb.ts'
import { fillColumn, vectorRows } from './fillChunk.ts'
import type { TableShape } from './shape.ts'
import { groupRows } from './staging.ts'
import type { ColumnType, Value } from './values.ts'

/** What is the same in all rows of a request. */
export interface Whence {
  readonly at: number
  readonly source: string
  readonly position: number
}

/** Rows of one table that wait to be written, packed as the store keeps a chunk in memory. */
export interface PackedRows {
  add(rows: readonly Row[], whence: Whence): void
  /** Rows that wait. */
  readonly rows: number
  /** The last record that is all among the whole groups; -1 when there is none. */
  readonly wholeUpTo: number
  /** All that wait, oldest first, or whole groups of them, and the last record that is all among them; whoever has written them gives the chunks back. */
  take(isWhole: boolean): { readonly chunks: readonly DuckDBDataChunk[]; readonly upTo: number }
  giveBack(chunks: readonly DuckDBDataChunk[]): void
}

const groupChunks = groupRows / vectorRows

type Form = 'DOUBLE' | 'VARCHAR'

/** Columns that every row of a stream has behind its own: when it was known, who sent it, and the journal record that it came in. */
export const whenceColumns: readonly { readonly name: string; readonly form: Form; readonly of: (whence: Whence) => Value }[] = [
  { name: 'at_ms', form: 'DOUBLE', of: ({ at }) => at },
  { name: 'source_id', form: 'VARCHAR', of: ({ source }) => source },
  { name: 'position', form: 'DOUBLE', of: ({ position }) => position },
]

/** The form in which a column crosses: a number where it can be one, else a text. */
export const crossesAs = (type: ColumnType): Form => (numeric.has(type) ? 'DOUBLE' : 'VARCHAR')
const numeric: ReadonlySet<ColumnType> = new Set(['BIGINT', 'DOUBLE', 'BOOLEAN', 'TIMESTAMP'])

/**
 * Rows leave the heap as soon as a chunk is full: there the collector of garbage would copy each of them again and again while they wait. Chunks are used
 * anew, as many as the last write needed, since their memory is not seen by that collector.
 */
export function packedRows({ columns }: TableShape): PackedRows {
  const forms = [...columns.map(({ type }) => crossesAs(type)), ...whenceColumns.map(({ form }) => form)]
  const types = forms.map((form) => (form === 'DOUBLE' ? DOUBLE : VARCHAR))
  const width = columns.length
  const cells = forms.map(() => Array<Value>(vectorRows).fill(null))
  const full: { readonly chunk: DuckDBDataChunk; readonly upTo: number }[] = []
  let spare: DuckDBDataChunk[] = []
  let [count, last] = [0, -1]

  const wholeChunks = (): number => full.length - (full.length % groupChunks)
  const pack = (): void => {
    const chunk = spare.pop() ?? DuckDBDataChunk.create(types, vectorRows)
    chunk.rowCount = count
    for (const [place, form] of forms.entries()) {
      const values = cells[place] ?? []
      fillColumn[form](chunk, place, count === vectorRows ? values : values.slice(0, count))
    }
    chunk.rowCount = count // said again, so that the chunk forgets what it made of its columns: these would count as memory in use while it waits
    full.push({ chunk, upTo: last })
    count = 0
    for (const column of cells) column.fill(null)
  }
  return {
    add(rows, whence) {
      for (let from = 0; from < rows.length;) {
        const until = Math.min(from + vectorRows - count, rows.length)
        for (let place = 0; place < width; place += 1)
          (forms[place] === 'DOUBLE' ? copyNumbers : copyTexts)(rows, from, until, place, cells[place] ?? [], count)
        for (const [place, { of }] of whenceColumns.entries()) cells[width + place]?.fill(of(whence), count, count + until - from)
        count += until - from
        from = until
        if (count === vectorRows) pack()
      }
      last = whence.position
    },
    get rows() {
      return full.length * vectorRows + count
    },
    get wholeUpTo() {
      return full[wholeChunks() - 1]?.upTo ?? -1
    },
    take(isWhole) {
      if (!isWhole && count > 0) pack()
      const taken = full.splice(0, isWhole ? wholeChunks() : full.length)
      return { chunks: taken.map(({ chunk }) => chunk), upTo: taken.at(-1)?.upTo ?? -1 }
    },
    giveBack(chunks) {
      for (const chunk of chunks) chunk.reset() // lets go of its texts at once, not when it is used again
      spare = [...chunks]
    },
  }
}

type Copy = (rows: readonly Row[], from: number, until: number, place: number, column: Value[], at: number) => void

const copyNumbers: Copy = (rows, from, until, place, column, at) => {
  for (let row = from; row < until; row += 1) {
    const value = rows[row]?.[place]
    column[at + row - from] = typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null
  }
}

const copyTexts: Copy = (rows, from, until, place, column, at) => {
  for (let row = from; row < until; row += 1) {
    const value = rows[row]?.[place]
    column[at + row - from] = typeof value === 'string' ? value : value === null || value === undefined ? null : JSON.stringify(value)
  }
}
