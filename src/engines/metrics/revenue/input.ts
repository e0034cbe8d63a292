import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { capital } from '../../numbers/capital.ts'

/** What the ledger reads: rows with the column names of the facts. Dates are 'YYYY-MM-DD' (an instant is cut to its first ten characters); money is whole micro-units. */
export type Account = {
  readonly id: string
  readonly name?: string | null
  readonly parent_id?: string | null
  readonly segment?: string | null
  readonly industry?: string | null
  readonly region?: string | null
  readonly plan?: string | null
  readonly channel?: string | null
  readonly use_case?: string | null
  readonly is_internal?: boolean | null
  readonly merged_into?: string | null
  /** From which day this version holds; from the beginning when empty. */
  readonly valid_from?: string | null
  readonly recorded_at?: string | null
}

export type BillingPeriod = 'month' | 'quarter' | 'half_year' | 'year' | 'custom'
export type LineStatus = 'trial' | 'paid' | 'past_due' | 'paused' | 'ended'
export type LineKind = 'recurring' | 'one_time' | 'usage'
export type ChurnType = 'voluntary' | 'delinquent'

/** One priced line of a contract: a revision of it. MRR is (unit_amount x quantity - discount) / months of the billing period, or as supplied in `mrr`. */
export type SubscriptionLine = {
  readonly id: string
  readonly account_id: string
  readonly start: string
  readonly end?: string | null
  readonly revision?: number | null
  readonly product_id?: string | null
  readonly plan_id?: string | null
  readonly unit_amount?: number | null
  readonly quantity?: number | null
  /** Per billing period. */
  readonly discount?: number | null
  /** First day without the discount; a permanent discount has none. */
  readonly discount_until?: string | null
  readonly billing_period?: BillingPeriod | null
  /** Months of a custom billing period. */
  readonly period_months?: number | null
  /** ISO 4217; the reporting currency when empty. */
  readonly currency?: string | null
  readonly status?: LineStatus | null
  readonly kind?: LineKind | null
  /** MRR as the source computed it, net of the discount; wins over the computed one. */
  readonly mrr?: number | null
  /** Per billing period: the part of a usage line that is owed in any case. */
  readonly committed_minimum?: number | null
  readonly cancelled_at?: string | null
  readonly cancel_reason?: string | null
  readonly churn_type?: ChurnType | null
  readonly past_due_since?: string | null
  readonly paused_from?: string | null
  /** First day of service after the pause. */
  readonly paused_to?: string | null
  readonly term_months?: number | null
  readonly renewal_date?: string | null
  readonly escalator?: boolean | null
  readonly recorded_at?: string | null
  readonly is_tombstone?: boolean | null
}

export type FxRate = {
  /** Any day of the month. */
  readonly month: string
  readonly currency: string
  readonly kind: 'plan' | 'month_end' | 'average' | 'purchase' | 'payout'
  /** Reporting units per one unit of the currency. */
  readonly rate: number
  /** The line that a purchase or payout rate belongs to. */
  readonly ref_id?: string | null
  readonly recorded_at?: string | null
}

/** Money given back, in the currency of its line; read only when the policy's `refunds` asks. */
export type Refund = { readonly line_id: string; readonly date: string; readonly amount: number; readonly recorded_at?: string | null }

/** Something about the rows that a reader of the numbers should know; an error makes results untrusted. */
export type Finding = {
  readonly check: string
  readonly severity: 'error' | 'warn' | 'note'
  readonly says: string
  readonly count: number
  /** At most ten ids, in order. */
  readonly samples: readonly string[]
}

/** Rows that no convention can measure. `faults` names each with its reason. */
export class UnmeasurableRows extends OutOfRange {
  readonly faults: readonly Fault[]
  /** What to do: rows are right where only a rate is missing. */
  readonly hint: string
  constructor(faults: readonly Fault[]) {
    const first = faults[0]
    super(`${faults.length === 1 ? 'One row' : `${faults.length} rows`} cannot be measured. ${first ? `${first.row}: ${first.says} (${first.reason})` : ''}`)
    this.name = 'UnmeasurableRows'
    this.faults = faults
    this.hint = faults.every(({ reason }) => reason === 'no_fx_rate')
      ? 'Import the rates as fx_rate (month, currency, kind, rate), or change the reporting currency of the workspace.'
      : 'Correct these rows at their source, or undo the import that brought them.'
  }
}

export type Fault = {
  readonly reason: 'unknown_period' | 'unknown_value' | 'not_a_date' | 'not_an_amount' | 'no_amount' | 'no_term' | 'no_fx_rate' | 'too_large'
  readonly row: string
  readonly says: string
}

/** “11 accounts name a parent that does not exist”; “Lines have a negative MRR and are left out: 1”. */
export const sayFinding = ({ says, count }: Pick<Finding, 'says' | 'count'>): string =>
  count === 1 ? `${capital(says)}: 1` : `${count.toLocaleString('en-US')} ${says}`

/** Collects findings by check, so that ten thousand rows with one fault are one finding. */
export function findingLog(): { note(check: string, severity: Finding['severity'], says: string, id: string): void; list(): Finding[] } {
  const byCheck = new Map<string, { severity: Finding['severity']; says: string; ids: Set<string> }>()
  return {
    note(check, severity, says, id) {
      const entry = byCheck.get(check) ?? { severity, says, ids: new Set<string>() }
      entry.ids.add(id)
      byCheck.set(check, entry)
    },
    list() {
      const sorted = [...byCheck].sort(([a], [b]) => (a < b ? -1 : 1))
      return sorted.map(([check, { severity, says, ids }]) => ({ check, severity, says, count: ids.size, samples: [...ids].sort().slice(0, 10) }))
    },
  }
}

export type FindingLog = ReturnType<typeof findingLog>
