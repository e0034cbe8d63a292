/** A model's view of the periods to come: mean and standard error at each horizon, counted from 1. */
export type Model = {
  readonly name: 'level' | 'drift' | 'holt'
  /** In words, with its parameters. */
  readonly says: string
  readonly at: (horizon: number) => { readonly mean: number; readonly error: number }
}

/** A steady process: its centre, SE = σ sqrt(1 + 1/n), σ = mean(mR) / 1.128 (kpis.md, section 6). The same at every horizon. At least two values. */
export function level(values: readonly number[]): Model {
  const centre = meanOf(values)
  const error = (meanOf(steps(values).map(Math.abs)) / 1.128) * Math.sqrt(1 + 1 / values.length)
  return { name: 'level', says: `No signal: the level of ${values.length} periods.`, at: () => ({ mean: centre, error }) }
}

/**
 * A drifting process: last + h d, d the mean step over n steps, SE = s sqrt(h (1 + h / n)), s the standard deviation of the steps.
 * Random walk with drift: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.5. At least three values.
 */
export function drift(values: readonly number[]): Model {
  const moves = steps(values)
  const [n, mean] = [moves.length, meanOf(moves)]
  const spread = Math.sqrt(moves.reduce((total, move) => total + (move - mean) ** 2, 0) / (n - 1))
  const last = values.at(-1) ?? 0
  return {
    name: 'drift',
    says: `Drifting: by its mean step, over ${n} steps.`,
    at: (h) => ({ mean: last + h * mean, error: spread * Math.sqrt(h * (1 + h / n)) }),
  }
}

/** State of Holt's method after the last value, and what its one-step errors were. */
export type HoltFit = {
  readonly alpha: number
  readonly beta: number
  readonly level: number
  readonly trend: number
  /** Sum of squared one-step errors. */
  readonly sse: number
}

/**
 * Holt's linear trend: level l = α y + (1 - α)(l + b), trend b = β (l - l') + (1 - β) b' (Holt 1957; Forecasting: Principles and Practice, 8.2). Without `start` the
 * first value and the mean of the first steps, at most five, begin; both then pass through every value.
 */
export function runHolt(values: readonly number[], alpha: number, beta: number, start?: { readonly level: number; readonly trend: number }): HoltFit {
  const early = steps(values.slice(0, 6))
  let at = start?.level ?? (values[0] ?? 0) - meanOf(early)
  let trend = start?.trend ?? meanOf(early)
  let sse = 0
  for (const value of values) {
    const ahead = at + trend
    sse += (value - ahead) ** 2
    const next = alpha * value + (1 - alpha) * ahead
    trend = beta * (next - at) + (1 - beta) * trend
    at = next
  }
  return { alpha, beta, level: at, trend, sse }
}

/**
 * Holt with the smoothing that had the least squared one-step error, searched on a grid of 0.05 and once more around the best by 0.01.
 * SE by the state space form: σ sqrt(1 + (h - 1)(α² + α·αβ h + (αβ)² h (2h - 1) / 6)), σ² = SSE / (n - 2 - 2) (Hyndman et al. 2008, Forecasting with Exponential Smoothing, table 6.1).
 */
export function holt(values: readonly number[]): Model {
  const coarse = best(values, range(0.05, 0.95, 0.05), range(0, 0.95, 0.05))
  const near = (centre: number, least: number) => range(Math.max(least, centre - 0.04), Math.min(0.99, centre + 0.04), 0.01)
  const { alpha, beta, level: last, trend, sse } = best(values, near(coarse.alpha, 0.01), near(coarse.beta, 0))
  const sigma = Math.sqrt(sse / Math.max(1, values.length - 4))
  const b = alpha * beta
  const error = (h: number) => sigma * Math.sqrt(1 + (h - 1) * (alpha ** 2 + alpha * b * h + (b ** 2 * h * (2 * h - 1)) / 6))
  const says = `Holt’s linear trend, smoothing ${alpha.toFixed(2)} for the level and ${beta.toFixed(2)} for the trend, chosen by the least one-step error.`
  return { name: 'holt', says, at: (h) => ({ mean: last + h * trend, error: error(h) }) }
}

function best(values: readonly number[], alphas: readonly number[], betas: readonly number[]): HoltFit {
  let found = runHolt(values, alphas[0] ?? 0.5, betas[0] ?? 0)
  for (const alpha of alphas)
    for (const beta of betas) {
      const tried = runHolt(values, alpha, beta)
      if (tried.sse < found.sse) found = tried
    }
  return found
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, index) => Number((from + index * step).toFixed(4)))
}

/** Differences of neighbours. */
export function steps(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - (values[index] ?? value))
}

/** Arithmetic mean; 0 for nothing. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length
}
