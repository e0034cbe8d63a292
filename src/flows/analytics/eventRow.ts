import type { GivenEvent, GivenProfile } from '#engines/analytics/columns/collect.ts'
import { isRecord, Problem } from '#kernel'

/** The names that a column may bear, the best first. */
const knownAs = {
  name: ['event', 'name', 'event_name', 'event_type', 'action', 'feature_name'],
  ts: ['ts', 'timestamp', 'time', 'event_time', 'occurred_at', 'event_date', 'usage_date', 'date'],
  received: ['received_at', 'received', 'server_timestamp', 'ingested_at'],
  person: ['user_id', 'person', 'person_id', 'distinct_id', 'user', 'actor_id'],
  account: ['account_id', 'account', 'group_id', 'company_id', 'customer_id', 'org_id'],
  session: ['session_id', 'session'],
  once: ['event_id', 'insert_id', '$insert_id', 'message_id', 'messageid', 'uuid', 'usage_id'],
  properties: ['properties', 'props', 'event_properties', '(other keys)'],
  id: ['id'],
  since: ['valid_from', 'valid_since', 'effective_from'],
  created: ['created_at', 'created', 'signup_date', 'joined_at'],
} as const
type Part = keyof typeof knownAs

/** Reads rows of events as people keep them: where each part stands in the headings; every other column is a property. */
export function eventReader(headings: readonly string[], file: string): (cells: readonly unknown[], row: number) => GivenEvent {
  const place = placesOf(headings)
  for (const part of ['name', 'ts'] as const)
    if (place(part) < 0)
      throw new Problem(
        'invalid',
        `${file} has no column for ${part === 'name' ? 'the event’s name' : 'the time'}.`,
        `Call it ${knownAs[part].slice(0, 2).join(' or ')}; its columns are ${headings
          .map((heading) => heading.trim())
          .join(', ')
          .slice(0, 200)}.`,
        {
          code: 'missing-column',
          at: { file },
        },
      )
  const taken = new Set((['name', 'ts', 'received', 'person', 'account', 'session'] as const).map(place))
  return (cells, row) => {
    const name = textOf(cells[place('name')])
    if (name === null) throw faulty(file, row, headings[place('name')], 'it is empty.')
    const ts = instantOf(cells[place('ts')])
    if (ts === null) throw faulty(file, row, headings[place('ts')], `“${String(cells[place('ts')])}” is no instant.`)
    return {
      name,
      ts,
      received: instantOf(cells[place('received')]),
      person: textOf(cells[place('person')]),
      account: textOf(cells[place('account')]),
      session: textOf(cells[place('session')]),
      once: textOf(cells[place('once')]),
      properties: propertiesOf(headings, cells, taken),
    }
  }
}

/** Reads rows of persons or accounts: an id, when it came to be, and properties. */
export function profileReader(
  headings: readonly string[],
  file: string,
  owner: 'person' | 'account',
): (cells: readonly unknown[], row: number) => GivenProfile {
  const place = placesOf(headings)
  const [id, created, since] = [place('id') < 0 ? place(owner) : place('id'), place('created'), place('since')]
  if (id < 0) throw new Problem('invalid', `${file} has no column “id”.`, 'Name the column of the ids “id”.', { code: 'missing-column', at: { file } })
  return (cells, row) => {
    const own = textOf(cells[id])
    if (own === null) throw faulty(file, row, headings[id], 'it is empty.')
    return { id: own, created: instantOf(cells[created]), since: instantOf(cells[since]), properties: propertiesOf(headings, cells, new Set([id, since])) }
  }
}

function placesOf(headings: readonly string[]): (part: Part) => number {
  const names = headings.map((heading) => heading.trim().toLowerCase())
  const places = new Map(Object.entries(knownAs).map(([part, known]) => [part, known.map((name) => names.indexOf(name)).find((place) => place >= 0) ?? -1]))
  return (part) => places.get(part) ?? -1
}

const faulty = (file: string, row: number, column: string | undefined, why: string): Problem =>
  new Problem('invalid', `${file} row ${row}, ${column ?? ''}: ${why}`, 'Correct the row; nothing was answered.', {
    at: { file, row, ...(column ? { column } : {}) },
  })

const textOf = (cell: unknown): string | null => (typeof cell === 'string' && cell.trim() !== '' ? cell.trim() : typeof cell === 'number' ? String(cell) : null)

/** Milliseconds of an instant: ISO 8601 (UTC unless it says otherwise), or seconds or milliseconds since 1970. */
export function instantOf(cell: unknown): number | null {
  const number = typeof cell === 'number' ? cell : typeof cell === 'string' && /^\d{9,13}(\.\d+)?$/.test(cell.trim()) ? Number(cell) : null
  if (number !== null) return Number.isFinite(number) ? Math.floor(number < 100_000_000_000 ? number * 1000 : number) : null
  if (typeof cell !== 'string' || !/^\d{4}-\d\d-\d\d/.test(cell.trim())) return null
  const text = cell.trim().replace(' ', 'T')
  const at = Date.parse(text.length === 10 || /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`)
  return Number.isFinite(at) ? at : null
}

/** Everything else that a row says. A CSV’s numbers and yes/no are read as such; a cell of properties is a JSON object. */
function propertiesOf(headings: readonly string[], cells: readonly unknown[], taken: ReadonlySet<number>): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [place, heading] of headings.entries()) {
    if (taken.has(place)) continue
    const cell = cells[place]
    const nested = knownAs.properties.some((name) => name === heading.trim().toLowerCase()) ? nestedIn(cell) : null
    if (nested) Object.assign(found, nested)
    else if (cell !== null && cell !== undefined) found[heading.trim()] = typeof cell === 'string' ? plain(cell) : cell
  }
  return found
}

function nestedIn(cell: unknown): Readonly<Record<string, unknown>> | null {
  if (isRecord(cell)) return cell
  if (typeof cell !== 'string' || !cell.trim().startsWith('{')) return null
  try {
    const parsed: unknown = JSON.parse(cell)
    return isRecord(parsed) ? parsed : null
  } catch {
    return null
  }
}

function plain(cell: string): unknown {
  const text = cell.trim()
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text
}
