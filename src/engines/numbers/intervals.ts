import { gammaQuantile } from './gamma.ts'

/** Two ends of an interval, in the unit of the estimate. */
export type Interval = { readonly low: number; readonly high: number }

/** Wilson score interval of a share: k of n, both whole, 0 <= k <= n; ends in [0, 1]; null when n = 0. Wilson 1927, JASA 22. z = 1.96 gives 95 %. */
export function wilson(k: number, n: number, z = 1.96): Interval | null {
  requireCount(k, 'k')
  requireCount(n, 'n')
  if (k > n) throw new RangeError(`A share has at most n successes: ${k} of ${n}.`)
  if (n === 0) return null
  const p = k / n
  const square = (z * z) / n
  const centre = (p + square / 2) / (1 + square)
  const half = (z / (1 + square)) * Math.sqrt((p * (1 - p)) / n + square / (4 * n))
  return { low: k === 0 ? 0 : Math.max(0, centre - half), high: k === n ? 1 : Math.min(1, centre + half) }
}

/**
 * Exact Poisson interval of a rate: k events over an exposure (in the unit that the rate is quoted per). Null when the exposure is 0.
 * Garwood 1936, Biometrika 28: chi-square(alpha/2, 2k)/2 and chi-square(1 - alpha/2, 2k + 2)/2, over the exposure.
 */
export function garwood(k: number, exposure: number, alpha = 0.05): Interval | null {
  requireCount(k, 'k')
  if (!(exposure >= 0) || exposure === Infinity) throw new RangeError(`An exposure is zero or more, not ${exposure}.`)
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`An error rate lies between 0 and 1, not ${alpha}.`)
  if (exposure === 0) return null
  return {
    low: k === 0 ? 0 : gammaQuantile(alpha / 2, k) / exposure,
    high: gammaQuantile(alpha / 2, k + 1, 'upper') / exposure,
  }
}

/**
 * Interval of a ratio of sums R = sum(y) / sum(x) over n accounts, by linearisation (Cochran, Sampling Techniques, 6.4):
 * SE(R) = sqrt(n / (n - 1) * sum((y_i - R x_i)^2)) / sum(x). Null below two accounts or when sum(x) is not positive.
 */
export function linearisedRatio(y: ArrayLike<number>, x: ArrayLike<number>, z = 1.96): Interval | null {
  const n = y.length
  if (x.length !== n) throw new RangeError(`Each account needs both sides of the ratio: ${n} numerators, ${x.length} denominators.`)
  const below = sum(x)
  if (n < 2 || !(below > 0)) return null
  const ratio = sum(y) / below
  let squares = 0
  for (let i = 0; i < n; i++) squares += (at(y, i) - ratio * at(x, i)) ** 2
  const half = (z * Math.sqrt((n / (n - 1)) * squares)) / below
  return { low: ratio - half, high: ratio + half }
}

/** A net promoter score in points with its 95 % interval. */
export type NetPromoter = Interval & { readonly score: number; readonly n: number }

/**
 * NPS = 100 (p - d), SE = 100 sqrt((p + d - (p - d)^2) / n), cut at -100 and 100; null without answers.
 * A unanimous sample has no spread of its own: its interval uses one pseudo-response per class, widened to hold the score.
 */
export function npsInterval(promoters: number, passives: number, detractors: number, z = 1.96): NetPromoter | null {
  for (const count of [promoters, passives, detractors]) requireCount(count, 'each class')
  const n = promoters + passives + detractors
  if (n === 0) return null
  const score = (100 * (promoters - detractors)) / n
  const extra = Math.max(promoters, passives, detractors) === n ? 1 : 0
  const size = n + 3 * extra
  const p = (promoters + extra) / size
  const d = (detractors + extra) / size
  const half = z * 100 * Math.sqrt((p + d - (p - d) ** 2) / size)
  const centre = 100 * (p - d)
  return { score, n, low: Math.max(-100, Math.min(score, centre - half)), high: Math.min(100, Math.max(score, centre + half)) }
}

/** Answers per wave that show a change: n = 2 (1.96 + 0.84)^2 V / change^2 (95 % two-sided, 80 % power), rounded up; V = p(1 - p), or p + d - (p - d)^2 for NPS with the change in points / 100. */
export function answersNeeded(variance: number, change: number): number {
  if (!(variance >= 0) || !(Math.abs(change) > 0)) throw new RangeError('A sample size needs a variance of zero or more and a change other than zero.')
  return Math.ceil((2 * (1.96 + 0.84) ** 2 * variance) / change ** 2)
}

function requireCount(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} is a whole number of zero or more, not ${value}.`)
}

function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += at(values, i)
  return total
}

function at(values: ArrayLike<number>, index: number): number {
  const value = values[index]
  if (value === undefined || !Number.isFinite(value)) throw new RangeError(`Value ${index + 1} of the ratio is not a number.`)
  return value
}
