import { periodEnd } from '../../numbers/dates.ts'
import { garwood } from '../../numbers/intervals.ts'
import { countRows, type Condition } from '../dialect/periods.ts'
import type { Ledger } from '../revenue/revenue.ts'
import { nothing } from '../series/figure.ts'
import { accountRead, accountsOf } from './accounts.ts'
import { cellReads, cellSeries, planOf } from './cells.ts'
import { Refused, type Asked, type Given, type Split, type Way } from './way.ts'

export interface PerPayingAccountTerms {
  readonly fact: string
  readonly at: string
  readonly where?: readonly Condition[]
}

const queryOf = (how: PerPayingAccountTerms, asked: Asked) => (by: Split | null) =>
  countRows(planOf(how, { ...asked, time: { ...asked.time, window: null } }, how.where ?? [])(by))

/** Rows for each paying account and month, with Garwood's interval: exposure is account-days over the days of the month (kpis.md 4.10). */
export const perPayingAccount: Way<PerPayingAccountTerms> = {
  counts: ({ fact }) => fact,
  ledger: 'ownAccounts',
  reads: (how, asked) => ({ ...cellReads(queryOf(how, asked), asked), account: accountRead }),
  figures: (how, asked, given) => {
    if (asked.time.grain !== 'month') throw new Refused('Paying accounts are averaged over months.', 'Ask for month.')
    const exposure = exposureOf(asked.by, given)
    return {
      ...cellSeries(asked, given, ({ n }, period, group) => {
        const denominator = exposure(period, group)
        if (denominator === null || denominator <= 0) return { ...nothing('no_denominator'), numerator: n }
        return { value: n / denominator, interval: garwood(n, denominator), numerator: n, denominator, n: Math.round(denominator) }
      }),
      text: queryOf(how, asked)(null).text,
      notes: [],
    }
  },
}

/** Groups of accounts are exposed as the mean of those that paid on the first and the last day of the month; groups of rows as the whole base. */
function exposureOf(by: Split | null, { ledger, rows }: Given): (period: string, group: string | null) => number | null {
  if (!ledger) return () => null
  const average = (period: string) => (ledger.periods.includes(period) ? ledger.payingAccountDays(period).average : null)
  if (by?.of !== 'account') return average
  const kept = new Map<string, Map<string, number>>()
  const { attribute } = accountsOf(rows('account'))
  const groupsIn = (period: string): Map<string, number> => {
    const sums = kept.get(period) ?? groupsOn([`${period}-01`, periodEnd(period)], ledger, (account) => attribute(account, by.column))
    kept.set(period, sums)
    return sums
  }
  return (period, group) => (group === null ? average(period) : (groupsIn(period).get(group) ?? null))
}

function groupsOn(days: readonly string[], ledger: Ledger, groupOfAccount: (account: string) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const account of days.flatMap((day) => [...ledger.payingOn(day)])) {
    const key = groupOfAccount(account)
    sums.set(key, (sums.get(key) ?? 0) + 1 / days.length)
  }
  return sums
}
