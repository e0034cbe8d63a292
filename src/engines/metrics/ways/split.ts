import { columnsIn } from '../series/pairs.ts'
import { Refused, type Split, type Way } from './way.ts'

/** What a split asks of a metric. */
interface Splittable {
  readonly name: string
  readonly dimensions: readonly string[]
  readonly compute?: { readonly by: string }
}

/** What a way counts, and what it crosses. */
interface Counting {
  readonly counts: string | null
  readonly pairs: Way<never>['pairs']
}

/** Ways whose areas are those of the features, and those whose dimensions are always the account's. */
const usesEvents = new Set(['adoption', 'activeUsers'])
const ofAccounts = new Set(['revenue', 'revenueFlows', 'customerRetention', 'renewals'])

/**
 * Where a dimension is read: a column of the fact that is counted, or of the account; `feature` is the event's name. A way of its own rows alone reads product in
 * product_id. Null when none is asked. Refuses a dimension that the metric does not have.
 */
export function splitOf(
  { name, dimensions, compute }: Splittable,
  way: Counting,
  by: string | undefined,
  columnsOf: (fact: string) => Readonly<Record<string, unknown>>,
): Split | null {
  if (by === undefined) return null
  const columns = [...new Set(columnsIn(by))]
  if (columns.length > 2) throw new Refused(`${name} can be told by two dimensions at once, not by ${columns.length}.`, 'Leave one out.')
  const splits = columns.map((one) => singleOf({ name, dimensions, ...(compute ? { compute } : {}) }, way, one, columnsOf))
  const [first, second] = splits
  if (!first || !second) return first ?? null
  if (first.of !== second.of)
    throw new Refused(
      `${columns[0]} is told by ${first.of === 'fact' ? 'its own rows' : 'the account'} and ${columns[1]} by ${second.of === 'fact' ? 'its own rows' : 'the account'}: the two cannot be crossed.`,
      `Ask by ${columns.join(' or ')} alone.`,
    )
  return { of: first.of, column: `${first.column},${second.column}` }
}

function singleOf(
  { name, dimensions, compute }: Splittable,
  { counts, pairs }: Counting,
  by: string,
  columnsOf: (fact: string) => Readonly<Record<string, unknown>>,
): Split {
  if (!dimensions.includes(by)) throw new Refused(`${name} cannot be broken down by “${by}”.`, `Use ${dimensions.join(', ')}.`, 'dimension_not_allowed')
  if (by === 'feature') return { of: 'fact', column: 'name' }
  const way = compute?.by ?? ''
  if (usesEvents.has(way) && by === 'area') return { of: 'fact', column: 'area' }
  const columns = ofAccounts.has(way) || counts === null ? {} : columnsOf(counts)
  return { of: by in columns || (pairs === 'own' && `${by}_id` in columns) ? 'fact' : 'account', column: by }
}
