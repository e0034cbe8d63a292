import { expect, test } from 'vitest'
import { type Account, type SubscriptionLine, UnmeasurableRows } from './revenue.ts'
import { heads, ledgerOf, line, moved, usd } from './testing/sample.ts'

const harborlight = [
  line('acme', { quantity: 10, monthly: 10 }),
  line('birch', { monthly: 250, end: '2024-06-20' }),
  line('cedar', { monthly: 80, end: '2024-04-15' }),
  line('cedar', { monthly: 95, start: '2024-09-01' }),
  line('delta', { monthly: 1_200, billing_period: 'year', start: '2024-02-10' }),
]

test('a year of movements, counted by hand', () => {
  const ledger = ledgerOf(harborlight)
  expect(moved(ledger, '2024-01')).toEqual({ opening: 430, closing: 430 })
  expect(moved(ledger, '2024-02')).toEqual({ opening: 430, new: 100, closing: 530 })
  expect(moved(ledger, '2024-04')).toEqual({ opening: 530, churn: 80, closing: 450 })
  expect(moved(ledger, '2024-06')).toEqual({ opening: 450, churn: 250, closing: 200 })
  expect(moved(ledger, '2024-09')).toEqual({ opening: 200, reactivation: 95, closing: 295 })
  expect(heads(ledger, '2024-09')).toEqual({ opening: 2, reactivation: 1, closing: 3 })
})

test('retention of that year, with its cohort and intervals, counted by hand', () => {
  const ledger = ledgerOf(harborlight)
  expect(ledger.nrr('2024-12')).toMatchObject({
    value: 195 / 430,
    numerator: usd(195),
    denominator: usd(430),
    n: 3,
    window: 12,
    mature: true,
    largestShare: 250 / 430,
  })
  expect(ledger.grr('2024-12')).toMatchObject({ value: 180 / 430, numerator: usd(180), n: 3 })
  const churn = ledger.logoChurn('2024-06')
  expect(churn).toMatchObject({ value: 1 / 3, numerator: 1, denominator: 3, window: 1 })
  expect(churn.interval?.low).toBeCloseTo(0.0615, 4)
  expect(churn.interval?.high).toBeCloseTo(0.7923, 4)
  const residuals = [
    [100, 100],
    [250, 0],
    [80, 95],
  ].map(([x, y]) => ((y ?? 0) - (195 / 430) * (x ?? 0)) ** 2)
  const half = (1.96 * Math.sqrt((3 / 2) * residuals.reduce((a, b) => a + b))) / 430
  expect(ledger.nrr('2024-12').interval?.high).toBeCloseTo(195 / 430 + half, 9)
})

test('figures beside the ratios: MRR, ARR, accounts, revenue per account, net churn, quick ratio', () => {
  const ledger = ledgerOf(harborlight)
  const at = (measure: Parameters<typeof ledger.series>[0], month: number) => ledger.series(measure)[month - 1]?.value
  expect([at('mrr', 2), at('arr', 2), at('accounts', 2), at('arpa', 2)]).toEqual([usd(530), usd(6_360), 4, usd(132.5)])
  expect(at('netMrrChurn', 6)).toBe(250 / 450)
  expect([at('quickRatio', 6), ledger.quickRatio('2024-09')]).toEqual([0, expect.objectContaining({ value: null, reason: 'no_losses' })])
})

test('before anyone paid there is no ratio, and the reason is told', () => {
  expect(ledgerOf([line('a', { start: '2024-05-01' })]).nrr('2024-12')).toMatchObject({ value: null, reason: 'no_denominator', n: 0, interval: null })
  expect(ledgerOf([]).nrr('2024-12')).toMatchObject({ value: null, reason: 'no_data' })
})

test('a customer of years ago that returns is a reactivation, even when the ledger opens later', () => {
  const lines = [line('a', { start: '2015-01-01', end: '2016-01-01' }), line('a', { start: '2024-03-01' })]
  expect(moved(ledgerOf(lines), '2024-03')).toEqual({ reactivation: 100, closing: 100 })
})

test('a renewal with more seats at another price is split: seats at the old price, the rest is price', () => {
  const lines = [
    line('a', { quantity: 10, monthly: 20, end: '2024-05-01', plan_id: 'pro' }),
    line('a', { quantity: 14, monthly: 22, start: '2024-05-01', plan_id: 'pro' }),
  ]
  expect(ledgerOf(lines).reasons('2024-05')).toEqual({ expansion: { seat: usd(80), price: usd(28) } })
})

test('a change of plan is booked wholly as tier, and one of many that is cancelled as such', () => {
  const lines = [
    line('a', { plan_id: 'basic', product_id: 'core', quantity: 5, monthly: 10, end: '2024-05-10' }),
    line('a', { plan_id: 'pro', product_id: 'core', quantity: 8, monthly: 30, start: '2024-05-10' }),
    line('a', { product_id: 'guard', monthly: 40, end: '2024-05-20' }),
    line('a', { product_id: 'insight', monthly: 25, start: '2024-05-02' }),
  ]
  const [row] = ledgerOf(lines).accountsBehind('2024-05')
  expect(row).toMatchObject({ account: 'a', movement: 'expansion', opening: usd(90), closing: usd(265), change: usd(175), reason: 'tier' })
  expect(row?.reasons).toEqual({ tier: usd(190), add_on: usd(25), cancelled_one_of_many: usd(-40) })
})

test('a renewal that keeps the price and gains a discount is a contraction for the discount', () => {
  const lines = [line('a', { quantity: 2, end: '2024-05-01' }), line('a', { quantity: 2, discount: usd(30), start: '2024-05-01' })]
  expect(ledgerOf(lines).reasons('2024-05')).toEqual({ contraction: { discount: usd(-30) } })
})

test('the accounts behind a movement are those that moved, biggest first, and sum to it', () => {
  const rows = ledgerOf(harborlight).accountsBehind('2024-06', 'churn')
  expect(rows).toMatchObject([{ account: 'birch', opening: usd(250), closing: 0, change: usd(-250), reason: 'voluntary' }])
  const behind = ledgerOf(harborlight).contributions('grr', '2024-12')
  expect(behind.map((row) => [row.account, row.opening / 1e6, row.closing / 1e6, row.movement])).toEqual([
    ['birch', 250, 0, 'churn'],
    ['acme', 100, 100, 'steady'],
    ['cedar', 80, 80, 'steady'],
  ])
})

test('an MRR is rounded once, ties to the even micro-unit, and the sum of lines is exact', () => {
  const tie = (unit: number): SubscriptionLine => ({
    id: `T-${unit}`,
    account_id: 'a',
    start: '2024-01-01',
    unit_amount: unit,
    billing_period: 'custom',
    period_months: 2,
  })
  expect(ledgerOf([tie(5)]).movements()[0]?.closing).toBe(2)
  expect(ledgerOf([tie(7)]).movements()[0]?.closing).toBe(4)
  expect(ledgerOf([tie(5), tie(7)]).movements()[0]?.closing).toBe(6)
  const half: SubscriptionLine = { id: 'H', account_id: 'a', start: '2024-01-01', unit_amount: usd(10), quantity: 2.5, billing_period: 'quarter' }
  expect(ledgerOf([half]).movements()[0]?.closing).toBe(8_333_333)
})

test('a supplied MRR wins, and one that is not what the price says is a finding', () => {
  const lines = [line('a', { id: 'near', mrr: usd(100.01) }), line('b', { id: 'far', mrr: usd(120) })]
  const ledger = ledgerOf(lines)
  expect(ledger.movements()[0]?.closing).toBe(usd(220.01))
  expect(ledger.findings).toEqual([expect.objectContaining({ check: 'mrr_disagrees', severity: 'error', count: 1, samples: ['far'] })])
})

test('lines that cannot be right are left out or counted by their dates, and each is named', () => {
  const lines = [
    line('a', { id: 'ok' }),
    line('a', { id: 'minus', unit_amount: null, mrr: usd(-5) }),
    line('a', { id: 'backwards', start: '2024-05-01', end: '2024-04-01' }),
    line('a', { id: 'endless', status: 'ended' }),
    line('a', { id: 'paused', status: 'paused' }),
    line('a', { id: 'due', status: 'past_due' }),
    line('stranger', { id: 'lost' }),
  ]
  const ledger = ledgerOf(lines, undefined, { accounts: [{ id: 'a' }] })
  expect(ledger.findings.map(({ check, samples }) => [check, ...samples])).toEqual([
    ['end_before_start', 'backwards'],
    ['ended_without_end', 'endless'],
    ['negative_mrr', 'minus'],
    ['past_due_without_date', 'due'],
    ['paused_without_date', 'paused'],
    ['unknown_account', 'stranger'],
  ])
  expect(moved(ledger, '2024-05')).toEqual({ opening: 500, closing: 500 })
})

test('rows without a meaning are refused together, each with its reason', () => {
  const wrong: SubscriptionLine[] = [
    { id: '1', account_id: 'a', start: '2024-02-30', unit_amount: 1, billing_period: 'month' },
    { id: '2', account_id: 'a', start: '2024-01-01', unit_amount: 1 },
    { id: '3', account_id: 'a', start: '2024-01-01' },
    { id: '4', account_id: 'a', start: '2024-01-01', unit_amount: 0.5, billing_period: 'month' },
    { id: '5', account_id: 'a', start: '2024-01-01', unit_amount: 1, billing_period: 'custom' },
    { id: '6', account_id: 'a', start: '2024-01-01', unit_amount: 2 ** 52, quantity: 40, billing_period: 'month' },
    JSON.parse('{"id":"7","account_id":"a","start":"2024-01-01","unit_amount":1,"billing_period":"fortnight","status":"frozen"}'),
  ]
  const faults = caught(() => ledgerOf(wrong)).faults.map(({ row, reason }) => `${row} ${reason}`)
  expect(faults).toEqual([
    'Line 1 not_a_date',
    'Line 2 unknown_period',
    'Line 3 no_amount',
    'Line 4 not_an_amount',
    'Line 5 unknown_period',
    'Line 6 too_large',
    'Line 7 unknown_value',
    'Line 7 unknown_period',
  ])
  expect(() => ledgerOf(wrong)).toThrow(/8 rows cannot be measured. Line 1: its start is "2024-02-30"/)
})

test('a contradiction keeps one row, the same one in any order, and the higher revision wins', () => {
  const [one, other] = [line('a', { id: 'twin' }), line('a', { id: 'twin', monthly: 70 })]
  const [ab, ba] = [ledgerOf([one, other]), ledgerOf([other, one])]
  expect(ab.movements()).toEqual(ba.movements())
  expect(ab.findings).toMatchObject([{ check: 'line_contradiction', severity: 'error', samples: ['twin'] }])
  const revised = ledgerOf([line('a', { id: 'R', revision: 2, monthly: 70 }), line('a', { id: 'R', revision: 1 })])
  expect([revised.movements()[0]?.closing, revised.findings]).toEqual([usd(70), []])
  expect(ledgerOf([line('a', { id: 'D' }), line('a', { id: 'D', revision: 1, is_tombstone: true })]).movements()[0]?.closing).toBe(0)
})

test('accounts that are each other’s parent, or merged in a circle, are refused with the circle', () => {
  const circle: Account[] = [
    { id: 'a', parent_id: 'b' },
    { id: 'b', parent_id: 'c' },
    { id: 'c', parent_id: 'a' },
  ]
  expect(() => ledgerOf([line('a')], {}, { accounts: circle })).toThrow('Accounts form a circle (parent): a -> b -> c -> a.')
  expect(() =>
    ledgerOf(
      [line('a')],
      {},
      {
        accounts: [
          { id: 'a', merged_into: 'a2' },
          { id: 'a2', merged_into: 'a' },
        ],
      },
    ),
  ).toThrow(/circle \(merged into\)/)
})

test('internal accounts stay out unless they are asked for', () => {
  const accounts: Account[] = [{ id: 'a' }, { id: 'us', is_internal: true }]
  expect(ledgerOf([line('a'), line('us')], {}, { accounts }).movements()[0]?.closing).toBe(usd(100))
  expect(ledgerOf([line('a'), line('us')], {}, { accounts, includeInternal: true }).movements()[0]?.closing).toBe(usd(200))
})

test('an open month is measured on the as-of day and is not mature; later months are not there', () => {
  const lines = [line('a', { end: '2024-06-10' }), line('b', { start: '2024-06-20' })]
  const ledger = ledgerOf(lines, {}, { asOf: '2024-06-15' })
  expect(ledger.periods.at(-1)).toBe('2024-06')
  expect([
    moved(ledger, '2024-06'),
    ledger
      .movements()
      .map((point) => point.mature)
      .lastIndexOf(true),
  ]).toEqual([{ opening: 100, churn: 100 }, 4])
  expect(ledger.nrr('2024-06', { window: 1 })).toMatchObject({ value: 0, mature: false })
  expect(ledgerOf(lines, {}, { asOf: '2024-06-30' }).movements().at(-1)).toMatchObject({ mature: true, new: usd(100) })
  expect(() => ledger.nrr('2024-07')).toThrow('The ledger has no month "2024-07". It runs from 2024-01 to 2024-06.')
})

test('paying days count an account once a day, to the last day of a leap February', () => {
  const lines = [
    line('a', { end: '2024-02-11' }),
    line('a', { start: '2024-02-06', end: '2024-02-21' }),
    line('b', { start: '2024-02-29' }),
    line('c', { start: '2024-02-05', paused_from: '2024-02-10', paused_to: '2024-02-28' }),
  ]
  const ledger = ledgerOf(lines)
  expect(ledger.payingAccountDays('2024-02')).toMatchObject({ accountDays: 20 + 1 + 5 + 2, days: 29, average: 28 / 29 })
  expect([
    ledger.payingAccountsOn('2024-02-20'),
    ledger.payingAccountsOn('2024-02-29'),
    ledgerOf(lines, {}, { asOf: '2024-03-10' }).payingAccountDays('2024-03').days,
  ]).toEqual([1, 2, 10])
  expect(ledgerOf([line('a', { end: '2024-02-01' })]).payingAccountDays('2024-01')).toMatchObject({ accountDays: 31, average: 1 })
})

test('who pays on a day is named by the account that stands for them', () => {
  const accounts: Account[] = [{ id: 'group' }, { id: 'north', parent_id: 'group' }, { id: 'b' }]
  const ledger = ledgerOf([line('north'), line('group'), line('b', { end: '2024-02-20' })], {}, { accounts })
  expect([ledger.payingOn('2024-02-19'), ledger.payingOn('2024-02-20')]).toEqual([new Set(['group', 'b']), new Set(['group'])])
})

test('groups carry their points, and any function of the account can group', () => {
  const accounts: Account[] = [{ id: 'acme', region: 'EU' }, { id: 'birch', region: 'US' }, { id: 'cedar', region: 'EU' }, { id: 'delta' }]
  const ledger = ledgerOf(harborlight, {}, { accounts })
  expect(ledger.groups('nrr', 'region').map(({ key, value, n, points }) => ({ key, value, n, points: points.length }))).toEqual([
    { key: 'EU', value: 195 / 180, n: 2, points: 12 },
    { key: 'US', value: 0, n: 1, points: 12 },
  ])
  expect(ledger.groups('logoChurn', (account) => account.id.slice(0, 1), { window: 12 }).map((group) => group.key)).toEqual(['a', 'b', 'c'])
  expect(() => ledger.groups('nrr', 'shoe_size')).toThrow(/"shoe_size" is not a dimension of revenue. Known: segment/)
})

test('sums that leave the exact whole numbers are refused, not rounded', () => {
  const huge = Array.from({ length: 3 }, (_, index): SubscriptionLine => ({ id: `G-${index}`, account_id: `g${index}`, start: '2024-01-01', mrr: 2 ** 52 }))
  expect(() => ledgerOf(huge)).toThrow(/Total MRR leaves the exact range/)
})

function caught(run: () => unknown): UnmeasurableRows {
  try {
    run()
  } catch (problem) {
    if (problem instanceof UnmeasurableRows) return problem
  }
  throw new Error('nothing was refused')
}
