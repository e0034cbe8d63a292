import type { PlannedEvent } from './plan.ts'

export interface SeenEvent {
  readonly name: string
  readonly count: number
  readonly last: string
  readonly flagged: number
}

export interface SeenFlag {
  readonly name: string
  /** A class, or class:property. */
  readonly flag: string
  readonly count: number
}

export interface PlannedForOverview extends PlannedEvent {
  readonly owner: string | null
  readonly passive: boolean
}

export interface Debt {
  readonly kind: 'unplanned' | 'dead' | 'neverSent' | 'deprecatedAndSent' | 'nobody' | 'unclassified' | 'drift'
  readonly event: string
  readonly says: string
  /** Events of the window that it concerns. */
  readonly count: number
}

export interface PlanOverview {
  readonly events: readonly {
    readonly name: string
    readonly count: number
    readonly last: string | null
    readonly flagged: number
    readonly violations: readonly { readonly class: string; readonly property: string | null; readonly count: number }[]
  }[]
  readonly unplanned: readonly SeenEvent[]
  /** The share of the events that came of which the plan knows the name; null when none came. */
  readonly coverage: number | null
  /** The share of the events of the plan that were flagged; null when none came. */
  readonly violationRate: number | null
  /** How often each class was flagged. */
  readonly classes: readonly { readonly class: string; readonly count: number }[]
  readonly debt: readonly Debt[]
}

/** The tracking plan beside what really came in a window: what is missing, what is dead, what drifts, and what is owed. */
export function overviewOf(plan: readonly PlannedForOverview[], seen: readonly SeenEvent[], flags: readonly SeenFlag[]): PlanOverview {
  const byName = new Map(seen.map((one) => [one.name, one]))
  const planned = new Set(plan.map(({ name }) => name))
  const violations = Map.groupBy(
    flags.filter(({ flag }) => !ofTheDoor.has(classOf(flag))),
    ({ name }) => name,
  )
  const events = plan.map(({ name }) => {
    const own = byName.get(name)
    const found = (violations.get(name) ?? []).map(({ flag, count }) => ({
      class: classOf(flag),
      property: flag.includes(':') ? flag.slice(flag.indexOf(':') + 1) : null,
      count,
    }))
    return { name, count: own?.count ?? 0, last: own?.last ?? null, flagged: own?.flagged ?? 0, violations: found }
  })
  const unplanned = seen.filter(({ name }) => !planned.has(name))
  const all = sum(seen.map(({ count }) => count))
  const known = sum(events.map(({ count }) => count))
  return {
    events,
    unplanned,
    coverage: all === 0 ? null : known / all,
    violationRate: known === 0 ? null : sum(events.map(({ flagged }) => flagged)) / known,
    classes: [...Map.groupBy(flags, ({ flag }) => classOf(flag))]
      .map(([kind, own]) => ({ class: kind, count: sum(own.map(({ count }) => count)) }))
      .toSorted((a, b) => b.count - a.count),
    debt: [...plan.flatMap((one) => debtOf(one, byName.get(one.name), violations.get(one.name) ?? [])), ...unplanned.map(unplannedDebt)].toSorted(
      (a, b) => b.count - a.count,
    ),
  }
}

/** The plan of one part of the product beside what came; `area` is null for events that belong to none. */
export interface AreaOverview {
  readonly area: string | null
  /** Events that are planned, and how many of them came at all. */
  readonly planned: number
  readonly came: number
  readonly count: number
  readonly flagged: number
  /** The share of its events that were flagged; null when none came. */
  readonly violationRate: number | null
}

/** Planned events by the part of the product that they belong to: the busiest first, then by name. */
export const areasOf = (events: readonly { readonly area: string | null; readonly count: number; readonly flagged: number }[]): AreaOverview[] =>
  [...Map.groupBy(events, ({ area }) => area)]
    .map(([area, own]) => {
      const [count, flagged] = [sum(own.map((one) => one.count)), sum(own.map((one) => one.flagged))]
      return { area, planned: own.length, came: own.filter((one) => one.count > 0).length, count, flagged, violationRate: count === 0 ? null : flagged / count }
    })
    .toSorted((a, b) => b.count - a.count || (a.area ?? '').localeCompare(b.area ?? ''))

/** What the door noted about time and text is no breach of the plan. */
const ofTheDoor = new Set(['late_time', 'malformed'])
const classOf = (flag: string): string => flag.split(':')[0] ?? flag
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

const unplannedDebt = ({ name, count }: SeenEvent): Debt => ({ kind: 'unplanned', event: name, says: 'is sent and the plan does not know it', count })

function debtOf({ name, status, owner, properties }: PlannedForOverview, seen: SeenEvent | undefined, flags: readonly SeenFlag[]): Debt[] {
  const count = seen?.count ?? 0
  const drifting = flags.filter(({ flag }) => ['unknown_property', 'type_mismatch', 'enum_violation'].includes(classOf(flag)))
  const debts: (Debt | null)[] = [
    status === 'live' && !seen ? { kind: 'dead', event: name, says: 'is live and did not come', count: 0 } : null,
    status === 'planned' && !seen ? { kind: 'neverSent', event: name, says: 'is planned and was never sent', count: 0 } : null,
    status === 'deprecated' && seen ? { kind: 'deprecatedAndSent', event: name, says: 'is deprecated and still comes', count } : null,
    owner === null ? { kind: 'nobody', event: name, says: 'has nobody who answers for it', count } : null,
    properties.some((one) => one.class === null) ? { kind: 'unclassified', event: name, says: 'has properties without a class of privacy', count } : null,
    drifting.length > 0
      ? {
          kind: 'drift',
          event: name,
          says: `carries what the plan does not say: ${[...new Set(drifting.map(({ flag }) => flag.slice(flag.indexOf(':') + 1)))].slice(0, 5).join(', ')}`,
          count: sum(drifting.map((one) => one.count)),
        }
      : null,
  ]
  return debts.filter((one) => one !== null)
}
