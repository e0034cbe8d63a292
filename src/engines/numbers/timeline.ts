import { addPeriods, daysBetween, periodEnd, periodOf, periodStart } from './dates.ts'
import { showPeriod } from './showPeriod.ts'

/** The four quarters of the timeline, the running one first. */
export const quartersFrom = (today: string): string[] => Array.from({ length: 4 }, (_, n) => addPeriods(periodOf(today, 'quarter'), n))

export interface Bar {
  /** Ends as shares of the four quarters, cut to them. */
  readonly from: number
  readonly to: number
  /** Its time is coarser than a month, so that its ends fade. */
  readonly isFuzzy: boolean
  readonly isCutLeft: boolean
  readonly isCutRight: boolean
}

/** Where a timeframe lies on the timeline; null without one, or outside of it. */
export function barOf(timeframe: unknown, quarters: readonly string[]): Bar | null {
  const span = spanOf(timeframe)
  const [first, last] = [quarters[0], quarters.at(-1)]
  if (!span || first === undefined || last === undefined) return null
  const [start, length] = [periodStart(first), daysBetween(periodStart(first), periodEnd(last)) + 1]
  const [from, to] = [daysBetween(start, span.start) / length, (daysBetween(start, span.end) + 1) / length]
  if (to <= 0 || from >= 1) return null
  return { from: Math.max(0, from), to: Math.min(1, to), isFuzzy: span.isFuzzy, isCutLeft: from < 0, isCutRight: to > 1 }
}

/** First and last day of a timeframe: 2027, 2027-H1, 2027-Q1, 2027-02, 2027-W07 or a day. */
export function spanOf(timeframe: unknown): { readonly start: string; readonly end: string; readonly isFuzzy: boolean } | null {
  if (typeof timeframe !== 'string' || timeframe === '') return null
  const half = /^(\d{4})-H([12])$/.exec(timeframe)
  if (half)
    return half[2] === '1'
      ? { start: `${half[1]}-01-01`, end: `${half[1]}-06-30`, isFuzzy: true }
      : { start: `${half[1]}-07-01`, end: `${half[1]}-12-31`, isFuzzy: true }
  return { start: periodStart(timeframe), end: periodEnd(timeframe), isFuzzy: /^\d{4}(-Q[1-4])?$/.test(timeframe) }
}

/** Where a day lies on the timeline, from 0 to 1; null outside of it. */
export function placeOf(day: unknown, quarters: readonly string[]): number | null {
  const [first, last] = [quarters[0], quarters.at(-1)]
  if (typeof day !== 'string' || first === undefined || last === undefined) return null
  const at = daysBetween(periodStart(first), day) / (daysBetween(periodStart(first), periodEnd(last)) + 1)
  return at >= 0 && at <= 1 ? at : null
}

/** What is known of the time of a bet. */
export interface Timed {
  readonly horizon: string
  readonly when: string | null
  readonly forecast?: { readonly half: string; readonly likely: string } | null | undefined
  readonly likelyBy?: string | null | undefined
}

/** When a bet comes, in words: the forecast for what is being built, its time for the rest; null without one. */
export function whenSays({ horizon, forecast, when, likelyBy }: Timed): string | null {
  if (horizon === 'now' && forecast) return `${showPeriod(forecast.half, 'bare')} to ${showPeriod(forecast.likely, 'short')}`
  if (when === null) return null
  const half = /^(\d{4})-H([12])$/.exec(when)
  const said = half ? `H${half[2]} ${half[1]}` : showPeriod(when, 'short')
  return likelyBy ? `${said}, 85 % by ${showPeriod(likelyBy, 'short')}` : said
}
