import type { Scalar } from '../query/parts.ts'
import { historyOf, type GivenVersion } from './history.ts'
import { noProfiles, sortedEvents, type Column, type Events, type Profiles } from './events.ts'

/** One event as a source gives it. Times are milliseconds in UTC; null or an empty id is nobody. */
export interface GivenEvent {
  readonly name: string
  readonly ts: number
  readonly received?: number | null
  readonly person?: string | null
  readonly account?: string | null
  readonly session?: string | null
  /** The id of this one event: whoever collects takes the first copy of each. Null or absent never repeats. */
  readonly once?: string | null
  readonly properties?: Readonly<Record<string, unknown>> | null
}

export interface GivenProfile extends GivenVersion {
  readonly created?: number | null
}

/** Takes events one at a time, in the order of their arrival, and gives columns. */
export interface Collector {
  add(event: GivenEvent): void
  events(profiles?: { readonly person?: readonly GivenProfile[]; readonly account?: readonly GivenProfile[] }, passive?: ReadonlySet<string>): Events
}

export function collector(): Collector {
  const [names, persons, accounts, sessions] = [dictionary<string>([]), dictionary(['']), dictionary(['']), dictionary([''])]
  const ts: number[] = []
  const [received, name, person, account, session]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []]
  const properties = new Map<string, Growing>()
  let isReceived = false
  return {
    add(event) {
      const row = ts.length
      ts.push(event.ts)
      if (event.received != null) isReceived = true
      received.push(event.received ?? event.ts)
      name.push(names.code(event.name))
      person.push(persons.code(event.person ?? ''))
      account.push(accounts.code(event.account ?? ''))
      session.push(sessions.code(event.session ?? ''))
      for (const [key, value] of Object.entries(event.properties ?? {})) if (isScalar(value)) growing(properties, key).set(row, value)
    },
    events(profiles = {}, passive = new Set()) {
      const length = ts.length
      const known = { person: profilesOf(persons, profiles.person ?? []), account: profilesOf(accounts, profiles.account ?? []) }
      return sortedEvents({
        length,
        ts: Float64Array.from(ts),
        seq: Uint32Array.from({ length }, (_, row) => row),
        received: isReceived ? Float64Array.from(received) : null,
        name: Uint32Array.from(name),
        person: Uint32Array.from(person),
        account: Uint32Array.from(account),
        session: Uint32Array.from(session),
        names: names.values,
        persons: persons.values,
        accounts: accounts.values,
        sessions: sessions.values,
        properties: new Map([...properties].map(([key, own]) => [key, own.column(length)])),
        profiles: known,
        passive,
      })
    },
  }
}

export const isScalar = (value: unknown): value is Scalar =>
  (typeof value === 'string' && value !== '') || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))

function dictionary<T>(first: readonly T[]): { readonly values: T[]; code(value: T): number } {
  const values = [...first]
  const codes = new Map(values.map((value, code) => [value, code]))
  const code = (value: T): number => {
    const known = codes.get(value)
    if (known !== undefined) return known
    codes.set(value, values.length)
    return values.push(value) - 1
  }
  return { values, code }
}

interface Growing {
  set(row: number, value: Scalar): void
  code(value: Scalar): number
  column(length: number): Column
}

function growing(all: Map<string, Growing>, key: string): Growing {
  const known = all.get(key)
  if (known) return known
  const list = dictionary<Scalar>([])
  let codes = new Int32Array(1024).fill(-1)
  const room = (length: number): void => {
    if (codes.length >= length) return
    const wider = new Int32Array(length * 2).fill(-1)
    wider.set(codes)
    codes = wider
  }
  const own: Growing = {
    set(row, value) {
      room(row + 1)
      codes[row] = list.code(value)
    },
    code: (value) => list.code(value),
    column(length) {
      room(length)
      return { codes: codes.subarray(0, length), values: list.values }
    },
  }
  all.set(key, own)
  return own
}

/** Profiles by the dense numbers of their ids; ids that no event has get a number too, since they may be eligible for what they never did. */
function profilesOf(ids: { readonly values: string[]; code(id: string): number }, given: readonly GivenProfile[]): Profiles {
  if (given.length === 0) return noProfiles
  const newest = new Map<string, GivenProfile>()
  for (const one of given) if ((one.since ?? -Infinity) >= (newest.get(one.id)?.since ?? -Infinity)) newest.set(one.id, one)
  const places = new Map(given.map(({ id }) => [id, ids.code(id)]))
  const created = new Float64Array(ids.values.length).fill(Number.NaN)
  const columns = new Map<string, Growing>()
  for (const { id, created: at } of given) if (at != null) created[places.get(id) ?? 0] = at
  for (const { id, properties } of newest.values())
    for (const [key, value] of Object.entries(properties ?? {})) if (isScalar(value)) growing(columns, key).set(places.get(id) ?? 0, value)
  const history = historyOf(
    given,
    ids.values.length,
    (id) => places.get(id) ?? 0,
    (key, value) => (isScalar(value) ? growing(columns, key).code(value) : -1),
  )
  return { created, columns: new Map([...columns].map(([key, own]) => [key, own.column(ids.values.length)])), ...(history ? { history } : {}) }
}
