import { periodEnd } from '#engines/numbers/dates.ts'
import { aimOf, isMet } from './goal.ts'
import { pathValue } from './path.ts'
import { statusOf, type Pursuit, type Status } from './progress.ts'

/** How a target stands: what its path asks of the latest closed period, and how that compares. */
export interface Standing {
  readonly asked: number | null
  readonly status: Status
}

/**
 * A target held against the latest closed period: what the path asked by that period's end, and the status on that day. A target whose own period is still open is
 * not missed yet. Without a measured start there is no path, so that it is reached, missed or waits.
 */
export function standingOf(
  pursuit: Omit<Pursuit, 'start'> & { readonly start: number | null },
  now: { readonly period: string; readonly value: number } | null,
): Standing {
  const { goal, start, startsOn, by, path } = pursuit
  if (!now) return { asked: null, status: 'no_data' }
  const day = periodEnd(now.period)
  if (isMet(goal, now.value)) return { asked: askedOn(pursuit, day), status: 'reached' }
  if (start === null || startsOn >= by) return { asked: null, status: day >= by ? 'missed' : 'waiting' }
  if (day >= by) return { asked: aimOf(goal, start), status: 'missed' }
  return { asked: askedOn(pursuit, day), status: statusOf({ goal, start, startsOn, by, path }, now.value, day) }
}

function askedOn({ goal, start, startsOn, by, path }: Omit<Pursuit, 'start'> & { readonly start: number | null }, day: string): number | null {
  return start === null || startsOn >= by ? null : pathValue({ start, startsOn, aim: aimOf(goal, start), by, path }, day)
}
