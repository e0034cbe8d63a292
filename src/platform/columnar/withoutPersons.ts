import { createHash } from 'node:crypto'
import type { Row } from './duckdb.ts'
import type { Entry, StreamRows } from './records.ts'

/** A forgotten name as it is kept: it can be recognised when it comes again, and not be read. */
export const sealedName = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex')}`

/** Takes persons out of entries of the journal, in the order in which they stand there; null where an entry says nothing of them. */
export function withoutPersons(persons: ReadonlySet<string>): (entry: Entry) => Entry | null {
  const columnsOf = new Map<string, readonly string[]>()
  const ids = new Set([...persons].map((person) => person.replace(/^~/, '')))
  return (entry) => {
    if (entry.kind === 'part')
      columnsOf.set(
        `${entry.batch} ${entry.part}`,
        entry.shape.columns.map(({ name }) => name),
      )
    if (entry.kind === 'forget')
      return entry.persons.some((person) => persons.has(person)) ? { ...entry, persons: entry.persons.filter((person) => !persons.has(person)) } : null
    if (entry.kind === 'stream') {
      const tables = entry.tables.map((table) => ({ ...table, rows: table.rows.filter((row) => !names(table, row, persons, ids)) }))
      return tables.some(({ rows }, at) => rows.length < (entry.tables[at]?.rows.length ?? 0)) ? { ...entry, tables } : null
    }
    if (entry.kind !== 'rows') return null
    const columns = columnsOf.get(`${entry.batch} ${entry.part}`) ?? []
    const stays = entry.rows.map((row) => !isOf(columns, row, persons))
    if (!stays.includes(false)) return null
    return { ...entry, rows: entry.rows.filter((_, at) => stays[at]), numbers: entry.numbers.filter((_, at) => stays[at]) }
  }
}

function names({ table, columns }: StreamRows, row: Row, persons: ReadonlySet<string>, ids: ReadonlySet<string>): boolean {
  const text = (name: string): string => String(row[columns.indexOf(name)] ?? '')
  if (table === 'event_link') return persons.has(text('person')) || persons.has(text('other'))
  if (table === 'event_profile') return text('kind') === 'person' && persons.has(text('subject'))
  if (table === 'event_held') return isHeldOf(text('raw'), ids)
  return isOf(columns, row, persons)
}

/** A row of a fact is its user’s, else its device’s. */
function isOf(columns: readonly string[], row: Row, persons: ReadonlySet<string>): boolean {
  const [user, device] = ['user_id', 'anonymous_id'].map((name) => row[columns.indexOf(name)] ?? null)
  if (!columns.includes('anonymous_id')) return false
  if (user !== null && user !== undefined) return persons.has(String(user))
  return device !== null && device !== undefined && persons.has(`~${String(device)}`)
}

const notPersons = new Set(['event', 'name', 'type', 'event_type', 'event_name'])

/** Does a held item bear an id as a whole value, as the store finds it? One that was cut is no JSON: there the id counts between its quotes. */
function isHeldOf(raw: string, ids: ReadonlySet<string>): boolean {
  try {
    return hasLeaf(JSON.parse(raw), '', ids)
  } catch {
    return [...ids].some((id) => raw.includes(JSON.stringify(id)))
  }
}

function hasLeaf(value: unknown, key: string, ids: ReadonlySet<string>): boolean {
  if (typeof value === 'object' && value !== null) return Object.entries(value).some(([name, inner]) => hasLeaf(inner, Array.isArray(value) ? key : name, ids))
  return value !== null && !notPersons.has(key.toLowerCase()) && ids.has(String(value))
}
