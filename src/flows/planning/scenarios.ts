import { capital } from '#engines/numbers/capital.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { worthOf, type Plan } from '#engines/portfolio/optimise/problem.ts'
import { everyRow, Problem, type AnyRow, type Context } from '#kernel'
import { candidatesOf, type Candidate, type Candidates, type Wish } from './candidates.ts'
import type { Solving } from './optimise.ts'
import { linesOf, optimiseFile, type PlanAnswer } from './optimiseFile.ts'
import { problemOf } from './problemOf.ts'

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
}

export interface ScenarioAnswer {
  readonly currency: string
  readonly periods: readonly string[]
  readonly today: PlanColumn
  readonly best: PlanColumn & Pick<PlanAnswer, 'status' | 'says' | 'bound' | 'gap' | 'greedy' | 'rulePrices' | 'conflict' | 'robustness'>
  readonly unplanned: Candidates['unplanned']
}

/** Today’s roadmap beside the best plan that the solver finds under the squads’ capacity, the agreed split, dependencies and the locks given. Nothing is written. */
export async function scenarios(
  ctx: Context,
  solving: Solving,
  wish: Omit<Wish, 'today'> & { readonly seconds: number; readonly draws: number },
): Promise<ScenarioAnswer> {
  const read = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun)
  const [initiatives, capacity, allocations, dependencies] = await Promise.all(['initiative', 'capacityPlan', 'allocation', 'dependency'].map(read))
  const records = { initiatives: initiatives ?? [], capacity: capacity ?? [], allocations: allocations ?? [], dependencies: dependencies ?? [] }
  assertLocks(records.initiatives, wish)
  const found = candidatesOf(records, { ...wish, today: ctx.now().slice(0, 10) })
  if (!found) throw new Problem('refused', 'No squad has a capacity yet.', 'Add a capacity plan for each squad and quarter.', { code: 'no-capacity' })
  if (found.candidates.length === 0)
    throw new Problem('refused', 'No bet can be planned yet.', 'A bet needs a squad, a size and a value.', { code: 'no-candidates' })
  const { portfolio, candidates } = found
  const answer = await optimiseFile(portfolio, solving, { seconds: wish.seconds, seed: 1, prices: 12, draws: wish.draws })
  const problem = problemOf(portfolio)
  const plan: Plan = candidates.flatMap(({ planned, phases }) =>
    phases.map((_, n) => (planned === null ? null : Math.max(0, planned - (phases.length - 1 - n)))),
  )
  const todays = linesOf(portfolio, problem, plan, [])
  const [{ status, says, bound, gap, greedy, rulePrices, conflict, robustness }, breaks] = [answer, breachesOf(problem, plan)]
  return {
    currency: portfolio.currency ?? 'USD',
    periods: portfolio.periods,
    today: {
      value: worthOf(problem, plan),
      ...columnOf(candidates, { ...answer, ...todays }, portfolio.periods),
      breaks: breaks.map(({ group, by }) => breakSays(group, by)),
    },
    best: {
      value: answer.value,
      ...columnOf(candidates, answer, portfolio.periods),
      breaks: [],
      status,
      says,
      bound,
      gap,
      greedy,
      rulePrices,
      conflict,
      robustness,
    },
    unplanned: found.unplanned,
  }
}

/** A lock that names no bet, or that is both in and out, would be solved as another question than was asked. */
function assertLocks(bets: readonly AnyRow[], { lockedIn, lockedOut }: Pick<Wish, 'lockedIn' | 'lockedOut'>): void {
  const byId = new Map(bets.map((row) => [String(row.id), row.key]))
  const stranger = [...lockedIn, ...lockedOut].find((id) => !byId.has(id))
  if (stranger !== undefined) throw new Problem('invalid', `The lock “${stranger}” is no bet.`, 'Lock bets by their ids.', { at: { field: 'lockedIn' } })
  const both = lockedIn.find((id) => lockedOut.includes(id))
  if (both !== undefined)
    throw new Problem('invalid', `${byId.get(both) ?? both} is locked in and locked out.`, 'Keep one of the two.', {
      code: 'contradiction',
      at: { field: 'lockedIn' },
    })
}

/** A plan’s items as bets again: phases joined, what is not finished within the horizon counted as dropped. */
function columnOf(candidates: readonly Candidate[], answer: PlanAnswer, periods: readonly string[]): Pick<PlanColumn, 'bets' | 'dropped' | 'load' | 'themes'> {
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
  return { bets: bets.toSorted((a, b) => a.to.localeCompare(b.to) || a.key.localeCompare(b.key)), dropped, load: answer.load, themes: answer.themes }
}

function breakSays(group: string, by: number): string {
  const [kind, name = '', ...rest] = group.replaceAll(/#\d+/g, '').split(':')
  const weeks = Math.ceil(by * 10) / 10
  if (kind === 'capacity') return `${name} is ${weeks} person-weeks over in ${showPeriod(rest.join(':'), 'short')}`
  if (kind === 'floor') return `${capital(name)} gets ${weeks} person-weeks less than its floor`
  if (kind === 'ceiling') return `${capital(name)} gets ${weeks} person-weeks more than its ceiling`
  if (kind === 'needs') return `${name} is planned before ${rest.join(':')}, which it needs`
  return `${name} is ${kind} and not planned so`
}
