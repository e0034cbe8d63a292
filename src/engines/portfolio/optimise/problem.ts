/** A squad and what it can give in each period, in person-weeks; or those of a squad with a skill, whose weeks are weeks of the squad too. */
export interface Squad {
  readonly id: string
  readonly capacity: readonly number[]
}

/** The share of all planned effort that goes to a theme, between two ends in [0, 1]. */
export interface ThemeRule {
  readonly id: string
  readonly min: number
  readonly max: number
}

/** One candidate. Indices point into the lists of the problem. */
export interface PlanItem {
  readonly id: string
  /** Worth when it is done in each period, delay already taken off; it may turn negative. Left out it is worth 0. */
  readonly worth: readonly number[]
  /** Person-weeks of each squad, in the period in which the item is done. */
  readonly effort: readonly number[]
  /** Person-weeks over all squads, where skills name some of them twice; the sum of its effort when left out. */
  readonly total?: number
  /** Share of the item's effort that counts towards each theme, in [0, 1]. */
  readonly themes: readonly number[]
  /** Items that must be done in the same period or an earlier one. */
  readonly needs: readonly number[]
  /** First and last period in which it may be done. */
  readonly from: number
  readonly to: number
  /** Why it must be in the plan or out of it; null when the plan may choose. */
  readonly rule: 'mandatory' | 'pinned' | 'left out' | null
}

/** Which items to do in which period: capacity, themes, dependencies, exclusive sets and dates are hard rules (portfolio reference 6.4). */
export interface PlanProblem {
  readonly periods: readonly string[]
  readonly squads: readonly Squad[]
  readonly themes: readonly ThemeRule[]
  readonly items: readonly PlanItem[]
  /** Sets of items of which at most one may be done. */
  readonly exclusives: readonly (readonly number[])[]
}

/** The period of each item; null for an item that is left out. */
export type Plan = readonly (number | null)[]

/** Person-weeks of an item over all squads. */
export const totalEffort = (item: PlanItem): number => item.total ?? item.effort.reduce((sum, weeks) => sum + weeks, 0)

/** What a plan is worth: the sum of its items' worth in their periods. */
export function worthOf(problem: PlanProblem, plan: Plan): number {
  return problem.items.reduce((sum, item, index) => {
    const period = plan[index] ?? null
    return period === null ? sum : sum + (item.worth[period] ?? 0)
  }, 0)
}

/** Sums of decimals are compared with this much room, in person-weeks. */
export const slackAllowed = 1e-6
