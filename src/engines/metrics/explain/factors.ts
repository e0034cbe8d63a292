/** A factor of a product (power 1) or of a quotient (power -1) before and after. */
export type Factor = { readonly name: string; readonly before: number; readonly after: number; readonly power: 1 | -1 }

/**
 * Splits the change of a product or quotient over its factors; the parts sum to the change. Positive factors: log-mean split L(y1, y0) ln(x1 / x0), L(a, b) = (a - b) / ln(a / b).
 * A factor at or below zero: the average over all orders of change (Shapley), at most ten factors. A zero divisor gives null.
 */
export function factorParts(factors: readonly Factor[]): { name: string; part: number }[] | null {
  if (factors.some(({ power, before, after }) => power === -1 && (before === 0 || after === 0))) return null
  if (factors.some(({ before, after }) => before <= 0 || after <= 0)) return shapley(factors)
  const product = (side: 'before' | 'after') => factors.reduce((total, factor) => total * factor[side] ** factor.power, 1)
  const scale = logMean(product('after'), product('before'))
  return factors.map(({ name, before, after, power }) => ({ name, part: power * scale * Math.log(after / before) }))
}

function logMean(a: number, b: number): number {
  const step = (a - b) / b
  return Math.abs(step) < 1e-9 ? b * (1 + step / 2) : (a - b) / Math.log1p(step)
}

function shapley(factors: readonly Factor[]): { name: string; part: number }[] {
  const n = factors.length
  if (n > 10) throw new RangeError(`${n} factors with a zero or negative value cannot be split; ten is the most.`)
  const value = (changed: number) =>
    factors.reduce((total, factor, index) => total * (changed & (1 << index) ? factor.after : factor.before) ** factor.power, 1)
  const orders = factorial(n)
  return factors.map(({ name }, index) => {
    let part = 0
    for (let others = 0; others < 1 << n; others++) {
      if (others & (1 << index)) continue
      const size = bitCount(others)
      part += ((factorial(size) * factorial(n - size - 1)) / orders) * (value(others | (1 << index)) - value(others))
    }
    return { name, part }
  })
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}

function bitCount(bits: number): number {
  return bits === 0 ? 0 : (bits & 1) + bitCount(bits >> 1)
}
