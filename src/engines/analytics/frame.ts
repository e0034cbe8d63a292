import { spanBefore, spanOf, type Span } from './calendar/span.ts'
import type { Calendar } from './calendar/buckets.ts'
import { actorsOf, type Actors } from './columns/actors.ts'
import type { Events } from './columns/events.ts'
import { ownerOf } from './columns/profile.ts'
import { readingOf } from './columns/property.ts'
import { countOf, groupedBy, keysAt, partsOf, streamOf, type Grouped, type Limits, type Stream, type Wish } from './columns/stream.ts'
import { noGroups, type Groups, type Surroundings } from './columns/where.ts'
import type { Query } from './query/kinds.ts'
import { bySession, namesIn, needOf } from './query/need.ts'

/** A query in its place: the events, the stretch of time, who is counted, and what was found amiss on the way. */
export interface Frame {
  /** The events that the query can read; of those in files, no others. */
  readonly events: Events
  /** All events of those whom the query is about. */
  readonly whole: Events
  readonly query: Query
  readonly asOf: number
  readonly span: Span
  readonly calendar: Calendar
  readonly actors: Actors
  readonly around: Surroundings
  /** What the answer must warn of. */
  readonly notes: Set<string>
  readonly read: { rows: number }
}

export function frameOf(events: Events, query: Query, asOf: number, groups: Groups = noGroups): Frame {
  const calendar = { tz: query.tz, weekStart: query.weekStart }
  const notes = new Set<string>()
  const around: Surroundings = { ...groups, unknowns: new Set(), undated: query.propTime === 'at_event' ? new Set() : null }
  const span = spanOf(query.range, asOf, calendar)
  const spans = query.compareTo === null ? [span] : [span, spanBefore(query.range, span, query.compareTo, asOf, calendar)]
  const own = events.filed ? events.filed.only(needOf(query, spans)) : events
  const actors = actorsOf(own, query.actor)
  return { events: own, whole: events, query, asOf, span, calendar, actors, around, notes, read: { rows: 0 } }
}

export const noCreation = 'The source does not say when actors were created; the first event of each is taken.'

export const forever = { from: -Infinity, to: Infinity }

/**
 * The frame cut by time, for folds that keep no row: each part is small enough to be held, and is gone when the next is asked for. All of it is one part
 * where it is at hand or fits the budget, and, unless the fold says otherwise, where the lines of a breakdown are told from rows in the end.
 */
export function* stretchesOf(
  frame: Frame,
  span: Span = forever,
  keepsRows = frame.query.breakdown.length > 0,
): Generator<{ readonly frame: Frame; readonly span: Span }> {
  const { events, query } = frame
  if (!events.filed || keepsRows || (typeof query.actor !== 'object' && query.actor !== 'person')) {
    yield { frame, span }
    return
  }
  for (const { events: part, from, to } of events.filed.stretches(span.from, span.to))
    yield { frame: part === events ? frame : { ...frame, events: part, actors: actorsOf(part, query.actor) }, span: { from, to } }
}

/**
 * The frame by slices of its actors, for walks that need all rows of an actor at once: each is small enough to be held, and is gone when the next is asked for.
 * Sessions, and groups of other kinds, are not cut.
 */
export function* slicesOf(frame: Frame): Generator<Frame> {
  const { events, query } = frame
  const of = bySession(query) ? null : ownerOf(query.actor)
  if (!events.filed || of === null) yield frame
  else for (const own of events.filed.slices(of)) yield { ...frame, events: own, actors: actorsOf(own, query.actor) }
}

/** Rows that match the wishes and the query’s filter, in the order of time; of all time when no stretch is given. */
export function rowsFor(frame: Frame, wishes: readonly Wish[], span: Span = forever, where: Limits['where'] = frame.query.where): Stream {
  const stream = streamOf(frame.events, wishes, { ...span, knownBy: frame.asOf, where }, frame.around)
  frame.read.rows += stream.rows.length
  return stream
}

/** The same, one stream for each name, not merged: for folds that need no common order, or merge on the way. */
export function partsFor(frame: Frame, wishes: readonly Wish[], span: Span = forever, where: Limits['where'] = frame.query.where): Stream[] {
  const parts = partsOf(frame.events, wishes, { ...span, knownBy: frame.asOf, where }, frame.around)
  for (const part of parts) frame.read.rows += countOf(part)
  return parts
}

/** Rows that match, cut by actor. */
export function actorRows(frame: Frame, wishes: readonly Wish[], span?: Span, where?: Limits['where']): Grouped {
  const stream = where === undefined ? rowsFor(frame, wishes, span) : rowsFor(frame, wishes, span, where)
  return groupedBy(stream, keysAt(frame.actors.ids, stream.rows), frame.actors.count)
}

/** The frame of those events alone that these selections name; where events are at hand it is the frame itself. */
export function frameOfNames(frame: Frame, selections: unknown): Frame {
  const names = namesIn(selections)
  if (!frame.events.filed || names.has('*') || frame.query.actor === 'session') return frame // sessions are numbered over all events
  const events = frame.events.filed.only({ names: [...names], ...forever })
  return { ...frame, events, actors: actorsOf(events, frame.query.actor) }
}

export const reading = (frame: Frame, ref: string) => readingOf(frame.events, ref, frame.around)
