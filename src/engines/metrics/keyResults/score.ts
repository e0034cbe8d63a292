import { distanceTo, isMet, type Goal } from '../targets/goal.ts'

/** What a key result committed to: a goal and the measured value that it starts from, in one unit. */
export type Bar = { readonly goal: Goal; readonly baseline: number }

/** Why a bar cannot be scored, in words; null when it can. */
export function barFault({ goal, baseline }: Bar): string | null {
  if (goal.direction === 'within') return goal.low <= goal.high ? null : 'The range ends below its start.'
  if (goal.value === baseline) return 'Target and baseline are the same number, so that there is no way to go.'
  if (goal.value > baseline === (goal.direction === 'up')) return null
  return goal.direction === 'up'
    ? 'The target lies below the baseline, but the metric shall rise.'
    : 'The target lies above the baseline, but the metric shall fall.'
}

/**
 * clamp((now - baseline) / (target - baseline), 0, 1), which is sign-correct for falling metrics. within: 1 inside the range, outside it falls in a line from 1 on its
 * edge to 0 at the baseline's distance; a baseline inside the range has no distance, so that outside scores 0. Null when nothing is measured. Kept unrounded.
 */
export function scoreOf(bar: Bar, now: number | null): number | null {
  const fault = barFault(bar)
  if (fault) throw new RangeError(fault)
  if (now === null) return null
  const { goal, baseline } = bar
  if (goal.direction !== 'within') return clamp((now - baseline) / (goal.value - baseline))
  if (isMet(goal, now)) return 1
  const start = Math.abs(distanceTo(goal, baseline))
  return start === 0 ? 0 : clamp(1 - Math.abs(distanceTo(goal, now)) / start)
}

/** 0 for minus zero too. */
function clamp(score: number): number {
  return score > 0 ? Math.min(1, score) : 0
}

export type VersionedScore = {
  readonly score: number | null
  /** Under the version that it was committed on, when the definition changed since; both are kept. */
  readonly committedScore: number | null
  readonly isRedefined: boolean
}

/** A metric whose version changed in the period: the score by each version's values, and a flag. The baseline of the new version must be measured under it. */
export function scoreVersions(
  committed: { readonly version: number; readonly bar: Bar; readonly now: number | null },
  current: { readonly version: number; readonly bar: Bar; readonly now: number | null },
): VersionedScore {
  return { score: scoreOf(current.bar, current.now), committedScore: scoreOf(committed.bar, committed.now), isRedefined: committed.version !== current.version }
}
