import pg from 'pg'

/**
 * How PostgreSQL's values reach us, by the type's object id (pg_type.dat): numbers that are exact stay texts (numeric), 64-bit integers become
 * numbers where that is exact and texts elsewhere, instants are ISO 8601 in UTC with all their digits, dates are `YYYY-MM-DD`; jsonb is parsed.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    format === 'binary' ? pg.types.getTypeParser(id, 'binary') : (own.get(id) ?? pg.types.getTypeParser(id)),
}

const same = (text: string): string => text

/** `2024-12-31 09:00:00.123456+00` becomes `2024-12-31T09:00:00.123456Z`; another zone is moved to UTC, to the millisecond. */
export function toInstant(text: string): string {
  const utc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text)
  if (utc) return `${utc[1]}T${utc[2]}.${(utc[3] ?? '').padEnd(3, '0')}Z`
  if (text === 'infinity' || text === '-infinity') return text
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
}

/** A 64-bit integer as a number when it is exact (up to 2^53 - 1), else as its text. */
export function toSafeInteger(text: string): number | string {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}

const listOf =
  <T>(parse: (text: string) => T) =>
  (text: string): (T | null)[] =>
    texts(text).map((item) => (item === null ? null : parse(item)))

/** The driver's own parser of text[]. */
const texts: (text: string) => (string | null)[] = pg.types.getTypeParser(Number(1009))

const int8 = 20
const date = 1082
const timestamp = 1114
const timestamptz = 1184
const own = new Map<number, (text: string) => unknown>([
  [int8, toSafeInteger],
  [date, same],
  [timestamp, (text) => text.replace(' ', 'T')],
  [timestamptz, toInstant],
  [1016, listOf(toSafeInteger)], // int8[]
  [1182, listOf(same)], // date[]
  [1185, listOf(toInstant)], // timestamptz[]
  [1231, listOf(same)], // numeric[]
])
