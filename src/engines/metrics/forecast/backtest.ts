import { addPeriods, countPeriods } from '#engines/numbers/dates.ts'
import { xmr } from '../signal/xmr.ts'
import { chooseModel, fan } from './forecast.ts'
import { meanOf, steps } from './models.ts'

export type Backtest = {
  /** Origins that a forecast was made from. */
  readonly origins: number
  readonly byHorizon: readonly HorizonError[]
}

export type HorizonError = {
  readonly horizon: number
  readonly n: number
  readonly meanError: number
  readonly meanAbsoluteError: number
  /** Mean of |error / actual|; null when an actual value is 0. */
  readonly mape: number | null
  /** Mean of |error| / mean absolute step of the values known at its origin: below 1 beats carrying the last value on by one period. Null when nothing moved. */
  readonly mase: number | null
  /** Share of actual values inside each band of the fan. */
  readonly coverage: readonly { readonly share: number; readonly inside: number }[]
}

/**
 * How the forecast would have done: from every origin with at least `least` values, the same rule chooses a model from what was known then and is held against what
 * came (rolling origin: Tashman 2000, International Journal of Forecasting 16; MASE: Hyndman and Koehler 2006, ibid. 22). Null when no origin has a value after it.
 */
export function backtest(
  values: readonly number[],
  { horizons = 3, least = 12 }: { readonly horizons?: number; readonly least?: number } = {},
): Backtest | null {
  if (least < 6) throw new RangeError(`A forecast needs 6 values, so that an origin cannot have ${least}.`)
  const misses = Array.from({ length: Math.max(0, values.length - least) }, (_, index) => missesAt(values, least + index, horizons)).flat()
  if (misses.length === 0) return null
  const byHorizon = [...Map.groupBy(misses, ({ horizon }) => horizon)].map(([horizon, some]) => summary(horizon, some))
  return { origins: values.length - least, byHorizon }
}

/** Errors of another rule than a model of the line, from forecasts that were made at past origins and what came. `scale`: the mean absolute step of the line until then. */
export function backtestOf(misses: readonly Miss[], origins: number): Backtest | null {
  if (misses.length === 0) return null
  return {
    origins,
    byHorizon: [...Map.groupBy(misses, ({ horizon }) => horizon)].toSorted(([a], [b]) => a - b).map(([horizon, some]) => summary(horizon, some)),
  }
}

export type Closed = { readonly period: string; readonly value: number }

/** Figures of the months after an origin, as told from it; one may have no mean. */
type Told = readonly { readonly period: string; readonly mean: number | null; readonly error: number | null }[]

/**
 * Misses of a rule that tells the months ahead from an origin, made from each of the last closed months with one after it. `season`: the scale of the errors is the mean
 * absolute change over so many months, as known at the origin (1: against the value before; 12: against that of a year ago).
 */
export function missesFromEach(
  closed: readonly Closed[],
  tell: (origin: string) => Told,
  { origins = 12, horizons = 3, season = 1 }: { readonly origins?: number; readonly horizons?: number; readonly season?: number } = {},
): { readonly misses: readonly Miss[]; readonly origins: number } {
  const came = new Map(closed.map(({ period, value }) => [period, value]))
  const from = closed.slice(Math.max(0, closed.length - 1 - origins), -1)
  const misses = from.map(({ period: origin }): Miss[] => {
    const until = closed.filter(({ period }) => period <= origin).map(({ value }) => value)
    const scale = meanOf(until.slice(season).map((value, at) => Math.abs(value - (until[at] ?? value))))
    return tell(origin).flatMap(({ period, mean, error }): Miss[] => {
      const [actual, horizon] = [came.get(period), countPeriods(origin, period)]
      return actual === undefined || mean === null || error === null || horizon > horizons ? [] : [{ horizon, actual, miss: actual - mean, scale, error }]
    })
  })
  return { misses: misses.flat(), origins: misses.filter((own) => own.length > 0).length }
}

export type Miss = { readonly horizon: number; readonly actual: number; readonly miss: number; readonly scale: number; readonly error: number }

function missesAt(values: readonly number[], origin: number, horizons: number): Miss[] {
  const known = values.slice(0, origin)
  const chart = xmr(known.map((value, index) => ({ period: addPeriods('2000-01', index), value })))
  const model = chooseModel(known, chart.signals.length > 0)
  const scale = meanOf(steps(known).map(Math.abs))
  return values.slice(origin, origin + horizons).map((actual, index) => {
    const { mean, error } = model.at(index + 1)
    return { horizon: index + 1, actual, miss: actual - mean, scale, error }
  })
}

function summary(horizon: number, misses: readonly Miss[]): HorizonError {
  const relative = misses.map(({ actual, miss }) => (actual === 0 ? null : Math.abs(miss / actual)))
  const scaled = misses.map(({ scale, miss }) => (scale === 0 ? null : Math.abs(miss) / scale))
  return {
    horizon,
    n: misses.length,
    meanError: meanOf(misses.map(({ miss }) => miss)),
    meanAbsoluteError: meanOf(misses.map(({ miss }) => Math.abs(miss))),
    mape: meanOrNull(relative),
    mase: meanOrNull(scaled),
    coverage: fan.map(({ share, z }) => ({ share, inside: misses.filter(({ miss, error }) => Math.abs(miss) <= z * error).length / misses.length })),
  }
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === values.length ? meanOf(known) : null
}
