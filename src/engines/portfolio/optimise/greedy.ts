import { boardOf, nowhere, wantedByOf, type Board } from './board.ts'
import { breachesOf } from './check.ts'
import { totalEffort, type Plan, type PlanProblem } from './problem.ts'

/**
 * A plan by rank: what must be in first, then by worth for each share of capacity, every item with what it needs, in the period that is worth
 * most. Null when this simple way finds no plan that keeps every rule; that proves nothing.
 */
export function greedyPlan(problem: PlanProblem): Plan | null {
  const loose: PlanProblem = { ...problem, themes: [] }
  const board = boardOf(loose)
  const must = indices(problem, (i) => isMust(problem, i)).toSorted((a, b) => lastOf(problem, a) - lastOf(problem, b) || a - b)
  for (const item of must) if (!putIn(loose, board, item)) return null
  for (const item of byDensity(problem)) if (!isMust(problem, item)) putIn(loose, board, item)
  const plan = evened(problem, board.plan())
  return plan && breachesOf(problem, plan).length === 0 ? plan : null
}

/** Items by worth for each share of all capacity that they take, highest first; those that are worth nothing are left out. */
export function byDensity(problem: PlanProblem): number[] {
  const price = problem.squads.map(
    ({ capacity }) =>
      1 /
      Math.max(
        1e-9,
        capacity.reduce((sum, weeks) => sum + weeks, 0),
      ),
  )
  const density = problem.items.map((item) => {
    const best = Math.max(...item.worth.slice(item.from, item.to + 1))
    return (
      best /
      Math.max(
        1e-9,
        item.effort.reduce((sum, weeks, s) => sum + weeks * (price[s] ?? 0), 0),
      )
    )
  })
  return indices(problem, (i) => (density[i] ?? 0) > 0 && problem.items[i]?.rule !== 'left out').toSorted(
    (a, b) => (density[b] ?? 0) - (density[a] ?? 0) || a - b,
  )
}

/** Puts an item in with everything that it needs and that is not in yet, each into its best free period; leaves the board alone when it cannot. */
function putIn(problem: PlanProblem, board: Board, item: number): boolean {
  if (board.at[item] !== nowhere) return true
  const { periods, items } = problem
  const periodsByWorth = periods.map((_, q) => q).toSorted((a, b) => (items[item]?.worth[b] ?? 0) - (items[item]?.worth[a] ?? 0) || a - b)
  for (const period of periodsByWorth) {
    const before = board.worth
    if (placeAll(problem, board, item, period) && board.holds() && (isMust(problem, item) || board.worth > before)) {
      board.keep()
      return true
    }
    board.takeBack()
  }
  return false
}

/** The item into the period, and its missing needs at the latest there, as early as each fits. */
function placeAll(problem: PlanProblem, board: Board, item: number, period: number): boolean {
  for (const need of problem.items[item]?.needs ?? []) {
    if (board.at[need] !== nowhere) continue
    const fits = problem.periods.slice(0, period + 1).some((_, q) => placeAll(problem, board, need, q) && fitsAlone(problem, board, need, q))
    if (!fits) return false
  }
  board.place(item, period)
  return true
}

function fitsAlone({ items, squads }: PlanProblem, board: Board, item: number, period: number): boolean {
  const one = items[item]
  if (!one || period < one.from || period > one.to) return false
  return one.effort.every((weeks, s) => {
    if (weeks === 0) return true
    const used = items.reduce((sum, other, i) => (board.at[i] === period ? sum + (other.effort[s] ?? 0) : sum), 0)
    return used <= (squads[s]?.capacity[period] ?? 0)
  })
}

/** Takes items out, least worth for its weeks first, until every theme has its share; null when only items are left that must stay. */
function evened(problem: PlanProblem, start: Plan): Plan | null {
  const plan = [...start]
  const wantedBy = wantedByOf(problem)
  for (;;) {
    const [breach] = breachesOf(problem, plan).filter(({ group }) => group.startsWith('floor:') || group.startsWith('ceiling:'))
    if (!breach) return plan
    const theme = problem.themes.findIndex(({ id }) => id === breach.group.slice(breach.group.indexOf(':') + 1))
    const rule = problem.themes[theme]
    const isFloor = breach.group.startsWith('floor:')
    const helps = (i: number): boolean => {
      const share = problem.items[i]?.themes[theme] ?? 0
      return isFloor ? share < (rule?.min ?? 0) : share > (rule?.max ?? 1)
    }
    const worthPerWeek = (i: number): number => (problem.items[i]?.worth[plan[i] ?? 0] ?? 0) / Math.max(1e-9, effortOf(problem, i))
    const [first] = indices(problem, (i) => isFree(problem, wantedBy, plan, i) && helps(i)).toSorted((a, b) => worthPerWeek(a) - worthPerWeek(b) || a - b)
    if (first === undefined) return null
    plan[first] = null
  }
}

const isFree = (problem: PlanProblem, wantedBy: readonly (readonly number[])[], plan: Plan, i: number): boolean =>
  (plan[i] ?? null) !== null && !isMust(problem, i) && (wantedBy[i] ?? []).every((other) => (plan[other] ?? null) === null)

const effortOf = ({ items }: PlanProblem, i: number): number => (items[i] ? totalEffort(items[i]) : 0)
const isMust = ({ items }: PlanProblem, i: number): boolean => items[i]?.rule === 'mandatory' || items[i]?.rule === 'pinned'
const lastOf = ({ items }: PlanProblem, i: number): number => items[i]?.to ?? 0
const indices = ({ items }: PlanProblem, wanted: (i: number) => boolean): number[] => items.flatMap((_, i) => (wanted(i) ? [i] : []))
