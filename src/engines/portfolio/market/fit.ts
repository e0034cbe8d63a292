/** Below this share of the weights that is known, a fit is not told. */
export const leastCoverage = 0.6

/** One criterion as judged for one account: null when the record does not say. */
export interface Judged {
  readonly weight: number
  readonly matches: boolean | null
}

export type Fit =
  | { readonly state: 'known'; readonly fit: number; readonly coverage: number }
  | { readonly state: 'excluded'; readonly fit: 0; readonly coverage: number }
  | { readonly state: 'unknown'; readonly fit: null; readonly coverage: number }

/**
 * How well an account fits an ideal customer, from 0 to 1: Σ w·match ÷ Σ w over the criteria whose inputs are known; coverage is
 * Σ w known ÷ Σ w. An exclusion that holds gives 0. Below a coverage of 0.6, and without any weight, the fit is unknown, never 0.
 * Weights are not negative; a RangeError names one that is.
 */
export function fitOf(criteria: readonly Judged[], isExcluded: boolean): Fit {
  const broken = criteria.find(({ weight }) => !(weight >= 0 && Number.isFinite(weight)))
  if (broken) throw new RangeError(`A weight of ${broken.weight} is none.`)
  const total = sum(criteria)
  const known = criteria.filter(({ matches }) => matches !== null)
  const coverage = total === 0 ? 0 : sum(known) / total
  if (isExcluded) return { state: 'excluded', fit: 0, coverage }
  if (total === 0 || coverage < leastCoverage) return { state: 'unknown', fit: null, coverage }
  return { state: 'known', fit: sum(known.filter(({ matches }) => matches === true)) / sum(known), coverage }
}

const sum = (of: readonly Judged[]): number => of.reduce((total, { weight }) => total + weight, 0)
