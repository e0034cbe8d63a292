import { answersNeeded } from '#engines/numbers/intervals.ts'
import { incompleteGamma } from '#engines/numbers/gamma.ts'
import { grainOf } from '#engines/numbers/dates.ts'
import type { ControlChart } from '../signal/controlChart.ts'
import { aimOf, isMet, type Goal } from './goal.ts'
import type { MeasuredPeriod } from './baseline.ts'

/** In how many of the last closed periods with a value the goal was met already. */
export type Reached = { readonly reached: number; readonly of: number; readonly says: string }

export function reachedIn(points: readonly MeasuredPeriod[], goal: Goal, last = 12): Reached {
  const closed = points.flatMap(({ state, value }) => ((state ?? 'closed') === 'closed' && value !== null ? [value] : [])).slice(-last)
  const reached = closed.filter((value) => isMet(goal, value)).length
  if (closed.length === 0) return { reached, of: 0, says: 'There is no closed period to compare with.' }
  const grain = grainOf(points[0]?.period ?? '')
  return { reached, of: closed.length, says: `Reached in ${reached} of the last ${closed.length} ${grain}s.` }
}

export type NoiseWarning = {
  readonly isInside: boolean
  /** Chance that one period meets the goal if nothing changes, from the chart's centre and spread. */
  readonly chance: number
  /** Periods whose mean chance would take to the goal less than once in 700 times; null on or behind the centre. */
  readonly periods: number | null
  readonly says: string
}

/**
 * Does a target lie inside the natural limits, where a single good period reaches it by chance? (kpis.md, section 6.) Read from the chart's latest limits, which are
 * 3 standard deviations wide. Null while the chart has no limits.
 */
export function noiseWarning(chart: ControlChart, goal: Goal): NoiseWarning | null {
  const point = chart.points.findLast(({ centre, upper }) => centre !== null && upper !== null)
  if (!point || point.centre === null || point.upper === null || point.lower === null) return null
  const { centre, lower, upper } = point
  const sigma = (upper - centre) / 3
  const aim = aimOf(goal, centre)
  const chance = chanceOf(goal, centre, sigma)
  const isInside = aim >= lower && aim <= upper
  const needed = isMet(goal, centre) || aim === centre ? null : Math.max(1, Math.ceil((3 * sigma) ** 2 / (aim - centre) ** 2))
  return { isInside, chance, periods: needed, says: sayNoise(isInside, needed, grainOf(point.period)) }
}

function sayNoise(isInside: boolean, periods: number | null, grain: string): string {
  if (periods === null) return 'The process meets this already, as it runs today.'
  if (!isInside) return 'The target lies outside the natural limits: reaching it takes a change of the process.'
  return `A single good ${grain} will hit this by chance; use the mean of ${periods} ${grain}s or a centre shift.`
}

/** Share of a normal process that meets a goal. With no spread at all the centre decides. */
export function chanceOf(goal: Goal, mean: number, sigma: number): number {
  if (sigma <= 0) return isMet(goal, mean) ? 1 : 0
  const below = (bound: number) => normalBelow((bound - mean) / sigma)
  if (goal.direction === 'within') return below(goal.high) - below(goal.low)
  return goal.direction === 'up' ? 1 - below(goal.value) : below(goal.value)
}

function normalBelow(z: number): number {
  const tail = incompleteGamma(0.5, (z * z) / 2).upper / 2
  return z > 0 ? 1 - tail : tail
}

/** Answers per wave to see a share move by `change` (a fraction): 2 (1.96 + 0.84)^2 p(1 - p) / change^2, rounded up; 95% two-sided, 80% power. */
export function answersForShare(share: number, change: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share lies between 0 and 1, not ${share}.`)
  return answersNeeded(share * (1 - share), change)
}

/** Answers per wave to see NPS move by `points`, from the shares of promoters and detractors: V = p + d - (p - d)^2, change = points / 100. */
export function answersForNps(shares: { readonly promoters: number; readonly detractors: number }, points: number): number {
  const { promoters, detractors } = shares
  if (!(promoters >= 0 && detractors >= 0 && promoters + detractors <= 1)) throw new RangeError('Promoters and detractors are shares that sum to at most 1.')
  return answersNeeded(promoters + detractors - (promoters - detractors) ** 2, points / 100)
}
