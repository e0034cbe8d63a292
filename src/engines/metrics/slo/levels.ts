import { wilson } from '../../numbers/intervals.ts'
import { groupOf, nothing, type Figure, type Point, type Series } from '../series/figure.ts'
import { burnOf } from './burn.ts'
import { attainment, readWindows, type Objective, type SliWindow } from './slo.ts'
import { closedIn, countsOf, passedBy, standingIn, type Counts, type DayStart, type SloWindow } from './windows.ts'

/** A service level and its counts. */
export type Promised = {
  readonly id: string
  readonly service: string
  readonly tier: string
  readonly objective: Objective
  readonly windows: readonly SliWindow[]
}
export type LevelMeasure = 'attainment' | 'errorBudget' | 'level'

/** A period as it is measured: civil days, both inside, and instants in milliseconds from `start` to `stop`, of which the latter belongs to it where counts end. */
export type LevelStretch = { readonly key: string; readonly from: string; readonly to: string; readonly start: number; readonly stop: number }

/** In which zone days are cut, where each begins, and the instant (milliseconds) after which nothing is known. */
export type LevelTime = { readonly timeZone: string; readonly asOf: number; readonly starts: DayStart; readonly headline: string | null }

/**
 * A measure of service levels over stretches. Percentages are never averaged: events add up.
 * attainment = closed windows met / closed, each window as long as its objective says (kpis.md 4.12); errorBudget = the least that any promise has left of its window as
 * that stood at the end of the stretch; level = good / valid of the counts that end in the stretch.
 */
export function levelSeries(
  measure: LevelMeasure,
  promised: readonly Promised[],
  stretches: readonly LevelStretch[],
  time: LevelTime,
  by: 'tier' | 'service' | null,
): Series {
  const told = promised.map((one) => ({ ...one, counts: countsOf(one.windows, time.asOf, time.timeZone, time.starts) }))
  const over = (some: readonly Told[]): Point[] => stretches.map((stretch) => ({ period: stretch.key, mature: true, ...figures[measure](some, stretch, time) }))
  const points = over(told)
  if (!by) return { points }
  const groups = [...Map.groupBy(told, (one) => one[by])].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { points, groups: groups.map(([key, some]) => groupOf(key, over(some), time.headline)) }
}

type Told = Promised & { readonly counts: readonly Counts[] }
type Reader = (promised: readonly Told[], stretch: LevelStretch, time: LevelTime) => Figure

const figures: Readonly<Record<LevelMeasure, Reader>> = {
  attainment(promised, stretch, { starts }) {
    const windows = promised
      .filter(({ counts }) => counts.length > 0)
      .map(({ objective, counts }) => ({ objective, windows: counts.flatMap((one) => closedIn(objective, one, stretch, starts)) }))
    const { value, interval, met, closed, reason } = attainment(windows)
    return value === null ? nothing(reason ?? 'no_data') : { value, interval, numerator: met, denominator: closed, n: closed }
  },
  /** The worst budget of any service: budgets of different promises do not add up. */
  errorBudget(promised, stretch, time) {
    const left = budgetsOf(promised, stretch, time).flatMap((one) => (one.remaining === null ? [] : [{ ...one, remaining: one.remaining }]))
    const worst = left.toSorted((a, b) => a.remaining - b.remaining)[0]
    if (!worst) return nothing('no_data')
    const { remaining, valid, good, objective, days } = worst
    const burning = stretch.stop >= time.asOf ? burnsOf(promised, stretch) : {}
    const parts = { windowDays: objective.days, windowPassed: passedBy(days, stretch.to), ...burning }
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
  return promised.flatMap(({ service, objective, counts }) =>
    counts.flatMap((one) => {
      const window = standingIn(objective, one, stretch, starts)
      return window ? readWindows(objective, [window], stretch.stop).map((read) => ({ service, objective, days: window.days, ...read })) : []
    }),
  )
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
