import { expect, test } from 'vitest'
import { type Account } from './revenue.ts'
import { heads, ledgerOf, line, moved, usd } from './testing/sample.ts'

test('end_date: the last day of a month is served or not', () => {
  const lines = [line('a', { end: '2024-03-31' })]
  expect(moved(ledgerOf(lines), '2024-03')).toEqual({ opening: 100, churn: 100 })
  expect(moved(ledgerOf(lines, { end_date: 'inclusive' }), '2024-03')).toEqual({ opening: 100, closing: 100 })
  expect(moved(ledgerOf(lines, { end_date: 'inclusive' }), '2024-04')).toEqual({ opening: 100, churn: 100 })
})

test.each([
  ['service_end', '2024-05'],
  ['cancellation', '2024-02'],
  ['day_after_cancellation', '2024-03'],
  ['day_after_service', '2024-06'],
  ['month_complete', '2024-06'],
])('churn_recognised %s books the loss in %s', (churn_recognised, month) => {
  const lines = [line('a', { cancelled_at: '2024-02-29T10:00:00Z', end: '2024-05-31' })]
  const ledger = ledgerOf(lines, { churn_recognised })
  expect(
    ledger
      .movements()
      .filter((point) => point.churn > 0)
      .map((point) => point.period),
  ).toEqual([month])
})

test('month_complete books a service that ends with its month in the month after, once', () => {
  const ledger = ledgerOf([line('a', { end: '2024-03-01' })], { churn_recognised: 'month_complete' })
  expect(moved(ledger, '2024-02')).toEqual({ opening: 100, closing: 100 })
  expect(moved(ledger, '2024-03')).toEqual({ opening: 100, churn: 100 })
})

test('same_month_start_end: a fortnight between two month-ends is listed, or booked both ways', () => {
  const lines = [
    line('a'),
    line('a', { monthly: 40, start: '2024-03-04', end: '2024-03-18' }),
    line('b', { monthly: 70, start: '2024-03-04', end: '2024-03-18' }),
  ]
  expect(moved(ledgerOf(lines), '2024-03')).toEqual({ opening: 100, closing: 100 })
  expect(ledgerOf(lines).findings).toMatchObject([{ check: 'short_lived', count: 2 }])
  const both = ledgerOf(lines, { same_month_start_end: 'count_both' })
  expect(moved(both, '2024-03')).toEqual({ opening: 100, new: 70, churn: 70, expansion: 40, contraction: 40, closing: 100 })
  expect(heads(both, '2024-03')).toEqual({ opening: 1, new: 1, churn: 1, expansion: 1, contraction: 1, closing: 1 })
  expect(both.accountsBehind('2024-03', 'churn')).toMatchObject([{ account: 'b', change: usd(-70), reason: 'same_month' }])
})

test('reactivation: a returner has a bucket of its own, or is new again and gone from its cohort', () => {
  const lines = [line('a', { end: '2024-03-10' }), line('a', { monthly: 150, start: '2024-06-01' }), line('b')]
  const own = ledgerOf(lines)
  expect(moved(own, '2024-06')).toEqual({ opening: 100, reactivation: 150, closing: 250 })
  expect(own.nrr('2024-12')).toMatchObject({ value: 1.25, numerator: usd(250), denominator: usd(200), n: 2 })
  const again = ledgerOf(lines, { reactivation: 'as_new' })
  expect(moved(again, '2024-06')).toEqual({ opening: 100, new: 150, closing: 250 })
  expect(again.nrr('2024-12')).toMatchObject({ value: 0.5, numerator: usd(100) })
  expect(again.logoChurn('2024-12', { window: 12 })).toMatchObject({ value: 0.5, numerator: 1 })
  const flow = (reactivation: string) => ledgerOf(lines, { reactivation, method: 'monthly_flow' }).nrr('2024-06').value
  expect([flow('own_bucket'), flow('back_in_cohort')]).toEqual([1, 2.5])
})

test('net_churn_subtracts_reactivation: a return offsets the losses of its month', () => {
  const lines = [
    line('a', { end: '2024-03-10' }),
    line('a', { monthly: 30, start: '2024-06-01' }),
    line('b', { end: '2024-06-10' }),
    line('c', { monthly: 300 }),
  ]
  expect(ledgerOf(lines).netMrrChurn('2024-06').value).toBe(100 / 400)
  expect(ledgerOf(lines, { net_churn_subtracts_reactivation: true }).netMrrChurn('2024-06').value).toBe(70 / 400)
})

test('gap_grace_days: a renewal twelve days late changes nothing within a grace of twelve, and is a loss and a return without it', () => {
  const lines = [line('a', { end: '2024-03-25' }), line('a', { start: '2024-04-06' })]
  expect(moved(ledgerOf(lines), '2024-03')).toEqual({ opening: 100, churn: 100 })
  expect(moved(ledgerOf(lines, { gap_grace_days: 11 }), '2024-04')).toEqual({ reactivation: 100, closing: 100 })
  const graced = ledgerOf(lines, { gap_grace_days: 12 })
  expect([moved(graced, '2024-03'), moved(graced, '2024-04')]).toEqual([
    { opening: 100, closing: 100 },
    { opening: 100, closing: 100 },
  ])
})

test('gap_grace_days: one of two products renewed late keeps its own MRR through the hole', () => {
  const lines = [
    line('a', { product_id: 'core' }),
    line('a', { product_id: 'guard', monthly: 60, end: '2024-03-25' }),
    line('a', { product_id: 'guard', monthly: 60, start: '2024-04-06' }),
  ]
  expect(moved(ledgerOf(lines, { gap_grace_days: 30 }), '2024-03')).toEqual({ opening: 160, closing: 160 })
})

test('discounts: an introductory price and a permanent one, net of both, of the permanent one, or of none', () => {
  const lines = [line('a', { discount: usd(30), discount_until: '2024-04-10' }), line('b', { discount: usd(20) })]
  const net = ledgerOf(lines)
  expect(moved(net, '2024-03')).toEqual({ opening: 150, closing: 150 })
  expect(moved(net, '2024-04')).toEqual({ opening: 150, expansion: 30, closing: 180 })
  expect(net.reasons('2024-04')).toEqual({ expansion: { discount_expiry: usd(30) } })
  expect(net.nrr('2024-12').value).toBe(180 / 150)
  expect(net.nrrWithoutDiscountExpiry('2024-12').value).toBe(1)
  expect(moved(ledgerOf(lines, { discounts: 'permanent_only' }), '2024-03')).toEqual({ opening: 180, closing: 180 })
  expect(moved(ledgerOf(lines, { discounts: 'gross' }), '2024-03')).toEqual({ opening: 200, closing: 200 })
})

test('trials: a trial is nobody, or a logo without revenue that becomes revenue later', () => {
  const lines = [line('a', { status: 'trial', start: '2024-02-10', end: '2024-03-10' }), line('a', { start: '2024-03-10' })]
  expect(heads(ledgerOf(lines), '2024-02')).toEqual({})
  const counted = ledgerOf(lines, { trials: 'count_logo' })
  expect([moved(counted, '2024-02'), heads(counted, '2024-02')]).toEqual([{}, { new: 1, closing: 1 }])
  expect([moved(counted, '2024-03'), heads(counted, '2024-03')]).toEqual([
    { new: 100, closing: 100 },
    { opening: 1, closing: 1 },
  ])
})

test('free: an account at no price is nobody, or a logo', () => {
  const lines = [line('a', { monthly: 0, end: '2024-05-02' })]
  expect(heads(ledgerOf(lines), '2024-03')).toEqual({})
  expect(heads(ledgerOf(lines, { free: 'count_logo' }), '2024-05')).toEqual({ opening: 1, churn: 1 })
  expect(ledgerOf(lines, { free: 'count_logo' }).logoChurn('2024-05')).toMatchObject({ value: 1, numerator: 1, denominator: 1 })
})

test('one_time: a set-up fee of 1,200 counts for nothing, for 100 a month over its term, or whole in its month', () => {
  const lines = [line('a'), line('a', { kind: 'one_time', monthly: 1200, start: '2024-03-05', term_months: 12 })]
  expect(moved(ledgerOf(lines), '2024-03')).toEqual({ opening: 100, closing: 100 })
  expect(moved(ledgerOf(lines, { one_time: 'amortise' }), '2024-03')).toEqual({ opening: 100, expansion: 100, closing: 200 })
  const whole = ledgerOf(lines, { one_time: 'include' })
  expect([moved(whole, '2024-03'), moved(whole, '2024-04')]).toEqual([
    { opening: 100, expansion: 1200, closing: 1300 },
    { opening: 1300, contraction: 1200, closing: 100 },
  ])
  expect(() => ledgerOf([line('a', { kind: 'one_time' })], { one_time: 'amortise' })).toThrow(/no term_months and no end \(no_term\)/)
})

test('usage: the committed minimum, nothing, the mean of three months, or all of it', () => {
  const usage = (monthly: number, start: string, end: string) => line('a', { kind: 'usage', monthly, committed_minimum: usd(20), start, end })
  const lines = [usage(90, '2024-01-01', '2024-02-01'), usage(30, '2024-02-01', '2024-03-01'), usage(60, '2024-03-01', '2024-04-01')]
  const closing = (policy?: unknown) =>
    ledgerOf(lines, policy)
      .movements()
      .slice(0, 5)
      .map((point) => point.closing / 1e6)
  expect(closing()).toEqual([20, 20, 20, 0, 0])
  expect(closing({ usage: 'exclude' })).toEqual([0, 0, 0, 0, 0])
  expect(closing({ usage: 'include' })).toEqual([90, 30, 60, 0, 0])
  expect(closing({ usage: 'trailing_3m_mean' })).toEqual([30, 40, 60, 30, 20])
})

test('past_due: an unpaid line stays through its dunning days and then leaves as delinquent, at once, or never', () => {
  const lines = [line('a', { status: 'past_due', past_due_since: '2024-03-15' }), line('b')]
  const lost = (past_due: unknown) =>
    ledgerOf(lines, { past_due })
      .movements()
      .find((point) => point.churn > 0)?.period
  expect([lost('active_through_dunning(15)'), lost('active_through_dunning(30)'), lost('drop_at_once'), lost('keep')]).toEqual([
    '2024-03',
    '2024-04',
    '2024-03',
    undefined,
  ])
  expect(lost('active_through_dunning(17)')).toBe('2024-04')
  expect(ledgerOf(lines).churnTypes('2024-04')).toEqual({ voluntary: 0, delinquent: 1, pause: 0, merged: 0 })
})

test('paused: a pause takes the revenue away with its reason, or is kept', () => {
  const lines = [
    line('a', { paused_from: '2024-03-15', paused_to: '2024-05-15' }),
    line('a', { monthly: 40 }),
    line('b', { monthly: 60, status: 'paused', paused_from: '2024-04-02' }),
  ]
  const zero = ledgerOf(lines)
  expect([moved(zero, '2024-03'), zero.reasons('2024-03')]).toEqual([{ opening: 200, contraction: 100, closing: 100 }, { contraction: { pause: usd(-100) } }])
  expect([moved(zero, '2024-04'), zero.churnTypes('2024-04').pause]).toEqual([{ opening: 100, churn: 60, closing: 40 }, 1])
  expect([moved(zero, '2024-05'), zero.reasons('2024-05')]).toEqual([{ opening: 40, expansion: 100, closing: 140 }, { expansion: { resume: usd(100) } }])
  expect(moved(ledgerOf(lines, { paused: 'keep' }), '2024-04')).toEqual({ opening: 200, closing: 200 })
})

test('fx: a rate that moves is nothing, its own step, what it was at purchase, or what was paid out', () => {
  const rate = (month: string, kind: 'plan' | 'month_end' | 'purchase' | 'payout', value: number) => ({ month, currency: 'EUR', kind, rate: value })
  const monthEnds = ['2023-12-01', '2024-01-01', '2024-02-01', '2024-03-01']
  const fxRates = [
    rate('2023-01-01', 'plan', 1.1),
    rate('2024-01-01', 'plan', 1.2),
    rate('2023-01-01', 'purchase', 1.05),
    ...monthEnds.map((month, step) => rate(month, 'month_end', 1 + step / 10)),
    ...monthEnds.map((month, step) => rate(month, 'payout', 2 - step / 10)),
  ]
  const lines = [line('a', { id: 'EUR-1', currency: 'EUR' }), line('b', { id: 'EUR-2', currency: 'EUR', monthly: 50, end: '2024-03-15' })]
  const months = { from: '2024-01', to: '2024-03' }
  const by = (fx: string, more = fxRates) => ledgerOf(lines, { fx }, { fxRates: more, months })
  expect(moved(by('constant_plan'), '2024-02')).toEqual({ opening: 180, closing: 180 })
  expect(moved(by('month_end'), '2024-03')).toEqual({ opening: 180, fx: 15, churn: 65, closing: 130 })
  expect(moved(by('at_purchase'), '2024-02')).toEqual({ opening: 157.5, closing: 157.5 })
  const own = [...fxRates, { month: '2023-01-01', currency: 'EUR', kind: 'purchase' as const, rate: 3, ref_id: 'EUR-1' }]
  expect(moved(by('at_purchase', own), '2024-02')).toEqual({ opening: 352.5, closing: 352.5 })
  expect(moved(by('payout'), '2024-02')).toEqual({ opening: 285, fx: -15, closing: 270 })
  const flow = (fx: string) => ledgerOf(lines, { fx, method: 'monthly_flow' }, { fxRates, months }).nrr('2024-03').value
  expect(flow('month_end')).toBeCloseTo(130 / 195, 12)
})

test('fx: a missing rate is refused with its month and currency, never taken as one', () => {
  const lines = [line('a', { id: 'L-EUR', currency: 'EUR' })]
  expect(() => ledgerOf(lines)).toThrow(/Line L-EUR: there is no exchange rate for EUR \(no_fx_rate\)/)
  expect(() => ledgerOf(lines)).toThrow(expect.objectContaining({ hint: expect.stringContaining('Import the rates as fx_rate') }))
  const fxRates = [{ month: '2024-01-01', currency: 'EUR', kind: 'month_end' as const, rate: 1 }]
  expect(() => ledgerOf(lines, { fx: 'month_end' }, { fxRates })).toThrow(/EUR 2023-12/)
})

test('refunds: cash given back is no price, ends a year early, or lowers its month', () => {
  const lines = [line('a', { id: 'Y-1', monthly: 1200, billing_period: 'year', end: '2025-01-01' }), line('b', { id: 'M-1' })]
  const refunds = [
    { line_id: 'Y-1', date: '2024-05-20', amount: usd(600) },
    { line_id: 'M-1', date: '2024-05-20', amount: usd(25) },
  ]
  const by = (policy: string) => ledgerOf(lines, { refunds: policy }, { refunds })
  expect(moved(by('ignore'), '2024-05')).toEqual({ opening: 200, closing: 200 })
  expect(moved(by('early_annual_only'), '2024-05')).toEqual({ opening: 200, churn: 100, closing: 100 })
  expect(moved(by('reduce'), '2024-05')).toEqual({ opening: 200, contraction: 75, closing: 125 })
  expect(moved(by('reduce'), '2024-06')).toEqual({ opening: 125, expansion: 75, closing: 200 })
})

test('escalators: a price rise by contract is growth with its reason, or the old price goes on', () => {
  const lines = [
    line('a', { end: '2024-04-01' }),
    line('a', { monthly: 107, start: '2024-04-01', escalator: true, end: '2024-08-01' }),
    line('a', { monthly: 115, start: '2024-08-01', escalator: true }),
  ]
  const grown = ledgerOf(lines)
  expect([moved(grown, '2024-04'), grown.reasons('2024-04')]).toEqual([{ opening: 100, expansion: 7, closing: 107 }, { expansion: { escalator: usd(7) } }])
  expect(moved(ledgerOf(lines, { escalators: 'exclude' }), '2024-08')).toEqual({ opening: 100, closing: 100 })
})

const family: Account[] = [{ id: 'group' }, { id: 'north', parent_id: 'group' }, { id: 'south', parent_id: 'group' }]

test('grain: two subsidiaries net under their parent, and stand alone as accounts, lines or products', () => {
  const lines = [
    line('north', { product_id: 'core', end: '2024-03-10' }),
    line('south', { product_id: 'core' }),
    line('south', { product_id: 'guard', monthly: 80, start: '2024-03-05' }),
  ]
  const by = (grain: string) => ledgerOf(lines, { grain, product_moves: 'gross' }, { accounts: family })
  expect(moved(by('parent'), '2024-03')).toEqual({ opening: 200, contraction: 20, closing: 180 })
  expect(moved(by('billing_account'), '2024-03')).toEqual({ opening: 200, expansion: 80, churn: 100, closing: 180 })
  expect(moved(by('subscription'), '2024-03')).toEqual({ opening: 200, new: 80, churn: 100, closing: 180 })
  expect(moved(by('product'), '2024-03')).toEqual({ opening: 200, new: 80, contraction: 100, closing: 180 })
  expect(by('product').nrr('2024-12')).toMatchObject({ value: 0.5, n: 1 })
})

test('parent_as_of: joining a group is a transfer in its month or the next, or a loss and a gain as it was', () => {
  const accounts: Account[] = [{ id: 'group' }, { id: 'north', valid_from: '2023-01-01' }, { id: 'north', parent_id: 'group', valid_from: '2024-05-15' }]
  const lines = [line('group'), line('north', { monthly: 70 })]
  const by = (parent_as_of: string) => ledgerOf(lines, { parent_as_of }, { accounts })
  expect(moved(by('close'), '2024-05')).toEqual({ opening: 170, transferIn: 70, transferOut: 70, closing: 170 })
  expect(moved(by('open'), '2024-05')).toEqual({ opening: 170, closing: 170 })
  expect(moved(by('open'), '2024-06')).toEqual({ opening: 170, transferIn: 70, transferOut: 70, closing: 170 })
  expect(moved(by('as_was'), '2024-05')).toEqual({ opening: 170, expansion: 70, churn: 70, closing: 170 })
  expect(by('close').nrr('2024-12')).toMatchObject({ value: 1, n: 1 })
  expect(by('open').nrr('2024-12')).toMatchObject({ value: 1, n: 2 })
  expect(by('as_was').logoChurn('2024-12', { window: 12 })).toMatchObject({ value: 0.5, n: 2 })
  expect(
    by('close')
      .accountsBehind('2024-05', 'transfer')
      .map((row) => [row.account, row.change / 1e6]),
  ).toEqual([
    ['group', 70],
    ['north', -70],
  ])
})

test('merges: the survivor carries the merged account from the beginning, or one leaves and the other grows', () => {
  const accounts: Account[] = [{ id: 'a' }, { id: 'b', valid_from: '2023-01-01' }, { id: 'b', merged_into: 'a', valid_from: '2024-05-15' }]
  const lines = [line('a'), line('b', { monthly: 70 })]
  const followed = ledgerOf(lines, {}, { accounts })
  expect([moved(followed, '2024-05'), followed.nrr('2024-12').n]).toEqual([{ opening: 170, closing: 170 }, 1])
  const split = ledgerOf(lines, { merges: 'churn_and_new' }, { accounts })
  expect(moved(split, '2024-05')).toEqual({ opening: 170, expansion: 70, churn: 70, closing: 170 })
  expect(split.churnTypes('2024-05')).toEqual({ voluntary: 0, delinquent: 0, pause: 0, merged: 1 })
  expect(split.nrr('2024-12')).toMatchObject({ value: 1, n: 2 })
})

test('product_moves: a customer that swaps one product for another moved revenue, or lost one and bought one', () => {
  const lines = [line('a', { product_id: 'old', end: '2024-05-10' }), line('a', { product_id: 'next', monthly: 130, start: '2024-05-10' })]
  const netted = ledgerOf(lines, { grain: 'product' })
  expect(moved(netted, '2024-05')).toEqual({ opening: 100, transferIn: 100, transferOut: 100, expansion: 30, closing: 130 })
  expect([netted.nrr('2024-12').value, netted.logoChurn('2024-05').value]).toEqual([1, 0])
  const gross = ledgerOf(lines, { grain: 'product', product_moves: 'gross' })
  expect(moved(gross, '2024-05')).toEqual({ opening: 100, new: 130, churn: 100, closing: 130 })
  expect([gross.nrr('2024-12').value, gross.logoChurn('2024-05').value]).toEqual([0, 1])
})

test('cohort: all who paid, those under a contract of a size and term, or those that come up for renewal', () => {
  const lines = [
    line('a', { monthly: 12_000, billing_period: 'year', term_months: 12, end: '2024-04-01' }),
    line('b', { monthly: 500, term_months: 1, renewal_date: '2026-01-01' }),
    line('c', { monthly: 2_000, term_months: 24, renewal_date: '2025-01-01' }),
    line('c', { monthly: 100, start: '2024-02-01' }),
  ]
  const by = (cohort: unknown) => ledgerOf(lines, { cohort }).nrr('2024-12')
  expect(by('all_active')).toMatchObject({ numerator: usd(2_600), denominator: usd(3_500), n: 3 })
  expect(by('min_contract(12000, 12)')).toMatchObject({ numerator: usd(2_100), denominator: usd(3_000), n: 2 })
  expect(by('min_contract(12001, 12)')).toMatchObject({ denominator: usd(2_000), n: 1 })
  expect(by('renewal_eligible')).toMatchObject({ numerator: 0, denominator: usd(1_000), n: 1 })
})

const path = [
  line('a', { end: '2024-03-10' }),
  line('a', { monthly: 60, start: '2024-03-10', end: '2024-09-10' }),
  line('a', { monthly: 120, start: '2024-09-10' }),
  line('b'),
  line('late', { monthly: 50, start: '2024-02-01', end: '2024-10-01' }),
]

test('method: the endpoints of the window, one month, the product of months, or all flows against the opening', () => {
  const by = (method: string) => ledgerOf(path, { method })
  expect(by('endpoint').nrr('2024-12')).toMatchObject({ value: 1.1, numerator: usd(220), denominator: usd(200) })
  expect(by('monthly_flow').nrr('2024-09')).toMatchObject({ value: 270 / 210, window: 1 })
  expect(by('compounded').nrr('2024-12').value).toBeCloseTo((210 / 250) * (270 / 210) * (220 / 270), 12)
  expect(by('compounded').nrr('2024-12')).toMatchObject({ numerator: null, denominator: null, n: 2 })
  expect(by('ttm_flow').nrr('2024-12')).toMatchObject({ numerator: usd(200 - 40 + 60 - 50), denominator: usd(200) })
  expect(by('ttm_flow').grr('2024-12')).toMatchObject({ numerator: usd(200 - 40 - 50) })
})

test('gross_method: down and up again is no loss at the endpoints, a loss along the path, and a loss as a flow', () => {
  const by = (gross_method: string) => ledgerOf(path, { gross_method }).grr('2024-12').value
  expect([by('endpoint_min'), by('path_min'), by('flow')]).toEqual([1, 0.8, 0.8])
})

test('gross retention is capped per account: one doubles and one leaves is half, not all', () => {
  const ledger = ledgerOf([line('a', { end: '2024-06-01' }), line('b'), line('b', { start: '2024-05-01' })])
  expect([ledger.nrr('2024-12').value, ledger.grr('2024-12').value]).toEqual([1, 0.5])
})

test('window_months: the policy sets the window and a question may ask for another', () => {
  const lines = [line('a', { end: '2024-10-10' }), line('b')]
  expect(ledgerOf(lines).nrr('2024-12')).toMatchObject({ value: 0.5, window: 12 })
  expect(ledgerOf(lines, { window_months: 1 }).nrr('2024-12')).toMatchObject({ value: 1, window: 1 })
  expect(ledgerOf(lines).nrr('2024-12', { window: 3 }).value).toBe(0.5)
  expect(() => ledgerOf(lines).nrr('2024-12', { window: 37 })).toThrow(/1 to 36 whole months/)
})

test('segment_as_of: an account that moved segment belongs to where it opened, where it closed, or where it is now', () => {
  const accounts: Account[] = [
    { id: 'a', segment: 'smb', valid_from: '2023-01-01' },
    { id: 'a', segment: 'mid', valid_from: '2024-06-10' },
    { id: 'a', segment: 'enterprise', valid_from: '2024-09-20' },
  ]
  const lines = [line('a'), line('a', { monthly: 20, start: '2024-06-20' })]
  const by = (segment_as_of: string) =>
    ledgerOf(lines, { segment_as_of, window_months: 3 }, { accounts })
      .groups('nrr', 'segment', { period: '2024-07' })
      .map((group) => [group.key, group.value])
  expect([by('open'), by('close'), by('current')]).toEqual([[['smb', 1.2]], [['mid', 1.2]], [['enterprise', 1.2]]])
  const june = ledgerOf(lines, {}, { accounts }).movementsBy('segment', '2024-06')
  expect(june.get('smb')).toMatchObject({ opening: usd(100), transferOut: usd(100), closing: 0 })
  expect(june.get('mid')).toMatchObject({ opening: 0, transferIn: usd(100), expansion: usd(20), closing: usd(120), logos: { transfer: 1, closing: 1 } })
})

test('ltv_churn and ltv_zero_churn: this month, six months, or smoothed; without churn undefined or a floor', () => {
  const lines = [...Array.from({ length: 9 }, (_, index) => line(`k${index}`)), line('gone', { end: '2024-04-10' })]
  const by = (policy: unknown, month: string) => ledgerOf(lines, policy).ltv(month, { grossMargin: 0.8 })
  expect(by({ ltv_churn: 'current' }, '2024-04').value).toBeCloseTo(usd(80) / (1 / 10), 3)
  expect(by({}, '2024-04').value).toBeCloseTo(usd(80) / (1 / 60), 3)
  const [weights, smooth] = [Array.from({ length: 12 }, (_, back) => 0.5 ** (back / 3)), by({ ltv_churn: 'smoothed' }, '2024-06')]
  const opened = weights.reduce((sum, weight, back) => sum + weight * (back < 2 ? 9 : 10), 0)
  expect(smooth.churn).toBeCloseTo((weights[2] ?? 0) / opened, 12)
  expect(by({ ltv_churn: 'current' }, '2024-05')).toMatchObject({ value: null, reason: 'no_losses' })
  expect(by({ ltv_churn: 'current', ltv_zero_churn: 'floor_1_67pct' }, '2024-05').value).toBeCloseTo(usd(80) / 0.0167, 3)
})

test('late_data: a correction restates the months that it speaks of, or adjusts the month in which it became known', () => {
  const lines = [
    line('a', { id: 'L', revision: 1, recorded_at: '2023-01-01' }),
    line('a', { id: 'L', revision: 2, monthly: 80, recorded_at: '2024-06-12' }),
    line('b', { id: 'M', monthly: 30, start: '2024-02-01', recorded_at: '2024-06-12' }),
  ]
  const closings = (late_data: string) =>
    ledgerOf(lines, { late_data })
      .movements()
      .slice(0, 7)
      .map((point) => point.closing / 1e6)
  expect(closings('restate')).toEqual([80, 110, 110, 110, 110, 110, 110])
  expect(closings('adjust_current')).toEqual([100, 100, 100, 100, 100, 110, 110])
  expect(moved(ledgerOf(lines, { late_data: 'adjust_current' }), '2024-06')).toEqual({ opening: 100, new: 30, contraction: 20, closing: 110 })
})
