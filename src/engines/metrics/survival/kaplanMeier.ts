import type { Interval } from '../../numbers/intervals.ts'

/** One account, item or person that was watched from its own start: for how long (days, or any unit, 0 or more), and whether what is awaited came then. */
export interface Watched {
  readonly time: number
  /** False: still open when last seen, so that all we know is “longer than this”. */
  readonly ended: boolean
}

/** The curve just after a time at which something ended. */
export interface Step {
  readonly time: number
  /** Watched until just before this time. */
  readonly atRisk: number
  readonly ended: number
  /** Share that is still open after this time. */
  readonly open: number
  /** Greenwood's sum Σ d/(n(n − d)) up to this time; no number once nothing is open. */
  readonly sum: number
}

export interface Curve {
  readonly n: number
  readonly ended: number
  /** The longest time that anybody was watched; beyond it nothing is known while some are open. */
  readonly longest: number
  readonly steps: readonly Step[]
}

/**
 * The share still open after each time, with open ones counted for as long as they were watched (Kaplan and Meier 1958, JASA 53):
 * S(t) = Π(1 − d/n), ends before open ones at ties. Greenwood (1926): Var S = S² Σ d/(n(n − d)); interval S^exp(±z·se), se = sqrt(Σ d/(n(n − d)))/|ln S|
 * (Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1.4). Throws a RangeError for a time below 0 or without end.
 */
export function kaplanMeier(watched: readonly Watched[]): Curve {
  return curveOf(inOrder(watched, true), inOrder(watched, false))
}

/** The same of columns: times at which it ended, and times at which others were last seen open, each from low to high. */
function curveOf(ended: Float64Array, left: Float64Array): Curve {
  const steps: Step[] = []
  let [open, sum, gone] = [1, 0, 0]
  for (let index = 0; index < ended.length;) {
    const time = ended[index] ?? 0
    let after = index
    while (after < ended.length && ended[after] === time) after++
    while (gone < left.length && (left[gone] ?? 0) < time) gone++
    const [atRisk, count] = [ended.length - index + left.length - gone, after - index]
    open *= (atRisk - count) / atRisk
    sum += count / (atRisk * (atRisk - count))
    steps.push({ time, atRisk, ended: count, open, sum })
    index = after
  }
  return { n: ended.length + left.length, ended: ended.length, longest: Math.max(0, ended.at(-1) ?? 0, left.at(-1) ?? 0), steps }
}

/** The curve at a time: its last step up to then. */
export function stepAt({ steps }: Curve, time: number): Step | null {
  return steps.findLast((step) => step.time <= time) ?? null
}

/** The share still open after a time, or null when nobody was watched that long and some were open: nothing is known then. */
export function openAfter(curve: Curve, time: number): { readonly share: number; readonly interval: Interval | null } | null {
  const step = stepAt(curve, time)
  if (curve.n === 0 || (time > curve.longest && (step?.open ?? 1) > 0)) return null
  return { share: step?.open ?? 1, interval: step ? spreadOf(step).interval : null }
}

/**
 * The time by which a share `q` (0 < q < 1) has ended: the first with S(t) ≤ 1 − q; null when it was not reached. The interval holds the times at which
 * the curve's own interval crosses that level (Brookmeyer and Crowley 1982, Biometrics 38); its upper end is null while the upper curve has not.
 */
export function quantile(curve: Curve, q: number): { readonly time: number; readonly low: number; readonly high: number | null } | null {
  const time = timeOf(curve, q)
  if (time === null) return null
  const level = levelOf(q)
  const intervalOf = (step: Step): Interval | null => spreadOf(step).interval
  const low = curve.steps.find((step) => (intervalOf(step)?.low ?? step.open) <= level)?.time ?? time
  return { time, low, high: curve.steps.find((step) => (intervalOf(step)?.high ?? 1) <= level)?.time ?? null }
}

/** That time alone: intervals take longer than all else of a curve. */
export function timeOf({ steps }: Curve, q: number): number | null {
  const level = levelOf(q)
  return steps.find(({ open }) => open <= level)?.time ?? null
}

function levelOf(q: number): number {
  if (!(q > 0 && q < 1)) throw new RangeError(`A quantile lies between 0 and 1, not ${q}.`)
  return 1 - q + 1e-12
}

/** The times of those for which it ended, or of those that were last seen open, from low to high. */
function inOrder(watched: readonly Watched[], has: boolean): Float64Array {
  const times = new Float64Array(watched.length)
  let count = 0
  for (const { time, ended } of watched) {
    if (!(time >= 0) || time === Infinity) throw new RangeError(`A time is watched from 0 on, not ${time}.`)
    if (ended === has) times[count++] = time
  }
  return times.subarray(0, count).sort()
}

/** Greenwood's standard error of what is open after a step, and its log-log interval; null once nothing is open. */
export function spreadOf({ open, sum }: Pick<Step, 'open' | 'sum'>, z = 1.96): { readonly error: number | null; readonly interval: Interval | null } {
  if (!(open > 0)) return { error: null, interval: null }
  const error = open * Math.sqrt(sum)
  const scale = Math.exp((z * Math.sqrt(sum)) / Math.abs(Math.log(open)))
  return { error, interval: { low: open ** scale, high: open ** (1 / scale) } }
}
