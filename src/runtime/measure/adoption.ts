import { freshness, countUses } from '#engines/metrics/dialect/periods.ts'
import { adoptionSeries, type AdoptionSplit, type Eligibility, type Feature, type Use } from '#engines/metrics/series/adoption.ts'
import { spansOf, type Timing } from '#engines/metrics/series/timing.ts'
import type { Computation } from '#kernel'
import type { Computed } from './envelope.ts'
import type { Facts } from './facts.ts'
import type { Split } from './periodic.ts'

/** Adoption of the defined features; without definitions every event name is a feature with k = 1 that every paying account could use. */
export async function adoption(
  compute: Extract<Computation, { by: 'adoption' }>,
  time: Timing,
  split: Split | null,
  facts: Facts,
  eligible: Eligibility,
): Promise<Computed> {
  const query = countUses({ fact: compute.fact, at: compute.at, spans: spansOf(time) }, compute.feature)
  const uses = (await facts.ask(query)).map((row): Use => ({
    period: String(row['key']),
    event: String(row['feature']),
    account: String(row['account']),
    n: Number(row['n']),
  }))
  const defined = await definedFeatures(facts)
  const notes =
    defined.length > 0 ? [] : ['No feature is defined: every event name counts as a feature that every paying account could use, once in the window.']
  const series = adoptionSeries(uses, defined.length > 0 ? defined : seen(uses), time.periods, splitOf(split), eligible, time.headline)
  return { ...series, text: query.text, notes }
}

function splitOf(split: Split | null): AdoptionSplit {
  if (!split) return null
  return split.of === 'account' ? { of: 'account', column: split.column } : { of: split.column === 'area' ? 'area' : 'feature' }
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
    plans:
      row['eligible_rule'] === null
        ? null
        : String(row['eligible_rule'])
            .split(',')
            .map((plan) => plan.trim()),
    from: row['released_at'] === null ? null : String(row['released_at']),
  }))
}

const seen = (uses: readonly Use[]): Feature[] =>
  [...new Set(uses.map(({ event }) => event))].toSorted().map((event) => ({ id: event, event, least: 1, area: null, plans: null, from: null }))
