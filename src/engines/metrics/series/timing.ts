import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { addDays, addPeriods, closesOn, countPeriods, grainOf, periodEnd, periodOf, periodsBetween, periodStart } from '../../numbers/dates.ts'
import { once } from '../../numbers/once.ts'
import { instantOf } from '../../numbers/zone.ts'
import type { Span } from '../dialect/periods.ts'

export type Grain = 'day' | 'week' | 'month' | 'quarter'
/** What is asked in time; what is left out has the metric's default. */
export interface Asked {
  readonly asOf?: string
  readonly from?: string
  readonly to?: string
  readonly grain?: Grain
  readonly window?: string
}

/** What a request asks in time: closed, ordered periods, the trailing window, and the day as of which all is told. */
export interface Timing {
  readonly asOf: string
  readonly grain: Grain
  readonly periods: readonly string[]
  /** The last period that was over by `asOf`: the one that gives the headline. Without an as-of day, today is not over. Null when none was. */
  readonly headline: string | null
  readonly window: Window | null
  readonly timeZone: string
}

export interface Window {
  readonly text: string
  readonly unit: 'd' | 'm'
  readonly count: number
}

const grains: readonly Grain[] = ['day', 'week', 'month', 'quarter']
const usual: Readonly<Record<Grain, number>> = { day: 90, week: 52, month: 24, quarter: 12 }

interface Timed {
  readonly grain: Grain
  readonly window: string | null
}

/** Resolves dates, grain and window. Without from, as many periods as a chart needs. The period that holds `asOf` is included, open or not. */
export function timing(metric: Timed, request: Asked, today: string, timeZone: string): Timing {
  const { asOf, from, to, grain = metric.grain, window = metric.window } = request
  const key = JSON.stringify([asOf, from, to, grain, window, today, timeZone])
  const known = timings.get(key) ?? resolved(metric, request, today, timeZone)
  if (timings.size > mostTimings) timings.clear()
  timings.set(key, known)
  return known
}

/** Many metrics are asked in the same time. */
const timings = new Map<string, Timing>()
const mostTimings = 200

/** Periods that are told at once. */
export const mostPeriods = 1500

function resolved(metric: Timed, request: Asked, today: string, timeZone: string): Timing {
  const asOf = day(request.asOf ?? today, 'as-of')
  const grain = request.grain ?? metric.grain
  if (!grains.includes(grain)) throw new OutOfRange(`“${grain}” is not a grain. Use day, week, month or quarter.`)
  const last = periodOf(request.to === undefined ? asOf : earlier(day(request.to, 'to'), asOf), grain)
  const first = request.from === undefined ? addPeriods(last, 1 - usual[grain]) : periodOf(day(request.from, 'from'), grain)
  if (periodStart(first) > periodStart(last))
    throw new OutOfRange(`The range ${request.from} to ${request.to ?? asOf} holds no period. Give a from that lies before to and as-of.`)
  const count = countPeriods(first, last) + 1
  if (count > mostPeriods)
    throw new OutOfRange(
      `${count} periods are more than a chart can tell; ${mostPeriods.toLocaleString('en-US')} are allowed. Choose a coarser grain or a shorter range.`,
    )
  const periods = periodsBetween(first, last)
  const over = request.asOf === undefined ? addDays(today, -1) : asOf // today is not over: what ends with it would be told half
  const closed = periods.filter((period) => periodEnd(period) <= over)
  return { asOf, grain, periods, headline: closed.at(-1) ?? null, window: parseWindow(request.window ?? metric.window), timeZone }
}

/** A trailing window such as 12m or 28d. */
export function parseWindow(text: string | null): Window | null {
  if (text === null) return null
  const parts = /^(\d{1,4})([dmwqy])$/.exec(text.trim())
  const count = Number(parts?.[1])
  if (!parts || count < 1) throw new OutOfRange(`“${text}” is not a window. Write 28d, 4w, 12m, 4q or 1y.`)
  const scale: Readonly<Record<string, [Window['unit'], number]>> = { d: ['d', 1], w: ['d', 7], m: ['m', 1], q: ['m', 3], y: ['m', 12] }
  const [unit, factor] = scale[parts[2] ?? ''] ?? ['d', 1]
  return { text: text.trim(), unit, count: count * factor }
}

/** The stretch of each period, cut at day borders of the reporting zone; the open period is cut at the end of `asOf`. */
export const spansOf = once(({ periods, asOf, timeZone, window }: Timing): readonly Span[] =>
  periods.map((key) => {
    const end = earlier(periodEnd(key), asOf)
    const start = window ? windowStart(end, window) : periodStart(key)
    return { key, start: midnight(start, timeZone), stop: midnight(addDays(end, 1), timeZone) }
  }),
)

export function windowStart(end: string, window: Window): string {
  if (window.unit === 'd') return addDays(end, 1 - window.count)
  return periodStart(addPeriods(periodOf(end, 'month'), 1 - window.count))
}

/** Is the period over, as for the headline, and had its late facts time to arrive? `known` is the day of knowledge. */
export function isMature(period: string, { headline }: Timing, maturityDays: number, known: string): boolean {
  return headline !== null && periodEnd(period) <= periodEnd(headline) && closesOn(period, maturityDays) <= known
}

/**
 * The instant at which a civil day begins in a zone, without offset, as the columnar store keeps instants (UTC). Where clocks skip midnight the
 * day begins with the first instant after it; where they show it twice, with the first of the two.
 */
export function midnight(date: string, timeZone: string): string {
  if (timeZone === 'UTC') return `${date} 00:00:00`
  const key = `${timeZone} ${date}`
  const known = midnights.get(key) ?? new Date(instantOf(Date.parse(`${date}T00:00:00Z`), timeZone)).toISOString().slice(0, 19).replace('T', ' ')
  if (midnights.size > mostMidnights) midnights.clear()
  midnights.set(key, known)
  return known
}

/** Every question cuts the same days. */
const midnights = new Map<string, string>()
const mostMidnights = 20_000

/** Accepts a day, or a period whose last day is meant (2024-12). */
function day(text: string, name: string): string {
  const value = text.trim().slice(0, 10)
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? periodEnd(value) : ends(text.trim(), name)
  } catch {
    throw new OutOfRange(`“${text}” is not a date for ${name}. Write it as 2024-12-31.`)
  }
}

const ends = (text: string, name: string): string => (name === 'from' ? periodStart(text) : grainOf(text) && periodEnd(text))
export const earlier = (a: string, b: string): string => (a < b ? a : b)
