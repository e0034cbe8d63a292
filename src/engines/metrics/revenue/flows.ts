import { wilson } from '../../numbers/intervals.ts'
import { nothing, type Figure } from '../series/figure.ts'
import type { Movements, ResolvedPolicy } from './revenue.ts'

/** Months of one group, in order: money in micro-units with its heads. */
export type FlowMonth = Movements & { readonly logos: Movements }
export type FlowMeasure = 'netMrrChurn' | 'quickRatio' | 'averageRevenue' | 'customers' | 'winBack'

const million = 1_000_000

/** A figure of the ledger’s flows over the months of a period (kpis.md §3); money in units of the currency. No months is no data. */
export function flowFigure(measure: FlowMeasure, months: readonly FlowMonth[], { net_churn_subtracts_reactivation: rule }: ResolvedPolicy): Figure {
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last) return nothing('no_data')
  const sum = (pick: (month: FlowMonth) => number): number => months.reduce((total, month) => total + pick(month), 0)
  if (measure === 'customers') return { value: last.logos.closing, interval: null, numerator: last.logos.closing, denominator: null, n: last.logos.closing }
  if (measure === 'averageRevenue') return ratio(last.closing / million, last.logos.closing, last.logos.closing)
  if (measure === 'winBack')
    return share(
      sum(({ logos }) => logos.reactivation),
      sum(({ logos }) => logos.churn),
    )
  const losses = sum(({ churn, contraction }) => churn + contraction)
  const growth = sum(({ expansion }) => expansion)
  const returned = sum(({ reactivation }) => reactivation)
  if (measure === 'quickRatio') return ratio((sum((month) => month.new) + growth + returned) / million, losses / million, last.logos.closing)
  return ratio((losses - growth - (rule === 'yes' ? returned : 0)) / million, (first.opening + first.fx + first.transfer) / million, first.logos.opening)
}

const ratio = (numerator: number, denominator: number, n: number): Figure =>
  denominator > 0 ? { value: numerator / denominator, interval: null, numerator, denominator, n } : { ...nothing('no_denominator'), numerator, denominator, n }

/** Returns of those lost before the window count too, so that a share of lost customers can pass 1: no interval then. */
const share = (returned: number, lost: number): Figure =>
  lost > 0
    ? { value: returned / lost, interval: returned <= lost ? wilson(returned, lost) : null, numerator: returned, denominator: lost, n: lost }
    : { ...nothing('no_denominator'), numerator: returned, denominator: lost, n: lost }
