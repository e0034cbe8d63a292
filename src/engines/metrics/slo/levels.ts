import { addDays } from '../../numbers/dates.ts'
import { wilson } from '../../numbers/intervals.ts'
import { groupOf, nothing, type Figure, type Point, type Series } from '../series/figure.ts'
import { burnOf } from './burn.ts'
import { attainment, readWindows, type Objective, type SliWindow } from './slo.ts'
import { closedIn, countsOf, coverageOf, isThin, passedBy, standingIn, type Counts, type Coverage, type DayStart, type SloWindow } from './windows.ts'

/** A service level and its counts. */
export type Promised = {
  readonly id: string
  readonly service: string
  readonly tier: string
  readonly objective: Objective
  readonly windows: readonly SliWindow[]
}
/** Why the attainment of objectives of both kinds has no figure, and what to ask. */
export const mixedKinds = 'Rolling and calendar windows are not counted together, so there is no figure of them all. Break it down by service.'

export type LevelMeasure = 'attainment' | 'errorBudget' | 'level'

/** A period as it is measured: civil days, both inside, and instants in milliseconds from `start` to `stop`, of which the latter belongs to it where counts end. */
export type LevelStretch = { readonly key: string; readonly from: string; readonly to: string; readonly start: number; readonly stop: number }

/** In which zone days are cut, where each begins, and the instant (milliseconds) after which nothing is known. */
export type LevelTime = { readonly timeZone: string; readonly asOf: number; readonly starts: DayStart; readonly headline: string | null }

/**
 * A measure of service levels over stretches, with the windows behind its headline whose counts cover too few of their days. Percentages are never averaged: events add up.
 * attainment = closed windows met / closed, each window as long as its objective says (kpis.md 4.12); errorBudget = the least that any promise has left of its window as
 * that stood at the end of the stretch; level = good / valid of the counts that end in the stretch.
 */
export function levelSeries(
  measure: LevelMeasure,
  promised: readonly Promised[],
  stretches: readonly LevelStretch[],
  time: LevelTime,
  by: 'tier' | 'service' | null,
): Series & { readonly thin: readonly Covered[] } {
  const told = promised.map((one) => ({ ...one, counts: countsOf(one.windows, time.asOf, time.timeZone, time.starts) }))
  const over = (some: readonly Told[]): Point[] => stretches.map((stretch) => ({ period: stretch.key, mature: true, ...figures[measure](some, stretch, time) }))
  const points = over(told)
  const headline = stretches.find(({ key }) => key === time.headline)
  const thin = measure === 'level' || !headline ? [] : thinIn(coverages(measure, told, headline, time))
  if (!by) return { points, thin }
  const groups = [...Map.groupBy(told, (one) => one[by])].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { points, thin, groups: groups.map(([key, some]) => groupOf(key, over(some), time.headline)) }
}

type Told = Promised & { readonly counts: readonly Counts[] }
type Reader = (promised: readonly Told[], stretch: LevelStretch, time: LevelTime) => Figure

const figures: Readonly<Record<LevelMeasure, Reader>> = {
  attainment(promised, stretch, time) {
    const { starts } = time
    const windows = promised
      .filter(({ counts }) => counts.length > 0)
      .map(({ objective, counts }) => ({ objective, windows: counts.flatMap((one) => closedIn(objective, one, stretch, starts)) }))
    const { value, interval, met, closed, reason } = attainment(windows)
    return value === null
      ? nothing(reason ?? 'no_data')
      : { value, interval, numerator: met, denominator: closed, n: closed, parts: partsOf(coverages('attainment', promised, stretch, time)) }
  },
  /** The worst budget of any service: budgets of different promises do not add up. */
  errorBudget(promised, stretch, time) {
    const left = budgetsOf(promised, stretch, time).flatMap((one) => (one.remaining === null ? [] : [{ ...one, remaining: one.remaining }]))
    const worst = left.toSorted((a, b) => a.remaining - b.remaining)[0]
    const covered = coverages('errorBudget', promised, stretch, time)
    if (!worst) return nothing('no_data')
    const { remaining, valid, good, objective, days, id, tenant } = worst
    const burning = stretch.stop >= time.asOf ? burnsOf(promised, stretch) : {}
    const own = covered.filter((one) => one.id === id && one.tenant === (tenant ?? null))
    const parts = { windowDays: objective.days, windowPassed: passedBy(days, stretch.to), ...partsOf(own), ...burning }
    return { value: remaining, interval: null, numerator: valid - good, denominator: valid, n: left.length, parts }
  },
  level(promised, { start, stop }) {
    const inside = promised.flatMap(({ counts }) => counts.flatMap(({ rows }) => rows)).filter(({ end }) => end > start && end <= stop)
    const [good, valid] = inside.reduce(([g, v], window) => [g + window.good, v + window.valid], [0, 0])
    return valid === 0 ? nothing('no_data') : { value: good / valid, interval: wilson(good, valid), numerator: good, denominator: valid, n: valid }
  },
}

/** Every promise in the window in which it stood at the end of a stretch: what is spent of it and what is left. An open window has spent burn x the share that has passed. */
export function budgetsOf(promised: readonly Told[], stretch: LevelStretch, { starts }: Pick<LevelTime, 'starts'>) {
  return promised.flatMap(({ id, service, objective, counts }) =>
    counts.flatMap((one) => {
      const window = standingIn(objective, one, stretch, starts)
      return window ? readWindows(objective, [window], stretch.stop).map((read) => ({ id, service, objective, days: window.days, ...read })) : []
    }),
  )
}

/** The days that each window behind a figure promises, and those of them that are counted. */
export type Covered = Coverage & { readonly id: string; readonly tenant: string | null; readonly from: string; readonly to: string }

/** Of each window behind the attainment or the budgets of a stretch. A day that is not over yet is promised once it is counted. */
export function coverages(
  measure: 'attainment' | 'errorBudget',
  promised: readonly Told[],
  stretch: LevelStretch,
  { starts, asOf }: Omit<LevelTime, 'headline'>,
): Covered[] {
  return promised.flatMap(({ id, objective, counts }) =>
    counts.flatMap((one) => {
      const windows =
        measure === 'attainment' ? closedIn(objective, one, stretch, starts) : [standingIn(objective, one, stretch, starts)].filter((each) => each !== null)
      const isRunning = starts(addDays(stretch.to, 1)) >= asOf && one.coveredDays.at(-1) !== stretch.to
      const until = isRunning ? addDays(stretch.to, -1) : stretch.to
      return windows.map(({ days }) => ({ id, tenant: one.tenant, ...days, ...coverageOf(one, days, until < days.from ? stretch.to : until) }))
    }),
  )
}

/** Those of them whose counts cover too few days for a verdict that stands, the thinnest first. */
export const thinIn = (covered: readonly Covered[]): Covered[] =>
  covered.filter(isThin).toSorted((a, b) => a.counted / a.promised - b.counted / b.promised || (a.id < b.id ? -1 : 1))

const partsOf = (covered: readonly Covered[]) => {
  const [daysCounted, daysPromised] = covered.reduce(([counted, promised], one) => [counted + one.counted, promised + one.promised], [0, 0])
  return { daysCounted, daysPromised, daysCountedShare: daysPromised === 0 ? null : daysCounted / daysPromised }
}

/** The fastest burn of any promise whose counts are fine enough to tell it, at the last of them that ended on the last day. */
function burnsOf(promised: readonly Told[], { stop }: LevelStretch): Record<string, number> {
  const burns = promised.flatMap(({ objective, counts }) =>
    counts.flatMap(({ rows }) => {
      const latest = rows.at(-1)?.end ?? -Infinity
      const alert = latest > stop - dayLength ? burnOf(objective, rows, latest).alert : null
      return alert ? [{ burn: alert.burn, lookBackMinutes: alert.long, burnWindowDays: objective.days }] : []
    }),
  )
  return burns.toSorted((a, b) => a.lookBackMinutes - b.lookBackMinutes)[0] ?? {}
}

const dayLength = 86_400_000

/** Windows that closed in a stretch, with their verdicts. */
export const closedWindows = (promised: readonly Told[], stretch: LevelStretch, { starts }: Pick<LevelTime, 'starts'>) =>
  promised.flatMap(({ service, objective, counts }) =>
    counts
      .flatMap((one) => closedIn(objective, one, stretch, starts))
      .flatMap((window: SloWindow) => readWindows(objective, [window], window.end).map((read) => ({ service, objective, days: window.days, ...read }))),
  )

/** Promises with their counts, for what stands behind a figure. */
export const toldOf = (promised: readonly Promised[], { asOf, timeZone, starts }: Omit<LevelTime, 'headline'>): Told[] =>
  promised.map((one) => ({ ...one, counts: countsOf(one.windows, asOf, timeZone, starts) }))
