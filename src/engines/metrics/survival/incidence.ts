import type { Interval } from '../../numbers/intervals.ts'

/** One that was watched until something ended it: what is awaited, or something else that rules it out (it left, it was dropped). Null while open. */
export interface Raced {
  readonly time: number
  readonly end: 'awaited' | 'other' | null
}

export interface IncidenceStep {
  readonly time: number
  readonly atRisk: number
  /** Share for which the awaited came by this time. */
  readonly share: number
  readonly error: number
  readonly interval: Interval
}

/**
 * The share that was reached by each time when something else can rule it out first (competing risks). Those ruled out are never counted as if they
 * would still come, which the Kaplan–Meier complement does. Aalen and Johansen 1978: I(t) = Σ S(t−)·d1/n, S over both ends. Variance by the delta method
 * (Marubini and Valsecchi 1995, 10.3), interval log-log in I (Choudhury 2002, Statistics in Medicine 21). Only times at which the awaited came are steps.
 */
export function cumulativeIncidence(raced: readonly Raced[], z = 1.96): readonly IncidenceStep[] {
  const moments = momentsOf(raced)
  return moments.flatMap(({ time, awaited, atRisk, share }, index) => {
    if (awaited === 0) return []
    const error = Math.sqrt(Math.max(0, variance(moments, index)))
    return [{ time, atRisk, share, error, interval: interval(share, error, z) }]
  })
}

/** The share reached by a time: 0 before the first. */
export const reachedBy = (steps: readonly IncidenceStep[], time: number): IncidenceStep | null => steps.findLast((step) => step.time <= time) ?? null

/** The first time by which a share `q` of all was reached; null when it was not. */
export const incidenceQuantile = (steps: readonly IncidenceStep[], q: number): number | null => steps.find(({ share }) => share >= q - 1e-12)?.time ?? null

interface Moment {
  readonly time: number
  readonly atRisk: number
  readonly awaited: number
  readonly ended: number
  /** Share for which nothing had ended just before. */
  readonly before: number
  readonly share: number
}

function momentsOf(raced: readonly Raced[]): Moment[] {
  const moments: Moment[] = []
  let [atRisk, before, share] = [raced.length, 1, 0]
  const byTime = [...Map.groupBy(raced, ({ time }) => time)].toSorted(([a], [b]) => a - b)
  for (const [time, own] of byTime) {
    if (!(time >= 0) || time === Infinity) throw new RangeError(`A time is watched from 0 on, not ${time}.`)
    const awaited = own.filter(({ end }) => end === 'awaited').length
    const ended = own.filter(({ end }) => end !== null).length
    share += (before * awaited) / atRisk
    if (ended > 0) moments.push({ time, atRisk, awaited, ended, before, share })
    before *= (atRisk - ended) / atRisk
    atRisk -= own.length
  }
  return moments
}

function variance(moments: readonly Moment[], last: number): number {
  const share = moments[last]?.share ?? 0
  let sum = 0
  for (const moment of moments.slice(0, last + 1)) {
    const { atRisk: n, ended: d, awaited: d1, before } = moment
    const ahead = share - moment.share
    if (n > d) sum += (ahead * ahead * d) / (n * (n - d))
    sum += (before * before * d1 * (n - d1)) / n ** 3 - (2 * ahead * before * d1) / (n * n)
  }
  return sum
}

function interval(share: number, error: number, z: number): Interval {
  if (share <= 0 || share >= 1) return { low: share, high: share }
  const scale = Math.exp((z * error) / (share * Math.abs(Math.log(share))))
  return { low: share ** scale, high: share ** (1 / scale) }
}
