import { periodEnd, periodStart } from '../../numbers/dates.ts'
import { groupOf, type Figure, type Point, type Series } from '../series/figure.ts'
import { cellOf } from '../series/pairs.ts'
import { earlier, spansOf, windowStart, type Timing } from '../series/timing.ts'
import { Refused, type Asked, type Behind, type Row } from './way.ts'

/** A period as it is measured: its trailing window or itself, cut at the as-of day. */
export interface Stretch {
  readonly key: string
  /** First and last civil day. */
  readonly from: string
  readonly to: string
  /** From the first instant to before the last, in milliseconds. */
  readonly start: number
  readonly stop: number
}

export function stretchesOf(time: Timing): Stretch[] {
  return spansOf(time).map(({ key, start, stop }) => {
    const to = earlier(periodEnd(key), time.asOf)
    return { key, from: time.window ? windowStart(to, time.window) : periodStart(key), to, start: utc(start), stop: utc(stop) }
  })
}

const utc = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`)

/** Does a civil day or an instant fall into a stretch? Civil days are never shifted; nothing at all falls nowhere. */
export function isWithin({ from, to, start, stop }: Stretch, at: string | null): boolean {
  if (at === null) return false
  if (at.length === 10) return at >= from && at <= to
  const instant = Date.parse(at)
  return instant >= start && instant < stop
}

/** Had it happened by the end of a stretch? */
export const isBy = ({ to, stop }: Stretch, at: string | null): at is string => at !== null && (at.length === 10 ? at <= to : Date.parse(at) < stop)

export type Told = Figure & { readonly mature?: boolean }

/** A figure of the things for each period asked, whole and by a dimension. Each figure takes what falls into its stretch. */
export function thingSeries<T>(
  { time, by }: Asked,
  things: readonly T[],
  dimension: (thing: T, column: string) => string,
  figure: (things: readonly T[], stretch: Stretch, group: string | null) => Told,
): Series {
  const stretches = stretchesOf(time)
  const seriesOf = (some: readonly T[], group: string | null): Point[] =>
    stretches.map((stretch) => ({ period: stretch.key, mature: true, ...figure(some, stretch, group) }))
  const points = seriesOf(things, null)
  if (!by) return { points }
  const groups = [...Map.groupBy(things, (thing) => cellOf(by.column, (column) => dimension(thing, column)))].toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (groups.length > 200)
    throw new Refused(`“${by.column}” has ${groups.length} values; 200 are allowed in one breakdown.`, 'Choose a coarser dimension.', 'unsupported')
  return { points, groups: groups.map(([key, some]) => groupOf(key, seriesOf(some, key), time.headline)) }
}

/** The stretch of one period, for what stands behind it. */
export function stretchOf(time: Timing, period: string): Stretch {
  const found = stretchesOf({ ...time, periods: [period] })[0]
  if (!found) throw new Refused(`“${period}” is not a period.`, 'Write it as 2024-12 or 2024-Q4.', 'invalid')
  return found
}

/** The as-of day. */
export const asOfDay = (time: Timing): Stretch => stretchOf({ ...time, window: null }, time.asOf)

/** The text of a column; null when it is empty. */
export const textOf = (row: Row, column: string): string | null => {
  const value = row[column]
  return value === null || value === undefined || value === '' ? null : String(value)
}

export const numberOf = (row: Row, column: string): number | null => {
  const value = row[column]
  return value === null || value === undefined ? null : Number(value)
}

/** A dimension is a column, or the column of its id: team reads team_id. */
export const dimensionOf = (row: Row, column: string): string => textOf(row, column) ?? textOf(row, `${column}_id`) ?? '(none)'

/** A line behind a number; what is left out is unknown. */
export const line = (of: Partial<Behind> & { readonly account: string }): Behind => ({
  name: null,
  opening: null,
  closing: null,
  change: null,
  movement: null,
  reason: null,
  ...of,
})

export const days = 86_400_000

/** hits / n, null when n is zero. */
export const shareOf = (hits: number, n: number): number | null => (n === 0 ? null : hits / n)

/** The middle value, the mean of the two middle ones; null of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[half - (sorted.length % 2 === 0 ? 1 : 0)], sorted[half]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** The civil day of an instant in a zone; a civil day stays itself. */
export function civilDay(at: string, timeZone: string): string {
  if (at.length === 10) return at
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formats.set(timeZone, format)
  return format.format(Date.parse(at))
}

const formats = new Map<string, Intl.DateTimeFormat>()
