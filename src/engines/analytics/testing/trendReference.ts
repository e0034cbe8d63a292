import type { GivenEvent } from '../columns/collect.ts'
import type { TrendQuery } from '../query/kinds.ts'
import type { EventSel } from '../query/parts.ts'
import { civilDay, unitNumber, type Span } from './kernelReference.ts'

type Series = TrendQuery['series'][number]
export type ReferenceLines = Readonly<Record<string, readonly (number | null)[]>>

const actorOf = ({ actor }: TrendQuery, { person, account }: GivenEvent): string => String((actor === 'person' ? person : account) ?? '')

/** Does an event match? Only the filter “event.… equals” is known here. */
export function selected({ event, where }: EventSel, given: GivenEvent): boolean {
  const names = typeof event === 'string' ? [event] : event
  if (!names.includes(given.name) && names[0] !== '*') return false
  return where === null || ('prop' in where && given.properties?.[where.prop.slice(6)] === where.value)
}

/** Which line an event falls into: the values of its properties, “(none)” where one is missing. */
const lineOf = ({ breakdown }: TrendQuery, { properties }: GivenEvent): string =>
  breakdown.map(({ by }) => String(properties?.[String(by).slice(6)] ?? '(none)')).join(' / ')

/** The lines that are told: those of the most rows, over all series; the rest are “Other”. */
function linesIn(query: TrendQuery, events: readonly GivenEvent[]): (event: GivenEvent) => string {
  const rows = query.series.flatMap(({ sel }) => events.filter((event) => selected(sel, event)))
  const sizes = [...new Set(rows.map((event) => lineOf(query, event)))].map((line) => ({
    line,
    n: rows.filter((event) => lineOf(query, event) === line).length,
  }))
  const limit = query.breakdown.reduce((product, { limit: own }) => product * own, 1)
  const kept = new Set(
    sizes
      .toSorted((a, b) => b.n - a.n || a.line.localeCompare(b.line))
      .slice(0, limit)
      .map(({ line }) => line),
  )
  return (event) => (kept.has(lineOf(query, event)) ? lineOf(query, event) : query.breakdown.map(() => 'Other').join(' / '))
}

/** A trend by filtering all events once for each point: “series, line” to its values. Not for rolling actors, which look before the range. */
export function referenceTrend(query: TrendQuery, events: readonly GivenEvent[], span: Span): ReferenceLines {
  const inRange = events.filter(({ ts }) => ts >= span.from && ts < span.to)
  const unit = ({ ts }: { readonly ts: number }): number => unitNumber(ts, query.unit, query.tz, query.weekStart)
  const [first, last] = [unit({ ts: span.from }), unit({ ts: span.to - 1 })]
  const buckets = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  const nameOf = linesIn(query, inRange)
  const lines = [...new Set(query.series.flatMap(({ sel }) => inRange.filter((event) => selected(sel, event)).map(nameOf)))]
  const shown = query.breakdown.length === 0 ? [''] : lines
  const of = (series: Series, line: string): (number | null)[] =>
    buckets.map((bucket) =>
      foldOf(
        query,
        series,
        inRange.filter((event) => selected(series.sel, event) && nameOf(event) === line && (query.cumulative ? unit(event) <= bucket : unit(event) === bucket)),
      ),
    )
  const entries = shown.flatMap((line) => query.series.map((series, place): [string, (number | null)[]] => [`${place}, ${line}`, of(series, line)]))
  return Object.fromEntries(entries)
}

function foldOf(query: TrendQuery, { math, value }: Series, own: readonly GivenEvent[]): number | null {
  const byActor = own.filter((event) => actorOf(query, event) !== '')
  const actors = new Set(byActor.map((event) => actorOf(query, event))).size
  if (math === 'total') return own.length
  if (math === 'unique') return actors
  if (math === 'per_actor_avg') return actors === 0 ? null : byActor.length / actors
  const numbers = own.flatMap(({ properties }) => {
    const found = properties?.[String(value).slice(6)]
    return typeof found === 'number' ? [found] : []
  })
  if (math === 'sum') return numbers.reduce((a, b) => a + b, 0)
  if (numbers.length === 0) return null
  if (math === 'avg') return numbers.reduce((a, b) => a + b, 0) / numbers.length
  if (math === 'min' || math === 'max') return Math[math](...numbers)
  return interpolated(numbers, math === 'median' ? 0.5 : 0.9)
}

/** Type 7 of Hyndman and Fan, by counting how many numbers lie below each. */
function interpolated(numbers: readonly number[], p: number): number {
  const nth = (n: number): number =>
    numbers.find((each) => numbers.filter((other) => other < each).length <= n && numbers.filter((other) => other <= each).length > n) ?? 0
  const place = (numbers.length - 1) * p
  const low = nth(Math.floor(place))
  return low + (nth(Math.ceil(place)) - low) * (place - Math.floor(place))
}

/** Different actors, in each line, of the `days` civil days that end with each day from `from` up to `to`. */
export function referenceActive(query: TrendQuery, sel: EventSel, events: readonly GivenEvent[], span: Span, days: number): ReferenceLines {
  const all = events.filter((event) => event.ts < span.to && selected(sel, event))
  const [first, last] = [civilDay(span.from, query.tz), civilDay(span.to - 1, query.tz)]
  const lines = [...new Set(all.map((event) => lineOf(query, event)))]
  return Object.fromEntries(
    lines.map((line) => [
      line,
      Array.from({ length: last - first + 1 }, (_, at) => {
        const own = all.filter(({ ts }) => civilDay(ts, query.tz) <= first + at && civilDay(ts, query.tz) > first + at - days)
        return new Set(own.filter((event) => lineOf(query, event) === line && actorOf(query, event) !== '').map((event) => actorOf(query, event))).size
      }),
    ]),
  )
}
