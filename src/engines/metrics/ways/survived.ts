import { nothing } from '../series/figure.ts'
import { openAfter, quantile, timeOf, type Curve } from '../survival/kaplanMeier.ts'
import type { Told } from './things.ts'

/**
 * A figure of a Kaplan–Meier curve: its median with the interval of Brookmeyer and Crowley. Not reached while half is still open: `not_reached`, never a
 * maximum. Parts: p85, ended, open (censored), and openAfterN, the share still open after N.
 */
export function survived(curve: Curve, { openAfter: horizons }: { readonly openAfter: readonly number[] }): Told {
  if (curve.n === 0) return nothing('no_data')
  const median = quantile(curve, 0.5)
  const parts = {
    p85: timeOf(curve, 0.85),
    ended: curve.ended,
    open: curve.n - curve.ended,
    ...Object.fromEntries(horizons.map((horizon) => [`openAfter${horizon}`, openAfter(curve, horizon)?.share ?? null])),
  }
  if (median === null) return { ...nothing('not_reached'), n: curve.n, parts }
  const interval = median.high === null ? null : { low: median.low, high: median.high }
  return { value: median.time, interval, numerator: curve.ended, denominator: curve.n, n: curve.n, parts }
}

/** Durations are told as they stood when each period was over (decision 071). */
export const watchedToTheEnd = 'Watched to the end of each period: what still ran then counts as open, also where its end is known now.'
