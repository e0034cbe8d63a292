import type { Plan, PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import type { Candidate } from '../candidates.ts'
import { eased, lackOf } from './eased.ts'

interface Landing {
  readonly at: number
  readonly from: number
  readonly last: number
}

const mostOrders = 24

/**
 * Each bet in the quarter in which it lands, its phases no later than the next one, nor before what it needs: where they lack least of their squads and of people with a skill, and of
 * such quarters in the last. The bets with most phases choose first, and phases move on while less is lacking then; where something still is, other orders are tried and the one that
 * lacks least stands. The items of the problem are the phases of the candidates, in their order.
 */
export function placed(problem: PlanProblem, candidates: readonly Candidate[], landsIn: (one: Candidate) => number | null): Plan {
  let first = 0
  const landing = candidates.flatMap((one): Landing[] => {
    const [at, from] = [landsIn(one), first]
    first += one.phases.length
    return at === null ? [] : [{ at, from, last: first - 1 }]
  })
  const lands = new Map(landing.map(({ at, last }) => [last, at]))
  const soonest = ({ from }: Landing): number => Math.max(0, ...(problem.items[from]?.needs ?? []).map((need) => lands.get(need) ?? 0))
  const order = landing.toSorted((a, b) => b.last - b.from - (a.last - a.from))
  const bySize = order.map((one) => ({ ...one, soonest: soonest(one) }))
  const phased = bySize.filter(({ from, last }) => last > from)
  let best = eased(problem, inOrder(problem, lands, bySize), phased)
  let least = lackOf(problem, best)
  const orders = phased.flatMap((_, n) => {
    const turned = [...phased.slice(n), ...phased.slice(0, n)]
    return n === 0 ? [turned.toReversed()] : [turned, turned.toReversed()]
  })
  for (const other of orders.slice(0, mostOrders)) {
    if (least <= 1e-9) break
    const plan = eased(problem, inOrder(problem, lands, other), phased)
    const lack = lackOf(problem, plan)
    if (lack < least - 1e-9) [best, least] = [plan, lack]
  }
  return best
}

/** Last phases where bets land, the others bet by bet in this order, from the last one back. */
function inOrder(
  { items, squads, periods }: PlanProblem,
  lands: ReadonlyMap<number, number>,
  order: readonly (Landing & { readonly soonest: number })[],
): Plan {
  const plan: (number | null)[] = items.map(() => null)
  const used = squads.map(() => periods.map(() => 0))
  const lacks = (item: number, quarter: number): number =>
    squads.reduce((sum, { capacity }, s) => {
      const [weeks, room] = [items[item]?.effort[s] ?? 0, (capacity[quarter] ?? 0) - (used[s]?.[quarter] ?? 0)]
      return sum + Math.max(0, weeks - Math.max(0, room))
    }, 0)
  const place = (item: number, quarter: number): void => {
    plan[item] = quarter
    for (const [s, weeks] of items[item]?.effort.entries() ?? []) used[s]?.splice(quarter, 1, (used[s][quarter] ?? 0) + weeks)
  }
  for (const [last, at] of lands) place(last, at)
  for (const { at, from, last, soonest } of order) {
    let until = at
    for (let item = last - 1; item >= from; item -= 1) {
      const quarters = Array.from({ length: Math.max(1, until - soonest + 1) }, (_, n) => until - n)
      const found = quarters.map((quarter) => ({ quarter, lack: lacks(item, quarter) })).toSorted((a, b) => a.lack - b.lack)[0]
      until = found?.quarter ?? until
      place(item, until)
    }
  }
  return plan
}
