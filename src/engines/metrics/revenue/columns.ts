import { growing, once } from '../../numbers/once.ts'
import type { Account, FxRate, SubscriptionLine } from './input.ts'

/** The columns of the fact tables that the ledger reads (kpis.md §2), as `Account`, `SubscriptionLine` and `FxRate` name them. */
export const accountColumns = [
  'id',
  'name',
  'parent_id',
  'segment',
  'industry',
  'region',
  'plan',
  'channel',
  'use_case',
  'is_internal',
  'merged_into',
  'valid_from',
] as const
export const lineColumns = [
  'id',
  'account_id',
  'start',
  'end',
  'product_id',
  'plan_id',
  'unit_amount',
  'quantity',
  'discount',
  'discount_until',
  'billing_period',
  'period_months',
  'currency',
  'status',
  'kind',
  'mrr',
  'committed_minimum',
  'cancelled_at',
  'cancel_reason',
  'churn_type',
  'past_due_since',
  'paused_from',
  'paused_to',
  'term_months',
  'renewal_date',
  'escalator',
] as const
export const rateColumns = ['month', 'currency', 'kind', 'rate', 'ref_id'] as const

// The columns asked for are those of the row types; the store keeps each in its column's type, so that the required ones tell.
type Held = Readonly<Record<string, unknown>>
const isAccount = (row: Held): row is Held & Account => typeof row['id'] === 'string'
const isLine = (row: Held): row is Held & SubscriptionLine =>
  typeof row['id'] === 'string' && typeof row['account_id'] === 'string' && typeof row['start'] === 'string'
const isRate = (row: Held): row is Held & FxRate => typeof row['month'] === 'string' && typeof row['rate'] === 'number'

/** Rows of these columns as what they are; the same rows give the same list. */
export const accountsIn = once((rows: readonly Held[]): readonly Account[] => rows.filter(isAccount))
export const linesIn = (rows: readonly Held[]): readonly SubscriptionLine[] =>
  keptLines(
    rows,
    '',
    () => rows.filter(isLine),
    (before, more) => before.concat(more.filter(isLine)),
  )

const keptLines = growing<Held, readonly SubscriptionLine[]>(1)
export const ratesIn = once((rows: readonly Held[]): readonly FxRate[] => rows.filter(isRate))
