import type { Fact, SourceTable } from '#kernel'
import { wholeMonths } from './derivations.ts'
import type { CellForms } from './plan.ts'
import { dateEvidence, type DateEvidence } from '#engines/numbers/readDate.ts'
import { numberEvidence, type NumberEvidence } from './readNumber.ts'

/** What the cells of one column say, counted. */
export interface ColumnProfile {
  readonly dates: Record<DateEvidence, number>
  readonly numbers: Record<NumberEvidence, number>
  filled: number
  /** Times without an offset. */
  zoneless: number
}

export interface TableProfile {
  readonly rows: number
  readonly byColumn: ReadonlyMap<number, ColumnProfile>
}

/** Which of a fact's columns need evidence from the whole column: dates and numbers. */
export const kindOfEvidence = (fact: Fact, column: string): 'dates' | 'numbers' | null => {
  if (wholeMonths.has(`${fact.fact}.${column}`)) return null
  const columnar = fact.columns[column]?.columnar
  if (columnar === 'DATE' || columnar === 'TIMESTAMP') return 'dates'
  return columnar === 'BIGINT' || columnar === 'DOUBLE' ? 'numbers' : null
}

/** Reads all rows once (or the sample) and counts what the cells of the given columns say about their form. */
export async function profileCells(table: SourceTable, wanted: ReadonlyMap<number, 'dates' | 'numbers'>, onlySample: boolean): Promise<TableProfile> {
  const byColumn = new Map([...wanted.keys()].map((at) => [at, emptyProfile()]))
  const places = [...wanted].map(([at, kind]) => ({ at, kind, profile: byColumn.get(at) ?? emptyProfile() }))
  let rows = 0
  for await (const row of onlySample ? table.sample : table.rows()) {
    rows++
    if (row.fault !== undefined) continue
    for (const { at, kind, profile } of places) count(profile, kind, row.cells[at])
  }
  return { rows, byColumn }
}

const emptyProfile = (): ColumnProfile => ({
  dates: { plain: 0, dayFirst: 0, monthFirst: 0, either: 0, none: 0 },
  numbers: { plain: 0, decimalPoint: 0, decimalComma: 0, groups: 0, dots: 0, none: 0 },
  filled: 0,
  zoneless: 0,
})

function count(profile: ColumnProfile, kind: 'dates' | 'numbers', cell: unknown): void {
  if (cell === null || cell === undefined || cell === '') return
  profile.filled++
  if (kind === 'numbers') profile.numbers[numberEvidence(cell)]++
  else {
    profile.dates[dateEvidence(cell)]++
    if (typeof cell === 'string' && /\d:\d\d(:\d\d([.,]\d+)?)?(\s*[ap]\.?m\.?)?$/i.test(cell.trim())) profile.zoneless++
  }
}

/** One order of day and month and one decimal mark for the whole file: settled by the cells that allow one reading only; “undecided” when none does, or when they disagree. */
export function decideForms(profile: TableProfile, delimiter: string | undefined): Pick<CellForms, 'dates' | 'numbers'> {
  const columns = [...profile.byColumn.values()]
  const date = (key: DateEvidence): number => columns.reduce((sum, one) => sum + one.dates[key], 0)
  const number = (key: NumberEvidence): number => columns.reduce((sum, one) => sum + one.numbers[key], 0)
  return { dates: decideDates(date('dayFirst'), date('monthFirst'), date('either')), numbers: decideNumbers(number, delimiter) }
}

/** Do some dates say that the day is first, and others the month? */
export const hasBothOrders = ({ byColumn }: TableProfile): boolean => {
  const columns = [...byColumn.values()]
  return columns.some(({ dates }) => dates.dayFirst > 0) && columns.some(({ dates }) => dates.monthFirst > 0)
}

function decideDates(dayFirst: number, monthFirst: number, either: number): CellForms['dates'] {
  if (dayFirst > 0 && monthFirst > 0) return 'undecided'
  if (monthFirst > 0) return 'monthFirst'
  return dayFirst > 0 || either === 0 ? 'dayFirst' : 'undecided'
}

function decideNumbers(number: (key: NumberEvidence) => number, delimiter: string | undefined): CellForms['numbers'] {
  const [comma, point, groups, dots] = [number('decimalComma'), number('decimalPoint'), number('groups'), number('dots')]
  if (comma > 0 && point > 0) return 'undecided'
  if (comma > 0) return 'decimalComma'
  if (point > 0) return 'decimalPoint'
  if (groups > 0 && dots > 0) return 'undecided'
  if (groups > 0) return groups >= 3 ? 'decimalPoint' : 'undecided'
  return dots > 0 && delimiter === ';' ? 'undecided' : 'decimalPoint'
}
