import { isProblem, type Fact, type SourceRow } from '#kernel'
import type { CellForms, Reading } from './plan.ts'
import { cellReader, type CellReader } from './readCell.ts'

/** By what a row that was put aside is known again when it comes in a later file of its source. */
export interface Identity {
  /** For a row that could be named: its key. A row that could not, or that bears the key of another, is known by the rest of it; one whose cells were displaced by its place and the text of its key. */
  of(source: SourceRow, file: string, isRepeated?: boolean): string | null
  /** All by which a row of a file may answer one that waits. */
  all(source: SourceRow, file: string): readonly string[]
}

export function identityOf(fact: Fact, reading: Reading, forms: CellForms): Identity {
  const places = fact.key.flatMap((column) => (reading.columns[column] === undefined ? [] : [reading.columns[column]]))
  const parts = fact.key.map((column) => partOf(fact, column, reading, forms))
  const key = (source: SourceRow): string | null => {
    const values = parts.map((read) => read(source))
    return values.includes(unread) ? null : `key ${JSON.stringify(values)}`
  }
  const rest = (source: SourceRow): string | null => {
    const cells = source.cells.filter((_, at) => !places.includes(at)).map(textOf)
    return cells.filter((cell) => cell !== '').length < leastRest ? null : `rest ${JSON.stringify(cells)}`
  }
  const place = (source: SourceRow, file: string): string => `place ${JSON.stringify([file, source.row, ...places.map((at) => textOf(source.cells[at]))])}`
  return {
    of: (source, file, isRepeated = false) => (source.fault !== undefined ? place(source, file) : ((isRepeated ? null : key(source)) ?? rest(source))),
    all: (source, file) =>
      source.fault === undefined ? [key(source), rest(source), place(source, file)].filter((one) => one !== null) : [place(source, file)],
  }
}

/** One cell beside the key says too little: many rows have the same. */
const leastRest = 2

/** A part of a key that a row must have and does not, or that cannot be read. */
const unread = Symbol('unread')

function partOf(fact: Fact, column: string, reading: Reading, forms: CellForms): (source: SourceRow) => unknown {
  const at = reading.columns[column]
  const otherwise = reading.constants[column] ?? fact.columns[column]?.initial ?? (fact.columns[column]?.required ? unread : null)
  if (at === undefined) return () => otherwise
  const read = cellReader(fact, column, forms)
  return (source) => readable(read, source.cells[at]) ?? otherwise
}

function readable(read: CellReader, cell: unknown): unknown {
  try {
    return read(cell)
  } catch (error) {
    if (isProblem(error)) return unread
    throw error
  }
}

const textOf = (cell: unknown): string => (cell === null || cell === undefined ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell).trim())
