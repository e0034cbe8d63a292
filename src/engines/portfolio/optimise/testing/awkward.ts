import { random } from '../../../numbers/random.ts'
import type { PlanItem, PlanProblem } from '../problem.ts'

/** The same with what tidy portfolios lack: bets of no worth or that cost more than they bring, twins, work that takes nobody, squads that are away. */
export function awkward(problem: PlanProblem, seed: number): PlanProblem {
  const draw = random(seed, 'awkward')
  const items = problem.items.map((item, place): PlanItem => {
    const twin = place > 0 && draw.chance(0.2) ? problem.items[place - 1] : undefined
    const { effort, worth } = twin ?? item
    const sign = draw.chance(0.2) ? -1 : draw.chance(0.15) ? 0 : 1
    return { ...item, effort: draw.chance(0.15) ? effort.map(() => 0) : effort, worth: worth.map((value) => value * sign) }
  })
  const squads = problem.squads.map((squad) => ({ ...squad, capacity: squad.capacity.map((weeks) => (draw.chance(0.2) ? 0 : weeks)) }))
  return { ...problem, items, squads }
}
