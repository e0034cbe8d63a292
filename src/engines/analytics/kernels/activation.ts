import { wilson } from '../../numbers/intervals.ts'
import { bucketOf, bucketsOf } from '../calendar/buckets.ts'
import { lastingCut, limited, weightsOf, type Label } from '../columns/cut.ts'
import type { Grouped } from '../columns/stream.ts'
import { actorRows, forever, frameOfNames, noCreation, partsFor, slicesOf, stretchesOf, type Frame } from '../frame.ts'
import type { ActivationQuery } from '../query/kinds.ts'
import { millisOf, type EventSel, type Where } from '../query/parts.ts'
import { foldEarliest, noneYet, type Earliest } from './earliest.ts'
import { kaplanMeier, type SurvivalCurve } from './kaplanMeier.ts'

/** An actor whose clock started in the range: when, and when it reached the milestone (null: not by `asOf`). */
export interface Newcomer {
  readonly actor: number
  readonly cohort: number
  readonly label: number
  readonly start: number
  readonly reached: number | null
}

export interface ActivationCohort {
  readonly start: string
  readonly breakdown: Label
  /** Actors whose clock started here. */
  readonly eligible: number
  /** Those whose whole window has passed. */
  readonly matured: number
  /** Of those that count, how many got there within the window. */
  readonly activated: number
  readonly rate: number | null
  readonly ci95: { readonly low: number; readonly high: number } | null
  readonly drill: string
}

export function newcomers(
  frame: Frame,
  query: ActivationQuery,
): { readonly newcomers: readonly Newcomer[]; readonly labels: readonly Label[]; readonly starts: readonly string[] } {
  const wishes = query.milestone.map(({ sel }, place) => ({ sel, bit: 1 << place }))
  const isBroken = query.breakdown.length > 0
  const buckets = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  const [cut, size] = [lastingCut(), frame.actors.count + 1]
  const [starts, reached, lines] = [new Float64Array(size).fill(Number.NaN), new Float64Array(size).fill(Number.NaN), new Int32Array(size).fill(-1)]
  const isNew = (start: number): boolean => start >= frame.span.from && start < frame.span.to && start <= frame.asOf
  const whole = isBroken ? null : birthsOf(frame, query)
  let lineOf = (_: number): number => 0 // of whoever did nothing: by what is known of it
  for (const slice of slicesOf(isBroken ? frame : frameOfNames(frame, [query.milestone]))) {
    const [rows, { codeOf }] = [actorRows(slice, wishes), cut.of(slice)]
    const births = whole ?? birthsOf(slice, query)
    for (let actor = 1; actor < size; actor++) {
      const { start, row } = births(actor)
      if (!isNew(start)) continue
      starts[actor] = start
      const first = row < 0 || whole ? firstOf(rows, actor) : row
      if (first < 0) continue // of another slice, or nobody’s
      lines[actor] = codeOf(actor, first)
      reached[actor] = milestoneAt(slice, query, rows, actor, start) ?? Number.NaN
    }
    lineOf = (actor) => codeOf(actor, -1)
  }
  const found: Newcomer[] = []
  for (let actor = 1; actor < size; actor++) {
    const [start, at, line] = [starts[actor] ?? Number.NaN, reached[actor] ?? Number.NaN, lines[actor] ?? -1]
    if (Number.isNaN(start)) continue
    found.push({ actor, start, reached: Number.isNaN(at) ? null : at, cohort: bucketOf(buckets, start), label: line < 0 ? lineOf(actor) : line })
  }
  const { codes, labels } = limited(
    frame,
    cut.labels,
    weightsOf(
      cut.labels,
      found.map(({ label }) => label),
    ),
  )
  return { newcomers: found.map((each) => ({ ...each, label: codes[each.label] ?? 0 })), labels, starts: buckets.names }
}

const firstOf = ({ rows, offsets }: Grouped, actor: number): number =>
  (offsets[actor] ?? 0) < (offsets[actor + 1] ?? 0) ? (rows[offsets[actor] ?? 0] ?? -1) : -1

/** When the clock of each actor starts: its creation where the source says it, else its first event; or its first event of a selection. */
function birthsOf(frame: Frame, { t0 }: ActivationQuery): (actor: number) => { readonly start: number; readonly row: number } {
  const { created } = frame.actors
  const isCreated = t0 === 'actor_created'
  if (isCreated && !created) frame.notes.add(noCreation)
  const { ts, row: rows } = firstOnes(frame, isCreated ? { event: '*', where: null, label: null } : t0, isCreated ? null : frame.query.where)
  return (actor) => {
    const row = rows[actor] ?? -1
    const first = row < 0 ? Number.NaN : (ts[actor] ?? Number.NaN)
    const known = created?.[actor] ?? Number.NaN
    return { start: isCreated && !Number.isNaN(known) ? known : first, row }
  }
}

/** The first of some events of each actor. Read name by name, in no common order. */
function firstOnes(frame: Frame, sel: EventSel, where: Where | null): Earliest {
  const found = noneYet(frame.actors.count)
  for (const { frame: part, span } of stretchesOf(frame))
    for (const stream of partsFor(part, [{ sel, bit: 1 }], span, where)) foldEarliest(part, stream, 1, forever, found)
  return found
}

/** When all, any or each milestone after the other was reached; an event counts from the start of the clock. */
function milestoneAt(frame: Frame, query: ActivationQuery, rows: Grouped, actor: number, start: number): number | null {
  const { combine, milestone } = query
  let after = start
  const times: (number | null)[] = []
  for (let place = 0; place < milestone.length; place++) {
    const at = oneMilestone(frame, query, rows, actor, place, after, combine === 'sequence' && place > 0)
    times.push(at)
    if (combine === 'sequence' && at !== null) after = at
    if (combine === 'sequence' && at === null) return null
  }
  const known = times.filter((time) => time !== null)
  if (combine === 'any') return known.length > 0 ? Math.min(...known) : null
  return known.length === times.length ? Math.max(...known) : null
}

function oneMilestone(
  { events }: Frame,
  { milestone }: ActivationQuery,
  rows: Grouped,
  actor: number,
  place: number,
  after: number,
  isStrict: boolean,
): number | null {
  const { times = 1, minPersons = 1 } = milestone[place] ?? {}
  const persons = new Set<number>()
  let count = 0
  for (let at = rows.offsets[actor] ?? 0; at < (rows.offsets[actor + 1] ?? 0); at++) {
    const row = rows.rows[at] ?? 0
    const ts = events.ts[row] ?? 0
    if ((((rows.bits[at] ?? 0) >> place) & 1) === 0 || ts < after || (isStrict && ts === after)) continue
    count++
    persons.add(events.person[row] ?? 0)
    if (count >= times && persons.size >= minPersons) return ts
  }
  return null
}

/** Those that a rate is of: all, or those whose whole window has passed. */
export function countedIn({ asOf }: Frame, { within, maturedOnly }: ActivationQuery, members: readonly Newcomer[]): readonly Newcomer[] {
  const length = millisOf(within, 'within')
  return maturedOnly ? members.filter(({ start }) => start + length <= asOf) : members
}

export const isActivated =
  ({ within }: ActivationQuery) =>
  ({ start, reached }: Newcomer): boolean =>
    reached !== null && reached - start <= millisOf(within, 'within')

export function activation(
  frame: Frame,
  query: ActivationQuery,
  own: ReturnType<typeof newcomers>,
): { readonly cohorts: readonly ActivationCohort[]; readonly total: ActivationCohort; readonly ttv: SurvivalCurve } {
  const within = millisOf(query.within, 'within')
  const cohort = (start: string, breakdown: Label, members: readonly Newcomer[], drill: string): ActivationCohort => {
    const matured = members.filter((each) => each.start + within <= frame.asOf).length
    const counted = countedIn(frame, query, members)
    const activated = counted.filter(isActivated(query)).length
    const rate = counted.length === 0 ? null : activated / counted.length
    return { start, breakdown, eligible: members.length, matured, activated, rate, ci95: wilson(activated, counted.length), drill }
  }
  const cohorts = own.labels.flatMap((label, line) =>
    own.starts.map((start, at) =>
      cohort(
        start,
        label,
        own.newcomers.filter((each) => each.label === line && each.cohort === at),
        `cohort:${line}:${at}`,
      ),
    ),
  )
  const waits = own.newcomers.map(({ start, reached }) => ({ time: ((reached ?? frame.asOf) - start) / 1000, isEvent: reached !== null }))
  return { cohorts, total: cohort('all', [], own.newcomers, 'cohort'), ttv: kaplanMeier(waits) }
}
