import { meanOf } from './models.ts'

/** A monthly habit: its mean, and the error of the sum of so many months to come. */
export interface Spread {
  readonly mean: number
  readonly errorAt: (months: number) => number
}

/**
 * Months that each miss a mean by themselves: of the sum of h of them σ sqrt(h (1 + h / n)), σ their standard deviation over n months and h / n the doubt about the mean
 * (as of a random walk with drift: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.5). `mean`: where it is known better than as that of the months.
 */
export function spreadOf(values: readonly number[], mean = meanOf(values)): Spread {
  const own = meanOf(values)
  const sigma = values.length < 2 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - own) ** 2, 0) / (values.length - 1))
  return { mean, errorAt: (months) => sigma * Math.sqrt(months * (1 + months / Math.max(1, values.length))) }
}
