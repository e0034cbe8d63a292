import { freshness, usePerAccount } from '#engines/metrics/dialect/periods.ts'
import { wilson } from '#engines/numbers/intervals.ts'
import type { Computation, Figure, Group, Point } from '#kernel'
import { spansOf, type Timing } from './calendar.ts'
import { nothing, type Computed } from './envelope.ts'
import type { Facts } from './facts.ts'
import { headline, type Split } from './periodic.ts'

/** Who could use it: the ids of accounts that pay on the last day of a period, and what is known of each. */
export interface Eligibility {
  paying(period: string): ReadonlySet<string>
  attribute(account: string, column: string): string | null
}

interface Feature {
  readonly id: string
  readonly event: string
  readonly least: number
  readonly area: string | null
  readonly plans: readonly string[] | null
  readonly from: string | null
}

/**
 * Share of eligible accounts with the core event at least k times in the window (kpis.md §4.6). With feature definitions they say event, k and
 * who is eligible; without any, every event name is a feature with k = 1 and every paying account is eligible. The whole counts accounts that adopted at least one feature.
 */
export async function adoption(compute: Extract<Computation, { by: 'adoption' }>, time: Timing, split: Split | null, facts: Facts, eligible: Eligibility): Promise<Computed> {
  const query = usePerAccount({ fact: compute.fact, at: compute.at, spans: spansOf(time) }, compute.feature)
  const [uses, features] = [await facts.ask(query), await definedFeatures(facts)]
  const read = usesOf(uses)
  const all = features.length > 0 ? features : seen(uses)
  const notes = features.length > 0 ? [] : ['No feature is defined: every event name counts as a feature that every paying account could use, once in the window.']
  const series = (chosen: readonly Feature[], keep: (account: string) => boolean): Point[] => time.periods.map((period) => ({ period, mature: true, ...figure(period, chosen, keep, read, eligible) }))
  const points = series(all, () => true)
  if (!split) return { points, text: query.text, notes }
  const groups = groupsOf(split, all, eligible, time).map(({ key, chosen, keep }): Group => {
    const own = series(chosen, keep)
    return { key, ...headline(own, time), points: own }
  })
  return { points, groups, text: query.text, notes }
}

type Uses = ReadonlyMap<string, ReadonlyMap<string, number>>

/** period + event -> account -> how often. */
function usesOf(rows: readonly Readonly<Record<string, unknown>>[]): Uses {
  const uses = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const key = `${String(row['key'])}\n${String(row['feature'])}`
    const accounts = uses.get(key) ?? new Map<string, number>()
    accounts.set(String(row['account']), Number(row['n']))
    uses.set(key, accounts)
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

function groupsOf(split: Split, features: readonly Feature[], eligible: Eligibility, time: Timing): { key: string; chosen: readonly Feature[]; keep: (account: string) => boolean }[] {
  if (split.of === 'fact') {
    const key = split.column === 'area' ? ({ area }: Feature) => area ?? '(none)' : ({ id }: Feature) => id
    return [...Map.groupBy(features, key)].map(([name, chosen]) => ({ key: name, chosen, keep: () => true })).toSorted((a, b) => (a.key < b.key ? -1 : 1))
  }
  const accounts = new Set(time.periods.flatMap((period) => [...eligible.paying(period)]))
  const values = new Set([...accounts].map((account) => eligible.attribute(account, split.column) ?? '(none)'))
  return [...values].toSorted().map((key) => ({ key, chosen: features, keep: (account) => (eligible.attribute(account, split.column) ?? '(none)') === key }))
}

async function definedFeatures(facts: Facts): Promise<Feature[]> {
  const [held] = await facts.ask(freshness('feature', 'recorded_at'))
  if (Number(held?.['rows'] ?? 0) === 0) return []
  const rows = await facts.rows('feature', ['id', 'core_event', 'min_count', 'area', 'eligible_rule', 'released_at', 'retired_at'])
  const live = rows.filter((row) => row['retired_at'] === null)
  return live.map((row) => ({
    id: String(row['id']),
    event: String(row['core_event']),
    least: Number(row['min_count'] ?? 1),
    area: row['area'] === null ? null : String(row['area']),
    plans: row['eligible_rule'] === null ? null : String(row['eligible_rule']).split(',').map((plan) => plan.trim()),
    from: row['released_at'] === null ? null : String(row['released_at']),
  }))
}

const seen = (uses: readonly Readonly<Record<string, unknown>>[]): Feature[] =>
  [...new Set(uses.map((row) => String(row['feature'])))].toSorted().map((event) => ({ id: event, event, least: 1, area: null, plans: null, from: null }))
