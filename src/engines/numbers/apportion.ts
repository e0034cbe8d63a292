/**
 * Splits a whole amount by weights, so that the parts sum to it exactly: each gets the whole units of its share, and the units left over go to the largest
 * remainders (Hamilton’s method), the first of equals first. Negative amounts (credits) are split as their opposite. Null when no weight is above zero.
 */
export function apportion(amount: bigint, weights: readonly bigint[]): bigint[] | null {
  if (weights.some((weight) => weight < 0n)) throw new RangeError('A weight is zero or more.')
  const whole = weights.reduce((sum, weight) => sum + weight, 0n)
  if (whole === 0n) return null
  if (amount < 0n) return apportion(-amount, weights)?.map((part) => -part) ?? null
  const parts = weights.map((weight) => (amount * weight) / whole)
  const left = Number(amount - parts.reduce((sum, part) => sum + part, 0n))
  const order = weights
    .map((weight, at) => ({ at, rest: (amount * weight) % whole }))
    .toSorted((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1))
  for (const { at } of order.slice(0, left)) parts[at] = (parts[at] ?? 0n) + 1n
  return parts
}
