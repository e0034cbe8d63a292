import { logGamma } from '../../numbers/gamma.ts'

/** A forecast that has come true or not: days from the moment of the forecast. */
export interface Resolved {
  readonly p10: number
  readonly p50: number
  readonly p90: number
  readonly actual: number
  /** What its owner had promised, where somebody did. */
  readonly promised?: number
  /** The chance that was given for a day, and whether it held. */
  readonly chance?: { readonly p: number; readonly came: boolean }
}

export interface Calibration {
  readonly n: number
  /** Share of actual days within the central 80 % interval. */
  readonly coverage: number | null
  /** 95 % interval of that share (Clopper and Pearson 1934, Biometrika 26). */
  readonly interval: { readonly low: number; readonly high: number } | null
  /** From 100 on: within [75 %, 85 %]. Below: whether the interval holds 80 %. Null without forecasts. */
  readonly isCalibrated: boolean | null
  /** Mean squared distance of chances from what came, 0 best (Brier 1950). */
  readonly brier: number | null
  /** Mean pinball loss over the 10, 50 and 90 % points, and of the promised days read as all three; days, smaller is better. */
  readonly pinball: number | null
  readonly pinballPromised: number | null
}

/** How far forecasts can be believed, from the company’s own resolved ones (portfolio reference 6.6). */
export function calibration(resolved: readonly Resolved[]): Calibration {
  const n = resolved.length
  const inside = resolved.filter(({ p10, p90, actual }) => actual >= p10 && actual <= p90).length
  const interval = n === 0 ? null : clopperPearson(inside, n)
  const coverage = n === 0 ? null : inside / n
  const chances = resolved.flatMap(({ chance }) => (chance ? [(chance.p - Number(chance.came)) ** 2] : []))
  const promised = resolved.filter((one) => one.promised !== undefined)
  return {
    n,
    coverage,
    interval,
    isCalibrated: coverage === null || interval === null ? null : n >= 100 ? coverage >= 0.75 && coverage <= 0.85 : interval.low <= 0.8 && interval.high >= 0.8,
    brier: mean(chances),
    pinball: mean(resolved.map(({ p10, p50, p90, actual }) => lossOf([p10, p50, p90], actual))),
    pinballPromised: mean(promised.map(({ promised: day = 0, actual }) => lossOf([day, day, day], actual))),
  }
}

/** Mean pinball loss of the 10, 50 and 90 % points (Koenker and Bassett 1978). */
function lossOf(points: readonly [number, number, number], actual: number): number {
  const [low, middle, high] = points.map((point, at) => {
    const tau = [0.1, 0.5, 0.9][at] ?? 0.5
    return actual >= point ? tau * (actual - point) : (1 - tau) * (point - actual)
  })
  return ((low ?? 0) + (middle ?? 0) + (high ?? 0)) / 3
}

/** Exact interval of a share, by halving on the binomial tails. */
export function clopperPearson(k: number, n: number, alpha = 0.05): { readonly low: number; readonly high: number } {
  const solve = (isLow: (p: number) => boolean): number => {
    let [low, high] = [0, 1]
    for (let turn = 0; turn < 60; turn += 1) {
      const middle = (low + high) / 2
      if (isLow(middle)) low = middle
      else high = middle
    }
    return (low + high) / 2
  }
  return {
    low: k === 0 ? 0 : solve((p) => tail(k, n, p) < alpha / 2),
    high: k === n ? 1 : solve((p) => 1 - tail(k + 1, n, p) > alpha / 2),
  }
}

/** P(X >= k) of a binomial. */
function tail(k: number, n: number, p: number): number {
  let sum = 0
  for (let i = k; i <= n; i += 1) sum += Math.exp(logGamma(n + 1) - logGamma(i + 1) - logGamma(n - i + 1) + i * Math.log(p) + (n - i) * Math.log1p(-p))
  return Math.min(1, sum)
}

const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length)
