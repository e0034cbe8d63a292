import { countPeriods, grainOf, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { aimOf, distanceTo, isMet, type Goal } from './goal.ts'
import { pathValue } from './path.ts'
import { statusOf, type Pursuit, type Status } from './progress.ts'

/** How a target stands: what its path asks of the latest closed period, and how that compares. */
export interface Standing {
  readonly asked: number | null
  readonly status: Status
}

/** A pursuit whose start may not be measured, and whose day may not be named yet. */
export type Pursued = Omit<Pursuit, 'start' | 'by'> & { readonly start: number | null; readonly by: string | null }

/**
 * A target held against the latest closed period: what the path asked by that period's end, and the status on that day. A target whose own period is still open is
 * not missed yet. Without a measured start or a day there is no path, so that it is reached, missed or waits.
 */
export function standingOf(pursued: Pursued, now: { readonly period: string; readonly value: number } | null): Standing {
  if (!now) return { asked: null, status: 'no_data' }
  const { goal, start, startsOn, by, path } = pursued
  const day = periodEnd(now.period)
  const isReached = isMet(goal, now.value)
  if (by === null || start === null || startsOn >= by) return { asked: null, status: isReached ? 'reached' : by !== null && day >= by ? 'missed' : 'waiting' }
  const asked = pathValue({ start, startsOn, aim: aimOf(goal, start), by, path }, day)
  if (isReached) return { asked, status: 'reached' }
  return { asked, status: day >= by ? 'missed' : statusOf({ goal, start, startsOn, by, path }, now.value, day) }
}

/**
 * The period that a target is held against: the latest closed one with a value. Once the period in which it fell due has closed, that one alone, also without a value; null where
 * the line does not hold it.
 */
export function heldUntil<P extends { readonly period: string; readonly value: number | null; readonly mature: boolean }>(
  points: readonly P[],
  by: string | null,
): P | null {
  const closed = points.filter(({ mature }) => mature)
  const last = closed.at(-1)
  const due = by === null || !last ? null : periodOf(by, grainOf(last.period))
  if (due !== null && last && countPeriods(due, last.period) >= 0) return closed.find(({ period }) => period === due) ?? null
  return closed.findLast(({ value }) => value !== null) ?? null
}

/** How far a value is from what is asked of it, signed towards it: from the path or from the goal, whichever is nearer. 0 where it is there. */
export function shortOf(goal: Goal, { asked, status }: Standing, value: number): number {
  if (status === 'reached' || status === 'onPath') return 0
  const toGoal = distanceTo(goal, value)
  return asked !== null && Math.abs(asked - value) < Math.abs(toGoal) ? asked - value : toGoal
}
