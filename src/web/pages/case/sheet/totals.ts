import type { ReadSheet, Sheet } from './sheet.ts'
import type { Formulas } from './useSheet.ts'

export interface Totals {
  readonly revenue: readonly number[]
  readonly cost: readonly number[]
  readonly cash: readonly number[]
  /** What stages cost, in the year in which they start. */
  readonly stages: readonly number[]
  readonly net: readonly number[]
  readonly running: readonly number[]
}

/** The years of one option at the likely figures, if every stage succeeds: undiscounted, as a sheet adds them up. */
export function totalsOf({ years }: Sheet, { values }: ReadSheet, option: string, formulas: Formulas): Totals {
  const blank = () => years.map(() => 0)
  const sums = { revenue: blank(), cost: blank(), cash: blank(), stages: blank() }
  const add = (to: number[], year: number, by: number) => {
    const at = years.findLastIndex((one) => one <= year)
    if (at >= 0) to[at] = (to[at] ?? 0) + by
  }
  const valueOf = (one: Readonly<Record<string, unknown>>): number =>
    one['formula'] ? (formulas.get(String(one['formula']))?.value ?? 0) : Number(one['likely'] ?? 0)
  for (const one of values.flows.filter((flow) => flow['option'] === option)) {
    const kind = one['kind'] === 'revenue' || one['kind'] === 'cost' ? one['kind'] : 'cash'
    add(sums[kind], Number(one['at']), valueOf(one))
  }
  for (const one of values.stages.filter((stage) => stage['option'] === option)) add(sums.stages, Number(one['start'] ?? 0), valueOf(one))
  const net = years.map((_year, at) => (sums.revenue[at] ?? 0) - (sums.cost[at] ?? 0) + (sums.cash[at] ?? 0) - (sums.stages[at] ?? 0))
  let sum = 0
  return { ...sums, net, running: net.map((value) => (sum += value)) }
}
