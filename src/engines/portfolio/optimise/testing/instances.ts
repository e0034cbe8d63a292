import { random } from '../../../numbers/random.ts'
import { breachesOf } from '../check.ts'
import { worthOf, type Plan, type PlanItem, type PlanProblem } from '../problem.ts'

/** A made-up portfolio with every kind of rule. */
export function instance(seed: number, size: { items: number; squads: number; periods: number; tightness?: number; rules?: boolean }): PlanProblem {
  const draw = random(seed, 'instance')
  const { items: count, squads, periods, tightness = 0.45, rules = true } = size
  const ids = ['growth', 'retention', 'platform']
  const items = Array.from({ length: count }, (_, i): PlanItem => {
    const effort = Array.from({ length: squads }, (): number => (draw.chance(Math.min(0.6, 2.2 / squads)) ? draw.int(1, 12) : 0))
    if (Math.max(...effort) === 0) effort[draw.int(0, squads - 1)] = draw.int(1, 12)
    const weeks = effort.reduce((sum, one) => sum + one, 0)
    const value = Math.round(weeks * (4 + draw.next() * 12))
    const delay = draw.chance(0.5) ? value * 0.12 * draw.next() : 0
    const theme = draw.int(0, 2)
    const needs = i > 0 && draw.chance(0.2) ? [draw.int(0, i - 1)] : []
    const must = rules && draw.chance(0.04)
    return {
      id: `i${i}`,
      worth: Array.from({ length: periods }, (_one, q): number => Math.round((value - delay * q) * 100) / 100),
      effort,
      themes: ids.map((_one, h) => (h === theme ? 1 : 0)),
      needs,
      from: rules && draw.chance(0.08) ? Math.min(1, periods - 1) : 0,
      to: periods - 1,
      rule: must ? 'mandatory' : rules && draw.chance(0.02) ? 'left out' : null,
    }
  })
  const demand = Array.from({ length: squads }, (_, s) => items.reduce((sum, item) => sum + (item.effort[s] ?? 0), 0))
  return {
    periods: Array.from({ length: periods }, (_, q) => `Q${q + 1}`),
    squads: demand.map((weeks, s) => ({
      id: `s${s}`,
      capacity: Array.from({ length: periods }, () => Math.round(((weeks * tightness) / periods) * (0.8 + 0.4 * draw.next()))),
    })),
    themes: rules
      ? [
          { id: 'platform', min: 0.2, max: 1 },
          { id: 'growth', min: 0, max: 0.55 },
        ]
          .map((rule) => ({ ...rule }))
          .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
      : [],
    items: rules ? items.map((item) => ({ ...item, themes: [item.themes[0] ?? 0, item.themes[2] ?? 0] })) : items.map((item) => ({ ...item, themes: [] })),
    exclusives: rules && count > 3 ? [draw.shuffle(items.map((_, i) => i)).slice(0, 3)] : [],
  }
}

/** The same, where part of each squad has a skill and a share of each item’s effort needs it. */
export function skilled(problem: PlanProblem, seed: number): PlanProblem {
  const draw = random(seed, 'skills')
  const has = problem.squads.map(() => 0.3 + 0.5 * draw.next())
  return {
    ...problem,
    squads: [
      ...problem.squads,
      ...problem.squads.map(({ id, capacity }, s) => ({ id: `${id}, data`, capacity: capacity.map((weeks) => weeks * (has[s] ?? 0)) })),
    ],
    items: problem.items.map((item) => {
      const share = draw.chance(0.7) ? draw.next() : 0
      return { ...item, total: item.effort.reduce((sum, weeks) => sum + weeks, 0), effort: [...item.effort, ...item.effort.map((weeks) => weeks * share)] }
    }),
  }
}

/** The best plan by trying every one of them; null when none keeps the rules. */
export function bruteForce(problem: PlanProblem, extra: (plan: Plan) => boolean = () => true): { plan: Plan; worth: number } | null {
  let best: { plan: Plan; worth: number } | null = null
  const plan: (number | null)[] = problem.items.map(() => null)
  const visit = (i: number): void => {
    if (i === problem.items.length) {
      const worth = worthOf(problem, plan)
      if ((best === null || worth > best.worth) && extra(plan) && breachesOf(problem, plan).length === 0) best = { plan: [...plan], worth }
      return
    }
    for (const period of [null, ...problem.periods.keys()]) {
      plan[i] = period
      visit(i + 1)
    }
    plan[i] = null
  }
  visit(0)
  return best
}
