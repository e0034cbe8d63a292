/** How strongly two raters agree beyond chance. */
export interface Agreement {
  /** 1 for full agreement, 0 for that of chance; null when chance alone would always agree. */
  readonly kappa: number | null
  readonly n: number
}

/** What a disagreement of two levels weighs; 0 is agreement. */
export type Weigh = (one: number, other: number) => number
export const linear: Weigh = (one, other) => Math.abs(one - other)
export const quadratic: Weigh = (one, other) => (one - other) ** 2

/**
 * Weighted kappa of pairs of levels (Cohen 1968, Psychological Bulletin 70): 1 − Σ v o / Σ v e, with v the weight of a disagreement, o the observed and e
 * the share expected from the two margins.
 */
export function weightedKappa(pairs: readonly (readonly [number, number])[], weigh: Weigh = linear): Agreement {
  const n = pairs.length
  const [first, second] = [counts(pairs.map(([one]) => one)), counts(pairs.map(([, other]) => other))]
  const observed = pairs.reduce((sum, [one, other]) => sum + weigh(one, other), 0) / n
  let expected = 0
  for (const [one, times] of first) for (const [other, often] of second) expected += (weigh(one, other) * times * often) / (n * n)
  return { kappa: expected > 0 ? 1 - observed / expected : null, n }
}

function counts(levels: readonly number[]): Map<number, number> {
  const found = new Map<number, number>()
  for (const level of levels) found.set(level, (found.get(level) ?? 0) + 1)
  return found
}
