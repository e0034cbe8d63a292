import { wilson, type Interval } from '#engines/numbers/intervals.ts'
import { roundHalfUp } from '#engines/numbers/rounding.ts'

/** Doerr's colours. */
export type Band = 'green' | 'yellow' | 'red'

/**
 * green from 0.7, yellow 0.4 to 0.6, red to 0.3 (Doerr, Measure What Matters), after half-up rounding to one decimal, so that no gap exists. `half_open` reads the
 * unrounded score instead: yellow is [0.4, 0.7). The unrounded score is what is kept.
 */
export function bandOf(score: number, rule: 'half_up' | 'half_open' = 'half_up'): Band {
  if (!(score >= 0 && score <= 1)) throw new RangeError(`A score lies between 0 and 1, not ${score}.`)
  const read = rule === 'half_up' ? roundHalfUp(score, 1) : score
  return read >= 0.7 ? 'green' : read >= 0.4 ? 'yellow' : 'red'
}

/** A key result as it counts. `type` committed must be reached, aspirational is good at 0.6 to 0.7; a milestone is done or not. */
export type Counted = {
  readonly kind: 'metric' | 'milestone'
  readonly type: 'committed' | 'aspirational'
  readonly score: number | null
  readonly isDropped?: boolean
}

export type ObjectiveScore = {
  /** Mean over metric key results, unrounded; null while none is scored. */
  readonly score: number | null
  readonly band: Band | null
  readonly scored: number
  readonly unscored: number
  readonly dropped: number
  readonly milestones: { readonly done: number; readonly of: number }
}

/**
 * An objective's score: the mean of its metric key results; milestones are counted apart. A dropped one counts 0 and stays in the mean. Until the close what is not
 * measured waits outside; with `isClosed` it counts 0 as well.
 */
export function objectiveScore(results: readonly Counted[], { isClosed = false }: { readonly isClosed?: boolean } = {}): ObjectiveScore {
  const [metrics, milestones] = [results.filter(({ kind }) => kind === 'metric'), results.filter(({ kind }) => kind === 'milestone')]
  const counted = metrics.map(({ score, isDropped }) => (isDropped ? 0 : (score ?? (isClosed ? 0 : null))))
  const scores = counted.filter((score) => score !== null)
  const score = scores.length === 0 ? null : scores.reduce((total, one) => total + one, 0) / scores.length
  return {
    score,
    band: score === null ? null : bandOf(score),
    scored: scores.length,
    unscored: counted.length - scores.length,
    dropped: results.filter(({ isDropped }) => isDropped).length,
    milestones: { done: milestones.filter((one) => one.score === 1 && !one.isDropped).length, of: milestones.length },
  }
}

export type Attained = { readonly value: number | null; readonly interval: Interval | null; readonly at: number; readonly of: number }

/** Committed metric key results at their threshold (1 unless said) over those committed (kpis.md 4.15): dropped and unmeasured ones stay below the line; aspirational and milestone ones are no part of it. */
export function attainment(results: readonly Counted[], threshold = 1): Attained {
  const committed = results.filter(({ kind, type }) => kind === 'metric' && type === 'committed')
  const at = committed.filter(({ score, isDropped }) => !isDropped && score !== null && score >= threshold).length
  return { value: committed.length === 0 ? null : at / committed.length, interval: wilson(at, committed.length), at, of: committed.length }
}

/**
 * Is a team's bar too low? Every metric key result of at least two periods in a row, four results or more, was reached in full. Words for the review, or null.
 * `periods`: scores of each period, oldest first.
 */
export function notAmbitious(periods: readonly (readonly Counted[])[]): string | null {
  const measured = periods.map((results) => results.filter(({ kind }) => kind === 'metric'))
  const low = measured.findLastIndex((results) => results.length === 0 || results.some(({ score, isDropped }) => isDropped || score !== 1))
  const streak = measured.slice(low + 1)
  const count = streak.reduce((total, results) => total + results.length, 0)
  return streak.length >= 2 && count >= 4 ? `Not ambitious enough: all ${count} key results of the last ${streak.length} periods scored 1.0.` : null
}
