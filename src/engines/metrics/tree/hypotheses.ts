import { addPeriods } from '#engines/numbers/dates.ts'
import { wilson, type Interval } from '#engines/numbers/intervals.ts'
import { xmr } from '../signal/xmr.ts'
import type { Point } from '../signal/controlChart.ts'
import type { HypothesisEdge } from './tree.ts'

/** up or down: a signal of the chart that this period completed or continued. still: routine variation. unknown: no limits or no value. */
export type Move = 'up' | 'down' | 'still' | 'unknown'

/**
 * Which way a metric moved in each closed period, beyond its routine variation (XmR). Without a signal nothing moved, however the line wiggles. A chart that
 * includes a shift dilutes it: freeze a baseline with `baselineEnd` where one is agreed.
 */
export function movesOf(series: readonly Point[], options: { readonly baselineEnd?: string } = {}): ReadonlyMap<string, Move> {
  const chart = xmr(series, options)
  const moved = new Map(
    chart.signals.flatMap(({ found, to, side }) =>
      chart.points.flatMap(({ period }): [string, Move][] => (period >= found && period <= to ? [[period, side === 'above' ? 'up' : 'down']] : [])),
    ),
  )
  return new Map(
    chart.points
      .filter(({ state }) => state === 'closed')
      .map(({ period, value, upper }): [string, Move] => [period, value === null || upper === null ? 'unknown' : (moved.get(period) ?? 'still')]),
  )
}

/** confirmed: the input moved and the output followed in the expected direction within the lag. refuted: it did not. against: it moved the other way. */
export type Outcome = 'confirmed' | 'refuted' | 'against' | 'pending' | 'quiet' | 'unknown'

export type HypothesisScore = {
  readonly id: string
  readonly byPeriod: readonly { readonly period: string; readonly outcome: Outcome }[]
  /** Periods with a verdict: confirmed, refuted or against. */
  readonly tested: number
  readonly confirmed: number
  readonly against: number
  /** confirmed / tested with its interval; null before the first verdict. */
  readonly share: number | null
  readonly interval: Interval | null
  readonly says: string
}

/**
 * Scores a belief in each closed period: did the input move, and did the output follow within the lag? pending while the lag has not passed without an answer;
 * quiet when the input stood still, which neither speaks for nor against it. Moves that last several periods are scored once, where they begin.
 */
export function scoreHypothesis(edge: HypothesisEdge, input: ReadonlyMap<string, Move>, output: ReadonlyMap<string, Move>): HypothesisScore {
  const byPeriod = [...input].map(([period, move], index, all) => ({ period, outcome: outcomeOf(edge, period, move, all[index - 1]?.[1] ?? 'still', output) }))
  const count = (outcome: Outcome) => byPeriod.filter((one) => one.outcome === outcome).length
  const [confirmed, against] = [count('confirmed'), count('against')]
  const tested = confirmed + against + count('refuted')
  const share = tested === 0 ? null : confirmed / tested
  return { id: edge.id, byPeriod, tested, confirmed, against, share, interval: wilson(confirmed, tested), says: sayScore(tested, confirmed, against) }
}

function outcomeOf(edge: HypothesisEdge, period: string, move: Move, before: Move, output: ReadonlyMap<string, Move>): Outcome {
  if (move === 'unknown') return 'unknown'
  if (move === 'still' || move === before) return 'quiet'
  const expected = (move === 'up') === (edge.sign === 1) ? 'up' : 'down'
  const seen = Array.from({ length: edge.lag + 1 }, (_, step) => output.get(addPeriods(period, step)))
  if (seen.includes(expected)) return 'confirmed'
  if (seen.includes(undefined)) return 'pending'
  if (seen.includes('unknown')) return 'unknown'
  return seen.some((one) => one === 'up' || one === 'down') ? 'against' : 'refuted'
}

function sayScore(tested: number, confirmed: number, against: number): string {
  if (tested === 0) return 'Not tested yet: the input has not moved beyond its routine variation.'
  const opposite = against > 0 ? `; ${times(against)} it moved the other way` : ''
  return `The input moved ${times(tested)}, the output followed ${times(confirmed)}${opposite}.`
}

function times(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`
}

/** All beliefs, those with verdicts first, the most often confirmed first; a belief without a verdict is at the end, not at zero. */
export function scoreboard(scores: readonly HypothesisScore[]): HypothesisScore[] {
  return scores.toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1) || b.tested - a.tested || (a.id < b.id ? -1 : 1))
}
