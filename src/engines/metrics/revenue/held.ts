import { keeper, nameOf } from '../../numbers/once.ts'
import { type Accounts, readAccounts } from './accounts.ts'
import { type Account, type FindingLog } from './input.ts'
import { type Line, NEVER } from './lines.ts'
import { type RevenuePolicy } from './policy.ts'
import { companyOf, type Register, registerWith } from './register.ts'
import { carriedPlaces, type Schedule } from './schedule.ts'
import { everyProduct, type Holders, holdersOf, type Units, units } from './units.ts'

interface Holding {
  /** The table as it was read; the same list is the same table. */
  readonly table: readonly Account[]
  readonly includeInternal: boolean
  readonly policy: RevenuePolicy
  readonly asOf: number
  readonly knownAt: number
  /** How many versions of accounts have begun by then. */
  readonly versions: number
  /** Names the policy, and all else but versions that accounts and pages follow from. */
  readonly terms: string
}

interface Held {
  readonly accounts: Accounts
  readonly notes: readonly Parameters<FindingLog['note']>[]
}

const keptAccounts = keeper<readonly Account[], Held>(12)
const keptHolders = keeper<Accounts, Holders>(4)

/** Lines that name no other products than those before them are numbered as those: what was told of months that they leave alone still holds, whoever came. */
export function heldBy(
  lines: readonly Line[],
  schedule: Schedule,
  { table, includeInternal: isAll, policy, asOf, knownAt, versions, terms }: Holding,
): Held & { readonly units: Units } {
  const register = registerOf(lines, table)
  // of rows that were recorded later none is known
  const strangers = knownAt === NEVER ? strangersIn(lines, table, register) : [...new Set(lines.map(({ account }) => account))]
  const name = knownAt === NEVER ? strangers : nameOf(lines)
  const held = keptAccounts(table, JSON.stringify([nameOf(register), terms, versions, name]), () => {
    const notes: Parameters<FindingLog['note']>[] = []
    const noting: FindingLog = { note: (...said) => void notes.push(said), list: () => [] }
    return { accounts: readAccounts(table, strangers, register, { policy, asOf, knownAt }, noting), notes }
  })
  const { accounts } = held
  const internal = isAll ? [] : placesOf(accounts.isInternal, 1)
  const accountOf = keptIndexes(schedule.lines, JSON.stringify([nameOf(register), internal]), () => {
    const own = numbersOf(schedule.lines, register)
    return internal.length === 0 ? own : own.map((account) => (accounts.isInternal[account] === 1 ? -1 : account))
  })
  const products = policy.grain === 'product' ? everyProduct(lines, accounts.count) : []
  const own = (): Holders => holdersOf(schedule.lines, accountOf, accounts, policy, products, JSON.stringify([terms, internal]))
  const holders = products === null || policy.grain === 'subscription' ? own() : keptHolders(accounts, JSON.stringify([products, internal]), own)
  return { ...held, units: units(schedule.lines, accountOf, holders) }
}

/** Where a value stands. */
function placesOf(values: Uint8Array, value: number): number[] {
  const places: number[] = []
  for (let place = values.indexOf(value); place >= 0; place = values.indexOf(value, place + 1)) places.push(place)
  return places
}

const keptIndexes = keeper<readonly Line[], Int32Array>(4)
const keptRegisters = keeper<readonly Line[], Register>(4)
const keptStrangers = keeper<readonly Line[], readonly string[]>(2)

/** The register with all accounts that a table or lines name. */
const registerOf = (lines: readonly Line[], table: readonly Account[]): Register =>
  keptRegisters(lines, nameOf(table), () => {
    const company = companyOf(table)
    const register = registerWith(company, (before) => namedIn(table, lines, before))
    numbersOf(lines, register)
    newestTables.set(register, table)
    return register
  })

/** All ids of a table and of lines; of those that were numbered before, none again. */
function namedIn(table: readonly Account[], lines: readonly Line[], register: Register | null): readonly string[] {
  const [known, before] = [register && newestTables.get(register), register && newest.get(register)]
  const carried = before ? carriedPlaces(before.lines, lines) : null
  const ids: string[] = []
  table.forEach((row, place) => known?.[place] !== row && ids.push(row.id))
  lines.forEach(({ account }, place) => (carried?.[place] ?? -1) < 0 && ids.push(account))
  return ids
}

/** Accounts that lines name and a table does not, in order. */
const strangersIn = (lines: readonly Line[], table: readonly Account[], register: Register): readonly string[] =>
  keptStrangers(lines, nameOf(table, register), () => {
    const isThere = keptThere(table, nameOf(register), () => {
      const is = new Uint8Array(register.width)
      for (const { id } of table) is[register.numberOf(id) ?? 0] = 1
      return is
    })
    const found = new Set<number>()
    numbersOf(lines, register).forEach((number) => isThere[number] === 0 && found.add(number))
    return Array.from(found, (number) => register.ids[number] ?? '').toSorted()
  })

/** Which numbers are those of accounts of a table. */
const keptThere = keeper<readonly Account[], Uint8Array>(1)

interface Numbers {
  readonly lines: readonly Line[]
  readonly numbers: Int32Array
}
const newest = new WeakMap<Register, Numbers>()
const newestTables = new WeakMap<Register, readonly Account[]>()
const keptNumbers = keeper<readonly Line[], Int32Array>(2)

/** The account of each line, by its number. A line that was looked up is not looked up again. */
function numbersOf(lines: readonly Line[], register: Register): Int32Array {
  return keptNumbers(lines, nameOf(register), () => {
    const before = newest.get(register)
    const carried = before ? carriedPlaces(before.lines, lines) : null
    const numbers = new Int32Array(lines.length)
    lines.forEach(({ account }, index) => {
      const place = carried?.[index] ?? -1
      numbers[index] = (place < 0 ? register.numberOf(account) : before?.numbers[place]) ?? 0
    })
    newest.set(register, { lines, numbers })
    return numbers
  })
}
