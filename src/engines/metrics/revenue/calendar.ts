import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { addMonths, addPeriods, countPeriods, dateOf, dayNumber, grainOf, periodEnd, periodOf, periodsBetween, periodStart } from '../../numbers/dates.ts'

/** The months that a ledger keeps: some before the first period asked for, so that a window can look back, then the periods themselves. */
export type Calendar = {
  /** 'YYYY-MM', lookback months included. */
  readonly months: readonly string[]
  /** Index of the first month that was asked for. */
  readonly first: number
  /** Day on which each month is measured: its last day, or the as-of day when that comes first. */
  readonly closes: Int32Array
  /** First day of each month. */
  readonly opens: Int32Array
  /** The last month is not over on the as-of day. */
  readonly isLastOpen: boolean
  /** Index of a period that was asked for; a RangeError names those that were. */
  indexOf(period: string): number
  /** Index of the first close on or after a day; months.length when none is. */
  closeFrom(day: number): number
}

/** `from` and `to` are months, both included. Months that begin after `asOf` are left out. */
export function calendar(from: string, to: string, asOf: string | undefined, lookback: number): Calendar {
  if (grainOf(from) !== 'month' || grainOf(to) !== 'month') throw new OutOfRange(`The ledger is kept by month: write 2024-01, not "${from}" to "${to}".`)
  const limit = asOf === undefined ? to : periodOf(asOf, 'month')
  const last = countPeriods(limit, to) > 0 ? limit : to
  const periods = periodsBetween(from, last)
  if (periods.length === 0) throw new OutOfRange(`No month lies between ${from} and ${last}.`)
  const months = [...periodsBetween(addPeriods(from, -lookback), addPeriods(from, -1)), ...periods]
  const ends = months.map((month) => dayNumber(periodEnd(month)))
  const cut = asOf === undefined ? Number.POSITIVE_INFINITY : dayNumber(asOf)
  const closes = Int32Array.from(ends, (end) => Math.min(end, cut))
  const opens = Int32Array.from(months, (month) => dayNumber(periodStart(month)))
  const places = new Map(months.map((month, index) => [month, index]))
  const closeOf = closeTable(closes)
  return {
    months,
    first: lookback,
    closes,
    opens,
    isLastOpen: (ends.at(-1) ?? 0) > cut,
    indexOf(period) {
      const index = places.get(period)
      if (index === undefined || index < lookback) throw new OutOfRange(`The ledger has no month "${period}". It runs from ${from} to ${last}.`)
      return index
    },
    closeFrom: (day) => closeOf(day),
  }
}

/** Functions of a day number that are asked tens of thousands of times for a few hundred days. */
export const nextMonthStart = remembered((day) => dayNumber(periodStart(addPeriods(periodOf(dateOf(day), 'month'), 1))))
export const monthStart = remembered((day) => dayNumber(periodStart(periodOf(dateOf(day), 'month'))))

export function shiftMonths(day: number, months: number): number {
  return dayNumber(addMonths(dateOf(day), months))
}

function remembered(compute: (day: number) => number): (day: number) => number {
  const known = new Map<number, number>()
  return (day) => {
    const held = known.get(day)
    if (held !== undefined) return held
    const value = compute(day)
    known.set(day, value)
    return value
  }
}

function closeTable(closes: Int32Array): (day: number) => number {
  const start = closes[0] ?? 0
  const end = closes.at(-1) ?? 0
  const table = new Int16Array(Math.max(0, end - start) + 1)
  let month = 0
  for (let day = start; day <= end; day++) {
    if (day > (closes[month] ?? 0)) month++
    table[day - start] = month
  }
  return (day) => (day <= start ? 0 : day > end ? closes.length : (table[day - start] ?? 0))
}
