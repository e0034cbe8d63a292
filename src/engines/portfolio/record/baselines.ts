/** A committed item as a baseline holds it. */
export interface FrozenItem {
  readonly id: string
  readonly horizon?: string | null
  readonly timeframe?: string | null
  readonly effort?: number | null
  readonly scope?: string | null
  readonly outcome?: string | null
  readonly owner?: string | null
  readonly squad?: string | null
  readonly health?: string | null
}

/** What a change is called in the feed, by the field that changed. */
const names = {
  horizon: 'moved horizon',
  timeframe: 'moved in time',
  effort: 're-estimated',
  scope: 're-scoped',
  outcome: 're-targeted',
  owner: 're-owned',
  squad: 'moved squad',
  health: 'health',
} as const
type Field = keyof typeof names

export type Difference =
  | { readonly change: 'added'; readonly item: FrozenItem }
  | { readonly change: 'removed'; readonly item: FrozenItem }
  | {
      readonly change: (typeof names)[Field]
      readonly id: string
      readonly field: Field
      readonly from: string | number | null
      readonly to: string | number | null
    }

/** Everything that differs between two states of a plan; diff(a, a) is empty, and `applied` to a gives b. */
export function diff(before: readonly FrozenItem[], after: readonly FrozenItem[]): Difference[] {
  const [was, is] = [before, after].map((items) => new Map(items.map((item) => [item.id, item])))
  return [
    ...after.filter(({ id }) => !was?.has(id)).map((item): Difference => ({ change: 'added', item })),
    ...before.filter(({ id }) => !is?.has(id)).map((item): Difference => ({ change: 'removed', item })),
    ...before.flatMap((item) => {
      const now = is?.get(item.id)
      return now ? fields.flatMap((field): Difference[] => changed(item, now, field)) : []
    }),
  ]
}

const fields: readonly Field[] = ['horizon', 'timeframe', 'effort', 'scope', 'outcome', 'owner', 'squad', 'health']

function changed(was: FrozenItem, is: FrozenItem, field: Field): Difference[] {
  const [from, to] = [was[field] ?? null, is[field] ?? null]
  return from === to ? [] : [{ change: names[field], id: was.id, field, from, to }]
}

/** The state after the differences. */
export function applied(before: readonly FrozenItem[], differences: readonly Difference[]): FrozenItem[] {
  const items = new Map(before.map((item) => [item.id, item]))
  for (const one of differences) {
    if (one.change === 'added') items.set(one.item.id, one.item)
    else if (one.change === 'removed') items.delete(one.item.id)
    else items.set(one.id, { ...(items.get(one.id) ?? { id: one.id }), [one.field]: one.to })
  }
  return [...items.values()]
}

export interface Delivery {
  readonly id: string
  readonly effort: number
  /** The day it was delivered; null while it is not. */
  readonly deliveredOn: string | null
  /** It was taken out by a valid learning decision. */
  readonly withdrawnByLearning?: boolean
  readonly reachedTarget?: boolean
}

export interface Predictability {
  /** Shares of the baseline; null when it is empty. */
  readonly byEffort: number | null
  readonly byCount: number | null
  readonly byTarget: number | null
  /** The same by effort without what learning withdrew. */
  readonly withoutLearning: number | null
  readonly n: number
  readonly delivered: number
  /** Reading band [70 %, 85 %], both ends included. */
  readonly reading: 'low' | 'good' | 'high' | null
}

/** Baseline items delivered by the end of the period; those removed since stay in the denominator (portfolio reference 3.4). */
export function predictability(items: readonly Delivery[], end: string): Predictability {
  const done = items.filter(({ deliveredOn }) => deliveredOn !== null && deliveredOn <= end)
  const kept = items.filter(({ withdrawnByLearning }) => !withdrawnByLearning)
  const effort = (some: readonly Delivery[]): number => some.reduce((sum, item) => sum + item.effort, 0)
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
  const byEffort = share(effort(done), effort(items))
  return {
    byEffort,
    byCount: share(done.length, items.length),
    byTarget: share(items.filter(({ reachedTarget }) => reachedTarget).length, items.length),
    withoutLearning: share(effort(done.filter(({ withdrawnByLearning }) => !withdrawnByLearning)), effort(kept)),
    n: items.length,
    delivered: done.length,
    reading: byEffort === null ? null : byEffort < 0.7 ? 'low' : byEffort <= 0.85 ? 'good' : 'high',
  }
}
