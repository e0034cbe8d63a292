import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Account, type FxRate, type Ledger, revenueLedger, type SubscriptionLine } from './revenue.ts'

/** Ledgers of the same rows share month-ends, pages and all that follows from them. Each is held here against one of copies of the rows, which shares nothing. */
const started = Date.UTC(2023, 0, 1)
const dateAfter = (days: number): string => new Date(started + days * 86_400_000).toISOString().slice(0, 10)
/** From before the first month that any ledger looks back to. */
const day = fc.integer({ min: -1600, max: 760 }).map(dateAfter)

const accounts: fc.Arbitrary<Account[]> = fc.array(
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

const lines: fc.Arbitrary<SubscriptionLine[]> = fc.array(
  fc
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
      recorded_at: fc.option(fc.integer({ min: 0, max: 900 }).map(dateAfter)),
      revision: fc.nat(2),
      from: fc.integer({ min: -1600, max: 740 }),
      length: fc.option(fc.integer({ min: 1, max: 900 })),
    })
    .map(({ from, length, ...line }) => ({ ...line, start: dateAfter(from), end: length === null ? null : dateAfter(from + length) }) as SubscriptionLine),
  { minLength: 1, maxLength: 20 },
)

const policy = fc.record(
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
  },
  { requiredKeys: [] },
)

/** A rate of every kind and month; a second table has others. */
const ratesOf = (seed: number): FxRate[] =>
  Array.from({ length: 150 }, (_, index) => new Date(Date.UTC(2014, index, 1)).toISOString().slice(0, 10)).flatMap((month, index) =>
    (['plan', 'month_end', 'purchase'] as const).map((kind) => ({ month, currency: 'EUR', kind, rate: 1 + ((index * 7 + seed * 13) % 11) / 20 })),
  )
const tables = [ratesOf(0), ratesOf(1)]

/** Another as-of day, another range of months, another table of rates: what a desk is asked one after the other. */
const asked = fc.record({
  asOf: fc.oneof(fc.integer({ min: 300, max: 790 }).map(dateAfter), fc.constantFrom('2024-01-31', '2024-02-29', '2024-06-30', '2024-07-31')),
  months: fc.constantFrom(3, 12, 24),
  table: fc.constantFrom(0, 0, 0, 1),
})

const monthBefore = (date: string, months: number): string => {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 7)
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
    ]),
    groups: ledger.groups('nrr', 'segment'),
  }
}

/** All of a ledger, or why there is none. */
function told(work: () => Ledger): unknown {
  try {
    return everything(work())
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

test('a ledger of other months, of another as-of day or at other rates tells what one of the same rows would that shares nothing', () => {
  let answered = 0
  fc.assert(
    fc.property(accounts, lines, policy, fc.array(asked, { minLength: 4, maxLength: 7 }), (someAccounts, someLines, somePolicy, questions) => {
      for (const { asOf, months, table } of [...questions, ...questions.slice(0, 2)]) {
        const rest = { policy: somePolicy, months: { from: monthBefore(asOf, months), to: asOf.slice(0, 7) }, reportingCurrency: 'USD', asOf }
        const rates = tables[table] ?? []
        const shared = told(() => revenueLedger({ ...rest, accounts: someAccounts, lines: someLines, fxRates: rates }))
        const alone = told(() =>
          revenueLedger({ ...rest, accounts: structuredClone(someAccounts), lines: structuredClone(someLines), fxRates: structuredClone(rates) }),
        )
        expect(shared).toEqual(alone)
        if (typeof shared === 'object') answered += 1
      }
    }),
    { numRuns: 60 },
  )
  expect(answered).toBeGreaterThan(150)
})

test('a month that begins adds a page, and every page before it is the one that was there', () => {
  const nobody: readonly Account[] = []
  const one = { currency: 'USD', billing_period: 'month', kind: 'recurring', status: 'paid', quantity: 1 } as const
  const some = ['2023-01-05', '2023-06-01', '2024-02-10'].map((start, index): SubscriptionLine => ({
    ...one,
    id: `L-${index}`,
    account_id: `A-${index}`,
    product_id: 'core',
    start,
    unit_amount: 5_000_000,
  }))
  const ledger = (asOf: string, grain: string) =>
    revenueLedger({
      accounts: nobody,
      lines: some,
      policy: { grain },
      reportingCurrency: 'USD',
      asOf,
      months: { from: monthBefore(asOf, 60), to: asOf.slice(0, 7) },
    })
  for (const grain of ['parent', 'product']) {
    const [before, after] = [ledger('2024-07-31', grain), ledger('2024-08-01', grain)]
    for (const period of before.periods.slice(1)) expect(after.closingsOn(period)).toBe(before.closingsOn(period))
    expect(after.periods.at(-1)).toBe('2024-08')
  }
})
