import { daysBetween, grainOf, periodOf } from '../../numbers/dates.ts'

export type Standing = 'notStarted' | 'onTrack' | 'atRisk' | 'offTrack' | 'achieved' | 'missed' | 'stale' | 'untrusted'

export interface KeyResultState {
  readonly kind: 'increase' | 'decrease' | 'maintain' | 'milestone'
  readonly type: 'committed' | 'stretch'
  readonly baseline: number | null
  readonly target: number | null
  readonly upper: number | null
  readonly start: string
  readonly due: string
  readonly hasOwner: boolean
  /** As somebody typed it, 0 to 1. */
  readonly confidence: number | null
  readonly declared: 'onTrack' | 'atRisk' | 'offTrack' | null
  /** The day of the last word; null when nobody has said anything. */
  readonly saidOn: string | null
  readonly now: number | null
  /** The period that holds its last day is not closed: it is over by the calendar, and nobody knows yet how it ended. */
  readonly isLastOpen: boolean
  /** The metric is late, fails its checks, or has another definition than it was committed under. */
  readonly isUntrusted: boolean
}

export interface Progress {
  /** (now - baseline) / (target - baseline), below 0 for a regression; null when it cannot be told. */
  readonly raw: number | null
  /** The same cut to [0, 1]. */
  readonly score: number | null
  readonly band: 'red' | 'amber' | 'green' | null
  /** Elapsed share of its time, 0 to 1. */
  readonly expected: number
  readonly suggested: 'onTrack' | 'atRisk' | 'offTrack'
  /** What stands: stale and untrusted come before any colour, and never count as green. */
  readonly standing: Standing
  /** Declared better than what the figures suggest. */
  readonly disagrees: boolean
}

/** No word for longer than this is stale. */
export const silentDays = 14

/** The point that a key result is judged by once its last day is over: that of the period which holds the day. Null before, and where the line has no such period. */
export function lastOf<P extends { readonly period: string }>(points: readonly P[], due: string, today: string): P | null {
  const [first] = points
  if (!first || today <= due) return null
  const period = periodOf(due, grainOf(first.period))
  return points.find((one) => one.period === period) ?? null
}

/** How a key result stands on a day (portfolio reference 2). Bands are half-open: red [0, 0.4), amber [0.4, 0.7), green [0.7, 1]. */
export function progressOf(state: KeyResultState, today: string): Progress {
  const raw = rawOf(state)
  const score = raw === null ? null : Math.min(1, Math.max(0, raw))
  const length = daysBetween(state.start, state.due)
  const expected = length <= 0 ? 1 : Math.min(1, Math.max(0, daysBetween(state.start, today) / length))
  const suggested = suggestedOf(state, raw, expected, today)
  const order = ['offTrack', 'atRisk', 'onTrack'] as const
  return {
    raw,
    score,
    band: score === null ? null : bandOf(score),
    expected,
    suggested,
    standing: standingOf(state, raw, today),
    disagrees: state.declared !== null && order.indexOf(state.declared) > order.indexOf(suggested),
  }
}

export const bandOf = (score: number): 'red' | 'amber' | 'green' => (score < 0.4 ? 'red' : score < 0.7 ? 'amber' : 'green')

function rawOf({ kind, baseline, target, upper, now }: KeyResultState): number | null {
  if (now === null || target === null) return null
  if (kind === 'maintain') return now >= target && now <= (upper ?? Number.POSITIVE_INFINITY) ? 1 : 0
  const from = kind === 'milestone' ? (baseline ?? 0) : baseline
  return from === null || from === target ? null : (now - from) / (target - from)
}

function suggestedOf(
  { type, due, confidence, hasOwner, isLastOpen }: KeyResultState,
  raw: number | null,
  expected: number,
  today: string,
): Progress['suggested'] {
  const gap = raw === null ? null : expected - raw
  if ((gap !== null && gap > 0.4) || (type === 'committed' && today > due && !isLastOpen && (raw ?? 0) < 1)) return 'offTrack'
  return (gap !== null && gap > 0.25) || (confidence !== null && confidence < 0.5) || !hasOwner ? 'atRisk' : 'onTrack'
}

function standingOf(state: KeyResultState, raw: number | null, today: string): Standing {
  const bar = state.type === 'committed' ? 1 : 0.7
  if (state.isUntrusted) return 'untrusted'
  if (today > state.due && !state.isLastOpen) return (raw ?? 0) >= bar ? 'achieved' : 'missed'
  if (today < state.start) return 'notStarted'
  const last = state.saidOn ?? state.start
  if (daysBetween(last, today) > silentDays) return 'stale'
  return state.declared ?? 'notStarted'
}

export interface Scored {
  readonly type: 'committed' | 'stretch'
  readonly raw: number | null
  readonly score: number | null
  readonly weight: number
  readonly isDropped: boolean
  readonly withdrawnByLearning?: boolean
}

/** An objective’s score: the weighted mean; at the close what is not measured counts 0, before it waits outside. */
export function objectiveScore(results: readonly Scored[], isClosed: boolean): number | null {
  const counted = results.flatMap(({ score, weight, isDropped }) =>
    score === null && !isClosed && !isDropped ? [] : [{ score: isDropped ? 0 : (score ?? 0), weight }],
  )
  const weight = counted.reduce((sum, one) => sum + one.weight, 0)
  return weight === 0 ? null : counted.reduce((sum, one) => sum + one.score * one.weight, 0) / weight
}

export interface Attainment {
  readonly met: number
  readonly of: number
  /** Null without committed key results. */
  readonly share: number | null
  /** Without those that a valid learning decision withdrew. */
  readonly withoutLearning: number | null
  /** Reading band [60 %, 80 %], both ends included. */
  readonly reading: 'low' | 'good' | 'high' | null
}

/** Committed key results that were met; dropped ones stay in the denominator. */
export function attainment(results: readonly Scored[]): Attainment {
  const committed = results.filter(({ type }) => type === 'committed')
  const isMet = ({ raw, isDropped }: Scored): boolean => !isDropped && raw !== null && raw >= 1
  const kept = committed.filter(({ withdrawnByLearning }) => !withdrawnByLearning)
  const share = committed.length === 0 ? null : committed.filter(isMet).length / committed.length
  return {
    met: committed.filter(isMet).length,
    of: committed.length,
    share,
    withoutLearning: kept.length === 0 ? null : kept.filter(isMet).length / kept.length,
    reading: share === null ? null : share < 0.6 ? 'low' : share <= 0.8 ? 'good' : 'high',
  }
}
