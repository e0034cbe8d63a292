/** A figure with its parts, as far as sums need them. */
export interface Cell {
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly n: number | null
}

/**
 * How the groups of a period make up the whole: `amount` when their values add up, `ratio` when numerators and denominators each do,
 * `shared` when all have the denominator of the whole and the numerators add up. Null when they overlap or leave something out: then nothing
 * can be said about a part by adding or taking away. Sums are compared to one part in a million.
 */
export function additivity(whole: Cell, groups: readonly Cell[]): 'amount' | 'ratio' | 'shared' | null {
  if (whole.value === null || whole.numerator === null || groups.length === 0) return null
  if (!isNear(sum(groups, 'numerator'), whole.numerator)) return null
  const isQuotient = whole.denominator !== null && whole.denominator > 0 && isNear(whole.value * whole.denominator, whole.numerator)
  if (whole.denominator === null || !isQuotient) return isNear(whole.value, whole.numerator) ? 'amount' : null
  if (isNear(sum(groups, 'denominator'), whole.denominator)) return 'ratio'
  return groups.every(({ denominator }) => denominator === whole.denominator) ? 'shared' : null
}

/** Some of the groups as one figure; null when the groups do not add up to the whole. Never an average of averages. */
export function together(whole: Cell, groups: readonly Cell[], kept: readonly Cell[]): Cell | null {
  const how = additivity(whole, groups)
  if (how === null) return null
  const numerator = sum(kept, 'numerator')
  const denominator = how === 'shared' ? whole.denominator : how === 'ratio' ? sum(kept, 'denominator') : null
  const n = kept.every((cell) => cell.n === null) ? null : how === 'shared' ? whole.n : sum(kept, 'n')
  if (how === 'amount') return { value: numerator, numerator, denominator: null, n }
  return { value: denominator !== null && denominator > 0 ? numerator / denominator : null, numerator, denominator, n }
}

const sum = (cells: readonly Cell[], part: 'numerator' | 'denominator' | 'n'): number => cells.reduce((total, cell) => total + (cell[part] ?? 0), 0)
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1e-9, Math.abs(a), Math.abs(b))
