import { bucketsOf, finder, shifted, startOf, type Buckets } from '../calendar/buckets.ts'
import { spanBefore, type Span } from '../calendar/span.ts'
import { cutOf, limited, type Label } from '../columns/cut.ts'
import { reading, rowsFor, type Frame } from '../frame.ts'
import type { TrendQuery } from '../query/kinds.ts'
import { labelOf } from '../query/parts.ts'
import { meanOf, quantile } from '../quantile.ts'
import { canonical } from '../query/hash.ts'
import { dailyActors, daysEnding, rollingActors } from './dayMarks.ts'
import { formulaOf } from './formula.ts'

export interface TrendPoint {
  readonly bucket: string
  /** Null where there is nothing to average or divide by, and where the bucket had not begun by `asOf`. */
  readonly value: number | null
  /** Had the bucket ended by `asOf`, and lies it whole in the range? */
  readonly complete: boolean
  /** Absent where a formula joins several series. */
  readonly drill?: string
}
export interface TrendLine {
  readonly label: string
  readonly breakdown: Label
  readonly points: readonly TrendPoint[]
}
type Series = TrendQuery['series'][number]

/** One line for each series and line of the breakdown; with a formula, one for each line of the breakdown. */
export function trend(frame: Frame, query: TrendQuery, span: Span = frame.span): TrendLine[] {
  const buckets = bucketsOf(span.from, span.to, query.unit, frame.calendar)
  const cut = cutOf(frame)
  const streams = query.series.map((series) => {
    const { sel, math, activeDays } = series
    if (isByDay(query, series)) return { rows: new Uint32Array(), bits: new Uint32Array() }
    const before = math === 'active' ? shifted(startOf(span.from, 'day', frame.calendar), 'day', -activeDays, frame.calendar) : span.from
    return rowsFor(frame, [{ sel, bit: 1 }], { from: before, to: span.to })
  })
  const all = streams.map(({ rows }) => {
    const own = new Uint32Array(rows.length)
    if (query.breakdown.length > 0) for (let at = 0; at < rows.length; at++) own[at] = cut.codeAt(rows[at] ?? 0)
    return own
  })
  const weights = new Float64Array(cut.labels.length)
  for (const own of all) for (const code of own) weights[code] = (weights[code] ?? 0) + 1
  const { codes, labels } = limited(frame, cut.labels, weights)
  const rolling = new Map<string, ReadonlyMap<number, number[]>>()
  const lines = query.series.map((series, place) => {
    const stream = streams[place] ?? { rows: new Uint32Array(), bits: new Uint32Array() }
    if (isByDay(query, series)) return [actorsByDay(frame, query, series, span, rolling)]
    const own = byLine(stream.rows, all[place] ?? new Uint32Array(), codes, labels.length)
    return own.map((rows) => valuesOf(frame, query, series, { buckets, rows, span }))
  })
  const isWhole = buckets.names.map((_, at) => (buckets.edges[at] ?? 0) >= span.from && (buckets.edges[at + 1] ?? 0) <= Math.min(span.to, frame.asOf + 1))
  const line = (label: string, breakdown: Label, values: readonly (number | null)[], drill?: string): TrendLine => ({
    label,
    breakdown,
    points: buckets.names.map((bucket, at) => ({
      bucket,
      value: (buckets.edges[at] ?? 0) > frame.asOf ? null : (values[at] ?? null),
      complete: isWhole[at] ?? false,
      ...(drill === undefined ? {} : { drill: `${drill}:${at}` }),
    })),
  })
  const formula = query.formula === null ? null : formulaOf(query.formula)
  if (formula)
    return labels.map((label, at) =>
      line(
        query.formula ?? '',
        label,
        buckets.names.map((_, bucket) => formula(lines.map((own) => own[at]?.[bucket] ?? null))),
      ),
    )
  return query.series.flatMap((series, place) => labels.map((label, at) => line(labelOf(series.sel), label, lines[place]?.[at] ?? [], `point:${place}:${at}`)))
}

/** Who stands behind a point of a line: whoever did what the series counts in the bucket, or in the days that end with it. */
export function pointActors(frame: Frame, query: TrendQuery, [place, line, bucket]: readonly number[]): number[] | null {
  const series = query.series[place ?? -1]
  const { calendar, span } = frame
  const { edges } = bucketsOf(span.from, span.to, query.unit, calendar)
  const [starts, ends] = [edges[bucket ?? -1], edges[(bucket ?? -1) + 1]]
  if (!series || starts === undefined || ends === undefined || query.formula !== null) return null
  const cut = cutOf(frame)
  const weights: number[] = []
  const all = query.series.map(({ sel, math, activeDays }) =>
    rowsFor(frame, [{ sel, bit: 1 }], {
      from: math === 'active' ? shifted(startOf(span.from, 'day', calendar), 'day', -activeDays, calendar) : span.from,
      to: span.to,
    }),
  )
  for (const { rows } of all) for (const row of rows) weights[cut.codeAt(row)] = (weights[cut.codeAt(row)] ?? 0) + 1
  const { codes } = limited(frame, cut.labels, weights)
  const active = daysEnding([starts, ends], series.activeDays, frame, span).starts[0] ?? starts
  const from = series.math === 'active' ? active : query.cumulative ? span.from : Math.max(starts, span.from)
  const found = new Set<number>()
  for (const row of all[place ?? -1]?.rows ?? []) {
    const ts = frame.events.ts[row] ?? 0
    if (ts >= from && ts < Math.min(ends, span.to) && codes[cut.codeAt(row)] === line) found.add(frame.actors.at(row))
  }
  found.delete(0)
  return [...found]
}

/** The same over another stretch: the one of equal length before, or the one that the query names. */
export function compared(frame: Frame, query: TrendQuery): TrendLine[] | null {
  if (query.compareTo === null) return null
  return trend(frame, query, spanBefore(query.range, frame.span, query.compareTo, frame.asOf, frame.calendar))
}

/** Actors of days, with no lines to keep apart, are counted from a bit for each day. */
const isByDay = ({ unit, breakdown, cumulative }: TrendQuery, { math }: Series): boolean =>
  unit === 'day' && breakdown.length === 0 && !cumulative && (math === 'unique' || math === 'active')

/** Series over the same events that look back over some days are counted together. */
function actorsByDay(
  frame: Frame,
  query: TrendQuery,
  { sel, math, activeDays }: Series,
  span: Span,
  rolling: Map<string, ReadonlyMap<number, number[]>>,
): number[] {
  if (math === 'unique') return dailyActors(frame, sel, span)
  const key = canonical(sel)
  const lengths = query.series.flatMap((each) => (each.math === 'active' && canonical(each.sel) === key ? [each.activeDays] : []))
  const own = rolling.get(key) ?? rollingActors(frame, sel, lengths, span)
  rolling.set(key, own)
  return own.get(activeDays) ?? []
}

/** The rows of each line, in their order. */
function byLine(rows: Uint32Array, own: Uint32Array, codes: Int32Array, lines: number): Uint32Array[] {
  if (lines === 1) return [rows]
  const sizes = new Uint32Array(lines)
  for (const code of own) sizes[codes[code] ?? 0] = (sizes[codes[code] ?? 0] ?? 0) + 1
  const found = Array.from(sizes, (size) => new Uint32Array(size))
  const next = new Uint32Array(lines)
  for (let at = 0; at < rows.length; at++) {
    const line = codes[own[at] ?? 0] ?? 0
    const place = next[line] ?? 0
    const part = found[line]
    if (part) part[place] = rows[at] ?? 0
    next[line] = place + 1
  }
  return found
}

/** The rows of one line of a series. */
interface Piece {
  readonly buckets: Buckets
  readonly rows: Uint32Array
  readonly span: Span
}

function valuesOf(frame: Frame, query: TrendQuery, series: Series, piece: Piece): (number | null)[] {
  if (series.math === 'active') return activeActors(frame, series.activeDays, piece)
  if (series.value !== null) return folded(frame, series, piece, query.cumulative)
  const { totals, owned, uniques } = counted(frame, piece, query.cumulative)
  if (series.math === 'total') return [...totals]
  return series.math === 'unique' ? [...uniques] : [...owned].map((own, at) => (uniques[at] ? own / uniques[at] : null))
}

interface Counted {
  readonly totals: Float64Array
  /** Events of somebody: those without an actor are nobody’s average. */
  readonly owned: Float64Array
  readonly uniques: Float64Array
}

/** Events and different actors of each bucket; up to its end when cumulative. */
function counted({ events, actors }: Frame, { buckets, rows }: Piece, isCumulative: boolean): Counted {
  const size = buckets.names.length
  const [totals, owned, uniques] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  const seen = new Int32Array(actors.count + 1).fill(-1)
  let [at, edge] = [-1, -Infinity]
  rows.forEach((row) => {
    const ts = events.ts[row] ?? 0
    while (ts >= edge) edge = buckets.edges[++at + 1] ?? Infinity
    totals[at] = (totals[at] ?? 0) + 1
    const actor = actors.at(row)
    if (actor === 0) return
    owned[at] = (owned[at] ?? 0) + 1
    if (seen[actor] === at || (isCumulative && seen[actor] !== -1)) return
    seen[actor] = at
    uniques[at] = (uniques[at] ?? 0) + 1
  })
  if (isCumulative)
    for (const column of [totals, owned, uniques]) for (let each = 1; each < size; each++) column[each] = (column[each] ?? 0) + (column[each - 1] ?? 0)
  return { totals, owned, uniques }
}

/** Actors seen in the days that end with each bucket: from when each was last seen, and a difference array. */
function activeActors(frame: Frame, days: number, { buckets, rows, span }: Piece): number[] {
  const { events, actors } = frame
  const { starts, ends } = daysEnding(buckets.edges, days, frame, span)
  const change = new Float64Array(ends.length + 1)
  const until = new Int32Array(actors.count + 1).fill(-1) // the last bucket that already counts the actor
  let [first, last] = [0, -1]
  rows.forEach((row) => {
    const actor = actors.at(row)
    if (actor === 0) return
    const ts = events.ts[row] ?? 0
    while (first < ends.length && (ends[first] ?? 0) <= ts) first++
    while (last + 1 < starts.length && (starts[last + 1] ?? 0) <= ts) last++
    const from = Math.max(first, (until[actor] ?? -1) + 1)
    if (from > last) return
    change[from] = (change[from] ?? 0) + 1
    change[last + 1] = (change[last + 1] ?? 0) - 1
    until[actor] = last
  })
  let now = 0
  return ends.map((_, at) => (now += change[at] ?? 0))
}

/** A numeric property, folded bucket by bucket; values that are no numbers are left out. */
function folded(frame: Frame, { math, value }: Series, { buckets, rows }: Piece, isCumulative: boolean): (number | null)[] {
  const { at, values } = reading(frame, value ?? '')
  const lists = buckets.names.map((): number[] => [])
  const bucketAt = finder(buckets)
  rows.forEach((row) => {
    const own = values[at(row)]
    if (typeof own === 'number') lists[bucketAt(frame.events.ts[row] ?? 0)]?.push(own)
  })
  const gathered = isCumulative ? lists.map((_, bucket) => lists.slice(0, bucket + 1).flat()) : lists
  return gathered.map((own) => foldOf(math, own))
}

export function foldOf(math: Series['math'], numbers: number[]): number | null {
  if (math === 'sum') return numbers.reduce((sum, each) => sum + each, 0)
  if (math === 'avg') return meanOf(numbers)
  const sorted = numbers.sort((a, b) => a - b)
  if (math === 'median') return quantile(sorted, 0.5)
  if (math === 'p90') return quantile(sorted, 0.9)
  return (math === 'min' ? sorted[0] : sorted.at(-1)) ?? null
}
