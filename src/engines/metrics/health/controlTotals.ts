import { periodOf } from '../../numbers/dates.ts'
import { showNumber } from '../../numbers/showNumber.ts'
import { showPeriod } from '../../numbers/showPeriod.ts'

type Row = Readonly<Record<string, unknown>>
/** Totals by month, and by month and name where rows are told apart; in one unit. */
export type Totals = ReadonlyMap<string, number>

/** What another system says of one month. */
export interface ControlTotal {
  readonly month: string
  readonly measure: string
  /** The event that was counted; null for all. */
  readonly name: string | null
  readonly value: number
  /** Share of `value` by which ours may differ. */
  readonly tolerance: number
}

/** The columns of the fact that hold it. */
export const controlColumns = ['month', 'measure', 'name', 'value', 'tolerance'] as const

/** What finance closes the books with, unless a row says otherwise. */
const usual = 0.005

/** Totals of months that had closed by `today` (YYYY-MM-DD); an open one still grows on both sides. */
export const controlTotalsIn = (rows: readonly Row[], today: string): ControlTotal[] =>
  rows.map(controlTotalIn).filter(({ month }) => month < periodOf(today, 'month'))

const controlTotalIn = (row: Row): ControlTotal => ({
  month: periodOf(String(row['month']).slice(0, 10), 'month'),
  measure: String(row['measure'] ?? 'mrr'),
  name: row['name'] == null || row['name'] === '' ? null : String(row['name']),
  value: Number(row['value']),
  tolerance: row['tolerance'] == null ? usual : Number(row['tolerance']),
})

/** Totals of another system over one fact. */
export interface Compared {
  readonly measure: 'mrr' | 'events' | 'tickets'
  readonly fact: string
  /** The column that tells one name from another; null where all rows are one. */
  readonly by: string | null
  readonly unit: 'money' | 'count'
  /** What the other system is called in a sentence. */
  readonly other: string
  /** The first month that it speaks of. */
  readonly from: string
  readonly theirs: readonly ControlTotal[]
}

const known = [
  { measure: 'mrr', fact: 'subscription', by: null, unit: 'money', other: 'billing' },
  { measure: 'events', fact: 'event', by: 'name', unit: 'count', other: 'the backend’s count' },
  { measure: 'tickets', fact: 'ticket', by: null, unit: 'count', other: 'the desk’s count' },
] as const

/** The comparisons for which some closed month has a total. */
export function comparedIn(rows: readonly Row[], today: string): Compared[] {
  const told = controlTotalsIn(rows, today)
  return known.flatMap((one) => {
    const theirs = told.filter(({ measure }) => measure === one.measure)
    const [from] = theirs.map(({ month }) => month).toSorted()
    return from === undefined ? [] : [{ ...one, from, theirs }]
  })
}

/** Rows with the columns period, value and rows as totals of each month, and of each value in it. */
export function countsIn(rows: readonly Row[]): Totals {
  const totals = new Map<string, number>()
  for (const row of rows)
    for (const key of new Set([String(row['period']), keyOf(String(row['period']), String(row['value'] ?? ''))]))
      totals.set(key, (totals.get(key) ?? 0) + Number(row['rows'] ?? 0))
  return totals
}

const keyOf = (month: string, name: string | null): string => (name === null || name === '' ? month : `${month} ${name}`)

/**
 * Months whose own total is further from the other system's than that system's row allows (kpis.md §7, reconciliation). A month of which the other system says
 * nothing is no fault, a month that we lack is one. Null when every month agrees.
 */
export function disagreement({ fact, unit, other, theirs }: Compared, ours: Totals, currency: string) {
  const show = (value: number, signed = false): string => showNumber(value, unit, { currency, exact: true, signed, decimals: 0 })
  const samples = theirs.toSorted(latestFirst).flatMap(({ month, name, value, tolerance }) => {
    const own = ours.get(keyOf(month, name)) ?? 0
    if (Math.abs(own - value) <= Math.max(unit === 'money' ? cent : 0, tolerance * value)) return []
    const by = value > 0 ? `, ${showNumber(own / value - 1, 'percent', { signed: true, decimals: 2 })}` : ''
    const of = name === null ? showPeriod(month) : `${showPeriod(month)}, ${name}`
    return [{ key: of, shows: `ours ${show(own)}, ${other} ${show(value)}: ${show(own - value, true)}${by}` }]
  })
  if (samples.length === 0) return null
  const says = `months do not agree with ${other}`
  return { fact, check: `${fact}.reconciled`, severity: 'error', says, count: samples.length, of: theirs.length, samples: samples.slice(0, 5) } as const
}

const cent = 0.01
const latestFirst = (a: ControlTotal, b: ControlTotal): number => (a.month < b.month ? 1 : a.month > b.month ? -1 : 0)
