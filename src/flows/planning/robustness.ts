import { random, type Random } from '#engines/numbers/random.ts'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { greedyPlan } from '#engines/portfolio/optimise/greedy.ts'
import { columnsOf, modelText, planIn } from '#engines/portfolio/optimise/model.ts'
import { worthOf, type Plan, type PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import { searchFrom } from '#engines/portfolio/optimise/search.ts'
import { drawPert } from '#engines/portfolio/draws.ts'
import type { Portfolio } from './portfolioFile.ts'
import { problemOf, type Pick } from './problemOf.ts'
import type { Solving } from './optimise.ts'

export interface Robustness {
  readonly draws: number
  /** Draws for which a plan was found; shares are of these. */
  readonly solved: number
  /** How each draw was solved. */
  readonly by: 'solver' | 'search'
  readonly seed: number
  /** Share of the draws in which each item is in the plan. */
  readonly chosen: readonly { readonly item: string; readonly share: number }[]
}

/** Solves the portfolio again for values and efforts drawn from their ranges; null when no figure has a range. */
export async function robustness(
  file: Portfolio,
  plan: Plan,
  solving: Solving,
  { draws, seed, seconds }: { readonly draws: number; readonly seed: number; readonly seconds: number },
): Promise<Robustness | null> {
  if (!hasRanges(file)) return null
  const counts = new Float64Array(file.items.length)
  const isSmall = file.items.length * file.periods.length <= 200
  const until = solving.seconds() + seconds
  let [done, solved] = [0, 0]
  for (; done < draws && solving.seconds() < until; done += 1) {
    const world = problemOf(file, drawnBy(random(seed, `world ${done}`)))
    const best = isSmall ? await exact(world, plan, solving) : searched(world, plan, seed)
    await solving.pause()
    if (!best) continue
    solved += 1
    for (const [i, period] of best.entries()) if (period !== null) counts[i] = (counts[i] ?? 0) + 1
  }
  const chosen = file.items.map(({ id }, i) => ({ item: id, share: solved === 0 ? 0 : (counts[i] ?? 0) / solved }))
  return { draws: done, solved, by: isSmall ? 'solver' : 'search', seed, chosen }
}

const hasRanges = ({ items }: Portfolio): boolean =>
  items.some(({ value, effort }) => [value, ...Object.values(effort)].some((figure) => typeof figure !== 'number' && figure.high > figure.low))

const drawnBy =
  (draw: Random): Pick =>
  (figure) =>
    typeof figure === 'number' ? figure : drawPert(figure, draw)

async function exact(world: PlanProblem, plan: Plan, solving: Solving): Promise<Plan | null> {
  const start = breachesOf(world, plan).length === 0 ? { start: columnsOf(world, plan) } : {}
  const { columns } = await solving.solve({ model: modelText(world), seconds: 1, gap: 1e-4, ...start })
  const found = columns ? planIn(world, columns) : null
  return found && breachesOf(world, found).length === 0 ? found : null
}

/** The better of a fresh ranking and the plan that we have, each improved by a short search. */
function searched(world: PlanProblem, plan: Plan, seed: number): Plan | null {
  const starts = [plan, greedyPlan(world)].filter((one) => one !== null).filter((one) => breachesOf(world, one).length === 0)
  const ends = starts.map((start) => {
    const search = searchFrom(world, start, seed)
    for (let slice = 0; slice < 5; slice += 1) search.steps(1000, 0.2 * (1 - slice / 5) + 0.002)
    return search.best
  })
  return ends.toSorted((a, b) => worthOf(world, b) - worthOf(world, a))[0] ?? null
}
