import { countAccounts } from '../dialect/periods.ts'
import { cellReads, cellSeries, planOf } from './cells.ts'
import type { Asked, Split, Way } from './way.ts'

export interface ActiveAccountsTerms {
  readonly fact: string
  readonly at: string
}

const queryOf = (how: ActiveAccountsTerms, asked: Asked) => (by: Split | null) => countAccounts(planOf(how, asked)(by))

/** Distinct accounts with a row in the trailing window. A missing period is a measured zero once any rows exist. */
export const activeAccounts: Way<ActiveAccountsTerms> = {
  counts: ({ fact }) => fact,
  reads: (how, asked) => cellReads(queryOf(how, asked), asked),
  figures: (how, asked, given) => ({
    ...cellSeries(asked, given, ({ n }) => ({ value: n, interval: null, numerator: n, denominator: null, n })),
    text: queryOf(how, asked)(null).text,
    notes: [],
  }),
}
