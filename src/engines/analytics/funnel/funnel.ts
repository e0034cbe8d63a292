import { wilson } from '../../numbers/intervals.ts'
import { bucketsOf, type Buckets } from '../calendar/buckets.ts'
import { limited, type Label } from '../columns/cut.ts'
import type { Frame } from '../frame.ts'
import type { FunnelQuery } from '../query/kinds.ts'
import { labelOf } from '../query/parts.ts'
import { quantile } from '../quantile.ts'
import { planOf, type Found, type Plan } from './plan.ts'
import type { Folding, Tally } from './tally.ts'
import { chainOf } from './labels.ts'
import { lanesOf, outcomesOf, unitsOf, type Lanes, type Outcome, type Units } from './units.ts'

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

/** Where everything of a funnel begins: its units, judged once, and the lines that they fall into. */
export interface Judged extends Units {
  readonly plan: Plan
  readonly lines: readonly Label[]
  readonly lineOf: (outcome: Outcome) => number
  readonly lanes: Lanes
}

export function judged(frame: Frame, query: FunnelQuery): Judged {
  const plan = planOf(query)
  const lanes = lanesOf(frame, query, plan)
  const units = unitsOf(frame, query, plan, lanes, frame.span)
  const weights = new Float64Array(units.labels.length)
  for (const { label } of units.outcomes) weights[label] = (weights[label] ?? 0) + 1
  const { codes, labels } = limited(frame, units.labels, weights)
  return { ...units, plan, lanes, lines: labels, lineOf: ({ label }) => codes[label] ?? 0 }
}

type Steps = { readonly steps: readonly StepResult[]; readonly breakdown: readonly FunnelLine[] }

/** Steps of the whole, and of each line of the breakdown. */
export function funnelSteps(query: FunnelQuery, own: Judged): Steps {
  const steps = stepResults(query, tallyOf(own.plan, own.outcomes), '')
  if (query.breakdown.length === 0) return { steps, breakdown: [] }
  const lines = own.lines.map((): Outcome[] => [])
  for (const outcome of own.outcomes) lines[own.lineOf(outcome)]?.push(outcome)
  return {
    steps,
    breakdown: lines.map((outcomes, line) => ({ breakdown: own.lines[line] ?? [], steps: stepResults(query, tallyOf(own.plan, outcomes), `@${line}`) })),
  }
}

/** The same from a flat fold. */
export const foldedSteps = (query: FunnelQuery, { whole, lines }: Folding): Steps => ({
  steps: stepResults(query, whole, ''),
  breakdown: lines.map(({ label, tally }, line) => ({ breakdown: label, steps: stepResults(query, tally, `@${line}`) })),
})

/** Steps of the whole where nothing else is asked of it: of no unit more is kept than its times. */
export function walkedSteps(frame: Frame, query: FunnelQuery): Steps {
  const plan = planOf(query)
  return { steps: stepResults(query, tallyOf(plan, outcomesOf(query, plan, lanesOf(frame, query, plan), frame.span)), ''), breakdown: [] }
}

function tallyOf(plan: Plan, outcomes: Iterable<Outcome>): Tally {
  const counts = new Float64Array(plan.steps)
  const gaps = Array.from({ length: plan.steps }, (): number[] => [])
  const add = ({ reached, firsts }: Found): void => {
    for (let step = 0; step < plan.steps; step++) counts[step] = (counts[step] ?? 0) + ((reached >> step) & 1)
    for (const fill of firsts) if (fill?.prev && ((reached >> fill.step) & 1) === 1) gaps[fill.step]?.push((fill.last - fill.prev.last) / 1000)
  }
  for (const { attempts } of outcomes) for (const found of attempts) add(found)
  return { counts, gaps }
}

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

/** Who stands behind a step: the actors that reached it, or those that came to the required step before and no further. */
export function funnelActors(query: FunnelQuery, own: Judged, step: number, line: number | null, side: 'in' | 'dropped'): { actor: number; rows: number[] }[] {
  const has = ({ attempts }: Outcome, place: number): boolean => attempts.some(({ reached }) => ((reached >> place) & 1) === 1)
  const wanted = own.outcomes.filter((outcome) => {
    if (line !== null && own.lineOf(outcome) !== line) return false
    return side === 'in' ? has(outcome, step) : step > 0 && has(outcome, requiredBefore(query, step)) && !has(outcome, step)
  })
  return wanted.map(({ unit, attempts }) => ({
    actor: own.actorOf(unit),
    rows: chainOf((attempts.find(({ reached }) => ((reached >> step) & 1) === 1) ?? attempts[0])?.chain ?? null).map(({ at }) => own.rows[at] ?? 0),
  }))
}

/** Seconds from one step to another along each chain that filled both. */
export function conversionTimes(frame: Frame, query: FunnelQuery, own: Judged): number[] {
  const [from, to] = [query.fromStep - 1, (query.toStep ?? query.steps.length) - 1]
  const all = query.timeOf === 'all_completions' && !own.plan.isTotal
  const units = all ? unitsOf(frame, query, { ...own.plan, isTotal: true }, own.lanes, frame.span) : own
  return units.outcomes.flatMap(({ attempts }) => attempts.flatMap((found) => timeBetween(found, from, to))).sort((a, b) => a - b)
}

function timeBetween({ firsts, reached }: Found, from: number, to: number): number[] {
  if (((reached >> to) & 1) === 0) return []
  const fills = chainOf(firsts[to] ?? null)
  const [a, b] = [fills.find(({ step }) => step === from), fills.at(-1)]
  return a && b ? [(b.last - a.last) / 1000] : []
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

/** The funnel by when it was entered: in each bucket, units with an entry there, and those of them that converted by a chain that began there. */
export function funnelOverTime(frame: Frame, query: FunnelQuery, { plan, lanes }: Judged): OverTime[] {
  const buckets: Buckets = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  const [from, to] = [query.fromStep - 1, (query.toStep ?? query.steps.length) - 1]
  return buckets.names.map((bucket, place) => {
    const entry = entryOf(frame, buckets, place)
    const { outcomes } = unitsOf(frame, { ...query, breakdown: [] }, plan, lanes, entry)
    const reached = (step: number): number =>
      outcomes.reduce((sum, { attempts }) => sum + attempts.filter((found) => ((found.reached >> step) & 1) === 1).length, 0)
    const [entered, converted] = [reached(from), reached(to)]
    return {
      bucket,
      entered,
      converted,
      rate: entered === 0 ? null : converted / entered,
      complete: entry.to + plan.reach <= frame.asOf + 1,
      drill: `entered:${place}`,
    }
  })
}

const entryOf = (frame: Frame, { edges }: Buckets, place: number): { readonly from: number; readonly to: number } => ({
  from: Math.max(frame.span.from, edges[place] ?? 0),
  to: Math.min(frame.span.to, edges[place + 1] ?? 0),
})

/** Who entered in a bucket and converted by a chain that began there, or did not. */
export function bucketActors(frame: Frame, query: FunnelQuery, { plan, lanes }: Judged, place: number, side: 'in' | 'dropped'): number[] {
  const buckets = bucketsOf(frame.span.from, frame.span.to, query.unit, frame.calendar)
  const [from, to] = [query.fromStep - 1, (query.toStep ?? query.steps.length) - 1]
  const { outcomes, actorOf } = unitsOf(frame, { ...query, breakdown: [] }, plan, lanes, entryOf(frame, buckets, place))
  const has = (attempts: readonly Found[], step: number): boolean => attempts.some(({ reached }) => ((reached >> step) & 1) === 1)
  return outcomes.filter(({ attempts }) => (side === 'in' ? has(attempts, to) : has(attempts, from) && !has(attempts, to))).map(({ unit }) => actorOf(unit))
}
