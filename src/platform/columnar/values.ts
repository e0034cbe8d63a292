import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUUIDValue,
  listValue,
  type DuckDBValue,
} from '@duckdb/node-api'

/** The types of columns that facts have. TIMESTAMP is in UTC; JSON is kept as text. */
export type ColumnType = 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'DATE' | 'TIMESTAMP' | 'VARCHAR' | 'VARCHAR[]' | 'JSON'

/** A value as the product speaks it: dates `YYYY-MM-DD`, instants ISO 8601 in UTC, JSON as text. */
export type Value = string | number | boolean | null | readonly string[]

interface Writing {
  /** The text that the store reads this value from without loss, or undefined when the value is not of this type. */
  readonly text: (value: Exclude<Value, null>) => string | undefined
  readonly says: string
}

/** How each type is written. Nothing is guessed: a value of another type is refused, never converted. */
export const writing: Readonly<Record<ColumnType, Writing>> = {
  BIGINT: { says: 'a whole number below 2^53', text: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined) },
  DOUBLE: { says: 'a finite number', text: (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined) },
  BOOLEAN: { says: 'true or false', text: (value) => (typeof value === 'boolean' ? String(value) : undefined) },
  DATE: { says: 'a date such as 2024-12-31', text: toDate },
  TIMESTAMP: { says: 'an instant such as 2024-12-31T09:00:00Z', text: toTimestamp },
  VARCHAR: { says: 'a text', text: toText },
  'VARCHAR[]': { says: 'a list of texts', text: (value) => (Array.isArray(value) && value.every(isText) ? JSON.stringify(value) : undefined) },
  JSON: { says: 'JSON as text', text: toText },
}

/** A value from the store in the product's form. Throws a RangeError for a whole number that a JavaScript number cannot hold. */
export function fromStore(value: DuckDBValue): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return safe(value)
  if (value instanceof DuckDBDateValue) return toDay(value.days)
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return instantOfMicros(value.micros)
  if (value instanceof DuckDBTimestampMillisecondsValue) return instantOfMicros(value.millis * 1000n)
  if (value instanceof DuckDBTimestampSecondsValue) return instantOfMicros(value.seconds * 1_000_000n)
  if (value instanceof DuckDBTimestampNanosecondsValue) return instantOfMicros(value.nanos / 1000n)
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (value instanceof DuckDBUUIDValue) return value.toString()
  if (value instanceof DuckDBListValue) return value.items.map((item) => String(fromStore(item)))
  return String(value)
}

/** A parameter of a query in the store's form; lists are lists of texts. */
export const toParameter = (value: Value): DuckDBValue => (typeof value === 'object' && value !== null ? listValue([...value]) : value)

export function safe(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`${value} is larger than a number can hold exactly (2^53 - 1); cast it to DOUBLE or VARCHAR in the query.`)
  return number
}

const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0')

function toText(value: Value): string | undefined {
  return isText(value) ? value : undefined
}

const dayMillis = 86_400_000
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The number that so many digits make, or NaN. */
function digits(text: string, from: number, count: number): number {
  let number = 0
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

const isDay = (text: string): boolean => text[4] === '-' && text[7] === '-' && daysOf(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)) !== undefined

function toDate(value: Value): string | undefined {
  return typeof value === 'string' && value.length === 10 && isDay(value) ? value : undefined
}

/** Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, days_from_civil), or undefined when there is no such day. */
function daysOf(year: number, month: number, day: number): number | undefined {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const last = (monthDays[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0)
  if (!(day >= 1 && day <= last && year >= 0)) return undefined
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const ofEra = shifted - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

export const toDay = (days: number): string => new Date(days * dayMillis).toISOString().slice(0, 10)

const instantPattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):?(\d\d))?$/

/** An instant with its zone, or one without, which is UTC. Digits below the microsecond are dropped. */
function toTimestamp(value: Value): string | undefined {
  if (typeof value !== 'string') return undefined
  return isPlainInstant(value) ? value : fromOtherInstant(value)
}

/** The form in which most instants come, `2024-12-31T09:00:00Z` or with milliseconds: told without a pattern, since imports ask it of every row. */
function isPlainInstant(text: string): boolean {
  const hasSeconds = text.length === 20 && text[19] === 'Z'
  if (!hasSeconds && !(text.length === 24 && text[19] === '.' && text[23] === 'Z' && digits(text, 20, 3) >= 0)) return false
  return (
    text[10] === 'T' && text[13] === ':' && text[16] === ':' && digits(text, 11, 2) < 24 && digits(text, 14, 2) < 60 && digits(text, 17, 2) < 60 && isDay(text)
  )
}

/** Days since 1970 of a date as `writing` gives it, or of an instant. */
export const dayIn = (text: string): number => daysOf(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)) ?? Number.NaN

/** Milliseconds since 1970 of an instant as `writing` gives it. */
export function millisIn(text: string): number {
  const isPlain = text.length === 20 || (text.length >= 24 && text[4] === '-')
  if (!isPlain) return Date.parse(text)
  const seconds = digits(text, 11, 2) * 3_600 + digits(text, 14, 2) * 60 + digits(text, 17, 2)
  return dayIn(text) * dayMillis + seconds * 1_000 + (text.length === 20 ? 0 : digits(text, 20, 3))
}

/** The microseconds that an instant has beside its milliseconds. */
export const restIn = (text: string): number => (text.length === 27 && text[4] === '-' ? digits(text, 23, 3) : 0)

function fromOtherInstant(value: string): string | undefined {
  const parts = instantPattern.exec(value)
  if (!parts) return undefined
  const [, year, month, day, hours, minutes, seconds = '0', fraction = '', sign = '+', zoneHours = '0', zoneMinutes = '0'] = parts
  const days = daysOf(Number(year), Number(month), Number(day))
  if (days === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const ahead = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  const whole = days * 86_400 + Number(hours) * 3_600 + (Number(minutes) - ahead) * 60 + Number(seconds)
  return instantOfMicros(BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6)))
}

/** An instant as text, from microseconds since 1970. */
export function instantOfMicros(micros: bigint): string {
  const rest = ((micros % 1000n) + 1000n) % 1000n
  const text = new Date(Number((micros - rest) / 1000n)).toISOString()
  return rest === 0n ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}
