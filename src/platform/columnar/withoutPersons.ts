import { createHash } from 'node:crypto'
import type { Row } from './duckdb.ts'
import type { Entry, StreamRows } from './records.ts'

/** A forgotten name as it is kept: it can be recognised when it comes again, and not be read. */
export const sealedName = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex')}`

/** Who is to be taken out: persons by name (of a device with `~`), and an id as it stands in an item that was only held. */
interface Forgotten {
  person(name: string): boolean
  id(text: string): boolean
  /** Ids whose text is still known. */
  readonly texts: readonly string[]
}

/**
 * Takes persons out of entries of the journal, in the order in which they stand there; null where an entry says nothing of them. Of those who were taken out
 * before, only the sealed names are known: what came of them since is found by these. `personal` are the facts whose rows are somebody’s.
 */
export function withoutPersons(named: ReadonlySet<string>, before: ReadonlySet<string>, personal: ReadonlySet<string>): (entry: Entry) => Entry | null {
  const columnsOf = new Map<string, readonly string[]>()
  const persons = forgottenBy(named, before)
  return (entry) => {
    if (entry.kind === 'part') {
      const columns = personal.has(entry.shape.name) ? entry.shape.columns.map(({ name }) => name) : []
      columnsOf.set(`${entry.batch} ${entry.part}`, columns)
    }
    if (entry.kind === 'forget') return entry.persons.length > 0 ? { ...entry, persons: [] } : null
    if (entry.kind === 'stream') {
      const tables = entry.tables.map((table) => ({ ...table, rows: table.rows.filter((row) => !names(table, row, persons, personal)) }))
      return tables.some(({ rows }, at) => rows.length < (entry.tables[at]?.rows.length ?? 0)) ? { ...entry, tables } : null
    }
    if (entry.kind !== 'rows') return null
    const columns = columnsOf.get(`${entry.batch} ${entry.part}`) ?? []
    const stays = entry.rows.map((row) => !isOf(columns, row, persons))
    if (!stays.includes(false)) return null
    return { ...entry, rows: entry.rows.filter((_, at) => stays[at]), numbers: entry.numbers.filter((_, at) => stays[at]) }
  }
}

/** Tells of a row of a stream whether it names somebody forgotten, of whom the sealed names are known; who is forgotten from now on counts too. */
export function namesForgotten(sealed: ReadonlySet<string>, personal: ReadonlySet<string>): (table: StreamRows, row: Row) => boolean {
  const person = (name: string): boolean => sealed.has(sealedName(name))
  const persons: Forgotten = { person, id: idBy(person), texts: [] }
  return (table, row) => sealed.size > 0 && names(table, row, persons, personal)
}

/** An id that is not read yet may be a user’s or a device’s. */
const idBy =
  (person: Forgotten['person']): Forgotten['id'] =>
  (text) =>
    (!text.startsWith('~') && person(text)) || person(`~${text}`)

function forgottenBy(named: ReadonlySet<string>, before: ReadonlySet<string>): Forgotten {
  const sealed = new Set([...before, ...[...named].map(sealedName)])
  const known = new Map<string, boolean>()
  const person = (name: string): boolean => {
    const is = known.get(name) ?? sealed.has(sealedName(name))
    if (known.size < 1_000_000) known.set(name, is)
    return is
  }
  return { person, id: idBy(person), texts: [...named].map((name) => name.replace(/^~/, '')) }
}

function names({ table, columns }: StreamRows, row: Row, persons: Forgotten, personal: ReadonlySet<string>): boolean {
  const text = (name: string): string => String(row[columns.indexOf(name)] ?? '')
  if (table === 'event_link') return persons.person(text('person')) || persons.person(text('other'))
  if (table === 'event_profile') return text('kind') === 'person' && persons.person(text('subject'))
  if (table === 'event_held') return isHeldOf(text('raw'), persons)
  return personal.has(table) && isOf(columns, row, persons)
}

/** A row of a fact is its user’s, else its device’s. */
function isOf(columns: readonly string[], row: Row, persons: Forgotten): boolean {
  const [user, device] = ['user_id', 'anonymous_id'].map((name) => row[columns.indexOf(name)] ?? null)
  if (user !== null && user !== undefined) return persons.person(String(user))
  return device !== null && device !== undefined && persons.person(`~${String(device)}`)
}

/** Keys of an item that name the event itself: what stands under them is no person. */
export const notPersons: ReadonlySet<string> = new Set(['event', 'name', 'type', 'event_type', 'event_name'])

/** Tells of an item that is to be held whether it bears the id of somebody forgotten, of whom the sealed names are known. */
export function bearsForgotten(sealed: ReadonlySet<string>): (raw: string) => boolean {
  const persons = forgottenBy(new Set(), sealed)
  return (raw) => sealed.size > 0 && isHeldOf(raw, persons)
}

/** Does a held item bear an id as a whole value, as the store finds it? One that was cut is no JSON: there the id counts between its quotes. */
function isHeldOf(raw: string, persons: Forgotten): boolean {
  const parsed = parsedExactly(raw)
  if (parsed) return hasLeaf(parsed.value, '', persons)
  return persons.texts.some((id) => raw.includes(JSON.stringify(id))) || (raw.match(quoted) ?? []).some((text) => persons.id(unquoted(text)))
}

const quoted = /"(?:[^"\\]|\\.)*"/g

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}

/** A number stays the text that it was sent as: an id above 2^53 would be another one. */
const asSent = (_: string, value: unknown, from?: { readonly source?: string }): unknown => (typeof value === 'number' ? (from?.source ?? value) : value)

function parsedExactly(raw: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(raw, asSent) }
  } catch {
    return null
  }
}

/** Items of a list go by their places, as the store names them. */
function hasLeaf(value: unknown, key: string, persons: Forgotten): boolean {
  if (typeof value === 'object' && value !== null) return Object.entries(value).some(([name, inner]) => hasLeaf(inner, name, persons))
  return value !== null && !notPersons.has(key.toLowerCase()) && persons.id(String(value))
}
