import { capital } from '#engines/numbers/capital.ts'
import { leftShare } from '#engines/numbers/dates.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { worthOf, type Plan } from '#engines/portfolio/optimise/problem.ts'
import { everyRow, Problem, type Context } from '#kernel'
import { scenario } from '#objects'
import { candidatesOf, type Candidate, type Candidates, type Records, type Wish } from '../candidates.ts'
import { linesOf, type PlanAnswer } from '../optimiseFile.ts'
import { likeliest, problemOf } from '../problemOf.ts'
import { byKey } from '../reading.ts'
import { scarceIn } from './scarce.ts'

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
  readonly themes: PlanAnswer['themes']
  /** Rules that it breaks, in words. */
  readonly breaks: readonly string[]
  /** Skills that it asks more of than people give, in words. */
  readonly scarce: readonly string[]
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

export interface Planned extends Candidates {
  /** Skills that a plan asks more of than people give. */
  scarce(answer: Pick<PlanAnswer, 'plan'>): readonly string[]
}

/** The portfolio that the records describe from today on; refused where there is nothing to plan. */
export function planned(records: Records, wish: Omit<Wish, 'today'>, ctx: Pick<Context, 'now'>): Planned {
  const today = ctx.now().slice(0, 10)
  const found = candidatesOf(records, { ...wish, today })
  if (!found) throw new Problem('refused', 'No squad has a capacity yet.', 'Add a capacity plan for each squad and quarter.', { code: 'no-capacity' })
  if (found.candidates.length === 0)
    throw new Problem('refused', 'No bet can be planned yet.', 'A bet needs a squad, a size and a value.', { code: 'no-candidates' })
  const items = new Map(found.portfolio.items.map((one) => [one.id, one]))
  const bets = new Map(found.candidates.flatMap(({ key, phases }) => phases.map((id) => [id, key] as const)))
  return {
    ...found,
    scarce: ({ plan }) => {
      const taken = plan.flatMap(({ item, period }) =>
        Object.entries(items.get(item)?.effort ?? {}).map(([squad, weeks]) => ({
          bet: bets.get(item) ?? item,
          squad,
          period,
          weeks: likeliest(weeks, item, squad),
        })),
      )
      return scarceIn(records, taken, (period) => leftShare(period, today))
    },
  }
}

/** Each bet in the quarter in which it lands, its phases before it. */
export const placed = (candidates: readonly Candidate[], landsIn: (one: Candidate) => number | null): Plan =>
  candidates.flatMap((one) => {
    const at = landsIn(one)
    return one.phases.map((_, n) => (at === null ? null : Math.max(0, at - (one.phases.length - 1 - n))))
  })

export const todaysPlan = (candidates: readonly Candidate[]): Plan => placed(candidates, ({ planned: at }) => at)

/** A plan held against the rules: its worth, what is in and out, the load, and what it breaks. */
export function columnFor(of: Planned, plan: Plan): PlanColumn {
  const { portfolio } = of
  const problem = problemOf(portfolio)
  return {
    value: worthOf(problem, plan),
    ...columnOf(of, linesOf(portfolio, problem, plan, [])),
    breaks: breachesOf(problem, plan).map(({ group, by }) => breakSays(group, by)),
  }
}

/** A plan’s items as bets again: phases joined, what is not finished within the horizon counted as dropped. */
export function columnOf(
  { candidates, portfolio: { periods }, scarce }: Planned,
  answer: Pick<PlanAnswer, 'plan' | 'leftOut' | 'load' | 'themes'>,
): Pick<PlanColumn, 'bets' | 'dropped' | 'load' | 'themes' | 'scarce'> {
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
  return { bets: bets.toSorted((a, b) => a.to.localeCompare(b.to) || byKey(a, b)), dropped, load: answer.load, themes: answer.themes, scarce: scarce(answer) }
}

function breakSays(group: string, by: number): string {
  const [kind, name = '', ...rest] = group.replaceAll(/#\d+/g, '').split(':')
  const weeks = Math.ceil(by * 10) / 10
  if (kind === 'capacity') return `${name} is ${weeks} person-weeks over in ${showPeriod(rest.join(':'), 'short')}`
  if (kind === 'floor') return `${capital(name)} gets ${weeks} person-weeks less than its floor`
  if (kind === 'ceiling') return `${capital(name)} gets ${weeks} person-weeks more than its ceiling`
  if (kind === 'needs') return `${name} is planned before ${rest.join(':')}, which it needs`
  if (kind === 'exclusive') return `${name.split('+').join(' and ')} are both planned, and only one is to be done`
  return `${name} is ${kind} and not planned so`
}
