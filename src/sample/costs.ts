import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { at, type Timeline } from './timeline.ts'

type Kind = readonly [service: string, cost: number, growth: number, cls: string | null, product: string | null, tags?: Readonly<Record<string, unknown>>]

/** Monthly cost in dollars two years ago, and its growth a month. Nobody owns the observability bill, which doubles every ten months. */
export const orphan = 'Observability'
const bills: readonly Kind[] = [
  ['Compute', 298_000, 1.012, 'direct_cogs', 'core'],
  ['Query engine', 61_000, 1.021, 'direct_cogs', 'insights'],
  ['Sync workers', 74_000, 1.015, 'direct_cogs', 'connect'],
  ['Network', 92_000, 1.01, 'shared_cogs', null],
  ['Data platform', 118_000, 1.014, 'shared_cogs', null, { split: { core: 0.55, insights: 0.3 } }],
  ['Support desk', 141_000, 1.009, 'support', null],
  [orphan, 19_000, 1.072, null, null],
  ['Offices and tools', 610_000, 1.005, 'opex', null],
]

/** Charges of the whole months of two years, billed and effective; commitments make the effective cost the lower one. */
export function* costRows(time: Timeline, draw: Random): Iterable<Values> {
  for (let month = -23; month <= time.over; month++) {
    for (const [service, cost, growth, cost_class, product_id, tags] of bills) {
      const effective = Math.round(cost * growth ** (month + 23) * (1 + 0.03 * draw.normal()) * 100) / 100
      yield {
        period_start: at(time.day(month, 1), 0),
        period_end: at(time.day(month + 1, 1), 0),
        billed_cost: Math.round(effective * 108) / 100,
        effective_cost: effective,
        currency: 'USD',
        service,
        charge_category: 'Usage',
        tags: tags ? JSON.stringify(tags) : null,
        cost_class,
        product_id,
      }
    }
  }
}
