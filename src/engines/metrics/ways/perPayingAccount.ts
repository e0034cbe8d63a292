import { garwood } from '../../numbers/intervals.ts'
import { countRows, type Condition } from '../dialect/periods.ts'
import { nothing } from '../series/figure.ts'
import { accountRead } from './accounts.ts'
import { cellReads, cellSeries, planOf } from './cells.ts'
import { exposureOf } from './exposure.ts'
import { monthsAlone } from './grains.ts'
import type { Asked, Split, Way } from './way.ts'

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
  untold: monthsAlone,
  reads: (how, asked) => ({ ...cellReads(queryOf(how, asked), asked), account: accountRead }),
  figures: (how, asked, given) => {
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
