import type { GivenEvent } from '../columns/collect.ts'
import type { ActivationQuery, LifecycleQuery, RetentionQuery, StickinessQuery } from '../query/kinds.ts'

const day = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()
const days = new Map<string, number>()

/** The civil day of an instant in a zone, as days since 1970, by way of its printed date. */
export function civilDay(ts: number, tz: string): number {
  const known = days.get(`${ts} ${tz}`)
  if (known !== undefined) return known
  const format = formats.get(tz) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short' })
  formats.set(tz, format)
  const found = Date.parse(`${format.format(ts)}T00:00:00Z`) / day
  days.set(`${ts} ${tz}`, found)
  return found
}

/** The number of the unit that holds an instant, counted from an arbitrary first one. */
export function unitNumber(ts: number, unit: string, tz: string, weekStart: string): number {
  const at = civilDay(ts, tz)
  const date = new Date(at * day)
  if (unit === 'day') return at
  if (unit === 'week') return Math.floor((at + (weekStart === 'monday' ? 3 : 4)) / 7)
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth()
  return Math.floor(month / (unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1))
}

const idOf = (actor: unknown, { person, account }: GivenEvent): string => String((actor === 'person' ? person : account) ?? '')

export interface Span {
  readonly from: number
  readonly to: number
}

/** Retention by walking through every actor’s events once for each cell: cohort (unit number) to [size, returned in interval 0, 1, …]. */
export function referenceRetention(query: RetentionQuery, events: readonly GivenEvent[], span: Span): Map<number, number[]> {
  const cohorts = new Map<number, number[]>()
  const unit = (ts: number): number => unitNumber(ts, query.unit, query.tz, query.weekStart)
  const sorted = events.map((event, seq) => ({ event, seq })).toSorted((a, b) => a.event.ts - b.event.ts || a.seq - b.seq)
  for (const id of new Set(events.map((event) => idOf(query.actor, event)))) {
    if (id === '') continue
    const own = sorted.filter(({ event }) => idOf(query.actor, event) === id).map(({ event }) => event)
    for (const start of entries(query, own, span, unit)) {
      const cells = cohorts.get(unit(start.ts)) ?? [0, ...intervals(query).map(() => 0)]
      cohorts.set(unit(start.ts), cells)
      cells[0] = (cells[0] ?? 0) + 1
      intervals(query).forEach(([from, to], interval) => {
        const isBack = interval === 0 && query.interval0 === 'starters' ? true : returned(query, own, start, unit, from, to)
        if (isBack) cells[interval + 1] = (cells[interval + 1] ?? 0) + 1
      })
    }
  }
  return cohorts
}

function intervals({ intervals: count, brackets }: RetentionQuery): [number, number][] {
  const lengths = brackets ?? Array.from({ length: count - 1 }, () => 1)
  return [
    [0, 1],
    ...lengths.map((length, at): [number, number] => [
      1 + lengths.slice(0, at).reduce((a, b) => a + b, 0),
      1 + lengths.slice(0, at).reduce((a, b) => a + b, 0) + length,
    ]),
  ]
}

function entries(query: RetentionQuery, own: readonly GivenEvent[], span: Span, unit: (ts: number) => number): GivenEvent[] {
  const starts = own.filter(({ name }) => name === query.start.event)
  const isIn = ({ ts }: GivenEvent): boolean => ts >= span.from && ts < span.to
  if (query.entry === 'first_in_range') return starts.filter(isIn).slice(0, 1)
  if (query.entry !== 'recurring') return starts.slice(0, 1).filter(isIn)
  return starts.filter(isIn).filter((start, at, all) => all.findIndex((other) => unit(other.ts) === unit(start.ts)) === at)
}

function returned(query: RetentionQuery, own: readonly GivenEvent[], start: GivenEvent, unit: (ts: number) => number, from: number, to: number): boolean {
  const length = { day: 1, week: 7, month: 30 }[query.unit === 'week' ? 'week' : query.unit === 'month' ? 'month' : 'day'] * day
  const base = query.rollingFloor === 'hour' ? start.ts - (start.ts % 3_600_000) : start.ts
  const offset = (ts: number): number => (query.mode === 'rolling' ? Math.floor((ts - base) / length) : unit(ts) - unit(start.ts))
  const back = own.slice(own.indexOf(start) + 1).filter(({ name }) => name === query.back.event)
  const isEnough = (low: number, high: number): boolean => back.filter(({ ts }) => offset(ts) >= low && offset(ts) < high).length >= query.minOccurrences
  if (query.bound === 'on') return isEnough(from, to)
  const later = intervals(query).filter(([low]) => low >= from)
  const end = intervals(query).at(-1)?.[1] ?? 0
  return later.some(([low, high]) => isEnough(low, high)) || back.some(({ ts }) => offset(ts) >= end && isEnough(offset(ts), offset(ts) + 1))
}

/** Number of active units in the range to number of actors. */
export function referenceStickiness(query: StickinessQuery, events: readonly GivenEvent[], span: Span): Map<number, number> {
  const counts = new Map<number, number>()
  const wanted = events.filter(({ name, ts }) => name === query.sel.event && ts >= span.from && ts < span.to)
  for (const id of new Set(wanted.map((event) => idOf(query.actor, event)))) {
    const units = wanted.filter((event) => idOf(query.actor, event) === id).map(({ ts }) => unitNumber(ts, query.unit, query.tz, query.weekStart))
    const active = [...new Set(units)].filter((unit) => units.filter((other) => other === unit).length >= query.minOccurrences).length
    if (id !== '' && active > 0) counts.set(active, (counts.get(active) ?? 0) + 1)
  }
  return counts
}

/** For each unit of the range: new, returning, resurrecting, dormant (negative). */
export function referenceLifecycle(query: LifecycleQuery, events: readonly GivenEvent[], units: readonly number[]): number[][] {
  const wanted = events.filter(({ name }) => name === query.sel.event)
  const ids = [...new Set(wanted.map((event) => idOf(query.actor, event)))].filter((id) => id !== '')
  const active = ids.map(
    (id) => new Set(wanted.filter((event) => idOf(query.actor, event) === id).map(({ ts }) => unitNumber(ts, query.unit, query.tz, query.weekStart))),
  )
  return units.map((unit) => {
    const is = (set: Set<number>): boolean => set.has(unit)
    const was = (set: Set<number>): boolean => set.has(unit - 1)
    const earlier = (set: Set<number>): boolean => [...set].some((other) => other < unit)
    return [
      active.filter((set) => is(set) && !earlier(set)).length,
      active.filter((set) => is(set) && was(set)).length,
      active.filter((set) => is(set) && earlier(set) && !was(set)).length,
      -active.filter((set) => !is(set) && was(set)).length,
    ]
  })
}

/** When each actor reached all milestones, after its first event of the start; null when it did not. */
export function referenceActivation(query: ActivationQuery, events: readonly GivenEvent[], span: Span): { start: number; reached: number | null }[] {
  const sorted = events.toSorted((a, b) => a.ts - b.ts)
  const found: { start: number; reached: number | null }[] = []
  for (const id of new Set(events.map((event) => idOf(query.actor, event)))) {
    const own = sorted.filter((event) => idOf(query.actor, event) === id)
    const start = own.find(({ name }) => typeof query.t0 === 'object' && name === query.t0.event)?.ts
    if (id === '' || start === undefined || start < span.from || start >= span.to) continue
    const moments = [...new Set(own.map(({ ts }) => ts))].filter((ts) => ts >= start)
    const hasBy = (place: number, ts: number, after: number, isStrict: boolean): boolean => {
      const { sel, times = 1, minPersons = 1 } = query.milestone[place] ?? {}
      const done = own.filter((event) => event.name === sel?.event && event.ts <= ts && (isStrict ? event.ts > after : event.ts >= after))
      return done.length >= times && new Set(done.map(({ person }) => person)).size >= minPersons
    }
    const firsts = query.milestone.reduce<(number | null)[]>((times, _, place) => {
      const after = query.combine === 'sequence' && place > 0 ? (times[place - 1] ?? Infinity) : start
      return [...times, moments.find((ts) => hasBy(place, ts, after, query.combine === 'sequence' && place > 0)) ?? null]
    }, [])
    const known = firsts.filter((time) => time !== null)
    const reached = query.combine === 'any' ? (known.length > 0 ? Math.min(...known) : null) : known.length === firsts.length ? Math.max(...known) : null
    found.push({ start, reached })
  }
  return found
}
