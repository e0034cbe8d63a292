import { keeper, nameOf, once } from '../../numbers/once.ts'
import { type Accounts, readAccounts } from './accounts.ts'
import { type Account, type FindingLog } from './input.ts'
import { type Line, NEVER } from './lines.ts'
import { type RevenuePolicy } from './policy.ts'
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
  /** Names all of this, and all else that accounts follow from. */
  readonly terms: string
}

interface Held {
  readonly accounts: Accounts
  readonly notes: readonly Parameters<FindingLog['note']>[]
}

const keptAccounts = keeper<readonly Account[], Held>(12)
const keptHolders = keeper<Accounts, Holders>(4)

/** Lines that name no other accounts or products than those before them are held by the same: what was told of months that they leave alone still holds. */
export function heldBy(
  lines: readonly Line[],
  schedule: Schedule,
  { table, includeInternal: isAll, policy, asOf, knownAt, versions, terms }: Holding,
): Held & { readonly units: Units } {
  const places = placesIn(lines, table)
  const strangers = knownAt === NEVER ? strangersIn(lines, nameOf(table), () => named(lines, places)) : [nameOf(lines)]
  const held = keptAccounts(table, JSON.stringify([terms, strangers]), () => {
    const [notes, all]: [Parameters<FindingLog['note']>[], Set<string>] = [[], new Set(lines.map(({ account }) => account))]
    return { accounts: readAccounts(table, all, { policy, asOf, knownAt }, { note: (...said) => void notes.push(said), list: () => [] }), notes }
  })
  const { accounts } = held
  const accountOf = keptIndexes(schedule.lines, JSON.stringify([nameOf(table), versions, knownAt, strangers, isAll]), () => {
    // without strangers the accounts are those of the table
    const own = strangers.length === 0 ? placesIn(schedule.lines, table) : Int32Array.from(schedule.lines, ({ account }) => accounts.indexOf.get(account) ?? -1)
    return isAll ? own : own.map((account) => (account < 0 || accounts.isInternal[account] === 1 ? -1 : account))
  })
  const products = policy.grain === 'product' ? everyProduct(lines, accounts.ids.length) : []
  const own = (): Holders => holdersOf(schedule.lines, accountOf, accounts, policy, products)
  const holders = products === null || policy.grain === 'subscription' ? own() : keptHolders(accounts, JSON.stringify(products), own)
  return { ...held, units: units(schedule.lines, accountOf, holders) }
}

const keptIndexes = keeper<readonly Line[], Int32Array>(2)
const strangersIn = keeper<readonly Line[], readonly string[]>(2)
const named = (lines: readonly Line[], places: Int32Array): string[] =>
  [...new Set(lines.flatMap(({ account }, place) => ((places[place] ?? -1) < 0 ? [account] : [])))].toSorted()

/** The accounts of a table in the order of their ids. */
const idsOf = once((accounts: readonly Account[]) => new Map([...new Set(accounts.map(({ id }) => id))].sort().map((id, place) => [id, place])))

interface Places {
  readonly lines: readonly Line[]
  readonly places: Int32Array
}
const newestPlaces = new WeakMap<readonly Account[], Places>()
const keptPlaces = keeper<readonly Line[], Int32Array>(2)

/** The account of each line, by its place among those of the table; -1 where it is not there. A line that was looked up is not looked up again. */
function placesIn(lines: readonly Line[], accounts: readonly Account[]): Int32Array {
  return keptPlaces(lines, nameOf(accounts), () => {
    const [ids, before] = [idsOf(accounts), newestPlaces.get(accounts)]
    const carried = before ? carriedPlaces(before.lines, lines) : null
    const places = new Int32Array(lines.length)
    for (const [index, { account }] of lines.entries()) {
      const place = carried?.[index] ?? -1
      places[index] = place < 0 ? (ids.get(account) ?? -1) : (before?.places[place] ?? -1)
    }
    newestPlaces.set(accounts, { lines, places })
    return places
  })
}
