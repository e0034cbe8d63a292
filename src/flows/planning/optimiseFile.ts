import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { totalEffort, type Plan, type PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import { Problem } from '#kernel'
import { explainConflict, type Conflict } from './conflict.ts'
import { optimise, type Effort, type Optimised, type Solving } from './optimise.ts'
import type { Portfolio } from './portfolioFile.ts'
import { displacementPrices, floorPrices, type Displacement, type FloorPrice } from './prices.ts'
import { problemOf, skillsOf } from './problemOf.ts'
import { robustness, type Robustness } from './robustness.ts'

export interface PlanRequest extends Effort {
  /** How many left-out items get a price, most valuable first. */
  readonly prices: number
  /** Worlds drawn for the shares; 0 leaves them out. */
  readonly draws: number
}

export interface PlanAnswer extends Omit<Optimised, 'plan'> {
  readonly plan: readonly { readonly item: string; readonly title: string; readonly period: string; readonly worth: number; readonly effort: number }[]
  readonly leftOut: readonly {
    readonly item: string
    readonly title: string
    readonly worth: number
    readonly effort: number
    readonly price: Displacement | null
  }[]
  readonly load: readonly { readonly squad: string; readonly period: string; readonly used: number; readonly capacity: number }[]
  /** The same of people with a skill, in squads that name skills. */
  readonly skills: readonly { readonly squad: string; readonly skill: string; readonly period: string; readonly used: number; readonly capacity: number }[]
  /** Share of all planned effort; null when nothing is planned. */
  readonly themes: readonly { readonly theme: string; readonly share: number | null; readonly min: number; readonly max: number }[]
  readonly rulePrices: readonly FloorPrice[]
  readonly robustness: Robustness | null
  readonly conflict: Conflict | null
  readonly notes: readonly string[]
}

/** Plans a portfolio file: the best plan with its bound, what it leaves out and at what price, or why there is none. */
export async function optimiseFile(file: Portfolio, solving: Solving, request: PlanRequest): Promise<PlanAnswer> {
  const problem = problemOf(file)
  const best = await optimise(problem, solving, request)
  const { plan, ...told } = best
  const broken = plan ? breachesOf(problem, plan) : []
  if (broken.length > 0)
    throw new Problem('unavailable', `The plan found breaks ${broken[0]?.group ?? 'a rule'}; it is not given.`, 'Report this with the file.', {
      code: 'checker',
    })
  const conflict = best.status === 'infeasible' ? await explainConflict(problem, solving, Math.max(20, request.seconds)) : null
  const prices = request.prices > 0 && plan ? await displacementPrices(problem, best, solving, { count: request.prices, seconds: request.seconds }) : []
  const rulePrices = request.prices > 0 && plan ? await floorPrices(problem, best, solving, request.seconds / 2) : []
  const worlds =
    request.draws > 0 && plan ? await robustness(file, plan, solving, { draws: request.draws, seed: request.seed, seconds: request.seconds * 2 }) : null
  return { ...told, ...linesOf(file, problem, plan, prices), rulePrices, robustness: worlds, conflict, notes: notesOf(file, problem, request, worlds) }
}

/** A plan as lines to read: what is in, what is left out, the load of squads and the shares of themes. */
export function linesOf(
  file: Portfolio,
  problem: PlanProblem,
  plan: Plan | null,
  prices: readonly Displacement[],
): Pick<PlanAnswer, 'plan' | 'leftOut' | 'load' | 'skills' | 'themes'> {
  const lines = problem.items.map((item, i) => {
    const period = plan?.[i] ?? null
    return { period, item: item.id, title: file.items[i]?.title ?? item.id, worth: item.worth[period ?? item.from] ?? 0, effort: totalEffort(item) }
  })
  const done = problem.items.filter((_, i) => (plan?.[i] ?? null) !== null)
  const all = done.reduce((sum, item) => sum + totalEffort(item), 0)
  const usedOf = (s: number) =>
    problem.periods.map((period, q) => ({
      period,
      used: problem.items.reduce((sum, item, i) => (plan?.[i] === q ? sum + (item.effort[s] ?? 0) : sum), 0),
      capacity: problem.squads[s]?.capacity[q] ?? 0,
    }))
  return {
    plan: lines
      .flatMap(({ period, ...line }) => (period === null ? [] : [{ ...line, period: problem.periods[period] ?? '', at: period }]))
      .toSorted((a, b) => a.at - b.at || b.worth - a.worth)
      .map(({ at: _, ...line }) => line),
    leftOut: lines
      .filter(({ period }) => period === null)
      .toSorted((a, b) => b.worth - a.worth)
      .map(({ period: _, ...line }) => ({ ...line, price: prices.find(({ item }) => item === line.item) ?? null })),
    load: file.squads.flatMap(({ id: squad }, s) => usedOf(s).map((used) => ({ squad, ...used }))),
    skills: skillsOf(file).flatMap(({ squad, skill }, at) => usedOf(file.squads.length + at).map((used) => ({ squad, skill, ...used }))),
    themes: problem.themes.map(({ id, min, max }, h) => ({
      theme: id,
      share: all === 0 ? null : done.reduce((sum, item) => sum + totalEffort(item) * (item.themes[h] ?? 0), 0) / all,
      min,
      max,
    })),
  }
}

function notesOf(file: Portfolio, problem: PlanProblem, request: PlanRequest, worlds: Robustness | null): string[] {
  const idle = problem.squads.flatMap((squad, s) => {
    const needing = problem.items.filter((item) => (item.effort[s] ?? 0) > 0).length
    return squad.capacity.every((weeks) => weeks === 0) && needing > 0
      ? [`${squad.id} gives nothing in any period: ${needing} items that need it cannot be planned.`]
      : []
  })
  const free = problem.items.filter((item) => totalEffort(item) === 0)
  const large = problem.items.filter((item) =>
    item.effort.some((weeks, s) => weeks > Math.max(...(problem.squads[s]?.capacity ?? [0])) && Math.max(...(problem.squads[s]?.capacity ?? [0])) > 0),
  )
  return [
    ...idle,
    ...(large.length > 0
      ? [`${large.length} items need more of a squad than it gives in any one period (${named(large)}). Split them into phases that wait for each other.`]
      : []),
    ...(free.length > 0 ? [`${free.length} items take no effort (${named(free)}); they are planned whenever they are worth anything.`] : []),
    ...(request.draws > 0 && worlds === null && file.items.length > 0 ? ['No value or effort has a range, so no shares of drawn worlds are given.'] : []),
    ...(worlds && worlds.draws < request.draws ? [`Time allowed ${worlds.draws} of ${request.draws} draws.`] : []),
  ]
}

const named = (items: readonly { readonly id: string }[]): string =>
  items.length > 3
    ? `${items
        .slice(0, 3)
        .map(({ id }) => id)
        .join(', ')} …`
    : items.map(({ id }) => id).join(', ')
