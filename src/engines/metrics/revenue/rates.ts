import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { periodOf, dateOf } from '../../numbers/dates.ts'
import { nameOf } from '../../numbers/once.ts'
import { type Calendar } from './calendar.ts'
import { type FxRate } from './input.ts'
import { dayOf, NEVER, type Line } from './lines.ts'
import { type RevenuePolicy } from './policy.ts'

/** Reporting units per unit of a line's currency; null when the table has no such rate. */
export type Rates = {
  /** Rates move from month to month, so that currency is a movement of its own. */
  readonly move: boolean
  /** Names all that the rates follow from; where they stand still, whatever the months. */
  readonly key: string
  of(line: Line, month: number): number | null
}

/**
 * constant_plan reads one plan rate per currency: the latest of the calendar. at_purchase reads the rate of the line's own purchase, else that of the month in
 * which it started, for good. month_end and payout read each month's rate (a payout rate may belong to one line).
 */
export function rates(table: readonly FxRate[], policy: RevenuePolicy, months: Calendar, reportingCurrency: string, knownAt: number): Rates {
  const read = table.filter((row) => dayOf(row.recorded_at, -NEVER) <= knownAt)
  const bad = read.find((row) => !(row.rate > 0) || row.rate === Infinity)
  if (bad) throw new OutOfRange(`The ${bad.kind} rate of ${bad.currency} for ${bad.month} is ${bad.rate}. A rate is above zero.`)
  const kind = ({ constant_plan: 'plan', month_end: 'month_end', at_purchase: 'purchase', payout: 'payout' } as const)[policy.fx]
  const chosen = read.filter((row) => row.kind === kind).sort((a, b) => order(a) - order(b) || a.rate - b.rate)
  const monthly = new Map(chosen.filter((row) => !row.ref_id).map((row) => [`${row.currency} ${row.month.slice(0, 7)}`, row.rate]))
  const ofLine = new Map(chosen.filter((row) => row.ref_id).map((row) => [row.ref_id ?? '', row.rate]))
  const ofLineMonth = new Map(chosen.filter((row) => row.ref_id).map((row) => [`${row.ref_id} ${row.month.slice(0, 7)}`, row.rate]))
  const last = months.months.at(-1) ?? ''
  const latest = new Map(chosen.filter((row) => row.month.slice(0, 7) <= last).map((row) => [row.currency, row.rate]))
  const monthOf = (month: number): string => months.months[month] ?? ''
  const byMonth = new Map(
    [...new Set(chosen.map((row) => row.currency))].map((currency) => [currency, months.months.map((month) => monthly.get(`${currency} ${month}`))]),
  )
  const readers = {
    constant_plan: (line) => latest.get(line.currency),
    at_purchase: (line) => ofLine.get(line.id) ?? monthly.get(`${line.currency} ${periodOf(dateOf(line.start), 'month')}`),
    month_end: (line, month) => byMonth.get(line.currency)?.[month],
    payout: (line, month) => (ofLineMonth.size > 0 ? ofLineMonth.get(`${line.id} ${monthOf(month)}`) : undefined) ?? byMonth.get(line.currency)?.[month],
  } satisfies Record<RevenuePolicy['fx'], (line: Line, month: number) => number | undefined>
  const reader = readers[policy.fx]
  return {
    move: policy.fx === 'month_end' || policy.fx === 'payout',
    key: JSON.stringify([reportingCurrency, policy.fx, policy.fx === 'constant_plan' ? [...latest] : [nameOf(table), knownAt]]),
    of: (line, month) => (line.currency === reportingCurrency ? 1 : (reader(line, month) ?? null)),
  }
}

function order(row: FxRate): number {
  return dayOf(row.month.length === 7 ? `${row.month}-01` : row.month, 0)
}
