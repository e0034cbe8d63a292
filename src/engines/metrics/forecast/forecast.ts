import { addPeriods } from '#engines/numbers/dates.ts'
import { xmr } from '../signal/xmr.ts'
import type { ControlChart, Point } from '../signal/controlChart.ts'
import { seasonOf, withoutSeason, withSeason, type Season } from '../signal/season.ts'
import { chanceOf } from '../targets/entryQuestions.ts'
import type { Goal } from '../targets/goal.ts'
import { drift, holt, level, type Model } from './models.ts'

/** Ends that hold the value with the named probability, inside the natural bounds. */
export type Band = { readonly share: 0.5 | 0.8 | 0.95; readonly low: number; readonly high: number }

/** `mean` may lie outside the natural bounds, which cut only the bands; chances are read from mean and error. */
export type ForecastPoint = { readonly period: string; readonly mean: number; readonly error: number; readonly bands: readonly Band[] }

export type Forecast = {
  /** A model of the line; `ledger`: contracts rolled ahead; `window`: a trailing window rolled over its single periods. */
  readonly model: Model['name'] | 'ledger' | 'window'
  readonly says: string
  /** Values that it was made from: those since the last declared process change. */
  readonly n: number
  readonly from: string
  readonly points: readonly ForecastPoint[]
}

export type NoForecast = { readonly model: null; readonly reason: 'no_data'; readonly says: string }

export type ForecastOptions = {
  /** Declared breaks of the process: only what follows the last of them is read. */
  readonly changes?: readonly { readonly period: string; readonly cause: string }[]
  readonly natural?: { readonly low?: number; readonly high?: number }
  /** A declared season: it is taken out before, and put back on what is ahead. Two full cycles are needed; with fewer the season stays in. */
  readonly isSeasonal?: boolean
}

/**
 * The periods after the last closed one, as a fan. No signal since the last process change: the level. Signals: drift, or Holt from 24 values on (kpis.md, section 6).
 * Fewer than 6 closed values give no forecast. Net retention is not forecast by this but by rolling the ledger.
 */
export function forecast(series: readonly Point[], horizon: number, options: ForecastOptions = {}): Forecast | NoForecast {
  if (!Number.isSafeInteger(horizon) || horizon < 1) throw new RangeError(`A forecast looks one period ahead or more, in whole periods, not ${horizon}.`)
  const season = options.isSeasonal ? seasonOf(series) : null
  const plain = season ? withoutSeason(series, season) : series
  const chart = xmr(plain, { changes: options.changes ?? [] })
  const since = chart.segments.at(-1)?.from ?? ''
  const read = plain.filter((point) => point.period >= since && point.value !== null && (point.state ?? 'closed') === 'closed')
  const last = read.at(-1)
  if (read.length < 6 || !last)
    return {
      model: null,
      reason: 'no_data',
      says: `${read.length} closed ${read.length === 1 ? 'period is' : 'periods are'} too few to look ahead; 6 are needed.`,
    }
  const values = read.map(({ value }) => value ?? 0)
  const model = chooseModel(values, hasSignal(chart))
  const points = Array.from({ length: horizon }, (_, index) => fanAt(addPeriods(last.period, index + 1), model.at(index + 1), season, options.natural ?? {}))
  const says = season ? `${model.says} The season is taken out before and put back.` : model.says
  return { model: model.name, says, n: values.length, from: read[0]?.period ?? last.period, points }
}

/** The rule that picks a model from the values and whether their chart has a signal. */
export function chooseModel(values: readonly number[], isDrifting: boolean): Model {
  if (!isDrifting) return level(values)
  return values.length >= 24 ? holt(values) : drift(values)
}

function hasSignal({ signals, segments }: ControlChart): boolean {
  return signals.some(({ segment }) => segment === segments.length - 1)
}

/** Two-sided normal quantiles. */
export const fan = [
  { share: 0.5, z: 0.6744898 },
  { share: 0.8, z: 1.2815516 },
  { share: 0.95, z: 1.959964 },
] as const

function fanAt(
  period: string,
  at: { mean: number; error: number },
  season: Season | null,
  { low = -Infinity, high = Infinity }: { low?: number; high?: number },
): ForecastPoint {
  const mean = season ? withSeason(period, at.mean, season) : at.mean
  const error = season ? Math.abs(withSeason(period, at.mean + at.error, season) - mean) : at.error
  const inside = (value: number) => Math.min(high, Math.max(low, value))
  return { period, mean, error, bands: fan.map(({ share, z }) => ({ share, low: inside(mean - z * error), high: inside(mean + z * error) })) }
}

/** Points ahead with their bands, from means and errors that something else than a model of the line gives. */
export const fanOf = (
  points: readonly { readonly period: string; readonly mean: number; readonly error: number }[],
  natural: NonNullable<ForecastOptions['natural']> = {},
): ForecastPoint[] => points.map(({ period, mean, error }) => fanAt(period, { mean, error }, null, natural))

/** Probability that the value of a period meets the goal, by the normal distribution of its forecast. Null for a period that the forecast does not reach. */
export function hitChance(points: readonly ForecastPoint[], period: string, goal: Goal): number | null {
  const point = points.find((one) => one.period === period)
  return point ? chanceOf(goal, point.mean, point.error) : null
}

/** The first period whose mean meets the goal while the one before (or the last value) does not, or the other way round: a forecast that crosses its target. */
export function crossing(points: readonly ForecastPoint[], goal: Goal, now: number): { readonly period: string; readonly isReached: boolean } | null {
  const meets = (value: number) => chanceOf(goal, value, 0) === 1
  const found = points.find(({ mean }) => meets(mean) !== meets(now))
  return found ? { period: found.period, isReached: meets(found.mean) } : null
}
