import { controlColumns, controlTotalsIn } from '../health/controlTotals.ts'
import { lastMonth } from '../revenue/series.ts'
import { nothing, type Figure } from '../series/figure.ts'
import { monthEnds } from './grains.ts'
import { ledgerAt } from './monthEnds.ts'
import { movedIn } from './revenue.ts'
import { pointsOf, type Way } from './way.ts'

const million = 1_000_000

/**
 * Does the ledger agree with the books (kpis.md §7, reconciliation)? (Ledger MRR − billed MRR) ÷ billed MRR on a month's last day, as a fraction; a quarter is
 * told by its last month. Behind it stand the accounts that moved in the month: where the two may differ. Numerator and denominator are in units of the currency. A month that billing does not speak of has no figure.
 */
export const agreement: Way<object> = {
  counts: () => 'control_total',
  ledger: 'asked',
  untold: monthEnds,
  reads: () => ({ totals: { fact: 'control_total', columns: controlColumns } }),
  figures: (_, { time, today }, { ledger, rows }) => {
    const known = ledgerAt(time, ledger)
    const billed = new Map(
      controlTotalsIn(rows('totals'), today).flatMap(({ measure, name, month, value }): [string, number][] =>
        measure === 'mrr' && name === null ? [[month, value]] : [],
      ),
    )
    const closings = new Map(known.movements().map(({ period, closing }) => [period, closing / million]))
    const points = pointsOf(time, (period) => {
      const month = lastMonth(period, known)
      return figure(closings.get(month) ?? 0, billed.get(month))
    })
    return { points, text: 'closings of the revenue ledger beside control_total', notes: [] }
  },
  behind: (_, { time }, { ledger }, period) => {
    const known = ledgerAt(time, ledger)
    return movedIn(known, lastMonth(period, known))
  },
}

function figure(ours: number, theirs: number | undefined): Figure {
  if (theirs === undefined) return nothing('no_data')
  if (theirs === 0) return nothing('no_denominator')
  const numerator = ours - theirs
  return { value: numerator / theirs, interval: null, numerator, denominator: theirs, n: null, parts: { ledger: ours, billed: theirs } }
}
