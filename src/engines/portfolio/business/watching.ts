import { daysBetween } from '../../numbers/dates.ts'

/** A value of a metric at which somebody has to decide anew. */
export interface Criterion {
  readonly comparison: 'below' | 'above'
  readonly value: number
  /** At any time until `by`, or from that day on. */
  readonly judged: 'always' | 'fromThatDay'
  /** YYYY-MM-DD */
  readonly by: string
}

export interface ReadNow {
  /** Null when there is none, which is never good news. */
  readonly value: number | null
  readonly isTrusted: boolean
}

/** `close` lies within 2 % of its value; `waiting` is judged later; `over` was not met while it was watched. */
export type Watched = 'firing' | 'close' | 'clear' | 'unknown' | 'waiting' | 'over'

/** Does a criterion fire on that day? Without a value, or with one that is not trusted, nobody knows: that is said, and is not clear. */
export function watch({ comparison, value, judged, by }: Criterion, now: ReadNow, today: string): Watched {
  if (judged === 'fromThatDay' && today < by) return 'waiting'
  if (judged === 'always' && today > by) return 'over'
  if (now.value === null || !now.isTrusted) return 'unknown'
  if (comparison === 'below' ? now.value < value : now.value > value) return 'firing'
  return Math.abs(now.value - value) <= Math.abs(value) * closeTo ? 'close' : 'clear'
}

const closeTo = 0.02

/** What a promise asks for on a day: the straight line from the baseline, on the day of approval, to the target on its day; the target from then on. */
export function askedOn(
  { baseline, target, from, by }: { readonly baseline: number; readonly target: number; readonly from: string; readonly by: string },
  day: string,
): number {
  const whole = daysBetween(from, by)
  if (whole <= 0) return target
  return baseline + (target - baseline) * Math.min(1, Math.max(0, daysBetween(from, day) / whole))
}

/** How much of the way from baseline to target is done, signed and unclamped; null without a value or a way. */
export const wayDone = (baseline: number | null, target: number, value: number | null): number | null =>
  baseline === null || value === null || target === baseline ? null : (value - baseline) / (target - baseline)
