import { featureRows } from '#engines/analytics/dialect/happenings.ts'
import type { AnyRow } from '#kernel'
import type { Ask } from './account.ts'

type Cells = Readonly<Record<string, unknown>>

/** How the adoption of a feature is asked, or why it cannot be. */
export type FeatureUse =
  | { readonly query: Readonly<Record<string, unknown>>; readonly events: readonly string[]; readonly says: string }
  | { readonly query: null; readonly why: string }

/** The question that a feature’s own row in the facts asks: the event that proves its use, and the plans that include it. */
export async function featureUse(ask: Ask, feature: AnyRow): Promise<FeatureUse> {
  const rows = await ask(featureRows)
  const title = String(feature['title'] ?? '').toLowerCase()
  const external = feature.source?.externalId ?? null
  const own = rows.find((row) => row['id'] === external || String(row['id']).toLowerCase() === title || String(row['name'] ?? '').toLowerCase() === title)
  if (!own)
    return {
      query: null,
      why: 'No event proves its use yet. Import a file of features with the columns id, name and core_event, one of which bears this title.',
    }
  return { query: queryOf(own, title), events: eventsOf(own), says: saysOf(own) }
}

const plansOf = (row: Cells): string[] =>
  String(row['eligible_rule'] ?? '')
    .split(',')
    .map((plan) => plan.trim())
    .filter(Boolean)

const eventsOf = (row: Cells): string[] => [String(row['core_event'])]

function queryOf(row: Cells, title: string): Readonly<Record<string, unknown>> {
  const plans = plansOf(row)
  return {
    kind: 'adoption',
    range: { last: 26, unit: 'week', includeCurrent: true },
    trailing: { n: 28, unit: 'day' },
    minTimes: Number(row['min_count'] ?? 1),
    features: [
      {
        name: String(row['name'] ?? title),
        sel: { event: String(row['core_event']) },
        ...(plans.length > 0 ? { eligible: { prop: 'account.plan', op: 'in', value: plans } } : {}),
      },
    ],
  }
}

function saysOf(row: Cells): string {
  const plans = plansOf(row)
  const least = Number(row['min_count'] ?? 1)
  return `Used means “${String(row['core_event'])}”${least > 1 ? ` at least ${least} times` : ''} in 28 days, by accounts ${plans.length > 0 ? `on ${plans.join(', ')}` : 'of any plan'}.`
}
