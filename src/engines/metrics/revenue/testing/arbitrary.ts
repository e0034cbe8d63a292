import fc from 'fast-check'
import { type Account, type SubscriptionLine } from '../revenue.ts'

/** Random companies: up to nine accounts (parents, merges, internal ones) and two dozen lines between 2023 and 2024 with every column that moves a month-end. */
export const company: fc.Arbitrary<{ accounts: Account[]; lines: SubscriptionLine[] }> = fc.integer({ min: 2, max: 9 }).chain((size) =>
  fc.record({ accounts: fc.tuple(...Array.from({ length: size }, (_, index) => accountOf(index))), lines: fc.array(lineOf(size), { minLength: 1, maxLength: 24 }) }).map(({ accounts, lines }) => ({
    accounts,
    lines: lines.map((line, index) => ({ ...line, id: `L-${index}` })),
  })),
)

/** A parent or survivor is always an earlier account, so that there is no circle. */
function accountOf(index: number): fc.Arbitrary<Account> {
  const earlier = index === 0 ? fc.constant(null) : fc.option(fc.integer({ min: 0, max: index - 1 }).map((at) => `A-${at}`), { freq: 3 })
  return fc.record({
    id: fc.constant(`A-${index}`),
    parent_id: earlier,
    merged_into: index === 0 ? fc.constant(null) : fc.option(fc.constant(`A-${index - 1}`), { freq: 1, nil: null }).map((id) => (index % 4 === 3 ? id : null)),
    is_internal: index === 5 ? fc.boolean() : fc.constant(false),
    segment: fc.constantFrom('smb', 'mid', 'enterprise', null),
  })
}

export const day: fc.Arbitrary<string> = fc.integer({ min: 0, max: 790 }).map(dateAfter)

function lineOf(size: number): fc.Arbitrary<Omit<SubscriptionLine, 'id'>> {
  return fc.record({
    account_id: fc.integer({ min: 0, max: size - 1 }).map((at) => `A-${at}`),
    product_id: fc.constantFrom('core', 'insight', null),
    plan_id: fc.constantFrom('basic', 'pro'),
    unit_amount: fc.integer({ min: 0, max: 500 }).map((dollars) => dollars * 1_000_000),
    quantity: fc.integer({ min: 1, max: 40 }),
    discount: fc.constantFrom(0, 0, 0, 7_000_000),
    discount_until: fc.option(day, { freq: 2, nil: null }),
    billing_period: fc.constantFrom('month', 'quarter', 'half_year', 'year', 'custom'),
    period_months: fc.constant(7),
    currency: fc.constant('USD'),
    kind: fc.constantFrom('recurring', 'recurring', 'recurring', 'recurring', 'usage', 'one_time'),
    committed_minimum: fc.constantFrom(0, 30_000_000),
    status: fc.constantFrom('paid', 'paid', 'paid', 'past_due', 'trial'),
    past_due_since: fc.option(day, { nil: null }),
    cancelled_at: fc.option(day, { freq: 1, nil: null }),
    span: fc.tuple(fc.integer({ min: 0, max: 720 }), fc.option(fc.integer({ min: 1, max: 400 }), { nil: null })),
    pause: fc.option(fc.tuple(day, fc.integer({ min: 1, max: 90 })), { freq: 1, nil: null }),
  }).map(({ span: [start, length], pause, ...line }) => {
    const kept = line.discount > line.unit_amount ? 0 : line.discount
    const paused = pause ? { paused_from: pause[0], paused_to: dateAfter(dayIndex(pause[0]) + pause[1]) } : {}
    return { ...line, discount: kept, start: dateAfter(start), end: length === null ? null : dateAfter(start + length), ...paused }
  })
}

function dayIndex(date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.UTC(2023, 0, 1)) / 86_400_000)
}

function dateAfter(days: number): string {
  return new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10)
}
