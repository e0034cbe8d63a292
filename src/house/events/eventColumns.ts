import { isScalar, type GivenProfile } from '#engines/analytics/columns/collect.ts'
import { noProfiles, sortedEvents, type Column, type Events, type Profiles } from '#engines/analytics/columns/events.ts'
import { eventRows, eventTexts, profileRows, propertyNames, propertyRows, propertyTexts } from '#engines/analytics/dialect/events.ts'
import type { Scalar } from '#engines/analytics/query/parts.ts'
import type { FactReader } from '#platform/columnar/factReader.ts'

/** Names of the properties that the events themselves bear. */
export const ownProperties = async (reader: FactReader): Promise<string[]> => (await reader.ask(propertyNames)).map((row) => String(row['name']))

interface Kept {
  readonly position: string
  readonly events: Promise<Events>
  readonly properties: Map<string, Promise<Column>>
}

/**
 * Events of each workspace as columns, kept while its facts do not change; properties are read when a query first names them. Who asks while they are being
 * read waits for the same reading; one that fails is not kept.
 */
export function eventShelf(most = 4): { of(workspace: string, reader: FactReader, properties: readonly string[]): Promise<Events> } {
  const kept = new Map<string, Kept>()
  return {
    async of(workspace, reader, properties) {
      const known = kept.get(workspace)
      const own = known?.position === reader.position ? known : { position: reader.position, events: readEvents(reader), properties: new Map() }
      kept.delete(workspace)
      kept.set(workspace, own)
      for (const [oldest] of kept) if (kept.size > most) kept.delete(oldest)
      try {
        const events = await own.events
        const columns: [string, Column][] = []
        for (const name of new Set([...own.properties.keys(), ...properties])) {
          const column = own.properties.get(name) ?? readProperty(reader, name)
          own.properties.set(name, column)
          columns.push([name, await column])
        }
        return { ...events, properties: new Map(columns.filter(([, { values }]) => values.length > 0)) }
      } catch (error) {
        if (kept.get(workspace) === own) kept.delete(workspace)
        throw error
      }
    },
  }
}

async function readEvents(reader: FactReader): Promise<Events> {
  const texts = async (column: 'user_id' | 'account_id' | 'session_id' | 'name') => (await reader.ask(eventTexts(column))).map((row) => String(row['text']))
  const [names, persons, accounts, sessions] = [
    await texts('name'),
    ['', ...(await texts('user_id'))],
    ['', ...(await texts('account_id'))],
    ['', ...(await texts('session_id'))],
  ]
  const columns = await reader.columns(eventRows)
  const ts = columns.get('ts') ?? new Float64Array()
  const codes = (name: string): Uint32Array => Uint32Array.from(columns.get(name) ?? [], (code) => (Number.isNaN(code) ? 0 : code))
  const received = columns.get('received') ?? new Float64Array()
  const person = await readProfiles(reader, 'app_user', persons)
  const account = await readProfiles(reader, 'account', accounts)
  return sortedEvents({
    length: ts.length,
    ts,
    seq: Uint32Array.from(ts, (_, row) => row),
    received: received.some((at) => !Number.isNaN(at)) ? received.map((at, row) => (Number.isNaN(at) ? (ts[row] ?? 0) : at)) : null,
    name: codes('name').map((code) => code - 1),
    names,
    person: codes('person'),
    account: codes('account'),
    session: codes('session'),
    persons,
    accounts,
    sessions,
    properties: new Map(),
    profiles: { person, account },
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
