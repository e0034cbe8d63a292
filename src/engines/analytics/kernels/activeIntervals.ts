import { bucketOf, bucketsOf, finder, shifted, type Buckets } from '../calendar/buckets.ts'
import { cutOf, limited, type Label } from '../columns/cut.ts'
import { actorRows, noCreation, partsFor, stretchesOf, type Frame } from '../frame.ts'
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
  const rows = actorRows(frame, [{ sel: query.sel, bit: 1 }], frame.span)
  const buckets = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  const cut = cutOf(frame)
  const [find, counts]: [ReturnType<typeof finder>, ActiveCount[]] = [finder(buckets), []]
  for (let actor = 1; actor <= frame.actors.count; actor++) {
    const own = rows.rows.subarray(rows.offsets[actor] ?? 0, rows.offsets[actor + 1] ?? 0)
    const times = timesIn(frame, own, find)
    const intervals = [...times.values()].filter((each) => each >= query.minOccurrences).length
    if (intervals > 0) counts.push({ actor, intervals, label: cut.codeAt(own[0] ?? 0) })
  }
  const weights = new Float64Array(cut.labels.length)
  for (const { label } of counts) weights[label] = (weights[label] ?? 0) + 1
  const { codes, labels } = limited(frame, cut.labels, weights)
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

/** Where an actor stands in each bucket of the range; dormant is dated at the first interval without activity. */
export function standings(
  frame: Frame,
  query: LifecycleQuery,
): { readonly buckets: Buckets; readonly at: (actor: number, bucket: number) => LifecycleState | null } {
  const { span, calendar, actors } = frame
  const buckets = bucketsOf(span.from, span.to, query.unit, calendar)
  const wide = { ...buckets, edges: [shifted(buckets.edges[0] ?? 0, query.unit, -1, calendar), ...buckets.edges] }
  const { first, isActive } = activeIn(frame, query, wide)
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
  return { buckets, at }
}

/** In which buckets each actor was active, as bits; and when it was first of all. Events are read name by name and need no common order. */
function activeIn(
  frame: Frame,
  query: LifecycleQuery,
  buckets: Buckets,
): { readonly first: Float64Array; readonly isActive: (actor: number, bucket: number) => boolean } {
  const { actors } = frame
  const words = Math.ceil((buckets.edges.length - 1) / 32)
  const marks = new Uint32Array((actors.count + 1) * words)
  const first = new Float64Array(actors.count + 1).fill(Infinity)
  const fold = ({ events: { ts: times }, actors: { ids } }: Frame, rows: Uint32Array): void => {
    let [bucket, edge] = [-1, buckets.edges[0] ?? Infinity]
    for (const row of rows) {
      const [actor, ts] = [ids[row] ?? 0, times[row] ?? 0]
      if (ts < (first[actor] ?? 0)) first[actor] = ts
      while (ts >= edge) edge = buckets.edges[++bucket + 1] ?? Infinity
      const slot = actor * words + (bucket >> 5)
      if (bucket >= 0) marks[slot] = (marks[slot] ?? 0) | (1 << (bucket & 31))
    }
  }
  for (const { frame: part, span } of stretchesOf(frame, { from: -Infinity, to: frame.span.to }))
    for (const { rows } of partsFor(part, [{ sel: query.sel, bit: 1 }], span)) fold(part, rows)
  return { first, isActive: (actor, bucket) => (((marks[actor * words + (bucket >> 5)] ?? 0) >> (bucket & 31)) & 1) === 1 }
}

export function lifecycle(frame: Frame, query: LifecycleQuery): LifecycleBucket[] {
  const { buckets, at: standing } = standings(frame, query)
  const counts = buckets.names.map(() => ({ new: 0, returning: 0, resurrecting: 0, dormant: 0 }))
  for (let actor = 1; actor <= frame.actors.count; actor++)
    for (const [bucket, own] of counts.entries()) {
      const state = standing(actor, bucket)
      if (state) own[state] += state === 'dormant' ? -1 : 1
    }
  return buckets.names.map((bucket, at) => {
    const [begins = 0, ends = 0] = [buckets.edges[at], buckets.edges[at + 1]]
    return lifecycleBucket(frame, { bucket, begins, ends }, counts[at] ?? notBegun)
  })
}

/** A bucket as it is told: one that the range or the present cuts is not whole. What happens at `asOf` itself is known. */
export function lifecycleBucket(
  { asOf, span }: Pick<Frame, 'asOf' | 'span'>,
  { bucket, begins, ends }: { readonly bucket: string; readonly begins: number; readonly ends: number },
  counts: Readonly<Record<LifecycleState, number | null>>,
): LifecycleBucket {
  const complete = ends <= Math.min(asOf + 1, span.to)
  const own = begins > asOf ? notBegun : complete ? counts : { ...counts, dormant: null }
  return { bucket, complete, drill: `state:${bucket}`, ...own }
}
