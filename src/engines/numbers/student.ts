import { logGamma } from './gamma.ts'

/**
 * The t at which Student’s distribution with `freedom` degrees has the cumulative probability p, for 0.5 <= p < 1. By bisection on the incomplete beta
 * function (Abramowitz and Stegun 26.7.1 and 26.5.8, Lentz’s continued fraction); good to about 1e-10.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p >= 0.5 && p < 1) || !(freedom >= 1))
    throw new RangeError(`Student’s t needs a probability from 0.5 to below 1 and a degree of freedom, not ${p} and ${freedom}.`)
  const below = (t: number): number => 1 - 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  let [low, high] = [0, 1]
  while (below(high) < p) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2
    if (below(middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const safe = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1))
  let product = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / safe(1 + even * d)
    c = safe(1 + even / c)
    product *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / safe(1 + odd * d)
    c = safe(1 + odd / c)
    product *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return product
}
