import { columnBudget } from '#engines/analytics/columns/budget.ts'
import { isScalar, type GivenProfile } from '#engines/analytics/columns/collect.ts'
import { noProfiles, sortedEvents, type Column, type Events, type Profiles } from '#engines/analytics/columns/events.ts'
import { eventCounts, eventRows, eventTexts, profileRows, propertyNames, propertyRows, propertyTexts } from '#engines/analytics/dialect/events.ts'
import type { Scalar } from '#engines/analytics/query/parts.ts'
import { Problem } from '#kernel'
import type { FactReader } from '#platform/columnar/factReader.ts'
import { codesOf, fileColumns, type FiledColumns, type Known } from './filedColumns.ts'

/** Names of the properties that the events themselves bear. */
export const ownProperties = async (reader: FactReader): Promise<string[]> => (await reader.ask(propertyNames)).map((row) => String(row['name']))

interface Kept {
  readonly position: string
  readonly events: Promise<Resident | FiledColumns>
  readonly properties: Map<string, Promise<Column | null>>
}
interface Resident {
  readonly events: Events
  readonly add: null
}

/** Bytes that columns of events may take in memory; `THROUGHLINE_COLUMNS_MB` says otherwise. */
export const columnBytes = (): number => Math.max(1, Number(process.env['THROUGHLINE_COLUMNS_MB'] ?? 256) || 256) * 1_048_576

/** Bytes of a resident event, without its properties. */
const bytesOfEvent = 32

/**
 * Events of each workspace as columns, kept while its facts do not change; properties are read when a query first names them. Those of a workspace that takes
 * its share of the budget at most stay in memory; of a larger one they lie in files, and what questions read of them stays while the budget lasts. Who asks
 * while they are being read waits for the same reading; one that fails is not kept.
 */
export function eventShelf({ bytes = columnBytes(), most = 4 }: { readonly bytes?: number; readonly most?: number } = {}) {
  const kept = new Map<string, Kept>()
  const budget = columnBudget(bytes)
  const read = async (reader: FactReader, folder: string): Promise<Resident | FiledColumns> => {
    for (let tries = 0; tries < 3; tries++) {
      const counts = await reader.ask(eventCounts)
      const length = counts.reduce((sum, { n }) => sum + Number(n), 0)
      const known = await knownOf(reader, counts)
      if (length * bytesOfEvent <= bytes / most) return { events: await readEvents(reader, known), add: null }
      const filed = await fileColumns(reader, known, folder, budget)
      if (JSON.stringify(await reader.ask(eventCounts)) === JSON.stringify(counts)) return filed
    }
    throw new Problem('unavailable', 'Events came in each time that they were read.', 'Ask again in a minute.')
  }
  return {
    async of(workspace: string, reader: FactReader, properties: readonly string[], folder: string): Promise<Events> {
      const known = kept.get(workspace)
      const own = known?.position === reader.position ? known : { position: reader.position, events: read(reader, folder), properties: new Map() }
      kept.delete(workspace)
      kept.set(workspace, own)
      for (const [oldest] of kept) if (kept.size > most) kept.delete(oldest)
      try {
        const { events, add } = await own.events
        const columns: [string, Column][] = []
        for (const name of new Set([...own.properties.keys(), ...properties])) {
          const column = own.properties.get(name) ?? readProperty(reader, name).then((read) => (add ? filedAs(name, read, add) : read))
          own.properties.set(name, column)
          const read = await column
          if (read) columns.push([name, read])
        }
        return add ? events : { ...events, properties: new Map(columns.filter(([, { values }]) => values.length > 0)) }
      } catch (error) {
        if (kept.get(workspace) === own) kept.delete(workspace)
        throw error
      }
    },
  }
}

function filedAs(name: string, column: Column, add: FiledColumns['add']): null {
  if (column.values.length > 0) add(name, column)
  return null
}

async function knownOf(reader: FactReader, counts: readonly Readonly<Record<string, unknown>>[]): Promise<Known> {
  const texts = async (column: 'user_id' | 'account_id' | 'session_id') => (await reader.ask(eventTexts(column))).map((row) => String(row['text']))
  const [persons, accounts, sessions] = [
    ['', ...(await texts('user_id'))],
    ['', ...(await texts('account_id'))],
    ['', ...(await texts('session_id'))],
  ]
  const person = await readProfiles(reader, 'app_user', persons)
  const account = await readProfiles(reader, 'account', accounts)
  return { names: counts.map(({ text }) => String(text)), counts: counts.map(({ n }) => Number(n)), persons, accounts, sessions, profiles: { person, account } }
}

async function readEvents(reader: FactReader, { counts: _, ...known }: Known): Promise<Events> {
  const columns = await reader.columns(eventRows)
  const ts = columns.get('ts') ?? new Float64Array()
  const received = columns.get('received') ?? new Float64Array()
  return sortedEvents({
    ...known,
    length: ts.length,
    ts,
    seq: Uint32Array.from(ts, (_, row) => row),
    received: received.some((at) => !Number.isNaN(at)) ? received.map((at, row) => (Number.isNaN(at) ? (ts[row] ?? 0) : at)) : null,
    name: codesOf(columns.get('name')).map((code) => code - 1),
    person: codesOf(columns.get('person')),
    account: codesOf(columns.get('account')),
    session: codesOf(columns.get('session')),
    properties: new Map(),
    passive: new Set(),
  })
}

async function readProperty(reader: FactReader, name: string): Promise<Column> {
  const values = (await reader.ask(propertyTexts(name))).map((row) => scalarOf(String(row['text'])))
  const codes = (await reader.columns(propertyRows(name))).get('code') ?? new Float64Array()
  const isKnown = values.map((value) => value !== null)
  return { codes: Int32Array.from(codes, (code) => (Number.isNaN(code) || !isKnown[code - 1] ? -1 : code - 1)), values: values.map((value) => value ?? '') }
}

function scalarOf(json: string): Scalar | null {
  const value: unknown = JSON.parse(json)
  return isScalar(value) ? value : null
}

/** Profiles by the numbers of their ids; ids that no event has get a number too. */
async function readProfiles(reader: FactReader, fact: 'account' | 'app_user', ids: string[]): Promise<Profiles> {
  const rows = await reader.ask(profileRows(fact))
  if (rows.length === 0) return noProfiles
  return profilesOf(
    rows.map(({ id, created, ...properties }) => ({ id: String(id), created: created === null ? null : Number(created), properties })),
    ids,
  )
}

function profilesOf(given: readonly GivenProfile[], ids: string[]): Profiles {
  const places = new Map(ids.map((id, place) => [id, place]))
  for (const { id } of given) if (!places.has(id)) places.set(id, ids.push(id) - 1)
  const created = new Float64Array(ids.length).fill(Number.NaN)
  const columns = new Map<string, { readonly codes: Int32Array; readonly values: Scalar[]; readonly known: Map<Scalar, number> }>()
  for (const { id, created: at, properties } of given) {
    const place = places.get(id) ?? 0
    if (at != null) created[place] = at
    for (const [name, value] of Object.entries(properties ?? {})) {
      if (!isScalar(value)) continue
      const own = columns.get(name) ?? { codes: new Int32Array(ids.length).fill(-1), values: [], known: new Map<Scalar, number>() }
      columns.set(name, own)
      const code = own.known.get(value) ?? own.values.push(value) - 1
      own.known.set(value, code)
      own.codes[place] = code
    }
  }
  return { created, columns }
}
