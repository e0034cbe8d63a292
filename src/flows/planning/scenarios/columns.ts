import { capital } from '#engines/numbers/capital.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { worthOf } from '#engines/portfolio/optimise/problem.ts'
import { everyRow, Problem, type Context } from '#kernel'
import { scenario } from '#objects'
import { candidatesOf, type Candidate, type Candidates, type Records, type Wish } from '../candidates.ts'
import { partsOf } from '../conflict.ts'
import { linesOf, type PlanAnswer } from '../optimiseFile.ts'
import { problemOf } from '../problemOf.ts'
import { byKey } from '../reading.ts'
import { placed } from './placed.ts'

export interface PlanColumn {
  readonly value: number | null
  readonly bets: readonly {
    readonly id: string
    readonly key: string
    readonly title: string
    readonly from: string
    readonly to: string
    readonly wasTo: string | null
  }[]
  readonly dropped: readonly {
    readonly id: string
    readonly key: string
    readonly title: string
    readonly price: { readonly low: number; readonly high: number | null; readonly possible: boolean } | null
  }[]
  readonly load: PlanAnswer['load']
  /** The same of people with a skill, where a squad names skills and bets ask for them. */
  readonly skills: PlanAnswer['skills']
  readonly themes: PlanAnswer['themes']
  /** Bets that cannot be planned, and what they lack. */
  readonly unplanned: Candidates['unplanned']
  /** Rules that it breaks, in words. */
  readonly breaks: readonly string[]
}

/** What plans are made from. */
export async function recordsOf(ctx: Pick<Context, 'read'>): Promise<Records> {
  const [initiatives = [], capacity = [], allocations = [], dependencies = [], seats = []] = await Promise.all(
    ['initiative', 'capacityPlan', 'allocation', 'dependency', 'seat'].map((noun) => everyRow(ctx, noun)),
  )
  return { initiatives, capacity, allocations, dependencies, seats }
}

/** The records after people changed squads: their capacity plans as the scenario’s adoption would leave them. */
export function withPeople(records: Records, people: readonly unknown[], now: string): Records {
  const moves = scenario.scenario.fields.people.parse(people)
  const { revised, fault } = scenario.movedPlans(moves, records.capacity, now)
  if (fault) throw new Problem('refused', ...fault, { code: 'people' })
  return revisedIn(records, revised)
}

/** The records with the capacity plans that people’s moves revise. */
export function revisedIn(records: Records, revised: ReturnType<typeof scenario.movedPlans>['revised']): Records {
  const after = new Map(revised.map(({ plan, headcount, skills }) => [plan.id, { ...plan, headcount, skills }]))
  return { ...records, capacity: records.capacity.map((row) => after.get(row.id) ?? row) }
}

/** The portfolio that the records describe from today on; refused where there is nothing to plan. */
export function planned(records: Records, wish: Omit<Wish, 'today'>, ctx: Pick<Context, 'now'>): Candidates {
  const found = candidatesOf(records, { ...wish, today: ctx.now().slice(0, 10) })
  if (!found) throw new Problem('refused', 'No squad has a capacity yet.', 'Add a capacity plan for each squad and quarter.', { code: 'no-capacity' })
  if (found.candidates.length === 0)
    throw new Problem('refused', 'No bet can be planned yet.', 'A bet needs a squad, a size and a value.', { code: 'no-candidates' })
  return found
}

/** Today’s roadmap. */
export const asPlanned = ({ planned: at }: Candidate): number | null => at

/** Bets in the quarters in which they land, held against the rules: their worth, what is in and out, the load, and what they break. */
export function columnFor(of: Candidates, landsIn: (one: Candidate) => number | null): PlanColumn {
  const { portfolio, candidates } = of
  const problem = problemOf(portfolio)
  const plan = placed(problem, candidates, landsIn)
  return {
    value: worthOf(problem, plan),
    ...columnOf(of, linesOf(portfolio, problem, plan, [])),
    breaks: breachesOf(problem, plan).map(({ group, by }) => breakSays(group, by)),
  }
}

/** A plan’s items as bets again: phases joined, what is not finished within the horizon counted as dropped. */
export function columnOf(
  { candidates, unplanned, portfolio: { periods } }: Candidates,
  answer: Pick<PlanAnswer, 'plan' | 'leftOut' | 'load' | 'skills' | 'themes'>,
): Pick<PlanColumn, 'bets' | 'dropped' | 'load' | 'skills' | 'themes' | 'unplanned'> {
  const when = new Map(answer.plan.map(({ item, period }) => [item, period]))
  const price = new Map(answer.leftOut.map((one) => [one.item, one.price]))
  const bets = candidates.flatMap(({ id, key, title, phases, planned }) => {
    const [from, to] = [when.get(phases[0] ?? ''), when.get(phases.at(-1) ?? '')]
    const wasTo = planned === null ? null : (periods[planned] ?? null)
    return from === undefined || to === undefined ? [] : [{ id, key, title, from, to, wasTo }]
  })
  const dropped = candidates
    .filter(({ phases }) => !when.has(phases.at(-1) ?? ''))
    .map(({ id, key, title, phases }) => ({ id, key, title, price: price.get(phases.at(-1) ?? '') ?? null }))
  const { load, skills, themes } = answer
  return { bets: bets.toSorted((a, b) => a.to.localeCompare(b.to) || byKey(a, b)), dropped, load, skills, themes, unplanned }
}

function breakSays(group: string, by: number): string {
  const { kind, name, last } = partsOf(group)
  const weeks = Math.ceil(by * 10) / 10
  if (kind === 'capacity') return `${name} is ${weeks} person-weeks over in ${showPeriod(last, 'short')}`
  if (kind === 'floor') return `${capital(name)} gets ${weeks} person-weeks less than its floor`
  if (kind === 'ceiling') return `${capital(name)} gets ${weeks} person-weeks more than its ceiling`
  if (kind === 'needs') return `${name} is planned before ${last}, which it needs`
  if (kind === 'exclusive') return `${name.split('+').join(' and ')} are both planned, and only one is to be done`
  return `${name} is ${kind} and not planned so`
}
