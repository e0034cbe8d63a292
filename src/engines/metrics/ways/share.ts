import { wilson } from '../../numbers/intervals.ts'
import { countShare, type Condition } from '../dialect/periods.ts'
import { nothing } from '../series/figure.ts'
import { cellReads, cellSeries, planOf } from './cells.ts'
import type { Way } from './way.ts'

export interface ShareTerms {
  readonly fact: string
  readonly at: string
  readonly where: readonly Condition[]
  readonly hit: readonly Condition[]
}

const queryOf = (how: ShareTerms, asked: Parameters<Way<ShareTerms>['reads']>[1]) => {
  const plan = planOf(how, asked, how.where)
  return (by: Parameters<typeof plan>[0]) => countShare(plan(by), how.hit)
}

/** A share of rows, such as top-box answers of all answers, with Wilson's interval. */
export const share: Way<ShareTerms> = {
  counts: ({ fact }) => fact,
  reads: (how, asked) => cellReads(queryOf(how, asked), asked),
  figures: (how, asked, given) => ({
    ...cellSeries(asked, given, ({ n, hits }) =>
      n === 0 ? nothing('no_data') : { value: hits / n, interval: wilson(hits, n), numerator: hits, denominator: n, n },
    ),
    text: queryOf(how, asked)(null).text,
    notes: [],
  }),
}
