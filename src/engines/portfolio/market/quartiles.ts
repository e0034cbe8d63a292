/** An account with its fit, and what it paid at the start and the end of the window. */
export interface FitRow {
  readonly id: string
  readonly fit: number
  /** Recurring revenue at the start; above 0, since an account that did not pay is not in the cohort. */
  readonly opening: number
  readonly closing: number
}

export interface Quartile {
  /** 1 fits best. */
  readonly quartile: 1 | 2 | 3 | 4
  readonly n: number
  readonly lowest: number | null
  readonly highest: number | null
  readonly opening: number
  readonly closing: number
  /** Σ closing ÷ Σ opening; null where nobody is. */
  readonly retention: number | null
}

export interface Validated {
  readonly quartiles: readonly Quartile[]
  /** Does the top quartile keep more of its revenue than the bottom one? Unknown where either is empty or small. */
  readonly verdict: 'beats' | 'doesNot' | 'unknown'
}

/** Fewer accounts than this in the top or the bottom quartile prove nothing. */
export const leastInQuartile = 5

/**
 * Accounts by quartile of fit, each with its revenue retention: a ratio of sums, never a mean of ratios. Accounts of one fit stand in one
 * quartile, that of their middle rank, so that nothing but the fit decides; quartiles may then differ in size, and one may be empty.
 */
export function quartilesOf(rows: readonly FitRow[]): Validated {
  const placed = [1, 2, 3, 4] as const
  const by = quartileByFit(rows)
  const quartiles = placed.map((quartile): Quartile => {
    const own = rows.filter(({ fit }) => by.get(fit) === quartile)
    const [opening, closing] = [total(own, 'opening'), total(own, 'closing')]
    const fits = own.map(({ fit }) => fit)
    return {
      quartile,
      n: own.length,
      lowest: own.length === 0 ? null : Math.min(...fits),
      highest: own.length === 0 ? null : Math.max(...fits),
      opening,
      closing,
      retention: opening > 0 ? closing / opening : null,
    }
  })
  return { quartiles, verdict: verdictOf(quartiles[0], quartiles[3]) }
}

function verdictOf(top: Quartile | undefined, bottom: Quartile | undefined): Validated['verdict'] {
  if (!top || !bottom || top.retention === null || bottom.retention === null) return 'unknown'
  if (top.n < leastInQuartile || bottom.n < leastInQuartile) return 'unknown'
  return top.retention > bottom.retention ? 'beats' : 'doesNot'
}

/** The quartile of each fit, from the middle of the places of those who have it, as a share of all from the best: up to 0.25 is the first, from 0.75 the last. */
function quartileByFit(rows: readonly FitRow[]): ReadonlyMap<number, 1 | 2 | 3 | 4> {
  const fits = rows.map(({ fit }) => fit).toSorted((a, b) => b - a)
  const found = new Map<number, 1 | 2 | 3 | 4>()
  for (let first = 0; first < fits.length;) {
    const fit = fits[first] ?? 0
    let last = first
    while (fits[last + 1] === fit) last += 1
    const middle = (first + last + 1) / 2
    found.set(fit, quarter(middle / fits.length))
    first = last + 1
  }
  return found
}

const quarter = (share: number): 1 | 2 | 3 | 4 => (share <= 0.25 ? 1 : share <= 0.5 ? 2 : share < 0.75 ? 3 : 4)

const total = (rows: readonly FitRow[], of: 'opening' | 'closing'): number => rows.reduce((sum, row) => sum + row[of], 0)
