import { cumulativeIncidence, incidenceQuantile, reachedBy, type Raced } from '../survival/incidence.ts'
import { kaplanMeier, openAfter, quantile, timeOf } from '../survival/kaplanMeier.ts'
import { nothing, type Figure } from '../series/figure.ts'

const day = 86_400

/** An account on its way: its start, its first outcome and its loss, in seconds since 2000, where there are any. */
export interface Journey {
  readonly id: string
  readonly name: string | null
  readonly start: number
  readonly value: number | null
  readonly lost: number | null
  readonly isRetained: boolean | null
}

/** What is known of a journey at an instant, in days. */
export function raceOf({ start, value, lost }: Journey, stop: number): Raced {
  if (value !== null && value < stop && !(lost !== null && lost < value)) return { time: (value - start) / day, end: 'awaited' }
  if (lost !== null && lost < stop) return { time: (lost - start) / day, end: 'other' }
  return { time: (stop - start) / day, end: null }
}

/** How long those on their way took, as far as it was known at an instant; in no order. */
export function journeyFigure(own: readonly Journey[], stop: number, isCompeting: boolean): Figure {
  if (own.length === 0) return nothing('no_denominator')
  const raced = own.map((one) => raceOf(one, stop))
  const reached = raced.filter(({ end }) => end === 'awaited').length
  const { median, p75, openAt, interval } = isCompeting ? incidence(raced) : survival(raced)
  const retained = own.filter(({ value, isRetained }) => isRetained !== null && value !== null && value + 56 * day <= stop)
  return {
    value: median,
    ...(median === null ? { reason: 'not_reached' as const } : {}),
    interval: interval !== null && interval.high !== null ? { low: interval.low, high: interval.high } : null,
    numerator: reached,
    denominator: own.length,
    n: own.length,
    parts: {
      p75,
      open30: openAt(30),
      open60: openAt(60),
      open90: openAt(90),
      medianLow: interval?.low ?? null,
      medianHigh: interval?.high ?? null,
      lostBeforeValue: raced.filter(({ end }) => end === 'other').length / own.length,
      retained: retained.length === 0 ? null : retained.filter(({ isRetained }) => isRetained).length / retained.length,
    },
  }
}

interface Told {
  readonly median: number | null
  readonly p75: number | null
  readonly openAt: (days: number) => number | null
  readonly interval: { readonly low: number; readonly high: number | null } | null
}

function survival(raced: readonly Raced[]): Told {
  const curve = kaplanMeier(raced.map(({ time, end }) => ({ time, ended: end === 'awaited' })))
  const median = quantile(curve, 0.5)
  return { median: median?.time ?? null, p75: timeOf(curve, 0.75), openAt: (days) => openAfter(curve, days)?.share ?? null, interval: median }
}

/** Lost accounts never reach it: the share that did by each day, of all. */
function incidence(raced: readonly Raced[]): Told {
  const steps = cumulativeIncidence(raced)
  const longest = raced.reduce((most, { time }) => Math.max(most, time), 0)
  return {
    median: incidenceQuantile(steps, 0.5),
    p75: incidenceQuantile(steps, 0.75),
    openAt: (days) => (days > longest ? null : 1 - (reachedBy(steps, days)?.share ?? 0)),
    interval: null,
  }
}
