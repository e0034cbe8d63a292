import { OutOfRange } from '#engines/numbers/outOfRange.ts'
/** Civil dates as text 'YYYY-MM-DD' (years 0001 to 9999, proleptic Gregorian) and as day numbers counted from 1970-01-01 = 0. No host clock, no host time zone. */
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Days from 1970-01-01 to the date; refuses text that is not a real date. Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
export function dayNumber(date: string): number {
  const isFormed = date.length === 10 && date.charCodeAt(4) === dash && date.charCodeAt(7) === dash
  const [year, month, day] = isFormed ? [digits(date, 0, 4), digits(date, 5, 7), digits(date, 8, 10)] : [0, 0, 0]
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    throw new OutOfRange(`"${date}" is not a date. Write it as 2026-11-16.`)
  return numberOf(year, month, day)
}

const dash = 45

/** The number that some digits of a text make; NaN when one is none. Charts ask for tens of thousands of dates. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : Number.NaN
  }
  return number
}

/** The date of a day number. */
export function dateOf(day: number): string {
  const { year, month, day: dayOfMonth } = civil(day)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`
}

export function addDays(date: string, days: number): string {
  return dateOf(dayNumber(date) + days)
}

/** Days from one date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** Adds calendar months; a day that the target month lacks becomes its last day (31 January + 1 month = 28 or 29 February). */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = civil(dayNumber(date))
  return dateOf(inMonth(year * 12 + (month - 1) + months, day))
}

/** The number of a day in a month that is counted from the year 0, or of its last day where it has no such day. */
function inMonth(index: number, day: number): number {
  const [year, month] = [Math.floor(index / 12), modulo(index, 12) + 1]
  return numberOf(year, month, Math.min(day, daysInMonth(year, month)))
}

/** ISO weekday: Monday 1 to Sunday 7. */
export function weekday(date: string): number {
  return isoWeekday(dayNumber(date))
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Names the period that holds a date: '2024-12-31', '2024-W49' (ISO 8601 week), '2024-12', '2024-Q4', '2024'. */
export function periodOf(date: string, grain: Grain): string {
  return periodHolding(dayNumber(date), grain)
}

function periodHolding(day: number, grain: Grain): string {
  const { year, month } = civil(day)
  if (grain === 'day') return dateOf(day)
  if (grain === 'month') return `${padded(year, 4)}-${padded(month, 2)}`
  if (grain === 'quarter') return `${padded(year, 4)}-Q${Math.ceil(month / 3)}`
  if (grain === 'year') return padded(year, 4)
  const thursday = day - isoWeekday(day) + 4
  const isoYear = civil(thursday).year
  const week = Math.floor((thursday - numberOf(isoYear, 1, 1)) / 7) + 1
  return `${padded(isoYear, 4)}-W${padded(week, 2)}`
}

/** The grain that a period's name bears. */
export const grainOf = remembered((period): Grain => {
  const grain = shapes.find(([shape]) => shape.test(period))?.[1]
  if (!grain) throw new OutOfRange(`"${period}" is not a period. Write 2026, 2026-Q4, 2026-11, 2026-W47 or 2026-11-16.`)
  return grain
})

/** First day of a period. */
export const periodStart = remembered((period) => dateOf(startDay(period)))

/** Last day of a period, itself inside it. */
export const periodEnd = remembered((period) => dateOf(startDay(addPeriods(period, 1)) - 1))

/** The day from which a period counts as closed, once it is over: by then its late facts, which have `maturityDays` after its end, have come. */
export const closesOn = (period: string, maturityDays: number): string => addDays(periodEnd(period), maturityDays)

/** The last period of a grain that is closed on a day: it was over before the day, and its late facts have had `maturityDays` to come. */
export function lastClosed(grain: Grain, day: string, maturityDays: number): string {
  let period = addPeriods(periodOf(day, grain), -1)
  while (closesOn(period, maturityDays) > day) period = addPeriods(period, -1)
  return period
}

/** The share of a period that is still to come on a day, the day included: 1 before it begins, 0 once it is over. */
export function leftShare(period: string, day: string): number {
  const [start, end] = [periodStart(period), periodEnd(period)]
  return Math.min(1, Math.max(0, daysBetween(day, end) + 1) / (daysBetween(start, end) + 1))
}

/** Charts ask for the same periods again and again. */
function remembered<T>(make: (period: string) => T): (period: string) => T {
  const known = new Map<string, T>()
  return (period) => {
    const found = known.get(period)
    if (found !== undefined) return found
    const made = make(period)
    if (known.size >= 5_000) known.clear()
    known.set(period, made)
    return made
  }
}

/** The period n places later, or earlier for a negative n; same grain. */
export function addPeriods(period: string, n: number): string {
  if (!Number.isSafeInteger(n)) throw new RangeError(`Periods are counted in whole numbers, not ${n}.`)
  const grain = grainOf(period)
  const start = startDay(period)
  if (grain === 'day') return dateOf(start + n)
  if (grain === 'week') return periodHolding(start + 7 * n, grain)
  const at = monthIndex(start) - 1 + (grain === 'month' ? n : grain === 'quarter' ? 3 * n : 12 * n)
  return periodHolding(inMonth(at, 1), grain)
}

/** Every period from the first to the last, both included, in order; empty when the last is earlier. Both must have one grain. */
export function periodsBetween(first: string, last: string): string[] {
  const steps = countPeriods(first, last)
  return Array.from({ length: Math.max(0, steps + 1) }, (_, step) => addPeriods(first, step))
}

/** Steps from one period to another of the same grain: '2026-01' to '2026-03' is 2; negative when the second is earlier. */
export function countPeriods(from: string, to: string): number {
  const grain = grainOf(from)
  if (grainOf(to) !== grain) throw new OutOfRange(`"${from}" and "${to}" have different grains.`)
  const [a, b] = [startDay(from), startDay(to)]
  if (grain === 'day') return b - a
  if (grain === 'week') return (b - a) / 7
  const months = monthIndex(b) - monthIndex(a)
  return grain === 'month' ? months : grain === 'quarter' ? months / 3 : months / 12
}

const shapes: readonly (readonly [RegExp, Grain])[] = [
  [/^\d{4}-\d{2}$/, 'month'],
  [/^\d{4}-\d{2}-\d{2}$/, 'day'],
  [/^\d{4}-W\d{2}$/, 'week'],
  [/^\d{4}-Q[1-4]$/, 'quarter'],
  [/^\d{4}$/, 'year'],
]

const startDay = remembered((period): number => {
  const grain = grainOf(period)
  const year = period.slice(0, 4)
  if (grain === 'day') return dayNumber(period)
  if (grain === 'month') return dayNumber(`${period}-01`)
  if (grain === 'year') return dayNumber(`${year}-01-01`)
  if (grain === 'quarter') return dayNumber(`${year}-${padded(3 * Number(period.slice(6)) - 2, 2)}-01`)
  const fourth = dayNumber(`${year}-01-04`)
  const start = fourth - isoWeekday(fourth) + 1 + 7 * (Number(period.slice(6)) - 1)
  if (periodHolding(start, 'week') !== period) throw new OutOfRange(`"${period}" is not an ISO week of ${year}.`)
  return start
})

function monthIndex(day: number): number {
  const { year, month } = civil(day)
  return year * 12 + month
}

function isoWeekday(day: number): number {
  return modulo(day + 3, 7) + 1
}

function numberOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

function civil(day: number): { year: number; month: number; day: number } {
  if (!Number.isSafeInteger(day) || day < -719162 || day > 2932896) throw new OutOfRange(`Day number ${day} lies outside the years 1 to 9999.`)
  const shifted = day + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const position = Math.floor((5 * dayOfYear + 2) / 153)
  const month = position < 10 ? position + 3 : position - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * position + 2) / 5) + 1 }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
