import type { Plan, PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import type { Candidate } from '../candidates.ts'

/**
 * Each bet in the quarter in which it lands, its phases no later than the next one, nor before what it needs: where they lack least of their squads and of people with a skill, and of
 * such quarters in the last; the bets with most phases choose first. The items of the problem are the phases of the candidates, in their order.
 */
export function placed({ items, squads, periods }: PlanProblem, candidates: readonly Candidate[], landsIn: (one: Candidate) => number | null): Plan {
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
  let first = 0
  const landing = candidates.flatMap((one) => {
    const [at, from] = [landsIn(one), first]
    first += one.phases.length
    return at === null ? [] : [{ at, from, last: first - 1 }]
  })
  for (const { at, last } of landing) place(last, at)
  for (const { at, from, last } of landing.toSorted((a, b) => b.last - b.from - (a.last - a.from))) {
    let until = at
    const soonest = Math.max(0, ...(items[from]?.needs ?? []).map((need) => plan[need] ?? 0))
    for (let item = last - 1; item >= from; item -= 1) {
      const quarters = Array.from({ length: Math.max(1, until - soonest + 1) }, (_, n) => until - n)
      const found = quarters.map((quarter) => ({ quarter, lack: lacks(item, quarter) })).toSorted((a, b) => a.lack - b.lack)[0]
      until = found?.quarter ?? until
      place(item, until)
    }
  }
  return plan
}
