import type { DatedEvents, Measured } from './drawChart.ts'
import type { CountPoint } from './laney.ts'

/** A measured period with its parts, as a metric answers it. */
export type LinePoint = {
  readonly period: string
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly mature: boolean
}

type Unit = 'ratio' | 'money' | 'count' | 'ratePerAccount' | 'score' | 'days' | 'hours'

/** The events that a line counts, where they are rare: by their days, or among the units of each day (releases, of which some fail). */
export type RareEvents = DatedEvents | { readonly between: 'units'; readonly days: readonly CountPoint[] }

/** Does a line count fewer than one event in a closed period, so that the gap between two carries the news (kpis.md, section 6)? Never before the first event. */
export function isRare(points: readonly Pick<LinePoint, 'numerator' | 'mature'>[]): boolean {
  const closed = points.filter(({ mature, numerator }) => mature && numerator !== null)
  const events = closed.reduce((sum, { numerator }) => sum + (numerator ?? 0), 0)
  return events > 0 && events < closed.length
}

/**
 * What a metric's line holds, read from its parts: a share when numerator and denominator are whole counts of the same things, a count over an exposure when a
 * rate per account counts whole events, a plain value otherwise. With its `rare` events the line is that of the gaps between them; a count below one per period
 * without them is charted as a plain value. `span`: the window of each figure in periods of the line.
 */
export function measuredLine(points: readonly LinePoint[], unit: Unit, span = 1, rare: RareEvents | null = null): Measured {
  if (rare) return rareLine(points, rare)
  const valued = points.filter(({ value }) => value !== null)
  const closed = valued.filter(({ mature }) => mature)
  const counted = points.flatMap(({ period, numerator, denominator, mature }) =>
    numerator === null || denominator === null || denominator <= 0 ? [] : [{ period, count: numerator, size: denominator, state: stateOf(mature) }],
  )
  if (unit === 'ratio' && closed.length > 0 && valued.every(isShare)) return { holds: 'share', points: counted, span }
  const events = closed.reduce((sum, { numerator }) => sum + (numerator ?? 0), 0)
  if (unit === 'ratePerAccount' && closed.length > 0 && valued.every(isCount) && events >= closed.length)
    return { holds: 'count', points: counted, between: 'units', span }
  return { holds: 'value', points: points.map(({ period, value, mature }) => ({ period, value, state: stateOf(mature) })), span }
}

/** The gaps are those of the days; the periods only tell how rare the events are. */
function rareLine(points: readonly LinePoint[], rare: RareEvents): Measured {
  if (rare.between === 'units') return { holds: 'count', points: rare.days, between: 'units' }
  const periods = points.map(({ period, numerator, mature }) => ({ period, count: numerator ?? 0, size: 1, state: stateOf(mature) }))
  return { holds: 'count', points: periods, ...rare }
}

const stateOf = (mature: boolean): 'closed' | 'open' => (mature ? 'closed' : 'open')

function isShare({ value, numerator, denominator }: LinePoint): boolean {
  if (value === null || numerator === null || denominator === null || denominator <= 0) return false
  const isWhole = Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator)
  return isWhole && numerator >= 0 && numerator <= denominator && Math.abs(value - numerator / denominator) < 1e-9
}

function isCount({ value, numerator, denominator }: LinePoint): boolean {
  if (value === null || numerator === null || denominator === null || denominator <= 0) return false
  return Number.isSafeInteger(numerator) && numerator >= 0 && Math.abs(value - numerator / denominator) < 1e-9
}

const daysOf = { day: 1, week: 7, month: 30.4375, quarter: 91.3125 }

/** How many periods of a grain a trailing window such as 12m or 28d covers, at least 1: above 1 neighbouring figures share rows. 28 days by month are one. */
export function spanOf(window: string | null, grain: keyof typeof daysOf): number {
  const [, count, unit] = /^(\d+)([dwmqy])$/.exec(window ?? '') ?? []
  const days = unit === 'y' ? 365.25 : unit === 'q' ? daysOf.quarter : unit === 'm' ? daysOf.month : unit === 'w' ? 7 : 1
  return count === undefined ? 1 : Math.max(1, Math.round((Number(count) * days) / daysOf[grain]))
}
