import { Refused, type Split } from './way.ts'

/** What a split asks of a metric. */
interface Splittable {
  readonly name: string
  readonly dimensions: readonly string[]
  readonly compute?: { readonly by: string }
}

/** Ways whose areas are those of the features, and those whose dimensions are always the account's. */
const usesEvents = new Set(['adoption', 'activeUsers'])
const ofAccounts = new Set(['revenue', 'revenueFlows', 'customerRetention', 'renewals'])

/**
 * Where a dimension is read: a column of the fact that is counted, or of the account; `feature` is the event's name. Null when none is asked.
 * Refuses a dimension that the metric does not have.
 */
export function splitOf(
  { name, dimensions, compute }: Splittable,
  counts: string | null,
  by: string | undefined,
  columnsOf: (fact: string) => Readonly<Record<string, unknown>>,
): Split | null {
  if (by === undefined) return null
  if (!dimensions.includes(by)) throw new Refused(`${name} cannot be broken down by “${by}”.`, `Use ${dimensions.join(', ')}.`, 'dimension_not_allowed')
  if (by === 'feature') return { of: 'fact', column: 'name' }
  const way = compute?.by ?? ''
  if (usesEvents.has(way) && by === 'area') return { of: 'fact', column: 'area' }
  return { of: !ofAccounts.has(way) && counts !== null && by in columnsOf(counts) ? 'fact' : 'account', column: by }
}
