import { wilson } from '../../numbers/intervals.ts'
import { bucketsOf } from '../calendar/buckets.ts'
import type { Span } from '../calendar/span.ts'
import { lastingCut, limited, type Label } from '../columns/cut.ts'
import { slicesOf, type Frame } from '../frame.ts'
import type { FunnelQuery } from '../query/kinds.ts'
import { labelOf } from '../query/parts.ts'
import { quantile } from '../quantile.ts'
import { chainOf, labeller } from './labels.ts'
import { planOf, type Plan } from './plan.ts'
import type { Folding, Tally } from './tally.ts'
import { lanesOf, outcomesOf, type Lanes, type Outcome } from './units.ts'

export interface StepResult {
  readonly label: string
  readonly optional: boolean
  readonly count: number
  /** Share of step 1; null when nobody entered. */
  readonly fromStart: number | null
  /** Share of the last required step before. */
  readonly fromPrev: number | null
  readonly dropped: number
  /** Seconds from the filled step before, when each unit first came here; null when nobody did. */
  readonly medianSec: number | null
  readonly p90Sec: number | null
  /** Wilson’s interval of fromStart. */
  readonly ci95: { readonly low: number; readonly high: number } | null
  readonly drill: string
}

export interface FunnelLine {
  readonly breakdown: Label
  readonly steps: readonly StepResult[]
}

/** What the walks over all actors come to, slice by slice: nothing is kept of a unit but what it adds. */
export interface Judged {
  readonly whole: Tally
  readonly lines: Folding['lines']
  readonly overTime: readonly OverTime[]
  /** Seconds from one step to another along each chain that filled both, ascending. */
  readonly times: readonly number[]
}

/** A funnel whose actors are walked, each with its own rows; and what its view asks for besides the steps. */
export function judged(frame: Frame, query: FunnelQuery): Judged {
  const [plan, cut, times] = [planOf(query), lastingCut(), new Array<number>()]
  const tallies: Growing[] = []
  const moments = query.view === 'over_time' ? momentsOf(frame, query) : []
  const isTimed = query.view === 'time_to_convert'
  const isApart = query.timeOf === 'all_completions' && !plan.isTotal // then every completion has a time, and each actor still counts once
  for (const slice of slicesOf(frame)) {
    const lanes = lanesOf(slice, query, plan)
    for (const outcome of outcomesOf(query, plan, lanes, frame.span, labeller(slice, query, lanes, cut.of(slice)))) {
      add((tallies[outcome.label] ??= growing(plan)), outcome)
      if (isTimed && !isApart) addTimes(query, outcome, times)
    }
    if (isTimed && isApart) for (const outcome of outcomesOf(query, { ...plan, isTotal: true }, lanes, frame.span)) addTimes(query, outcome, times)
    for (const moment of moments) enter(query, plan, lanes, moment)
  }
  const { codes, labels } = limited(
    frame,
    cut.labels,
    cut.labels.map((_, label) => tallies[label]?.units ?? 0),
  )
  const lines = query.breakdown.length === 0 ? [] : labels.map((label, line) => ({ label, tally: together(plan, tallies, (own) => codes[own] === line) }))
  return {
    whole: together(plan, tallies, () => true),
    lines,
    overTime: moments.map(({ bucket, entry, entered, converted, place }) => ({
      bucket,
      entered,
      converted,
      rate: entered === 0 ? null : converted / entered,
      complete: entry.to + plan.reach <= frame.asOf + 1,
      drill: `entered:${place}`,
    })),
    times: times.sort((a, b) => a - b),
  }
}

/** Counts and times that grow with each unit of a line. */
interface Growing {
  units: number
  readonly counts: Float64Array
  readonly gaps: readonly number[][]
}

const growing = ({ steps }: Plan): Growing => ({ units: 0, counts: new Float64Array(steps), gaps: Array.from({ length: steps }, () => []) })

function add(own: Growing, { attempts }: Outcome): void {
  own.units += 1
  for (const { reached, firsts } of attempts) {
    for (let step = 0; step < own.counts.length; step++) own.counts[step] = (own.counts[step] ?? 0) + ((reached >> step) & 1)
    for (const fill of firsts) if (fill?.prev && ((reached >> fill.step) & 1) === 1) own.gaps[fill.step]?.push((fill.last - fill.prev.last) / 1000)
  }
}

/** Several lines as one. */
function together(plan: Plan, tallies: readonly (Growing | undefined)[], isOf: (line: number) => boolean): Tally {
  const own = tallies.flatMap((tally, line) => (tally && isOf(line) ? [tally] : []))
  const [only] = own
  if (only && own.length === 1) return only
  const counts = Float64Array.from({ length: plan.steps }, (_, step) => own.reduce((sum, each) => sum + (each.counts[step] ?? 0), 0))
  return { counts, gaps: Array.from(counts, (_, step) => own.flatMap(({ gaps }) => gaps[step] ?? [])) }
}

/** Steps of the whole, and of each line of the breakdown. */
export const foldedSteps = (
  query: FunnelQuery,
  { whole, lines }: Pick<Folding, 'whole' | 'lines'>,
): { readonly steps: readonly StepResult[]; readonly breakdown: readonly FunnelLine[] } => ({
  steps: stepResults(query, whole, ''),
  breakdown: lines.map(({ label, tally }, line) => ({ breakdown: label, steps: stepResults(query, tally, `@${line}`) })),
})

function stepResults(query: FunnelQuery, { counts, gaps }: Tally, line: string): StepResult[] {
  const entered = counts[0] ?? 0
  return query.steps.map((step, place) => {
    const count = counts[place] ?? 0
    const before = place === 0 ? count : (counts[requiredBefore(query, place)] ?? 0)
    const own = Float64Array.from(gaps[place] ?? []).sort()
    return {
      label: labelOf(step),
      optional: step.optional,
      count,
      fromStart: entered === 0 ? null : count / entered,
      fromPrev: before === 0 ? null : count / before,
      dropped: before - count,
      medianSec: quantile(own, 0.5),
      p90Sec: quantile(own, 0.9),
      ci95: count <= entered ? wilson(count, entered) : null,
      drill: `step:${place + 1}${line}`,
    }
  })
}

function requiredBefore({ steps }: FunnelQuery, place: number): number {
  for (let before = place - 1; before > 0; before--) if (!steps[before]?.optional) return before
  return 0
}

/** An actor behind a number, with the events of the chain that was walked. */
export interface Walker {
  readonly actor: number
  readonly chain: readonly { readonly event: string; readonly at: string }[]
}

/**
 * Who stands behind a step: the actors that reached it, or those that came to the required step before and no further. `lineOf` finds the wanted one (null: all)
 * among as many lines as the answer has; undefined, and null is told, where there is none such.
 */
export function funnelActors(
  frame: Frame,
  query: FunnelQuery,
  step: number,
  side: 'in' | 'dropped',
  lineOf: (lines: number) => number | null | undefined = () => null,
): Walker[] | null {
  const [plan, cut] = [planOf(query), lastingCut()]
  const found: (Walker & { readonly label: number })[] = []
  const units: number[] = []
  for (const slice of slicesOf(frame)) {
    const lanes = lanesOf(slice, query, plan)
    for (const outcome of outcomesOf(query, plan, lanes, frame.span, labeller(slice, query, lanes, cut.of(slice)))) {
      const { label } = outcome
      units[label] = (units[label] ?? 0) + 1
      const isWanted = side === 'in' ? has(outcome, step) : step > 0 && has(outcome, requiredBefore(query, step)) && !has(outcome, step)
      if (isWanted) found.push({ label, ...walkerOf(slice, lanes, outcome, step) })
    }
  }
  const { codes, labels } = limited(
    frame,
    cut.labels,
    cut.labels.map((_, label) => units[label] ?? 0),
  )
  const line = lineOf(labels.length)
  return line === undefined ? null : found.flatMap(({ label, ...walker }) => (line === null || codes[label] === line ? [walker] : []))
}

const has = ({ attempts }: Outcome, place: number): boolean => attempts.some(({ reached }) => ((reached >> place) & 1) === 1)

function walkerOf({ events }: Frame, lanes: Lanes, { unit, attempts }: Outcome, step: number): Walker {
  const own = attempts.find(({ reached }) => ((reached >> step) & 1) === 1) ?? attempts[0]
  const rows = chainOf(own?.chain ?? null).map(({ at }) => lanes.rows[at] ?? 0)
  const chain = rows.map((row) => ({ event: events.names[events.name[row] ?? 0] ?? '', at: new Date(events.ts[row] ?? 0).toISOString() }))
  return { actor: lanes.actorOf(unit), chain }
}

/** The steps, from 0, between which a view of times or of entries looks. */
const endsOf = ({ fromStep, toStep, steps }: FunnelQuery): readonly [from: number, to: number] => [fromStep - 1, (toStep ?? steps.length) - 1]

function addTimes(query: FunnelQuery, { attempts }: Outcome, times: number[]): void {
  const [from, to] = endsOf(query)
  for (const { firsts, reached } of attempts) {
    if (((reached >> to) & 1) === 0) continue
    const fills = chainOf(firsts[to] ?? null)
    const [a, b] = [fills.find(({ step }) => step === from), fills.at(-1)]
    if (a && b) times.push((b.last - a.last) / 1000)
  }
}

export interface OverTime {
  readonly bucket: string
  readonly entered: number
  readonly converted: number
  readonly rate: number | null
  /** Has the window of every entry of the bucket closed? */
  readonly complete: boolean
  /** Those that converted; the other side are those that entered and did not. */
  readonly drill: string
}

/** A bucket of the funnel by when it was entered: units with an entry there, and those of them that converted by a chain that began there. */
interface Moment {
  readonly bucket: string
  readonly place: number
  readonly entry: Span
  entered: number
  converted: number
}

function momentsOf(frame: Frame, query: FunnelQuery): Moment[] {
  const { names, edges } = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  return names.map((bucket, place) => ({
    bucket,
    place,
    entry: { from: Math.max(frame.span.from, edges[place] ?? 0), to: Math.min(frame.span.to, edges[place + 1] ?? 0) },
    entered: 0,
    converted: 0,
  }))
}

function enter(query: FunnelQuery, plan: Plan, lanes: Lanes, moment: Moment): void {
  const [from, to] = endsOf(query)
  for (const { attempts } of outcomesOf({ ...query, breakdown: [] }, plan, lanes, moment.entry))
    for (const { reached } of attempts) {
      moment.entered += (reached >> from) & 1
      moment.converted += (reached >> to) & 1
    }
}

/** Who entered in a bucket and converted by a chain that began there, or did not. */
export function bucketActors(frame: Frame, query: FunnelQuery, place: number, side: 'in' | 'dropped'): number[] {
  const [plan, moment, [from, to]] = [planOf(query), momentsOf(frame, query)[place], endsOf(query)]
  const found: number[] = []
  if (!moment) return found
  for (const slice of slicesOf(frame)) {
    const lanes = lanesOf(slice, query, plan)
    for (const outcome of outcomesOf({ ...query, breakdown: [] }, plan, lanes, moment.entry))
      if (side === 'in' ? has(outcome, to) : has(outcome, from) && !has(outcome, to)) found.push(lanes.actorOf(outcome.unit))
  }
  return found
}
