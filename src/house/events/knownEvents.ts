import { isScalar, type GivenProfile } from '#engines/analytics/columns/collect.ts'
import { historyOf, type GivenVersion } from '#engines/analytics/columns/history.ts'
import { noProfiles, type Events, type Profiles } from '#engines/analytics/columns/events.ts'
import {
  codeTables,
  eventTexts,
  profileRows,
  profileVersions,
  propertyRows,
  propertyTable,
  propertyTexts,
  type NameRange,
} from '#engines/analytics/dialect/events.ts'
import type { Scalar } from '#engines/analytics/query/parts.ts'
import type { FactSnapshot } from '#platform/columnar/factReader.ts'

/** What is known of the events of a workspace before any row is read: the names and how often each came, and whom they name. */
export interface Known extends Pick<Events, 'names' | 'persons' | 'accounts' | 'sessions' | 'profiles'> {
  readonly counts: readonly number[]
}

/** The columns of events as they stood at one position of the store. */
export interface StoredColumns {
  readonly position: string
  readonly events: () => Events
  readonly has: (property: string) => boolean
  /** Reads a property too; the state must be at the same position. */
  add(property: string, state: FactSnapshot): Promise<void>
  /** Nobody reads them any more. */
  close(): void
  /** Holds on to what they are made from, so that columns of a later state can be made from it too. */
  grow(): Growing
}

export interface Growing {
  /** The columns with what has come since; null where more has changed than that, or much has come. */
  over(state: FactSnapshot): Promise<StoredColumns | null>
  /** What was held on to is let go; once is enough. */
  leave(): void
}

/** Makes the tables of codes that all statements about rows need, and reads what stands in them. */
export async function knownOf(state: FactSnapshot): Promise<Known> {
  for (const table of codeTables) await state.ask(table)
  const texts = async (column: Parameters<typeof eventTexts>[0]) => (await state.ask(eventTexts(column))).map((row) => String(row['text']))
  const names = await state.ask(eventTexts('name'))
  const [persons, accounts, sessions] = [
    ['', ...(await texts('user_id'))],
    ['', ...(await texts('account_id'))],
    ['', ...(await texts('session_id'))],
  ]
  const person = await readProfiles(state, 'app_user', persons)
  const account = await readProfiles(state, 'account', accounts)
  return { names: names.map(({ text }) => String(text)), counts: names.map(({ n }) => Number(n)), persons, accounts, sessions, profiles: { person, account } }
}

export const lengthOf = ({ counts }: Known): number => counts.reduce((sum, count) => sum + count, 0)

export const codesOf = (column: Float64Array = new Float64Array()): Uint32Array => Uint32Array.from(column, (code) => (Number.isNaN(code) ? 0 : code))

/**
 * Reads the values of a property, and gives its codes for one range of names after the other; of the rows up to a place alone. Texts that say the same, as 1
 * and 1.0 do, have one code.
 */
export async function readProperty(
  state: FactSnapshot,
  name: string,
  ranges: readonly NameRange[],
  take: (codes: Int32Array) => void,
  upTo: number,
): Promise<readonly Scalar[]> {
  await state.ask(propertyTable(name, upTo))
  const values = (await state.ask(propertyTexts)).map((row) => scalarOf(String(row['text'])))
  const first = new Map<Scalar, number>()
  const codeOf = values.map((value, code) => {
    if (value !== null && !first.has(value)) first.set(value, code)
    return value === null ? -1 : (first.get(value) ?? code)
  })
  if (values.length === 0) return []
  for (const range of ranges) {
    const codes = (await state.columns(propertyRows(name, range, upTo))).get('code') ?? new Float64Array()
    take(Int32Array.from(codes, (code) => codeOf[code - 1] ?? -1))
  }
  return values.map((value) => value ?? '')
}

export function scalarOf(json: string): Scalar | null {
  const value: unknown = JSON.parse(json)
  return isScalar(value) ? value : null
}

/** Profiles by the numbers of their ids; ids that no event has get a number too. */
async function readProfiles(state: FactSnapshot, fact: 'account' | 'app_user', ids: string[]): Promise<Profiles> {
  const rows = await state.ask(profileRows(fact))
  if (rows.length === 0) return noProfiles
  const versions = await state.ask(profileVersions(fact))
  return profilesOf(
    rows.map(({ id, created, ...properties }) => ({ id: String(id), created: created === null ? null : Number(created), properties })),
    versions.map(({ id, since, ...properties }) => ({ id: String(id), since: since === null ? null : Number(since), properties })),
    ids,
  )
}

function profilesOf(given: readonly GivenProfile[], versions: readonly GivenVersion[], ids: string[]): Profiles {
  const places = new Map(ids.map((id, place) => [id, place]))
  for (const { id } of given) if (!places.has(id)) places.set(id, ids.push(id) - 1)
  const created = new Float64Array(ids.length).fill(Number.NaN)
  const columns = new Map<string, { readonly codes: Int32Array; readonly values: Scalar[]; readonly known: Map<Scalar, number> }>()
  const columnOf = (name: string) => {
    const own = columns.get(name) ?? { codes: new Int32Array(ids.length).fill(-1), values: [], known: new Map<Scalar, number>() }
    columns.set(name, own)
    return own
  }
  const codeOf = (name: string, value: unknown): number => {
    if (!isScalar(value)) return -1
    const { values, known } = columnOf(name)
    const code = known.get(value) ?? values.push(value) - 1
    known.set(value, code)
    return code
  }
  for (const { id, created: at, properties } of given) {
    const place = places.get(id) ?? 0
    if (at != null) created[place] = at
    for (const [name, value] of Object.entries(properties ?? {})) if (isScalar(value)) columnOf(name).codes[place] = codeOf(name, value)
  }
  const history = historyOf(versions, ids.length, (id) => places.get(id) ?? 0, codeOf)
  return { created, columns, ...(history ? { history } : {}) }
}
