export interface Landing {
  /** chances[k] is the chance that exactly k of them are met. */
  readonly chances: readonly number[]
  readonly expected: number
  /** The counts that 10 % and 90 % of the chances lie at or below. */
  readonly low: number
  readonly high: number
}

/**
 * How many of some independent promises are kept, from the chance of each (0 to 1): the Poisson binomial distribution by convolution
 * (Hong 2013, “On computing the distribution function for the Poisson binomial distribution”, its direct form). Null without promises.
 */
export function landing(chances: readonly number[]): Landing | null {
  if (chances.length === 0) return null
  let spread = [1]
  for (const p of chances) {
    const next = Array.from({ length: spread.length + 1 }, () => 0)
    for (const [k, q] of spread.entries()) {
      next[k] = (next[k] ?? 0) + q * (1 - p)
      next[k + 1] = (next[k + 1] ?? 0) + q * p
    }
    spread = next
  }
  return { chances: spread, expected: chances.reduce((sum, p) => sum + p, 0), low: quantile(spread, 0.1), high: quantile(spread, 0.9) }
}

function quantile(spread: readonly number[], share: number): number {
  let sum = 0
  for (const [k, q] of spread.entries()) {
    sum += q
    if (sum >= share - 1e-12) return k
  }
  return spread.length - 1
}
