import { addPeriods, countPeriods } from '#engines/numbers/dates.ts'
import { meanOf, steps as changes } from './models.ts'
import type { AheadPoint } from './ledgerAhead.ts'

/** A single period of a ratio, or of its trailing window, with both sides. */
export interface Sides {
  readonly period: string
  readonly numerator: number | null
  readonly denominator: number | null
}

/**
 * A trailing ratio looked at ahead by rolling its window: the single periods that are still in it are known, those that come in are like the level of the last
 * `window` ones, pooled. Only the part that is not known yet has an error: that of the sum of h single ratios, σ sqrt(h (1 + h / n)) with σ = mean(mR) / 1.128, over its
 * weight; h / n is the doubt about their level.
 * Null where single periods do not add up to the window, so that the window is more than their sum.
 */
export function windowAhead(singles: readonly Sides[], windowed: readonly Sides[], window: number, steps: number): AheadPoint[] | null {
  if (!addsUp(singles, windowed, window)) return null
  const last = windowed.at(-1)?.period ?? ''
  const known = new Map(singles.map((one) => [one.period, one]))
  const recent = singles.filter(({ period }) => period <= last).slice(-Math.max(window, 12))
  const [above, below] = [total(recent, 'numerator'), total(recent, 'denominator')]
  if (below <= 0) return null
  const [rate, weight] = [above / below, below / recent.length]
  const ratios = recent.flatMap(({ numerator, denominator }) => (denominator ? [(numerator ?? 0) / denominator] : []))
  if (ratios.length < 6) return null
  const sigma = meanOf(changes(ratios).map(Math.abs)) / 1.128
  return Array.from({ length: steps }, (_, at): AheadPoint => {
    const period = addPeriods(last, at + 1)
    const inside = Array.from({ length: window }, (_none, back) => known.get(addPeriods(period, -back))).flatMap((one) =>
      one && one.period <= last ? [one] : [],
    )
    const coming = Math.min(window, at + 1)
    const base = total(inside, 'denominator') + coming * weight
    const mean = (total(inside, 'numerator') + coming * rate * weight) / base
    return { period, mean, error: (sigma * Math.sqrt(coming * (1 + coming / ratios.length)) * weight) / base }
  })
}

const total = (all: readonly Sides[], side: 'numerator' | 'denominator'): number => all.reduce((sum, one) => sum + (one[side] ?? 0), 0)

/** Do the single periods sum to the window, on both sides, in its latest three figures? */
function addsUp(singles: readonly Sides[], windowed: readonly Sides[], window: number): boolean {
  const checked = windowed.filter(({ denominator }) => denominator !== null && denominator !== 0).slice(-3)
  return (
    checked.length > 0 &&
    checked.every((one) => {
      const own = singles.filter(({ period }) => period <= one.period && countPeriods(period, one.period) < window)
      return (['numerator', 'denominator'] as const).every(
        (side) => Math.abs(total(own, side) - (one[side] ?? 0)) <= 1e-6 * Math.max(1, Math.abs(one[side] ?? 0)),
      )
    })
  )
}
