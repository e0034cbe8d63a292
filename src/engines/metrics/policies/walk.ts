import { comparePolicies, defaultPolicy, resolvePolicy, type ResolvedPolicy, type RevenuePolicy } from '../revenue/revenue.ts'

/** One switch turned on the way from one policy to another. */
export type Turn = {
  readonly switch: keyof RevenuePolicy
  /** The two values as text, as a policy file writes them. */
  readonly from: string
  readonly to: string
  /** All earlier switches turned, and this one. */
  readonly policy: ResolvedPolicy
  /** This switch turned and no other. */
  readonly alone: ResolvedPolicy
}

export type Walk = { readonly from: ResolvedPolicy; readonly to: ResolvedPolicy; readonly turns: readonly Turn[] }

/** The order in which switches are turned: what counts as revenue first, then when it leaves, then who belongs together, then the ratio. */
export const turningOrder: readonly (keyof RevenuePolicy)[] = [
  'discounts',
  'trials',
  'free',
  'one_time',
  'usage',
  'paused',
  'refunds',
  'fx',
  'escalators',
  'end_date',
  'churn_recognised',
  'same_month_start_end',
  'past_due',
  'gap_grace_days',
  'reactivation',
  'grain',
  'parent_as_of',
  'merges',
  'product_moves',
  'segment_as_of',
  'cohort',
  'method',
  'gross_method',
  'window_months',
  'net_churn_subtracts_reactivation',
  'ltv_churn',
  'ltv_zero_churn',
  'late_data',
]

/** From one policy to another, one switch at a time, in `order` (the turning order unless told). The last turn has arrived. A RangeError names an unknown switch or value. */
export function walk(from: unknown, to: unknown, order: readonly (keyof RevenuePolicy)[] = turningOrder): Walk {
  const [start, end] = [resolvePolicy(from), resolvePolicy(to)]
  const differing = new Map(comparePolicies(start, end).map((difference) => [difference.switch, difference]))
  const missing = Object.keys(defaultPolicy).filter((name) => differing.has(name) && !order.some((known) => known === name))
  if (missing.length > 0) throw new RangeError(`The order of turning leaves out ${missing.join(', ')}.`)
  const turns: Turn[] = []
  let policy: RevenuePolicy = plain(start)
  for (const name of order) {
    const difference = differing.get(name)
    if (!difference) continue
    policy = { ...policy, [name]: end[name] }
    turns.push({
      switch: name,
      from: difference.a,
      to: difference.b,
      policy: resolvePolicy(policy),
      alone: resolvePolicy({ ...plain(start), [name]: end[name] }),
    })
  }
  return { from: start, to: end, turns }
}

/** The switches without the memory of where they came from. */
export function plain({ provenance: _, ...switches }: ResolvedPolicy): RevenuePolicy {
  return switches
}
