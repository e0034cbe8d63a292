import fc from 'fast-check'
import { type Account, type FxRate, type Ledger, revenueLedger, type RevenueInput, type SubscriptionLine } from '../revenue.ts'

/** Ledgers by chance, for tests that hold one that shares what it kept against one of copies, which shares nothing. */
const started = Date.UTC(2023, 0, 1)
export const dateAfter = (days: number): string => new Date(started + days * 86_400_000).toISOString().slice(0, 10)
/** From before the first month that any ledger looks back to. */
const day = fc.integer({ min: -1600, max: 760 }).map(dateAfter)

export const anyAccounts: fc.Arbitrary<Account[]> = fc.array(
  fc.record({
    id: fc.nat(6).map((one) => `A-${one}`),
    parent_id: fc.constantFrom(null, 'A-7'),
    merged_into: fc.constantFrom(null, null, 'A-8'),
    is_internal: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
    segment: fc.constantFrom('smb', 'mid', null),
    valid_from: fc.option(day, { freq: 2 }),
  }),
  { maxLength: 9 },
)

export const anyLine: fc.Arbitrary<SubscriptionLine> = fc
  .record({
    id: fc.nat(20).map((one) => `L-${one}`),
    account_id: fc.nat(6).map((one) => `A-${one}`),
    product_id: fc.constantFrom('core', 'insight', null),
    unit_amount: fc.integer({ min: 0, max: 50 }).map((dollars) => dollars * 1_000_000),
    quantity: fc.integer({ min: 1, max: 9 }),
    billing_period: fc.constantFrom('month', 'year'),
    term_months: fc.constantFrom(null, 12),
    currency: fc.constantFrom('USD', 'EUR'),
    kind: fc.constantFrom('recurring', 'recurring', 'usage'),
    status: fc.constantFrom('paid', 'paid', 'trial'),
    churn_type: fc.constantFrom(null, 'delinquent'),
    recorded_at: fc.option(fc.integer({ min: 0, max: 900 }).map(dateAfter)),
    revision: fc.nat(2),
    from: fc.integer({ min: -1600, max: 740 }),
    length: fc.option(fc.integer({ min: 1, max: 900 })),
  })
  .map(({ from, length, ...line }) => ({ ...line, start: dateAfter(from), end: length === null ? null : dateAfter(from + length) }) as SubscriptionLine)

export const anyLines: fc.Arbitrary<SubscriptionLine[]> = fc.array(anyLine, { minLength: 1, maxLength: 20 })

export const anyPolicy = fc.record(
  {
    same_month_start_end: fc.constantFrom('ignore', 'count_both'),
    reactivation: fc.constantFrom('own_bucket', 'back_in_cohort', 'as_new'),
    trials: fc.constantFrom('exclude', 'count_logo'),
    grain: fc.constantFrom('parent', 'billing_account', 'subscription', 'product', 'product'),
    parent_as_of: fc.constantFrom('close', 'open', 'as_was'),
    merges: fc.constantFrom('follow_survivor', 'churn_and_new'),
    product_moves: fc.constantFrom('netted', 'gross'),
    gross_method: fc.constantFrom('endpoint_min', 'path_min', 'flow'),
    method: fc.constantFrom('endpoint', 'monthly_flow', 'ttm_flow'),
    fx: fc.constantFrom('constant_plan', 'constant_plan', 'at_purchase', 'month_end'),
    late_data: fc.constantFrom('restate', 'restate', 'adjust_current'),
    gap_grace_days: fc.constantFrom(0, 0, 40),
    escalators: fc.constantFrom('expansion', 'expansion', 'exclude'),
    cohort: fc.constantFrom({ rule: 'all_active' }, { rule: 'all_active' }, { rule: 'renewal_eligible' }, { rule: 'min_contract', term: 12, value: 100 }),
  },
  { requiredKeys: [] },
)

/** A rate of every kind and month; a second table has others. */
const ratesOf = (seed: number): FxRate[] =>
  Array.from({ length: 150 }, (_, index) => new Date(Date.UTC(2014, index, 1)).toISOString().slice(0, 10)).flatMap((month, index) =>
    (['plan', 'month_end', 'purchase'] as const).map((kind) => ({ month, currency: 'EUR', kind, rate: 1 + ((index * 7 + seed * 13) % 11) / 20 })),
  )
export const tables = [ratesOf(0), ratesOf(1)]

/** Another as-of day, another range of months, another table of rates: what a desk is asked one after the other. */
export const anyQuestion = fc.record({
  asOf: fc.oneof(fc.integer({ min: 300, max: 790 }).map(dateAfter), fc.constantFrom('2024-01-31', '2024-02-29', '2024-06-30', '2024-07-31')),
  months: fc.constantFrom(3, 12, 24),
  table: fc.constantFrom(0, 0, 0, 1),
})

export const monthBefore = (date: string, months: number): string => {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 7)
}

type Asking = { readonly asOf: string; readonly months: number; readonly table: number }

/** What a ledger of some rows is asked. */
export const inputOf = (rows: Pick<RevenueInput, 'accounts' | 'lines'>, policy: unknown, { asOf, months, table }: Asking): RevenueInput => ({
  ...rows,
  policy,
  months: { from: monthBefore(asOf, months), to: asOf.slice(0, 7) },
  reportingCurrency: 'USD',
  asOf,
  fxRates: tables[table] ?? [],
})

/** All of a ledger, or why there is none. */
export function told(input: RevenueInput): unknown {
  try {
    return everything(revenueLedger(input))
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

function everything(ledger: Ledger): unknown {
  return {
    periods: ledger.periods,
    findings: ledger.findings,
    movements: ledger.movements(),
    closings: ledger.closings(),
    byMonth: ledger.periods.map((period) => [
      ledger.nrr(period),
      ledger.grr(period),
      ledger.logoChurn(period),
      ledger.payingAccountDays(period),
      [...ledger.movementsBy('segment', period)],
      ledger.accountsBehind(period, 'churn'),
      ledger.churnTypes(period),
      ledger.reasons(period),
      [...ledger.closingsOn(period)],
      [...ledger.payingOn(`${period}-15`)].toSorted(),
    ]),
    groups: ledger.groups('nrr', 'segment'),
    cohorts: [...ledger.cohorts().units].map((unit) => ledger.periods.map((_, place) => ledger.cohorts().closing(place)[unit])),
    began: ledger.cohorts().began,
  }
}
