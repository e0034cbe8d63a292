import { parseCurrency, Problem, received, type Fact, type Field } from '#kernel'
import { wholeMonths } from './derivations.ts'
import type { CellForms } from './plan.ts'
import { readDate, toInstant, type DateOrder } from '#engines/numbers/readDate.ts'
import { readNumber, type NumberStyle } from './readNumber.ts'
import { isEmpty, readBoolean, toChoice } from './words.ts'

/** Reads a cell into a column's own terms; null is no value. Throws `Problem('invalid')` in words. */
export type CellReader = (cell: unknown) => unknown

/** How the cells of one column are read: by what the column can hold, and by the forms that the whole file agrees on. */
export function cellReader(fact: Fact, column: string, forms: CellForms): CellReader {
  const field = fact.columns[column]
  if (!field) throw new Problem('invalid', `${fact.fact} has no column “${column}”.`)
  const reader = readerOf(fact.fact, column, field, forms)
  const inWords = field.columnar === 'VARCHAR' && !field.choices
  return (cell) => (isEmpty(cell, inWords) ? null : reader(cell))
}

function readerOf(fact: string, column: string, field: Field<unknown>, forms: CellForms): CellReader {
  const { choices } = field
  if (choices) return choiceReader(fact, column, field, choices)
  if (column === 'currency') return (cell) => field.parse(parseCurrency(cell))
  if (wholeMonths.has(`${fact}.${column}`)) return (cell) => field.parse(readMonth(cell, orderOf(forms)))
  return readers[field.columnar ?? '']?.(field, forms) ?? ((cell) => field.parse(asText(cell)))
}

function choiceReader(fact: string, column: string, field: Field<unknown>, choices: readonly string[]): CellReader {
  const known = new Map<unknown, unknown>()
  return (cell) => {
    if (known.has(cell)) return known.get(cell)
    const choice = toChoice(fact, column, cell, choices)
    if (choice === undefined) throw invalid(`${received(cell)} is not a known ${column.replaceAll('_', ' ')}.`, `Use ${choices.join(', ')}.`)
    const value = field.parse(choice)
    if (known.size < 1000) known.set(cell, value)
    return value
  }
}

const orderOf = (forms: CellForms): DateOrder => (forms.dates === 'monthFirst' ? 'monthFirst' : 'dayFirst')
const styleOf = (forms: CellForms): NumberStyle => (forms.numbers === 'decimalComma' ? 'decimalComma' : 'decimalPoint')
const asText = (cell: unknown): unknown =>
  typeof cell === 'number' || typeof cell === 'boolean'
    ? String(cell)
    : typeof cell === 'string'
      ? cell.replaceAll(/[\u0001-\u0008\u000B\u000C\u000E-\u001F]/g, ' ')
      : cell

const readers: Readonly<Record<string, (field: Field<unknown>, forms: CellForms) => CellReader>> = {
  DATE: (field, forms) => (cell) => field.parse(written(cell, forms).day),
  TIMESTAMP: (field, forms) => (cell) => field.parse(toInstant(written(cell, forms), forms.zone)),
  BIGINT: (field, forms) => (cell) => field.parse(numberOf(cell, forms)),
  DOUBLE: (field, forms) => (cell) => field.parse(numberOf(cell, forms)),
  BOOLEAN: (field) => (cell) => field.parse(readBoolean(cell) ?? cell),
  JSON: (field) => (cell) => field.parse(cell),
  'VARCHAR[]': (field) => (cell) => field.parse(typeof cell === 'string' ? cell.replaceAll(';', ',') : cell),
}

function written(cell: unknown, forms: CellForms) {
  const found = readDate(cell, orderOf(forms))
  if (!found)
    throw invalid(
      `${received(cell)} is not a date${forms.dates === 'monthFirst' ? ' with the month first' : ''}.`,
      'Write it as 2026-11-16, or 2026-11-16T07:30:00Z with a time.',
    )
  return found
}

function numberOf(cell: unknown, forms: CellForms): number {
  const found = readNumber(cell, styleOf(forms))
  if (!found)
    throw invalid(`${received(cell)} is not a number.`, styleOf(forms) === 'decimalComma' ? 'This file writes 1.204,50.' : 'This file writes 1,204.50.')
  return found.value
}

function readMonth(cell: unknown, order: DateOrder): string {
  const month = typeof cell === 'string' ? /^(\d{4})-(\d{2})$/.exec(cell.trim()) : null
  const day = month ? `${month[0]}-01` : readDate(cell, order)?.day
  if (day === undefined) throw invalid(`${received(cell)} is not a month.`, 'Write it as 2026-11.')
  return `${day.slice(0, 8)}01`
}

const invalid = (message: string, hint: string): Problem => new Problem('invalid', message, hint)
