import { bucketsOf, finder, type Buckets } from '../calendar/buckets.ts'
import type { Span } from '../calendar/span.ts'
import { cutOf, limited, type Label } from '../columns/cut.ts'
import { reading, type Frame } from '../frame.ts'
import type { TrendQuery } from '../query/kinds.ts'
import { labelOf } from '../query/parts.ts'
import { exactSum } from '../../numbers/exactSum.ts'
import { quantile } from '../quantile.ts'
import { canonical } from '../query/hash.ts'
import { dailyActors, daysEnding, rollingActors } from './dayMarks.ts'
import { formulaOf } from './formula.ts'
import { codesOf, linesIn, rowsOver, spansOf, type Lines } from './trendRows.ts'

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

/**
 * The lines over the stretch that is asked about and, behind them, those over the one that it is compared with: the same lines in the same order. One for each
 * series and line of the breakdown; with a formula, one for each line of the breakdown.
 */
export function trends(frame: Frame, query: TrendQuery): TrendLine[][] {
  const cut = cutOf(frame)
  const read = (span: Span): Read => {
    const rows = query.series.map((series) => (isByDay(query, series) ? new Uint32Array() : rowsOver(frame, series, span)))
    return { span, rows, codes: codesOf(query, cut, rows) }
  }
  const spans = spansOf(frame, query)
  if (query.breakdown.length === 0) return spans.map((span) => linesOver(frame, query, read(span), limited(frame, cut.labels, [])))
  const reads = spans.map(read)
  const lines = linesIn(
    frame,
    cut,
    reads.map(({ codes }) => codes),
  )
  return reads.map((each) => linesOver(frame, query, each, lines))
}

/** What each series reads over a stretch, and into which line of the breakdown each row falls. */
interface Read {
  readonly span: Span
  readonly rows: readonly Uint32Array[]
  readonly codes: readonly Uint32Array[]
}

function linesOver(frame: Frame, query: TrendQuery, { span, rows: all, codes: own }: Read, { codes, labels }: Lines): TrendLine[] {
  const buckets = bucketsOf(span.from, span.to, query.unit, frame.calendar)
  const rolling = new Map<string, ReadonlyMap<number, number[]>>()
  const lines = query.series.map((series, place) => {
    if (isByDay(query, series)) return [actorsByDay(frame, query, series, span, rolling)]
    const parts = byLine(all[place] ?? new Uint32Array(), own[place] ?? new Uint32Array(), codes, labels.length)
    return parts.map((rows) => valuesOf(frame, query, series, { buckets, rows, span }))
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
  const rows = rowsOver(frame, series, span)
  const stretches = query.breakdown.length === 0 ? [] : spansOf(frame, query).map((each) => query.series.map((one) => rowsOver(frame, one, each)))
  const { codes } = linesIn(
    frame,
    cut,
    stretches.map((each) => codesOf(query, cut, each)),
  )
  const active = daysEnding([starts, ends], series.activeDays, frame, span).starts[0] ?? starts
  const from = series.math === 'active' ? active : query.cumulative ? span.from : Math.max(starts, span.from)
  const found = new Set<number>()
  for (const row of rows) {
    const ts = frame.events.ts[row] ?? 0
    if (ts >= from && ts < Math.min(ends, span.to) && codes[cut.codeAt(row)] === line) found.add(frame.actors.at(row))
  }
  found.delete(0)
  return [...found]
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

/** Sums are rounded once, so that no order of the events and no store gives another last digit. */
function foldOf(math: Series['math'], numbers: number[]): number | null {
  if (math === 'sum') return exactSum(numbers)
  if (math === 'avg') return numbers.length === 0 ? null : exactSum(numbers) / numbers.length
  const sorted = numbers.sort((a, b) => a - b)
  if (math === 'median') return quantile(sorted, 0.5)
  if (math === 'p90') return quantile(sorted, 0.9)
  return (math === 'min' ? sorted[0] : sorted.at(-1)) ?? null
}
