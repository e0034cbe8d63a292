import { periodEnd } from '../../numbers/dates.ts'
import { keeper, nameOf, once } from '../../numbers/once.ts'
import { accountsOf, type Accounts } from './accounts.ts'
import type { Given, Split } from './way.ts'

/** Average paying accounts of a month: account-days over its days. Groups of accounts are exposed as the mean of those that paid on its first and last day; groups of rows as the whole base. */
export function exposureOf(by: Split | null, { ledger, rows }: Given): (period: string, group: string | null) => number | null {
  if (!ledger) return () => null
  const average = (period: string) => (ledger.periods.includes(period) ? ledger.payingAccountDays(period).average : null)
  if (by?.of !== 'account') return average
  const accounts = accountsOf(rows('account'))
  const groupsIn = (period: string): Map<string, number> => {
    const [first, last] = [ledger.payingOn(`${period}-01`), ledger.payingOn(periodEnd(period))]
    const known = [first, last].map((payers) => accounts.knownOf(payers, (id) => id))
    return kept(first, `${nameOf(last)} ${known.join(' ')} ${by.column}`, () => groupsOf([first, last], accounts, by.column))
  }
  return (period, group) => (group === null ? average(period) : (groupsIn(period).get(group) ?? null))
}

const kept = keeper<ReadonlySet<string>, Map<string, number>>(8)
const keptPlaces = keeper<ReadonlySet<string>, Int32Array>(2)
const keptKeys = keeper<Accounts, { readonly keys: readonly string[]; readonly groupAt: Int32Array }>(40)

/** The place of each known account. */
const placesOf = once(({ all }: Accounts) => new Map(all.map((row, place) => [String(row['id']), place])))

/** Mean number of payers of each group over some days. A payer that no row tells of is in the group of those without a value. */
function groupsOf(days: readonly ReadonlySet<string>[], accounts: Accounts, column: string): Map<string, number> {
  const { keys, groupAt } = keysOf(accounts, column)
  const counts = new Int32Array(keys.length)
  for (const payers of days) {
    const places = keptPlaces(payers, nameOf(accounts), () => Int32Array.from(payers, (id) => placesOf(accounts).get(id) ?? -1))
    for (const place of places) counts[groupAt[place] ?? 0] = (counts[groupAt[place] ?? 0] ?? 0) + 1
  }
  return new Map(keys.flatMap((key, group) => ((counts[group] ?? 0) > 0 ? [[key, (counts[group] ?? 0) / days.length]] : [])))
}

/** The groups of a dimension, that of no value first, and the group of each account by its place. */
function keysOf(accounts: Accounts, column: string): { readonly keys: readonly string[]; readonly groupAt: Int32Array } {
  return keptKeys(accounts, column, () => {
    const groups = new Map([['(none)', 0]])
    const groupAt = Int32Array.from(accounts.all, (row) => {
      const key = accounts.attribute(String(row['id']), column)
      const group = groups.get(key) ?? groups.size
      groups.set(key, group)
      return group
    })
    return { keys: [...groups.keys()], groupAt }
  })
}
