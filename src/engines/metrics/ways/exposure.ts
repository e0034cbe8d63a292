import { periodEnd } from '../../numbers/dates.ts'
import { keeper, nameOf } from '../../numbers/once.ts'
import type { Ledger } from '../revenue/revenue.ts'
import { accountsOf } from './accounts.ts'
import type { Given, Split } from './way.ts'

/** Average paying accounts of a month: account-days over its days. Groups of accounts are exposed as the mean of those that paid on its first and last day; groups of rows as the whole base. */
export function exposureOf(by: Split | null, { ledger, rows }: Given): (period: string, group: string | null) => number | null {
  if (!ledger) return () => null
  const average = (period: string) => (ledger.periods.includes(period) ? ledger.payingAccountDays(period).average : null)
  if (by?.of !== 'account') return average
  const { attribute } = accountsOf(rows('account'))
  const key = `${nameOf(rows('account'))} ${by.column}`
  const groupsIn = (period: string): Map<string, number> =>
    kept(ledger, `${key} ${period}`, () => groupsOn([`${period}-01`, periodEnd(period)], ledger, (account) => attribute(account, by.column)))
  return (period, group) => (group === null ? average(period) : (groupsIn(period).get(group) ?? null))
}

const kept = keeper<Ledger, Map<string, number>>(200)

function groupsOn(days: readonly string[], ledger: Ledger, groupOfAccount: (account: string) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const account of days.flatMap((day) => [...ledger.payingOn(day)])) {
    const key = groupOfAccount(account)
    sums.set(key, (sums.get(key) ?? 0) + 1 / days.length)
  }
  return sums
}
