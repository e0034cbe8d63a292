import { countPeriods, daysBetween, grainOf, periodOf } from '#engines/numbers/dates.ts'
import { aimOf, distanceTo, isMet, type Goal } from './goal.ts'
import { pathValue, type Path } from './path.ts'

/** A target with its measured start. `adds`: the target is the total of the span (deals won), not a level (a rate). */
export type Pursuit = {
  readonly goal: Goal
  readonly start: number
  readonly startsOn: string
  readonly by: string
  readonly path: Path
  readonly adds?: boolean
}

export type RunRate = {
  /** What each period still to come must add to the level, or contribute to the total. 0 when the goal is met. */
  readonly perPeriod: number | null
  readonly periodsLeft: number
}

/** The even pace that reaches the goal: (aim - now) / periods left. `period` is the latest closed period, `now` its level, or the total so far. Null when none is left and the goal is not met. */
export function neededRunRate({ goal, by }: Pick<Pursuit, 'goal' | 'by'>, now: number, period: string): RunRate {
  const periodsLeft = Math.max(0, countPeriods(period, periodOf(by, grainOf(period))))
  const distance = distanceTo(goal, now)
  if (distance === 0) return { perPeriod: 0, periodsLeft }
  return { perPeriod: periodsLeft === 0 ? null : distance / periodsLeft, periodsLeft }
}

/** reached: met now (a strict bound is passed). onPath: not yet, but where the path asks. behind: not. missed: the date has gone by. waiting: nothing is asked yet. */
export type Status = 'reached' | 'onPath' | 'behind' | 'missed' | 'waiting' | 'no_data'

/** How a pursuit stands on a date, given the latest measured value. A total that `adds` starts from nothing, so that its path runs from 0. */
export function statusOf(pursuit: Pursuit, now: number | null, asOf: string): Status {
  if (now === null) return 'no_data'
  if (isMet(pursuit.goal, now)) return 'reached'
  if (daysBetween(asOf, pursuit.by) < 0) return 'missed'
  const start = pursuit.adds ? 0 : pursuit.start
  const aim = aimOf(pursuit.goal, start)
  const asked = pathValue({ start, startsOn: pursuit.startsOn, aim, by: pursuit.by, path: pursuit.path }, asOf)
  if (asked === null) return 'waiting'
  const way = Math.sign(aim - start)
  const isPast = pursuit.goal.direction === 'within' && Math.sign(distanceTo(pursuit.goal, now)) !== way // beyond the far end of a range
  return way !== 0 && !isPast && (now - asked) * way >= 0 ? 'onPath' : 'behind'
}
