/** What one event may hold; more is refused, or cut and said so. */
export const limits = { bytes: 1024 * 1024, properties: 255, depth: 8, nameLength: 200, textLength: 8 * 1024 } as const

export interface Inspected {
  /** The record as JSON text and as it is, cleaned where something could not be kept as it was. */
  readonly json: string
  readonly record: Readonly<Record<string, unknown>>
  /** What was changed: `characters` were replaced, `length` of a text was cut. */
  readonly changed: readonly ('characters' | 'length')[]
  /** Why it cannot be kept; null when it can. */
  readonly refused: { readonly field: string; readonly message: string } | null
}

/** Brings what a client sent with an event into a form that can be kept. Plain records go through with one look at each value. */
export function inspect(record: Readonly<Record<string, unknown>>): Inspected {
  const found: Found = { deepest: 0, isLong: false, isInfinite: null }
  const names = Object.keys(record)
  for (const name of names) look(record[name], name, 1, found)
  const refuse = (field: string, message: string): Inspected => ({ json: '{}', record: {}, changed: [], refused: { field, message } })
  if (names.length > limits.properties) return refuse('properties', `It has ${names.length} properties; ${limits.properties} are kept.`)
  if (found.deepest > limits.depth) return refuse('properties', `It is nested deeper than ${limits.depth} levels.`)
  if (found.isInfinite !== null) return refuse(found.isInfinite, 'The number is not finite.')
  const json = JSON.stringify(record)
  if (json.length > limits.bytes) return refuse('properties', `It has more than ${limits.bytes} bytes.`)
  const isBroken = json.includes('\\u') && /\\u(0000|d[89a-f])/i.test(json)
  if (!isBroken && !found.isLong) return { json, record, changed: [], refused: null }
  const changed = [...(isBroken ? ['characters' as const] : []), ...(found.isLong ? ['length' as const] : [])]
  const cleaned = cleanRecord(record)
  return { json: JSON.stringify(cleaned), record: cleaned, changed, refused: null }
}

interface Found {
  deepest: number
  isLong: boolean
  isInfinite: string | null
}

function look(value: unknown, name: string, depth: number, found: Found): void {
  if (depth > found.deepest) found.deepest = depth
  if (typeof value === 'string') found.isLong ||= value.length > limits.textLength
  else if (typeof value === 'number') {
    if (!Number.isFinite(value)) found.isInfinite = name
  } else if (typeof value === 'object' && value !== null && depth <= limits.depth)
    for (const inner of Array.isArray(value) ? value : Object.values(value)) look(inner, name, depth + 1, found)
}

/** A text without NUL and lone surrogates: each becomes U+FFFD. */
export const cleanText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** The same text for whoever keeps it: one that was cut out of a request keeps all of the request in memory. */
export function ownText(text: string): string {
  const written = JSON.stringify(text)
  return String(JSON.parse(written))
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value.length > limits.textLength ? value.slice(0, limits.textLength) : value)
  if (Array.isArray(value)) return value.map(cleanValue)
  if (typeof value !== 'object' || value === null) return value
  return cleanRecord(value)
}

const cleanRecord = (record: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(record).map(([name, inner]) => [cleanText(name), cleanValue(inner)]))
