import { wilson } from '../../numbers/intervals.ts'
import { groupOf, nothing, type Figure, type Point, type Series } from './figure.ts'

/** Who could use it: the ids of accounts that pay on the last day of a period, and what is known of each. */
export interface Eligibility {
  paying(period: string): ReadonlySet<string>
  attribute(account: string, column: string): string | null
}

export interface Feature {
  readonly id: string
  readonly event: string
  /** How often in the window counts as adopted. */
  readonly least: number
  readonly area: string | null
  /** Plans that include it; all when null. */
  readonly plans: readonly string[] | null
  /** The day of its release; always there when null. */
  readonly from: string | null
}

/** A row of use: period, event, account and how often. */
export type Use = { readonly period: string; readonly event: string; readonly account: string; readonly n: number }
export type AdoptionSplit = { readonly of: 'feature' | 'area' } | { readonly of: 'account'; readonly column: string } | null

/**
 * Share of eligible accounts with the core event at least k times in the window (kpis.md 4.6). The whole counts accounts that adopted at least one
 * feature that they could use. Groups by feature or area choose features; groups by an attribute choose accounts.
 */
export function adoptionSeries(
  uses: readonly Use[],
  features: readonly Feature[],
  periods: readonly string[],
  split: AdoptionSplit,
  eligible: Eligibility,
  headline: string | null,
): Series {
  const read = usesOf(uses)
  const over = (chosen: readonly Feature[], keep: (account: string) => boolean): Point[] =>
    periods.map((period) => ({ period, mature: true, ...figure(period, chosen, keep, read, eligible) }))
  const points = over(features, () => true)
  if (!split) return { points }
  return { points, groups: groupsOf(split, features, eligible, periods).map(({ key, chosen, keep }) => groupOf(key, over(chosen, keep), headline)) }
}

type Uses = ReadonlyMap<string, ReadonlyMap<string, number>>

/** period + event -> account -> how often. */
function usesOf(rows: readonly Use[]): Uses {
  const uses = new Map<string, Map<string, number>>()
  for (const { period, event, account, n } of rows) {
    const accounts = uses.get(`${period}\n${event}`) ?? new Map<string, number>()
    uses.set(`${period}\n${event}`, accounts.set(account, n))
  }
  return uses
}

function figure(period: string, features: readonly Feature[], keep: (account: string) => boolean, uses: Uses, eligible: Eligibility): Figure {
  const released = features.filter(({ from }) => from === null || from.slice(0, 7) <= period.slice(0, 7))
  const able = new Set<string>()
  const adopted = new Set<string>()
  for (const account of eligible.paying(period)) {
    if (!keep(account)) continue
    for (const feature of released) {
      if (feature.plans && !feature.plans.includes(eligible.attribute(account, 'plan') ?? '')) continue
      able.add(account)
      if ((uses.get(`${period}\n${feature.event}`)?.get(account) ?? 0) >= feature.least) adopted.add(account)
    }
  }
  if (able.size === 0) return nothing('no_denominator')
  return { value: adopted.size / able.size, interval: wilson(adopted.size, able.size), numerator: adopted.size, denominator: able.size, n: able.size }
}

function groupsOf(
  split: NonNullable<AdoptionSplit>,
  features: readonly Feature[],
  eligible: Eligibility,
  periods: readonly string[],
): { key: string; chosen: readonly Feature[]; keep: (account: string) => boolean }[] {
  if (split.of !== 'account') {
    const key = split.of === 'area' ? ({ area }: Feature) => area ?? '(none)' : ({ id }: Feature) => id
    return [...Map.groupBy(features, key)].map(([name, chosen]) => ({ key: name, chosen, keep: () => true })).toSorted((a, b) => (a.key < b.key ? -1 : 1))
  }
  const valueOf = (account: string) => eligible.attribute(account, split.column) ?? '(none)'
  const values = new Set(periods.flatMap((period) => [...eligible.paying(period)].map(valueOf)))
  return [...values].toSorted().map((key) => ({ key, chosen: features, keep: (account) => valueOf(account) === key }))
}
