import { bucketOf, bucketsOf, finder, shifted, type Buckets } from '../calendar/buckets.ts'
import { lastingCut, limited, weightsOf, type Label } from '../columns/cut.ts'
import type { Grouped } from '../columns/stream.ts'
import type { Reading } from '../columns/property.ts'
import { actorRows, reading, slicesOf, type Frame } from '../frame.ts'
import type { RetentionQuery } from '../query/kinds.ts'
import { QueryRefusal } from '../refusal.ts'
import { foldedRetention } from './retentionFold.ts'
import type { RetentionCounts } from './retentionMarks.ts'

export interface RetentionCell {
  /** Actors that returned; null when the interval had not begun by `asOf`, or is hidden since it had not ended. */
  readonly n: number | null
  readonly rate: number | null
  /** Sum, or mean of each return, of the chosen property. */
  readonly value?: number | null
  readonly complete: boolean
  readonly drill: string
}
export interface RetentionCohort {
  readonly start: string
  readonly breakdown: Label
  readonly size: number
  readonly cells: readonly RetentionCell[]
}
/** The weighted mean of an interval over the cohorts whose cell is complete. */
export interface RetentionMean {
  readonly interval: number
  readonly n: number
  readonly size: number
  readonly rate: number | null
}

export interface RetentionAnswer {
  readonly cohorts: readonly RetentionCohort[]
  readonly mean: readonly RetentionMean[]
  /** With a breakdown: how many started in each line, and the mean of each. */
  readonly lines?: readonly { readonly breakdown: Label; readonly size: number; readonly mean: readonly RetentionMean[] }[]
}

/** An actor’s entry into a cohort, and what it did in each interval after. */
export interface Entry {
  readonly actor: number
  readonly cohort: number
  label: number
  /** 1 for each interval in which it came back. */
  readonly returned: Uint8Array
  /** Sum and number of the chosen property; empty when none was chosen. */
  readonly value: readonly { sum: number; times: number }[]
}

export interface Retained {
  readonly entries: readonly Entry[]
  readonly buckets: Buckets
  readonly labels: readonly Label[]
}

const rollingDays: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 }

/** Lengths of the intervals after the first: each one unit, or the brackets. Offsets [from, to) in units from the start. */
export function intervalsOf({ intervals, brackets }: RetentionQuery): { readonly from: number; readonly to: number }[] {
  let at = 1
  const lengths = brackets ?? Array.from({ length: intervals - 1 }, () => 1)
  return [{ from: 0, to: 1 }, ...lengths.map((length) => ({ from: at, to: (at += length) }))]
}

export function retained(frame: Frame, query: RetentionQuery): Retained {
  if (query.mode === 'rolling' && !(query.unit in rollingDays))
    throw new QueryRefusal(
      'unit',
      `rolling ${query.unit}s have no length.`,
      'Use day (24 h), week (7 d) or month (30 d), or "mode": "calendar".',
      'unsupported',
    )
  const buckets = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  const long = bucketsOf(frame.span.from, Math.max(frame.asOf, frame.span.to) + 1, query.unit, frame.calendar)
  const [cut, alike] = [lastingCut(), new Map<number, Uint8Array>()]
  const found: Entry[] = []
  for (const slice of slicesOf(frame)) {
    const rows = rowsOf(slice, query)
    const tests = query.entry === 'first_ever' && query.where !== null ? filteredRows(slice, query) : null
    const [{ codeAt }, stay] = [cut.of(slice), stayOf(slice, query, long, alike)]
    for (let actor = 1; actor <= frame.actors.count; actor++) {
      const [from, to] = [rows.offsets[actor] ?? 0, rows.offsets[actor + 1] ?? 0]
      if (from === to) continue
      for (const place of entriesOf(slice, query, rows, from, to, buckets, tests)) {
        const row = rows.rows[place] ?? 0
        const cohort = bucketOf(buckets, slice.events.ts[row] ?? 0)
        const { returned, value } = returnsOf(slice, query, rows, stay, place, to, tests)
        found.push({ actor, cohort, label: codeAt(row), returned, value })
      }
    }
  }
  const { codes, labels } = limited(
    frame,
    cut.labels,
    weightsOf(
      cut.labels,
      found.map(({ label }) => label),
    ),
  )
  for (const entry of found) entry.label = codes[entry.label] ?? 0
  return { entries: found, buckets, labels }
}

/** Bit 1: a start that passes; bit 4: a start by its name alone; bit 2: a return. */
const rowsOf = (frame: Frame, query: RetentionQuery): Grouped =>
  actorRows(
    frame,
    [
      { sel: query.start, bit: 1 },
      { sel: { ...query.start, where: null }, bit: 4 },
      { sel: query.back, bit: 2 },
    ],
    undefined,
    query.entry === 'first_ever' ? null : query.where,
  )

/** Rows that pass the query’s own filter: “first ever” looks at the first event before it looks at the filter. */
function filteredRows(frame: Frame, query: RetentionQuery): Set<number> {
  const { rows } = actorRows(frame, [
    { sel: query.start, bit: 1 },
    { sel: query.back, bit: 2 },
  ])
  return new Set(rows)
}

/** Places of the rows by which an actor enters a cohort. */
function entriesOf(frame: Frame, query: RetentionQuery, rows: Grouped, from: number, to: number, buckets: Buckets, tests: Set<number> | null): number[] {
  const { events, span } = frame
  const isIn = (place: number): boolean => {
    const ts = events.ts[rows.rows[place] ?? 0] ?? 0
    return ts >= span.from && ts < span.to
  }
  const isStart = (place: number): boolean => ((rows.bits[place] ?? 0) & 1) !== 0
  if (query.entry === 'first_ever') {
    for (let place = from; place < to; place++)
      if (((rows.bits[place] ?? 0) & 4) !== 0) return isStart(place) && isIn(place) && (tests?.has(rows.rows[place] ?? 0) ?? true) ? [place] : []
    return []
  }
  const found: number[] = []
  let last = -1
  for (let place = from; place < to; place++) {
    if (!isStart(place)) continue
    if (query.entry === 'first_ever_matching') return isIn(place) ? [place] : []
    if (!isIn(place)) continue
    if (query.entry === 'first_in_range') return [place]
    const bucket = bucketOf(buckets, events.ts[rows.rows[place] ?? 0] ?? 0)
    if (bucket !== last) found.push(place)
    last = bucket
  }
  return found
}

/** What the walks over one query’s actors share, so that nothing is made anew for each. */
interface Stay {
  readonly offsetFrom: (start: number) => (ts: number) => number
  /** The interval of an offset in units; −1 beyond the last. */
  readonly intervalOf: Int16Array
  readonly property: Reading | null
  readonly times: Int32Array
  readonly returned: Uint8Array
  readonly alike: Map<number, Uint8Array>
}

function stayOf(frame: Frame, query: RetentionQuery, long: Buckets, alike: Stay['alike']): Stay {
  const find = finder(long)
  const intervals = intervalsOf(query)
  const intervalOf = new Int16Array(intervals.at(-1)?.to ?? 1)
  intervals.forEach(({ from, to }, interval) => intervalOf.fill(interval, from, to))
  return {
    offsetFrom: (start) => offsetter(query, start, find),
    intervalOf,
    property: query.value && reading(frame, query.value.prop),
    times: new Int32Array(intervals.length),
    returned: new Uint8Array(intervals.length),
    alike,
  }
}

/**
 * In which intervals after its entry an actor came back, often enough. The entry itself is no return; what it was worth counts in interval 0 where all who
 * started stand there, so that a first payment is the base that later ones are held against.
 */
function returnsOf(
  frame: Frame,
  query: RetentionQuery,
  rows: Grouped,
  stay: Stay,
  place: number,
  to: number,
  tests: Set<number> | null,
): Pick<Entry, 'returned' | 'value'> {
  const { intervalOf, property, times, returned } = stay
  times.fill(0)
  const offset = stay.offsetFrom(frame.events.ts[rows.rows[place] ?? 0] ?? 0)
  const value = property === null ? none : Array.from(times, () => ({ sum: 0, times: 0 }))
  const late = query.bound === 'on' ? null : new Map<number, number>()
  const isBase = property !== null && query.interval0 === 'starters'
  for (let at = isBase ? place : place + 1; at < to; at++) {
    const row = rows.rows[at] ?? 0
    if (((rows.bits[at] ?? 0) & 2) === 0 || tests?.has(row) === false) continue
    const units = offset(frame.events.ts[row] ?? 0)
    const interval = units < intervalOf.length ? (intervalOf[units] ?? -1) : -1
    if (interval < 0) late?.set(units, (late.get(units) ?? 0) + 1)
    else if (at > place) times[interval] = (times[interval] ?? 0) + 1
    const [own, cell] = [property?.values[property.at(row)], value[interval]]
    if (cell && typeof own === 'number') [cell.sum, cell.times] = [cell.sum + own, cell.times + 1]
  }
  for (let interval = 0; interval < times.length; interval++) returned[interval] = (times[interval] ?? 0) >= query.minOccurrences ? 1 : 0
  let isLater = late !== null && [...late.values()].some((each) => each >= query.minOccurrences)
  if (late)
    for (let interval = returned.length - 1; interval >= 0; interval--) {
      isLater ||= returned[interval] === 1
      returned[interval] = isLater ? 1 : 0
    }
  return { returned: sharedReturns(stay), value }
}

/** Many actors come back in the same intervals, and share one list of them; of more intervals than a number has bits each has its own. */
function sharedReturns({ returned, alike }: Stay): Uint8Array {
  if (returned.length > 31) return returned.slice()
  const key = returned.reduce((bits, each, interval) => bits | (each << interval), 0)
  const known = alike.get(key) ?? returned.slice()
  alike.set(key, known)
  return known
}

const none: Entry['value'] = []

/** How many whole units lie between an entry and an instant: of the calendar, or of 24 hours, 7 days and 30 days from the entry itself. */
function offsetter({ mode, unit, rollingFloor }: RetentionQuery, start: number, find: (ts: number) => number): (ts: number) => number {
  if (mode === 'calendar') {
    const own = find(start)
    return (ts) => find(ts) - own
  }
  const length = (rollingDays[unit] ?? 1) * 86_400_000
  const from = rollingFloor === 'hour' ? Math.floor(start / 3_600_000) * 3_600_000 : start
  return (ts) => Math.floor((ts - from) / length)
}

/** Cohorts with their cells, and the mean of all. Interval 0 is everybody who started, unless the query asks who returned in it. */
export function retention(
  frame: Frame,
  query: RetentionQuery,
  counts: RetentionCounts = foldedRetention(frame, query, intervalsOf(query)) ?? countsOf(query, retained(frame, query)),
): RetentionAnswer {
  const { buckets, labels } = counts
  const cohorts = labels.flatMap((label, line) =>
    buckets.names.map((start, cohort): RetentionCohort => {
      const own: Own = {
        size: counts.size(line, cohort),
        returned: (interval) => counts.returned(line, cohort, interval),
        value: (interval) => counts.value(line, cohort, interval),
      }
      return { start, breakdown: label, size: own.size, cells: cellsOf(frame, query, own, buckets.edges[cohort] ?? 0, `cell:${line}:${cohort}`) }
    }),
  )
  const mean = meansOf(query, cohorts)
  if (query.breakdown.length === 0) return { cohorts, mean }
  const byLine = Map.groupBy(cohorts, ({ breakdown }) => breakdown)
  return {
    cohorts,
    mean,
    lines: [...byLine].map(([breakdown, own]) => ({ breakdown, size: own.reduce((sum, { size }) => sum + size, 0), mean: meansOf(query, own) })),
  }
}

/** The counts of entries that were walked one by one. */
export function countsOf(query: RetentionQuery, { entries, buckets, labels }: Retained): RetentionCounts {
  const groups = Map.groupBy(entries, ({ label, cohort }) => label * buckets.names.length + cohort)
  const own = (line: number, cohort: number): readonly Entry[] => groups.get(line * buckets.names.length + cohort) ?? []
  return {
    buckets,
    labels,
    size: (line, cohort) => own(line, cohort).length,
    returned: (line, cohort, interval) => own(line, cohort).reduce((sum, { returned }) => sum + (returned[interval] ?? 0), 0),
    value: (line, cohort, interval) =>
      query.value === null
        ? nothing
        : own(line, cohort).reduce(
            (all, { value }) => ({ sum: all.sum + (value[interval]?.sum ?? 0), times: all.times + (value[interval]?.times ?? 0) }),
            nothing,
          ),
  }
}

interface Own {
  readonly size: number
  returned(interval: number): number
  value(interval: number): { readonly sum: number; readonly times: number }
}

function cellsOf(frame: Frame, query: RetentionQuery, own: Own, edge: number, drill: string): RetentionCell[] {
  const intervals = intervalsOf(query)
  const values = !query.value ? [] : intervals.map((_, interval) => own.value(interval))
  return intervals.map(({ from, to }, interval): RetentionCell => {
    const [begins, ends] = edgesOf(frame, query, edge, from, to)
    const complete = query.incomplete === 'include' || ends <= frame.asOf + 1
    const isShown = begins < frame.asOf && (complete || query.incomplete !== 'hide')
    const n = interval === 0 && query.interval0 === 'starters' ? own.size : own.returned(interval)
    const { sum, times } = values
      .slice(query.cumulativeValue ? 0 : interval, interval + 1)
      .reduce((all, each) => ({ sum: all.sum + each.sum, times: all.times + each.times }), nothing)
    const value = !query.value ? {} : { value: !isShown ? null : query.value.math === 'sum' ? sum : times === 0 ? null : sum / times }
    return { n: isShown ? n : null, rate: isShown && own.size > 0 ? n / own.size : null, ...value, complete, drill: `${drill}:${interval}` }
  })
}

const nothing = { sum: 0, times: 0 }

/** When an interval begins for the first of a cohort, and ends for the last. */
function edgesOf({ calendar }: Frame, { mode, unit }: RetentionQuery, edge: number, from: number, to: number): [number, number] {
  if (mode === 'calendar') return [shifted(edge, unit, from, calendar), shifted(edge, unit, to, calendar)]
  const length = (rollingDays[unit] ?? 1) * 86_400_000
  return [edge + from * length, shifted(edge, unit, 1, calendar) + to * length]
}

function meansOf(query: RetentionQuery, cohorts: readonly RetentionCohort[]): RetentionMean[] {
  return intervalsOf(query).map((_, interval) => {
    const whole = cohorts.filter(({ cells }) => cells[interval]?.complete && cells[interval].n !== null)
    const [n, size] = [whole.reduce((sum, { cells }) => sum + (cells[interval]?.n ?? 0), 0), whole.reduce((sum, cohort) => sum + cohort.size, 0)]
    return { interval, n, size, rate: size === 0 ? null : n / size }
  })
}
