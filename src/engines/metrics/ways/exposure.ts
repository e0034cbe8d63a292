import { periodEnd } from '../../numbers/dates.ts'
import { keeper, nameOf } from '../../numbers/once.ts'
import { accountsOf, type AccountGroups, type Accounts } from './accounts.ts'
import type { Given, Split } from './way.ts'

/** Average paying accounts of a month: account-days over its days. Groups of accounts are exposed as the mean of those that paid on its first and last day; groups of rows as the whole base. */
export function exposureOf(by: Split | null, { ledger, rows }: Given): (period: string, group: string | null) => number | null {
  if (!ledger) return () => null
  const average = (period: string) => (ledger.periods.includes(period) ? ledger.payingAccountDays(period).average : null)
  if (by?.of !== 'account') return average
  const accounts = accountsOf(rows('account'))
  const groupsIn = (period: string): Map<string, number> => {
    const [first, last] = [ledger.payingOn(`${period}-01`), ledger.payingOn(periodEnd(period))]
    const names = [first, last].map((payers) => accounts.knownOf(payers, (id) => id, by.column))
    return kept(first, `${by.column} ${nameOf(last)} ${names.join(' ')}`, () => groupsOf([first, last], accounts, accounts.groupsBy(by.column)))
  }
  return (period, group) => (group === null ? average(period) : (groupsIn(period).get(group) ?? null))
}

const kept = keeper<ReadonlySet<string>, Map<string, number>>(24)
const keptNumbers = keeper<ReadonlySet<string>, Int32Array>(2)

/** Mean number of payers of each group over some days. A payer that no row tells of is in the group of those without a value. */
function groupsOf(days: readonly ReadonlySet<string>[], accounts: Accounts, { keys, of }: AccountGroups): Map<string, number> {
  const counts = new Int32Array(keys.length)
  for (const payers of days) {
    const numbers = keptNumbers(payers, nameOf(accounts.company), () => Int32Array.from(payers, accounts.numberOf))
    for (let place = 0; place < numbers.length; place++) {
      const group = of[numbers[place] ?? 0] ?? 0 // payers are many: no call for each
      counts[group] = (counts[group] ?? 0) + 1
    }
  }
  return new Map(keys.flatMap((key, group) => ((counts[group] ?? 0) > 0 ? [[key, (counts[group] ?? 0) / days.length]] : [])))
}
