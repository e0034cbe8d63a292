import { isRecord } from '#kernel'
import { Malformed, type Answer, type Outcome, type Received, type Refusal, type Incoming } from './neutral.ts'

export type Loose = Readonly<Record<string, unknown>>

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Malformed('The body is not JSON.')
  }
}

export function recordIn(text: string): Loose {
  const value = parsedJson(text)
  if (isRecord(value)) return value
  throw new Malformed('The body is not a JSON object.')
}

export const recordOf = (value: unknown): Loose => (isRecord(value) ? value : {})
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A name as text; numbers are names too. Null for nothing and for what cannot be one. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
}

/** The name and password of HTTP Basic. */
export function basicOf(headers: Headers): readonly [string, string] | null {
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (!encoded) return null
  const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  return [name, rest.join(':')]
}

export const bearerOf = (headers: Headers): string | null => /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null

/** A time as milliseconds since 1970: ISO 8601 (UTC unless it says otherwise), or a number of seconds, milliseconds, microseconds or nanoseconds. Undefined for what is none, or is of no calendar. */
export function instantOf(value: unknown): number | null | undefined {
  if (value === null || value === undefined || value === '') return null
  const number = typeof value === 'number' ? value : typeof value === 'string' && value[4] !== '-' && /^\d{9,19}(\.\d+)?$/.test(value) ? Number(value) : null
  if (number !== null) {
    if (!Number.isFinite(number) || number < 0) return undefined
    if (number < 1e11) return Math.round(number * 1_000)
    if (number < 1e14) return Math.round(number)
    const millis = Math.round(number < 1e17 ? number / 1e3 : number / 1e6)
    return millis <= lastInstant ? millis : undefined
  }
  const parsed = typeof value === 'string' ? parsedText(value.trim()) : Number.NaN
  return Number.isNaN(parsed) ? undefined : parsed
}

/** Never by the time zone of the machine: another form than ISO 8601 is read where it names a year and its own zone, as HTTP dates do. */
function parsedText(text: string): number {
  const isZoned = text.endsWith('Z') || /\d:\d\d.*(z|GMT|UTC|[+-]\d\d:?\d\d)( \(.*\))?$/i.test(text)
  if (/^(\d{4}|[+-]\d{6})-\d\d-\d\d/.test(text)) return Date.parse(isZoned ? text : `${text}Z`)
  return isZoned && /\b\d{4}\b/.test(text) ? Date.parse(text) : Number.NaN
}

/** The last millisecond that a date can name. */
const lastInstant = 8.64e15

export const refusal = (field: string | null, message: string, kind: Refusal['class'] = 'malformed'): Refusal => ({ class: kind, field, message })

/** An item with what is given, and nothing else. An instant that could not be read is refused by its field. */
export function sent(given: Partial<Omit<Incoming, 'at'>> & { readonly at?: number | null | undefined; readonly timeField?: string }): Incoming | Refusal {
  if ('at' in given && given.at === undefined) return refusal(given.timeField ?? 'timestamp', 'The time cannot be read.')
  // one by one, so that all have one shape: spread together, they cost more than all the rest of reading an event
  return {
    kind: given.kind ?? 'track',
    name: given.name ?? '',
    userId: given.userId ?? null,
    anonymousId: given.anonymousId ?? null,
    at: given.at ?? null,
    sentAt: given.sentAt ?? null,
    insertId: given.insertId ?? null,
    groups: given.groups ?? null,
    sessionId: given.sessionId ?? null,
    props: given.props ?? {},
    traits: given.traits ?? null,
    other: given.other ?? null,
    consent: given.consent ?? null,
  }
}

/** A record without some of its names, and without those that begin with one of the prefixes. */
export function without(record: Loose, names: ReadonlySet<string>, prefixes: readonly string[] = []): Loose {
  const left: Record<string, unknown> = {}
  for (const name of Object.keys(record))
    if (!names.has(name) && name !== '__proto__' && !prefixes.some((prefix) => name.startsWith(prefix))) left[name] = record[name]
  return left
}

/** Groups of one type or several; of a list of keys the first counts. Null when none is named. */
export function groupsOf(record: unknown): Readonly<Record<string, string>> | null {
  const found: Record<string, string> = {}
  for (const [type, value] of Object.entries(recordOf(record))) {
    const key = textOf(Array.isArray(value) ? value[0] : value)
    if (key !== null && type !== '__proto__') found[type] = key
  }
  return Object.keys(found).length > 0 ? found : null
}

/** Purposes with yes or no, as consent managers write them; null when none is named. */
export function consentOf(record: unknown): Readonly<Record<string, boolean>> | null {
  const found = Object.entries(recordOf(record)).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')
  return found.length > 0 ? Object.fromEntries(found) : null
}

export const json = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body), type: 'application/json' })
export const plain = (status: number, body: string): Answer => ({ status, body, type: 'text/plain; charset=utf-8' })

const statuses = { malformed: 400, unauthorized: 401, tooLarge: 413, limited: 429, unavailable: 503 } as const
export const statusOf = (outcome: Outcome): number => (outcome.is === 'taken' ? 200 : statuses[outcome.is])

/** A list, or one thing that stands for a list of one. */
export const oneOrMany = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** The fields of a form, from a body that is one; null when it is not. */
export function formOf({ headers, text }: Received): URLSearchParams | null {
  const isNamed = (headers.get('content-type') ?? '').includes('x-www-form-urlencoded')
  return isNamed && !/^\s*[[{]/.test(text) ? new URLSearchParams(text) : null
}
