import { random } from '../../numbers/random.ts'
import { quantileOf } from '../draws.ts'
import type { Resolved } from './calibration.ts'
import { longest, throughputDuration } from './durations.ts'

/** One moment of the past at which a forecast could have been made. */
export interface PastMoment {
  /** Weekly throughput known at that moment, oldest first; nothing later is read. */
  readonly weekly: readonly number[]
  /** Things that then remained. */
  readonly remaining: number
  /** Weeks that it then took. */
  readonly actualWeeks: number
  readonly promisedWeeks?: number
}

/** Forecasts each past moment from what was known then, and sets what came beside it; days. Moments with less than ten weeks of history are left out. */
export function backtest(moments: readonly PastMoment[], { runs = 1000, seed }: { readonly runs?: number; readonly seed: number }): Resolved[] {
  return moments
    .filter(({ weekly }) => weekly.length >= 10)
    .map(({ weekly, remaining, actualWeeks, promisedWeeks }, at) => {
      const draw = random(seed, `moment ${at}`)
      const fixed = { low: remaining, likely: remaining, high: remaining }
      const weeks = throughputDuration({ weekly, share: 1, split: { low: 1, likely: 1, high: 1 }, remaining: fixed })
      const sorted = Float64Array.from({ length: runs }, () => weeks(draw)).sort()
      const [p10, p50, p90] = [0.1, 0.5, 0.9].map((p) => (quantileOf(sorted, p) ?? longest) * 7)
      return { p10: p10 ?? 0, p50: p50 ?? 0, p90: p90 ?? 0, actual: actualWeeks * 7, ...(promisedWeeks === undefined ? {} : { promised: promisedWeeks * 7 }) }
    })
}
