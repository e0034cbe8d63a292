import { instantOf } from './zone.ts'
import { daysInMonth } from './dates.ts'

/** Which number of 03/04/2024 is the day. */
export type DateOrder = 'dayFirst' | 'monthFirst'

/** A date as a cell states it: a civil day, and a time with or without an offset. */
export interface WrittenDate {
  readonly day: string
  readonly time: string | null
  /** Minutes east of UTC; null when the cell names no offset. */
  readonly offset: number | null
}

/** What one cell tells about the order of day and month. */
export type DateEvidence = 'plain' | 'dayFirst' | 'monthFirst' | 'either' | 'none'

/** Reads ISO dates, dates with named months, and numeric dates in the order given; null when it is no date. Two-digit years below 70 are of this century. */
export function readDate(cell: unknown, order: DateOrder): WrittenDate | null {
  if (typeof cell === 'number') return fromEpoch(cell)
  if (typeof cell !== 'string') return null
  const text = cell.trim()
  const parts = plainParts(text) ?? numericParts(text, order)
  if (!parts) return /^\d{10}(\d{3})?$/.test(text) ? fromEpoch(Number(text)) : null
  const day = civilDay(parts.year, parts.month, parts.day)
  const time = parts.rest === '' ? { time: null, offset: null } : readTime(parts.rest)
  return day && time ? { day, ...time } : null
}

/** What a cell says about the order, without reading it. */
export function dateEvidence(cell: unknown): DateEvidence {
  if (typeof cell !== 'string') return typeof cell === 'number' && fromEpoch(cell) ? 'plain' : 'none'
  const text = cell.trim()
  const found = numeric.exec(text)
  if (!found) return readDate(text, 'dayFirst') ? 'plain' : 'none'
  const [first, second] = [Number(found[1]), Number(found[3])]
  if (first === second) return readDate(text, 'dayFirst') ? 'plain' : 'none'
  if (found[2] === '.' || (first > 12 && second <= 12)) return 'dayFirst'
  return first <= 12 && second > 12 ? 'monthFirst' : first <= 12 ? 'either' : 'none'
}

const monthNames = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']

/** The month, 1 to 12, that three letters or more of its English name tell: Dec, Sept, november; 0 for a word that only begins like one, such as “Margin”. */
export function namedMonth(word: string): number {
  return word.length < 3 ? 0 : monthNames.findIndex((name) => name.startsWith(word.toLowerCase())) + 1
}

/** Inside a whole date the day and the year tell that a word is a month, so that its first three letters are enough: Juni, Novembre. */
const monthOf = (name: string): number => namedMonth(name.slice(0, 3))

/** The instant of a written date, ISO 8601 in UTC: by its offset, else by the clock of the zone. A time that the zone skips moves forward, one that it has twice is the first. */
export function toInstant({ day, time, offset }: WrittenDate, zone: string): string {
  const asUtc = `${day}T${time ?? '00:00:00.000'}Z`
  if (offset === 0 || (offset === null && zone === 'UTC')) return asUtc
  const local = Date.parse(asUtc)
  if (offset !== null) return new Date(local - offset * 60_000).toISOString()
  return new Date(instantOf(local, zone)).toISOString()
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly rest: string
}

const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+(.*))?$/
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:T(.*))?$/
const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:,?[T ]+(.*))?$/
const dayName = /^(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ /-]([a-z]{3,9})\.?,?[ /-](\d{4}|\d{2})(?:,? +(.*))?$/i
const nameDay = /^(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:,? +(.*))?$/i
function plainParts(text: string): Parts | null {
  const dashed = iso.exec(text)
  if (dashed) return { year: Number(dashed[1]), month: Number(dashed[3]), day: Number(dashed[4]), rest: dashed[5] ?? '' }
  const close = compact.exec(text)
  if (close) return { year: Number(close[1]), month: Number(close[2]), day: Number(close[3]), rest: close[4] ?? '' }
  const named = dayName.exec(text)
  if (named) return { year: fullYear(named[3] ?? ''), month: monthOf(named[2] ?? ''), day: Number(named[1]), rest: named[4] ?? '' }
  const american = nameDay.exec(text)
  return american ? { year: Number(american[3]), month: monthOf(american[1] ?? ''), day: Number(american[2]), rest: american[4] ?? '' } : null
}

function numericParts(text: string, order: DateOrder): Parts | null {
  const found = numeric.exec(text)
  if (!found) return null
  const [first, second] = [Number(found[1]), Number(found[3])]
  const [day, month] = order === 'dayFirst' ? [first, second] : [second, first]
  return { year: fullYear(found[4] ?? ''), month, day, rest: found[5] ?? '' }
}

const fullYear = (year: string): number => (year.length === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900))

function civilDay(year: number, month: number, day: number): string | null {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`
}

const pad = (value: number): string => (value < 10 ? `0${value}` : String(value))

const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i

function readTime(text: string): { time: string; offset: number | null } | null {
  const found = clock.exec(text.trim())
  if (!found) return null
  const half = found[5]?.toLowerCase()
  const given = Number(found[1])
  if (half && (given < 1 || given > 12)) return null
  const hour = half ? (given % 12) + (half === 'p' ? 12 : 0) : given
  const [minute, second] = [Number(found[2]), Number(found[3] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return null
  return { time: `${pad(hour)}:${pad(minute)}:${pad(second)}.${(found[4] ?? '').slice(0, 3).padEnd(3, '0')}`, offset: offsetOf(found[6]) }
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  return found ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0
}

/** Seconds or milliseconds since 1970, as product analytics tools export them; between 1980 and 2100. */
function fromEpoch(value: number): WrittenDate | null {
  const ms = value > 3.2e11 ? value : value * 1000
  if (!(ms > 3.2e11 && ms < 4.1e12)) return null
  const text = new Date(ms).toISOString()
  return { day: text.slice(0, 10), time: text.slice(11, 23), offset: 0 }
}
