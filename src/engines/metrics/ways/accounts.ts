import { growing, keeper, nameOf, nameOfText, once, shelf } from '../../numbers/once.ts'
import { cellOf } from '../series/pairs.ts'
import type { Read, Row } from './way.ts'

/** What splits and leaves out accounts. */
export const accountRead: Read = {
  fact: 'account',
  columns: [
    'id',
    'parent_id',
    'name',
    'segment',
    'plan',
    'region',
    'industry',
    'channel',
    'use_case',
    'created_at',
    'contract_at',
    'kickoff_at',
    'closed_at',
    'is_internal',
    'merged_into',
    'valid_from',
  ],
}

/** What is known of each account last: the version with the latest valid_from. */
export interface Accounts {
  readonly all: readonly Row[]
  get(id: string): Row | undefined
  /** The value of a dimension as text, “(none)” when it is empty or the account unknown; of two, 'segment,region', the name of their cell. */
  attribute(id: string, column: string): string
  isInternal(id: string): boolean
  /** Names those that are our own: the same for the same ones. */
  readonly ours: string
  /** The same for tables that go on from one another. */
  readonly company: object
  /** The number of an account, in the table or not: it keeps it as long as tables go on from one another. */
  numberOf(id: string): number
  /** The groups of a dimension, that of no value first. */
  groupsBy(column: string): AccountGroups
  /** Names how the accounts that a list is of fall into the groups of a dimension: the same for as long as none of those changes group, whoever else comes. */
  knownOf<T>(list: Iterable<T> & object, accountOf: (one: T) => string | null, column: string): string
}

/** The names of groups, and the group of each account by its number; that of no value for those beyond. */
export interface AccountGroups {
  readonly keys: readonly string[]
  readonly of: Int32Array
}

const textIn = (row: Row | undefined, column: string): string => {
  const value = row?.[column]
  return typeof value === 'string' ? value : value === null || value === undefined ? '(none)' : String(value)
}

/** Rows that were read once are made sense of once. */
export const accountsOf = once((rows: readonly Row[]): Accounts =>
  accountsBy(
    rows,
    keptKnown(rows, '', () => knownIn(rows), withMore),
  ),
)

/** The newest row of each account, and who is our own. */
interface Known {
  readonly isDated: boolean
  readonly byId: ReadonlyMap<string, Row>
  readonly internal: ReadonlySet<string>
}

const keptKnown = growing<Row, Known>(1)
const isVersion = (row: Row): boolean => row['valid_from'] !== null && row['valid_from'] !== undefined

function knownIn(rows: readonly Row[]): Known {
  const isDated = rows.some(isVersion)
  const inTime = isDated ? rows.toSorted((a, b) => (String(a['valid_from'] ?? '') < String(b['valid_from'] ?? '') ? -1 : 1)) : rows
  const byId = new Map<string, Row>()
  for (const row of inTime) byId.set(String(row['id']), row)
  return { isDated, byId, internal: new Set(oursAmong(byId)) }
}

/** The same with more rows behind them; null where some are dated, whose order is that of their days. */
function withMore({ isDated, byId, internal }: Known, more: readonly Row[]): Known | null {
  if (isDated || more.some(isVersion)) return null
  const come = new Map(more.map((row) => [String(row['id']), row]))
  const ours = oursAmong(come)
  const all = new Map(byId)
  for (const [id, row] of come) all.set(id, row)
  const isAsBefore = ours.length === 0 && come.keys().every((id) => !internal.has(id))
  return { isDated, byId: all, internal: isAsBefore ? internal : new Set(oursAmong(all)) }
}

const oursAmong = (byId: ReadonlyMap<string, Row>): string[] => {
  const ours: string[] = []
  for (const [id, row] of byId) if (row['is_internal'] === true) ours.push(id)
  return ours
}

function accountsBy(rows: readonly Row[], { byId, internal }: Known): Accounts {
  const history = historyOf(rows, byId)
  const accounts: Accounts = {
    all: [...byId.values()],
    get: (id) => byId.get(id),
    attribute: (id, column) => {
      const row = byId.get(id)
      return column.includes(',') ? cellOf(column, (one) => textIn(row, one)) : textIn(row, column)
    },
    isInternal: (id) => internal.has(id),
    ours: nameOfText(JSON.stringify([...internal].toSorted())),
    company: history.company,
    numberOf: (id) => numberIn(history, id),
    groupsBy: (column) => groupsIn(history, accounts, column).groups,
    knownOf: (list, accountOf, column) =>
      keptNames(list, `${nameOf(history)} ${column}`, () => {
        const ids = idsOf(list, '', () => accountIdsIn(list, accountOf))
        return `${newestIn(groupsIn(history, accounts, column), ids)}`
      }),
  }
  return accounts
}

const keptNames = keeper<object, string>(8)
const idsOf = keeper<object, ReadonlySet<string>>(1)

function accountIdsIn<T>(list: Iterable<T>, accountOf: (one: T) => string | null): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const one of list) {
    const id = accountOf(one)
    if (id !== null) ids.add(id)
  }
  return ids
}

/** Which reading of a table changed what is known of an account; numbers grow, and no two readings have the same. */
interface History {
  readonly company: Company
  readonly reading: number
  readonly byId: ReadonlyMap<string, Row>
  /** Readings that changed something of an account, by its id. */
  readonly changed: ReadonlyMap<string, number>
}

/** Numbers of accounts by their ids. Each reading goes on from the one before it, even from a table that is asked for again, so that it tells all that changed since. */
interface Company {
  readonly numbers: Map<string, number>
  newest: History | null
}

const companies = new WeakMap<Row, Company>()
let readings = 0

/** A table in which one of so many first rows still stands goes on from the table before it. */
const looked = 8

function historyOf(rows: readonly Row[], byId: ReadonlyMap<string, Row>): History {
  const marks = rows.slice(0, looked)
  const company = marks.map((row) => companies.get(row)).find((known) => known !== undefined) ?? { numbers: new Map<string, number>(), newest: null }
  const before = company.newest
  const reading = (readings += 1)
  const changed = new Map(before?.changed)
  if (before) byId.forEach((row, id) => before.byId.get(id) !== row && changed.set(id, reading))
  before?.byId.forEach((_, id) => !byId.has(id) && changed.set(id, reading))
  const history: History = { company, reading, byId, changed }
  company.newest = history
  for (const row of marks) companies.set(row, company)
  return history
}

/** The newest reading that moved some accounts to another group. */
function newestIn({ changed, first }: Grouped, ids: ReadonlySet<string>): number {
  let newest = first
  if (changed.size < ids.size) for (const [id, reading] of changed) newest = reading > newest && ids.has(id) ? reading : newest
  else for (const id of ids) newest = Math.max(newest, changed.get(id) ?? first)
  return newest
}

function numberIn({ company: { numbers } }: History, id: string): number {
  const known = numbers.get(id)
  if (known !== undefined) return known
  numbers.set(id, numbers.size)
  return numbers.size - 1
}

interface Grouped {
  readonly reading: number
  readonly groups: AccountGroups
  readonly places: Map<string, number>
  /** Readings that moved an account to another group, by its id; all others are as the first reading found them. */
  readonly changed: Map<string, number>
  readonly first: number
}

const keptGroups = shelf<Company, Grouped>(40)

/** Those whom no reading changed since are in the group that they were in. */
function groupsIn({ company, reading, changed, byId }: History, accounts: Accounts, column: string): Grouped {
  const known = keptGroups.get(company, column)
  if (known?.reading === reading) return known
  const before = known && known.reading < reading ? known : null
  const places = before?.places ?? new Map([[cellOf(column, () => '(none)'), 0]])
  const moved = before ? [...changed].flatMap(([id, last]) => (last > before.reading ? id : [])) : [...byId.keys()]
  const numbers = moved.map(accounts.numberOf)
  const of = new Int32Array(company.numbers.size)
  if (before) of.set(before.groups.of)
  const own = before?.changed ?? new Map<string, number>()
  for (const [index, id] of moved.entries()) {
    const [number, key] = [numbers[index] ?? 0, accounts.attribute(id, column)]
    const place = places.get(key) ?? places.size
    places.set(key, place)
    if (before && of[number] !== place) own.set(id, reading)
    of[number] = place
  }
  const made = { reading, groups: { keys: [...places.keys()], of }, places, changed: own, first: before?.first ?? reading }
  keptGroups.put(company, column, made)
  return made
}

/** Every dimension asks of the same accounts. */
const keptNumbers = keeper<readonly string[], Int32Array>(1)

/** The groups that some accounts are in, in order, and the place among them of each account’s. */
export function groupsAmong(ids: readonly string[], column: string, accounts: Accounts): { readonly keys: readonly string[]; readonly group: Int32Array } {
  const { keys: all, of } = accounts.groupsBy(column)
  const numbers = keptNumbers(ids, `${nameOf(accounts.company)} ${ids.length}`, () => Int32Array.from(ids, accounts.numberOf))
  const isThere = new Uint8Array(all.length)
  for (let place = 0; place < numbers.length; place++) isThere[of[numbers[place] ?? 0] ?? 0] = 1 // accounts are many: no call for each
  const groups = [...all.keys()].filter((one) => isThere[one] === 1).toSorted((a, b) => ((all[a] ?? '') < (all[b] ?? '') ? -1 : 1))
  const table = new Int32Array(all.length)
  for (const [place, one] of groups.entries()) table[one] = place
  const group = new Int32Array(numbers.length)
  for (let place = 0; place < numbers.length; place++) group[place] = table[of[numbers[place] ?? 0] ?? 0] ?? 0
  return { keys: groups.map((one) => all[one] ?? ''), group }
}
