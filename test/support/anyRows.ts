import fc from 'fast-check'
import type { Account, SubscriptionLine } from '#engines/metrics/revenue/revenue.ts'

/** Random rows for ledgers: ids, days and corrections that often meet. */
const started = Date.UTC(2023, 0, 1)
export const dateAfter = (days: number): string => new Date(started + days * 86_400_000).toISOString().slice(0, 10)
/** From before the first month that any ledger looks back to; often where months end and begin. */
const turns = ['2022-12-31', '2023-01-01', '2023-02-28', '2023-12-31', '2024-01-31', '2024-02-29', '2024-03-01', '2024-06-30', '2024-07-01', '2024-12-31']
const dayNumber = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -1600, max: 760 }) },
  { weight: 1, arbitrary: fc.constantFrom(...turns).map((date) => Math.round((Date.parse(date) - started) / 86_400_000)) },
)
export const day = dayNumber.map(dateAfter)

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

/** What may become of a line while it lasts, each alone, as a correction of one cell has it. */
export const turnOfLine = fc.oneof(
  fc.record({ cancelled_at: day }),
  fc.record({ past_due_since: day }),
  fc.record({ discount: fc.constantFrom(0, 1_000_000), discount_until: fc.option(day) }),
  fc.tuple(dayNumber, fc.integer({ min: 1, max: 90 })).map(([from, length]) => ({ paused_from: dateAfter(from), paused_to: dateAfter(from + length) })),
  fc.record({ committed_minimum: fc.constantFrom(0, 30_000_000) }),
  fc.record({ quantity: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ end: fc.option(day) }),
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
    status: fc.constantFrom('paid', 'paid', 'trial', 'past_due'),
    churn_type: fc.constantFrom(null, 'delinquent'),
    recorded_at: fc.option(fc.integer({ min: 0, max: 900 }).map(dateAfter)),
    revision: fc.nat(2),
    from: dayNumber,
    length: fc.option(fc.oneof(fc.integer({ min: 1, max: 900 }), fc.constantFrom(28, 29, 30, 31, 365, 366))),
    turn: fc.option(turnOfLine, { freq: 2 }),
  })
  .map(
    ({ from, length, turn, ...line }) =>
      ({ ...line, start: dateAfter(from), end: length === null ? null : dateAfter(from + length), ...turn }) as SubscriptionLine,
  )

export const anyLines: fc.Arbitrary<SubscriptionLine[]> = fc.array(anyLine, { minLength: 1, maxLength: 20 })
