import { modelText, planIn } from '#engines/portfolio/optimise/model.ts'
import { searchFrom } from '#engines/portfolio/optimise/search.ts'
import { greedyPlan } from '#engines/portfolio/optimise/greedy.ts'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { worthOf, type Plan, type PlanItem, type PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import type { Optimised, Solving } from './optimise.ts'

/** What a rule or a choice costs: one figure when both plans are proved best, else the interval in which it lies (portfolio reference 6.5). */
export interface Price {
  readonly low: number
  /** Null when nothing limits it. */
  readonly high: number | null
  readonly proved: boolean
}

export interface Displacement extends Price {
  readonly item: string
  /** Items that the plan loses when this one is forced in; empty when it cannot be forced in. */
  readonly pushesOut: readonly string[]
  /** False when no plan with the item keeps every rule. */
  readonly possible: boolean
}

export interface FloorPrice extends Price {
  readonly rule: string
}

interface Varied {
  readonly value: number | null
  readonly bound: number | null
  readonly plan: Plan | null
  readonly isPossible: boolean
}

/**
 * The price of doing what the plan leaves out: V* - V(with the item forced in), for as many items as time allows, most valuable first; 0 when the plan gains
 * by it, as it may where the item was left out by rule. Unproved prices are the interval [max(0, value - bound forced), bound - value forced].
 */
export async function displacementPrices(
  problem: PlanProblem,
  best: Optimised,
  solving: Solving,
  limit: { count: number; seconds: number },
): Promise<Displacement[]> {
  const { plan } = best
  if (!plan) return []
  const left = problem.items.flatMap((item, i) => (plan[i] === null ? [{ item, i }] : []))
  const wanted = left.toSorted((a, b) => (b.item.worth[0] ?? 0) - (a.item.worth[0] ?? 0)).slice(0, limit.count)
  const prices: Displacement[] = []
  const until = solving.seconds() + limit.seconds
  for (const [n, { item, i }] of wanted.entries()) {
    const seconds = Math.max(0.2, (until - solving.seconds()) / (wanted.length - n))
    const forced = await variedValue(problem, forcedIn(problem, i), plan, solving, seconds)
    const lost = forced.plan ? problem.items.filter((_, other) => plan[other] !== null && (forced.plan?.[other] ?? null) === null) : []
    prices.push({ item: item.id, pushesOut: lost.map(({ id }) => id), possible: forced.isPossible, ...priceOf(best, forced) })
  }
  return prices
}

/** The price of each theme's floor and ceiling: V(without it) - V*. */
export async function floorPrices(problem: PlanProblem, best: Optimised, solving: Solving, seconds: number): Promise<FloorPrice[]> {
  const rules = problem.themes.flatMap(({ min, max }, h) => [
    ...(min > 0 ? [{ h, end: 'min' as const }] : []),
    ...(max < 1 ? [{ h, end: 'max' as const }] : []),
  ])
  const prices: FloorPrice[] = []
  for (const { h, end } of rules) {
    const freed = { ...problem, themes: problem.themes.map((theme, other) => (other === h ? { ...theme, [end]: end === 'min' ? 0 : 1 } : theme)) }
    const free = await variedValue(problem, freed, best.plan, solving, seconds / rules.length)
    prices.push({ rule: `${end === 'min' ? 'floor' : 'ceiling'}:${problem.themes[h]?.id ?? ''}`, ...priceOf(free, best) })
  }
  return prices
}

/** The problem with an item forced in; one that was left out brings what it needs and was left out with it. */
export function forcedIn(problem: PlanProblem, item: number): PlanProblem {
  const open = problem.items[item]?.rule === 'left out' ? neededBy(problem, item) : new Set<number>()
  const ruleOf = (i: number, rule: PlanItem['rule']): PlanItem['rule'] => (i === item ? 'mandatory' : rule === 'left out' && open.has(i) ? null : rule)
  return { ...problem, items: problem.items.map((one, i) => ({ ...one, rule: ruleOf(i, one.rule) })) }
}

/** All that an item needs, however far. */
function neededBy({ items }: PlanProblem, item: number): ReadonlySet<number> {
  const found = new Set(items[item]?.needs)
  for (const one of found) for (const need of items[one]?.needs ?? []) found.add(need)
  return found
}

/** V(first) - V(second), as an interval when either is not proved; never below 0, since the first has fewer rules. */
function priceOf(
  first: { readonly value: number | null; readonly bound: number | null },
  second: { readonly value: number | null; readonly bound: number | null },
): Price {
  if (first.value === null || second.value === null || first.bound === null || second.bound === null) return { low: 0, high: null, proved: false }
  const isProved = [first, second].every(({ value, bound }) => (bound ?? 0) - (value ?? 0) <= 1e-6 * Math.max(1, Math.abs(value ?? 0)))
  const [low, high] = isProved ? [first.value - second.value, first.value - second.value] : [first.value - second.bound, first.bound - second.value]
  return { low: Math.max(0, low), high: Math.max(0, high), proved: isProved }
}

/** A varied problem's best plan in the time: the solver's, or a short search from the plan that we have. */
async function variedValue(problem: PlanProblem, varied: PlanProblem, plan: Plan | null, solving: Solving, seconds: number): Promise<Varied> {
  const solved = await solving.solve({ model: modelText(varied), seconds })
  const found = solved.columns ? planIn(varied, solved.columns) : null
  const start = [plan, greedyPlan(varied)].find((one) => one && breachesOf(varied, one).length === 0) ?? null
  const searched = solved.status === 'optimal' || !start ? null : searching(varied, start)
  const plans = [found, searched].filter((one) => one !== null).filter((one) => breachesOf(varied, one).length === 0)
  const [first] = plans.toSorted((a, b) => worthOf(varied, b) - worthOf(varied, a))
  const value = first ? worthOf(problem, first) : null
  const bound = solved.status === 'optimal' ? value : solved.bound !== null && Math.abs(solved.bound) < 1e15 ? solved.bound : null
  return { value, bound, plan: first ?? null, isPossible: solved.status !== 'infeasible' }
}

function searching(problem: PlanProblem, start: Plan): Plan {
  const search = searchFrom(problem, start, 1)
  for (let slice = 0; slice < 10; slice += 1) search.steps(2000, 0.2 * (1 - slice / 10) + 0.002)
  return search.best
}
