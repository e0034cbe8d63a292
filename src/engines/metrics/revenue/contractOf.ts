import type { Contract } from './renewals.ts'

/** The columns of a subscription that a contract is read from. */
export const contractColumns = [
  'id',
  'account_id',
  'product_id',
  'start',
  'end',
  'cancelled_at',
  'term_months',
  'renewal_date',
  'billing_period',
  'period_months',
  'status',
  'kind',
  'mrr',
  'unit_amount',
  'quantity',
  'discount',
]

/**
 * A row of `subscription` as far as its renewals go, with amounts in major units. Yearly billing is a term of a year unless another is stated. Null for what never renews:
 * a trial, a charge that does not recur, a line that brings no money.
 */
export function contractOf(row: Readonly<Record<string, unknown>>): Contract | null {
  const text = (column: string): string | null => (row[column] === null || row[column] === undefined ? null : String(row[column]))
  const day = (column: string): string | null => text(column)?.slice(0, 10) ?? null
  const [start, mrr, term] = [day('start'), mrrOf(row), text('term_months')]
  if (row['status'] === 'trial' || (row['kind'] ?? 'recurring') !== 'recurring' || start === null || !(mrr > 0)) return null
  return {
    id: String(row['id']),
    account: String(row['account_id']),
    product: text('product_id'),
    start,
    end: day('end'),
    termMonths: term !== null ? Number(term) : row['billing_period'] === 'year' ? 12 : null,
    renewalDate: day('renewal_date'),
    mrr,
    cancelledOn: day('cancelled_at'),
  }
}

const periodMonths: Readonly<Record<string, number>> = { month: 1, quarter: 3, half_year: 6, year: 12 }

/** Only weighs lines against one another: the ledger says what revenue is. */
function mrrOf(row: Readonly<Record<string, unknown>>): number {
  if (row['mrr'] !== null && row['mrr'] !== undefined) return Number(row['mrr']) / 1_000_000
  const months = Number(row['period_months'] ?? periodMonths[String(row['billing_period'])] ?? 1)
  return (Number(row['unit_amount'] ?? 0) * Number(row['quantity'] ?? 1) - Number(row['discount'] ?? 0)) / months / 1_000_000
}
