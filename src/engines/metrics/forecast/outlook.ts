import { countPeriods, grainOf, periodOf } from '#engines/numbers/dates.ts'
import { isMet, type Goal } from '../targets/goal.ts'
import type { Path } from '../targets/path.ts'
import { neededRunRate, type RunRate, type Status } from '../targets/progress.ts'
import { heldUntil, standingOf } from '../targets/standing.ts'
import type { Point } from '../signal/controlChart.ts'
import { backtest, type Backtest } from './backtest.ts'
import { crossing, forecast, hitChance, type Forecast, type ForecastOptions, type NoForecast } from './forecast.ts'

/** What a target asks of the line, and where it was measured from. */
export type Aim = { readonly goal: Goal; readonly start: number | null; readonly startsOn: string; readonly by: string; readonly path: Path }

export type Outlook = {
  readonly forecast: Forecast | NoForecast
  /** How the same rule would have done on this line; null when it is too short to tell. */
  readonly backtest: Backtest | null
  readonly aim: {
    /** The period in which the target falls due. */
    readonly period: string
    /** Probability that the goal is met in that period, if the line goes on as it does; null when the forecast does not reach it. */
    readonly chance: number | null
    readonly runRate: RunRate | null
    readonly status: Status
    /** Where the mean of the forecast changes sides. */
    readonly crossing: { readonly period: string; readonly isReached: boolean } | null
  } | null
}

const farthest = 24

/** How many periods to look: to the one in which the target falls due or as far as was asked, at least three, at most 24; six where neither says. */
export function stepsAhead(last: string, due: string | null, until?: string): number {
  const ends = [due, until === undefined ? null : periodOf(until, grainOf(last))].filter((period) => period !== null)
  return Math.min(farthest, Math.max(3, ...(ends.length > 0 ? ends.map((period) => countPeriods(last, period)) : [6])))
}

/**
 * A line looked at ahead: the fan as far as the target or the day `until` (or six periods), at most 24; the chance to hit, the pace that is needed, where the mean crosses, and the
 * errors that the rule would have made (kpis.md, section 6). Only closed periods are read.
 */
export function outlook(points: readonly Point[], aim: Aim | null, options: ForecastOptions & { readonly until?: string } = {}): Outlook {
  const closed = points.filter((point) => (point.state ?? 'closed') === 'closed' && point.value !== null)
  const line = points.map(({ period, value, state }) => ({ period, value, mature: (state ?? 'closed') === 'closed' }))
  const last = closed.at(-1)
  if (!last || last.value === null)
    return { forecast: { model: null, reason: 'no_data', says: 'There is no closed period to look ahead from.' }, backtest: null, aim: null }
  const due = aim ? periodOf(aim.by, grainOf(last.period)) : null
  const ahead = forecast(points, stepsAhead(last.period, due, options.until), options)
  const since = options.changes?.at(-1)?.period ?? ''
  const values = closed.filter(({ period }) => period >= since).flatMap(({ value }) => (value === null ? [] : [value]))
  return {
    forecast: ahead,
    backtest: backtest(values),
    aim: aim && due !== null ? { ...aimAt(aim, due, { period: last.period, value: last.value }, ahead), ...settledAt(aim, line) } : null,
  }
}

/** What a target asks, held against a line ahead: the chance to hit, the pace that is needed, the standing, and where the mean crosses. */
export function aimAt(
  aim: Aim,
  due: string,
  now: { readonly period: string; readonly value: number },
  ahead: Forecast | NoForecast,
): NonNullable<Outlook['aim']> {
  const { goal, by } = aim
  const isPast = countPeriods(now.period, due) <= 0
  const points = ahead.model === null ? [] : ahead.points
  return {
    period: due,
    chance: isPast ? Number(isMet(goal, now.value)) : hitChance(points, due, goal),
    runRate: neededRunRate({ goal, by }, now.value, now.period),
    status: standingOf(aim, now).status,
    crossing: crossing(points, goal, now.value),
  }
}

/** What settles a target whose period has closed: the figure of that period, whatever came after it, or that there is none. Null while it is ahead. */
export function settledAt(
  aim: Aim,
  points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[],
  last = points.findLast(({ mature }) => mature)?.period,
): Pick<NonNullable<Outlook['aim']>, 'period' | 'chance' | 'runRate' | 'status'> | null {
  const due = last === undefined ? null : periodOf(aim.by, grainOf(last))
  if (last === undefined || due === null || countPeriods(last, due) > 0) return null
  const held = heldUntil(points, aim.by)
  const then = held && held.value !== null ? { period: held.period, value: held.value } : null
  return {
    period: due,
    chance: then && Number(isMet(aim.goal, then.value)),
    runRate: then && neededRunRate(aim, then.value, then.period),
    status: standingOf(aim, then).status,
  }
}
