/** Natural logarithm of the gamma function for x > 0. Stirling's series after shifting x above 10; relative error near 1e-15. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`The gamma function is taken of a positive number, not ${x}.`)
  let shift = 0
  let at = x
  while (at < 10) shift += Math.log(at++)
  const inverse = 1 / at
  const square = inverse * inverse
  const tail = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360))))))
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + tail - shift
}

/**
 * Regularised incomplete gamma functions {lower: P(a, x), upper: Q(a, x)} for shape a > 0 and x >= 0; P + Q = 1.
 * Series below x = a + 1, Lentz's continued fraction above it (Abramowitz and Stegun 6.5.29 and 6.5.31), so that the smaller of the two keeps its digits.
 */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`The incomplete gamma function needs a > 0 and x >= 0, not a = ${a}, x = ${x}.`)
  if (x === 0) return { lower: 0, upper: 1 }
  if (x === Infinity) return { lower: 1, upper: 0 }
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    const lower = Math.min(1, front * series(a, x))
    return { lower, upper: 1 - lower }
  }
  const upper = Math.min(1, front * fraction(a, x))
  return { lower: 1 - upper, upper }
}

/**
 * The x at which P(shape, x) = p, for the gamma distribution of scale 1. `tail: 'upper'` reads p as Q(shape, x), which keeps small upper tails exact.
 * Safeguarded Newton steps inside a bracket.
 */
export function gammaQuantile(p: number, shape: number, tail: 'lower' | 'upper' = 'lower'): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability lies between 0 and 1, not ${p}.`)
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : Infinity
  const excess = (x: number) => {
    const { lower, upper } = incompleteGamma(shape, x)
    return tail === 'lower' ? lower - p : p - upper
  }
  let low = 0
  let high = Math.max(1, shape)
  while (excess(high) < 0) high *= 2
  let x = Math.min(high, Math.max(high / 2, shape))
  for (let step = 0; step < 200; step++) {
    const miss = excess(x)
    if (miss === 0) return x
    if (miss < 0) low = x
    else high = x
    const density = Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape))
    const newton = x - miss / density
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - x) <= 1e-15 * x || next === 0) return next
    x = next
  }
  return x
}

/** The chi-square value with cumulative probability p at k degrees of freedom. */
export function chiSquareQuantile(p: number, k: number): number {
  return 2 * gammaQuantile(p, k / 2)
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI)

function series(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = a + 1; term > sum * 1e-17; n++) {
    term *= x / n
    sum += term
  }
  return sum
}

function fraction(a: number, x: number): number {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let product = d
  for (let i = 1; i < 1e7; i++) {
    const an = -i * (i - a)
    b += 2
    d = 1 / nonZero(an * d + b, tiny)
    c = nonZero(b + an / c, tiny)
    product *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return product
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
