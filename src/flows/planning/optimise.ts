import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { greedyPlan } from '#engines/portfolio/optimise/greedy.ts'
import { columnsOf, modelText, planIn, type Variation } from '#engines/portfolio/optimise/model.ts'
import { worthOf, type Plan, type PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import { searchFrom } from '#engines/portfolio/optimise/search.ts'
import { Problem } from '#kernel'

/** What the planning flow needs of the world: a mixed-integer solver in a thread of its own, and a watch. */
export interface Solving {
  solve(run: { readonly model: string; readonly seconds: number; readonly gap?: number; readonly start?: ReadonlyMap<string, number> }): Promise<{
    readonly status: 'optimal' | 'infeasible' | 'stopped' | 'failed'
    readonly value: number | null
    readonly bound: number | null
    readonly columns: ReadonlyMap<string, number> | null
  }>
  /** Seconds since some moment. */
  seconds(): number
  /** Lets others run. */
  pause(): Promise<void>
  /** True once somebody wants it to end; what was found so far is the answer. */
  cancelled?(): boolean
}

export interface Effort {
  /** Wall time that the solver and the search may take together. */
  readonly seconds: number
  readonly seed: number
  /** Moves that the search tries at the most; the same number gives the same plan on any machine that gets to its end. */
  readonly moves?: number
}

export interface Optimised {
  /** `optimal` only when the gap is at most 1e-6; `none` means that time ran out before any plan was found. */
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'none'
  readonly plan: Plan | null
  readonly value: number | null
  /** No plan that keeps the rules is worth more. */
  readonly bound: number | null
  /** (bound - value) / |value|; null when there is no plan, no bound, or a plan worth 0 below its bound. */
  readonly gap: number | null
  readonly says: string
  /** What the simple ranking gives, to compare with; null when it finds no plan, or only the one in which nothing is done. */
  readonly greedy: number | null
  readonly found: 'greedy' | 'search' | 'solver' | null
  readonly seed: number
  readonly moves: number
}

const provenGap = 1e-6

/**
 * The best plan that can be found in the time, and how much better any other could be: greedy, then HiGHS in its thread while an annealing
 * search runs here, from the best plan so far. Every plan is judged by an independent checker before it is given.
 */
export async function optimise(problem: PlanProblem, solving: Solving, { seconds, seed, moves = 1_000_000 }: Effort): Promise<Optimised> {
  const began = solving.seconds()
  const greedy = greedyPlan(problem)
  const ranked = greedy?.some((period) => period !== null) ? greedy : null
  const best = keeper(problem)
  best.offer(greedy, 'greedy')
  const small = problem.items.length * problem.periods.length <= 120
  if (!small && greedy) best.offer(await annealed(problem, greedy, solving, { seed, moves: moves / 5, until: began + seconds * 0.25 }), 'search')
  const left = (): number => Math.max(0.2, began + seconds - solving.seconds())
  const start = best.plan ? { start: columnsOf(problem, best.plan) } : {}
  const exact = solving.solve({ model: modelText(problem), seconds: small ? left() : left() * 0.92, ...start })
  const from = best.plan
  const further = small || !from ? null : await annealed(problem, from, solving, { seed: seed + 1, moves, until: began + seconds * 0.92 })
  best.offer(further, 'search')
  const solved = await exact
  best.offer(solved.columns ? planIn(problem, solved.columns) : null, 'solver')
  const { plan, found } = best
  const value = plan ? worthOf(problem, plan) : null
  const bound =
    solved.status === 'optimal' ? solved.value : solved.bound !== null && Number.isFinite(solved.bound) && Math.abs(solved.bound) < 1e15 ? solved.bound : null
  const proven = { value, bound: bound === null || value === null ? bound : Math.max(bound, value) }
  const gap = gapOf(proven)
  const status = plan ? (gap !== null && gap <= provenGap ? 'optimal' : 'feasible') : solved.status === 'infeasible' ? 'infeasible' : 'none'
  return { status, plan, ...proven, gap, says: saysOf(status, gap), greedy: ranked && worthOf(problem, ranked), found, seed, moves: small ? 0 : moves }
}

/** What a varied problem is worth at the best and at the most; both null when nothing keeps its rules. */
export async function rangeOf(
  problem: PlanProblem,
  variation: Variation,
  solving: Solving,
  seconds: number,
): Promise<{
  readonly status: 'optimal' | 'stopped' | 'infeasible'
  readonly value: number | null
  readonly bound: number | null
  readonly plan: Plan | null
}> {
  const solved = await solving.solve({ model: modelText(problem, variation), seconds })
  if (solved.status === 'failed') throw new Problem('unavailable', 'The solver failed on a varied plan.', 'Try again with fewer items.', { code: 'solver' })
  const bound = solved.status === 'optimal' ? solved.value : solved.bound
  return { status: solved.status, value: solved.value, bound, plan: solved.columns ? planIn(problem, solved.columns) : null }
}

function keeper(problem: PlanProblem) {
  let plan: Plan | null = null
  let found: Optimised['found'] = null
  return {
    get plan() {
      return plan
    },
    get found() {
      return found
    },
    offer(candidate: Plan | null, by: 'greedy' | 'search' | 'solver'): void {
      if (candidate === null || breachesOf(problem, candidate).length > 0) return
      if (plan === null || worthOf(problem, candidate) > worthOf(problem, plan) + 1e-9) [plan, found] = [candidate, by]
    },
  }
}

async function annealed(problem: PlanProblem, start: Plan, solving: Solving, options: { seed: number; moves: number; until: number }): Promise<Plan> {
  const { seed, moves, until } = options
  const search = searchFrom(problem, start, seed)
  const slice = 2000
  for (let done = 0; done < moves && solving.seconds() < until && !(solving.cancelled?.() ?? false); done += slice) {
    search.steps(Math.min(slice, moves - done), 0.35 * (1 - done / moves) + 0.002)
    await solving.pause()
  }
  return search.best
}

function gapOf({ value, bound }: { readonly value: number | null; readonly bound: number | null }): number | null {
  if (value === null || bound === null) return null
  if (bound - value <= 1e-9 * Math.max(1, Math.abs(value))) return 0
  return value === 0 ? null : (bound - value) / Math.abs(value)
}

function saysOf(status: Optimised['status'], gap: number | null): string {
  if (status === 'optimal') return 'No plan is better.'
  if (status === 'infeasible') return 'No plan keeps every rule.'
  if (status === 'none') return 'No plan was found in the time given, and none was ruled out.'
  return gap === null ? 'How much better another plan could be is not known.' : `No plan can be more than ${percentUp(gap)} better.`
}

/** Rounded up: a promise of a bound is never rounded in our favour. */
const percentUp = (share: number): string => `${(Math.ceil(share * 1000 - 1e-9) / 10).toFixed(1)}%`
