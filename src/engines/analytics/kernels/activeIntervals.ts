import { bucketOf, bucketsOf, finder, shifted, type Buckets } from '../calendar/buckets.ts'
import { cutOf, lastingCut, limited, weightsOf, type Label } from '../columns/cut.ts'
import { actorRows, noCreation, partsFor, rowsFor, slicesOf, stretchesOf, type Frame } from '../frame.ts'
import type { LifecycleQuery, StickinessQuery } from '../query/kinds.ts'

export interface StickinessBin {
  readonly intervals: number
  readonly actors: number
  readonly drill: string
}

/** How many actors were active in how many different intervals of the range; with `cumulative`, in so many or more. */
export function stickiness(frame: Frame, query: StickinessQuery): { readonly breakdown: Label; readonly bins: readonly StickinessBin[] }[] {
  const { counts, labels, size } = activeCounts(frame, query)
  return labels.map((breakdown, line) => {
    const exact = Float64Array.from({ length: size + 2 }, () => 0)
    for (const each of counts) if (each.label === line) exact[each.intervals] = (exact[each.intervals] ?? 0) + 1
    if (query.cumulative) for (let at = size - 1; at > 0; at--) exact[at] = (exact[at] ?? 0) + (exact[at + 1] ?? 0)
    return { breakdown, bins: Array.from({ length: size }, (_, at) => ({ intervals: at + 1, actors: exact[at + 1] ?? 0, drill: `bin:${line}:${at + 1}` })) }
  })
}

export interface ActiveCount {
  readonly actor: number
  readonly intervals: number
  readonly label: number
}

/** For each actor the number of intervals in which it did enough; its line is that of its first row. */
export function activeCounts(
  frame: Frame,
  query: StickinessQuery,
): { readonly counts: readonly ActiveCount[]; readonly labels: readonly Label[]; readonly size: number } {
  const buckets = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  const cut = lastingCut()
  const [find, counts]: [ReturnType<typeof finder>, ActiveCount[]] = [finder(buckets), []]
  for (const slice of slicesOf(frame)) {
    const [{ rows, offsets }, { codeAt }] = [actorRows(slice, [{ sel: query.sel, bit: 1 }], frame.span), cut.of(slice)]
    for (let actor = 1; actor <= frame.actors.count; actor++) {
      const own = rows.subarray(offsets[actor] ?? 0, offsets[actor + 1] ?? 0)
      if (own.length === 0) continue
      const times = timesIn(slice, own, find)
      const intervals = [...times.values()].filter((each) => each >= query.minOccurrences).length
      if (intervals > 0) counts.push({ actor, intervals, label: codeAt(own[0] ?? 0) })
    }
  }
  const { codes, labels } = limited(
    frame,
    cut.labels,
    weightsOf(
      cut.labels,
      counts.map(({ label }) => label),
    ),
  )
  return { counts: counts.map((each) => ({ ...each, label: codes[each.label] ?? 0 })), labels, size: buckets.names.length }
}

function timesIn({ events }: Frame, rows: Uint32Array, find: ReturnType<typeof finder>): Map<number, number> {
  const times = new Map<number, number>()
  for (const row of rows) {
    const bucket = find(events.ts[row] ?? 0)
    times.set(bucket, (times.get(bucket) ?? 0) + 1)
  }
  return times
}

export const lifecycleStates = ['new', 'returning', 'resurrecting', 'dormant'] as const
export type LifecycleState = (typeof lifecycleStates)[number]
/** Counts of a bucket; null in one that had not begun by `asOf`. Who is gone is not known before a bucket is over: whoever is still to come would look lost. */
export type LifecycleBucket = { readonly bucket: string; readonly complete: boolean; readonly drill: string } & Readonly<Record<LifecycleState, number | null>>
const notBegun = { new: null, returning: null, resurrecting: null, dormant: null }

export interface Standings {
  readonly buckets: Buckets
  readonly at: (actor: number, bucket: number) => LifecycleState | null
  /** The lines of the breakdown, and into which of them each actor falls that stands anywhere in the range; null without one. */
  readonly lines: { readonly labels: readonly Label[]; readonly of: (actor: number) => number } | null
}

/** Where an actor stands in each bucket of the range; dormant is dated at the first interval without activity. */
export function standings(frame: Frame, query: LifecycleQuery): Standings {
  const { span, calendar, actors } = frame
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const wide = { ...buckets, edges: [shifted(buckets.edges[0] ?? 0, query.unit, -1, calendar), ...buckets.edges] }
  const { first, firstRow, isActive } = activeIn(frame, query, wide)
  if (query.newOn === 'actor_created' && !actors.created) frame.notes.add(noCreation)
  const at = (actor: number, bucket: number): LifecycleState | null => {
    const place = bucket + 1
    if (!isActive(actor, place)) return isActive(actor, place - 1) ? 'dormant' : null
    const start = first[actor] ?? Infinity
    const created = query.newOn === 'actor_created' ? (actors.created?.[actor] ?? Number.NaN) : Number.NaN
    const own = bucketOf(wide, Number.isNaN(created) ? start : created) // who is not said to have been created is new with the first event
    if (own === place && (bucketOf(wide, start) === place || start >= (wide.edges[0] ?? 0))) return 'new'
    return isActive(actor, place - 1) ? 'returning' : 'resurrecting'
  }
  return { buckets, at, lines: firstRow && linesOf(frame, firstRow, (actor) => buckets.names.some((_, bucket) => at(actor, bucket) !== null)) }
}

/** An actor’s line is what is known of it, else that of its first event of all: it stays there when it goes quiet. */
function linesOf(frame: Frame, firstRow: Uint32Array, isCounted: (actor: number) => boolean): NonNullable<Standings['lines']> {
  const cut = cutOf(frame)
  const own = Array.from(firstRow, (row, actor) => (actor > 0 && isCounted(actor) ? cut.codeOf(actor, row) : -1))
  const weights = new Float64Array(cut.labels.length)
  for (const code of own) if (code >= 0) weights[code] = (weights[code] ?? 0) + 1
  const { codes, labels } = limited(frame, cut.labels, weights)
  return { labels, of: (actor) => codes[own[actor] ?? -1] ?? -1 }
}

/**
 * In which buckets each actor was active, as bits; and when it was first of all, with that row where a breakdown asks for it: then
 * events are read in their order. Without one they are read name by name and need no common order.
 */
function activeIn(
  frame: Frame,
  query: LifecycleQuery,
  buckets: Buckets,
): { readonly first: Float64Array; readonly firstRow: Uint32Array | null; readonly isActive: (actor: number, bucket: number) => boolean } {
  const { actors } = frame
  const words = Math.ceil((buckets.edges.length - 1) / 32)
  const marks = new Uint32Array((actors.count + 1) * words)
  const first = new Float64Array(actors.count + 1).fill(Infinity)
  const firstRow = query.breakdown.length > 0 ? new Uint32Array(actors.count + 1) : null
  const fold = ({ events: { ts: times }, actors: { ids } }: Frame, rows: Uint32Array): void => {
    let [bucket, edge] = [-1, buckets.edges[0] ?? Infinity]
    for (const row of rows) {
      const [actor, ts] = [ids[row] ?? 0, times[row] ?? 0]
      if (ts < (first[actor] ?? 0)) {
        first[actor] = ts
        if (firstRow) firstRow[actor] = row
      }
      while (ts >= edge) edge = buckets.edges[++bucket + 1] ?? Infinity
      const slot = actor * words + (bucket >> 5)
      if (bucket >= 0) marks[slot] = (marks[slot] ?? 0) | (1 << (bucket & 31))
    }
  }
  const wishes = [{ sel: query.sel, bit: 1 }]
  for (const { frame: part, span } of stretchesOf(frame, { from: -Infinity, to: frame.span.to }))
    for (const { rows } of firstRow ? [rowsFor(part, wishes, span)] : partsFor(part, wishes, span)) fold(part, rows)
  return { first, firstRow, isActive: (actor, bucket) => (((marks[actor * words + (bucket >> 5)] ?? 0) >> (bucket & 31)) & 1) === 1 }
}

export interface Lifecycle {
  /** Of all who are counted. */
  readonly buckets: readonly LifecycleBucket[]
  /** With a breakdown, the same of each line; they add up to all. */
  readonly lines?: readonly { readonly breakdown: Label; readonly buckets: readonly LifecycleBucket[] }[]
}

export function lifecycle(frame: Frame, query: LifecycleQuery): Lifecycle {
  const { buckets, at: standing, lines } = standings(frame, query)
  const counts = (lines?.labels ?? []).map(() => countsOf(buckets))
  const all = countsOf(buckets)
  const count = (own: Counts | undefined, state: LifecycleState): void => {
    if (own) own[state] += state === 'dormant' ? -1 : 1
  }
  for (let actor = 1; actor <= frame.actors.count; actor++) {
    const line = counts[lines?.of(actor) ?? -1]
    for (const bucket of all.keys()) {
      const state = standing(actor, bucket)
      if (!state) continue
      count(all[bucket], state)
      count(line?.[bucket], state)
    }
  }
  const told = (own: readonly Counts[], line: string) =>
    buckets.names.map((bucket, at) => {
      const [begins = 0, ends = 0] = [buckets.edges[at], buckets.edges[at + 1]]
      return lifecycleBucket(frame, { bucket, begins, ends }, own[at] ?? notBegun, line)
    })
  return {
    buckets: told(all, ''),
    ...(lines ? { lines: lines.labels.map((breakdown, line) => ({ breakdown, buckets: told(counts[line] ?? [], `@${line}`) })) } : {}),
  }
}

type Counts = Record<LifecycleState, number>
const countsOf = ({ names }: Buckets): Counts[] => names.map(() => ({ new: 0, returning: 0, resurrecting: 0, dormant: 0 }))

/** A bucket as it is told: one that the range or the present cuts is not whole. What happens at `asOf` itself is known. */
export function lifecycleBucket(
  { asOf, span }: Pick<Frame, 'asOf' | 'span'>,
  { bucket, begins, ends }: { readonly bucket: string; readonly begins: number; readonly ends: number },
  counts: Readonly<Record<LifecycleState, number | null>>,
  line = '',
): LifecycleBucket {
  const complete = ends <= Math.min(asOf + 1, span.to)
  const own = begins > asOf ? notBegun : complete ? counts : { ...counts, dormant: null }
  return { bucket, complete, drill: `state:${bucket}${line}`, ...own }
}
