import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPolicy, policyId, presets, resolvePolicy, type Ledger } from '../revenue/revenue.ts'
import { ledgerOf, line, usd } from '../revenue/testing/sample.ts'
import { accountDifferences, type Side } from './accounts.ts'
import { attribute } from './attribute.ts'
import { plain, turningOrder, walk } from './walk.ts'

test('the order of turning names every switch once', () => {
  expect(turningOrder.toSorted()).toEqual(Object.keys(defaultPolicy).toSorted())
})

test('a walk turns only what differs, in the stated order, and arrives', () => {
  const { turns, to } = walk('default', 'stripe')
  expect(turns.map((turn) => `${turn.switch}: ${turn.from} → ${turn.to}`)).toEqual([
    'discounts: net_all → permanent_only',
    'churn_recognised: service_end → cancellation',
    'same_month_start_end: ignore → count_both',
    'ltv_zero_churn: undefined → floor_1_67pct',
  ])
  expect(policyId(plain(turns.at(-1)?.policy ?? resolvePolicy()))).toBe(policyId(plain(to)))
  expect(turns[1]?.alone.discounts).toBe('net_all')
  expect(turns[1]?.policy.discounts).toBe('permanent_only')
})

test('a policy and itself are no way apart; an order that leaves a differing switch out is refused', () => {
  expect(walk({ extends: 'stripe' }, 'stripe').turns).toEqual([])
  expect(() => walk('default', 'stripe', ['discounts'])).toThrow('churn_recognised')
  expect(() => walk('default', { no_switch: 1 })).toThrow('"no_switch" is not a revenue policy switch')
})

test('every preset is reached from every other, in as many turns as they differ', () => {
  const names = Object.keys(presets)
  for (const from of names)
    for (const to of names) {
      const { turns, to: end } = walk(from, to)
      expect(policyId(plain(turns.at(-1)?.policy ?? resolvePolicy(from)))).toBe(policyId(plain(end)))
      expect(new Set(turns.map((turn) => turn.switch)).size).toBe(turns.length)
    }
})

/** A small book in which the switches bite: a cancellation before its end, a short-lived account, a discount that ends, a pause, a late payer. */
const lines = [
  line('A', { id: 'a', monthly: 100 }),
  line('B', { id: 'b', monthly: 200, cancelled_at: '2024-05-10T00:00:00Z', end: '2024-08-01' }),
  line('C', { id: 'c', monthly: 300, discount: usd(50), discount_until: '2024-03-15' }),
  line('D', { id: 'd', monthly: 80, start: '2024-06-05', end: '2024-06-20' }),
  line('E', { id: 'e', monthly: 120, paused_from: '2024-06-10', paused_to: '2024-09-10' }),
  line('F', { id: 'f', monthly: 60, status: 'past_due', past_due_since: '2024-06-25' }),
]
const under = (policy: unknown): Ledger => ledgerOf(lines, policy)
const nrrIn = (ledger: Ledger, period: string): number | null => ledger.nrr(period, { window: 6 }).value
const closingIn = (ledger: Ledger, period: string): number => ledger.movements().find((point) => point.period === period)?.closing ?? 0

test('the parts of every pair of presets sum to the difference: whole micro-units exactly, ratios to rounding', () => {
  const names = Object.keys(presets).filter((name) => !['paddle', 'profitwell'].includes(name)) // those need rates that these rows lack
  for (const from of names)
    for (const to of names) {
      const { turns } = walk(from, to)
      for (const figure of [(ledger: Ledger) => closingIn(ledger, '2024-06'), (ledger: Ledger) => nrrIn(ledger, '2024-06')]) {
        const value = (policy: unknown) => ({ value: figure(under(policy)) })
        const split = attribute(
          value(from),
          turns.map((turn) => ({ switch: turn.switch, measured: value(turn.policy), alone: value(turn.alone) })),
        )
        const sum = split.parts.reduce((total, { part }) => total + (part ?? 0), 0)
        expect(split.end).toBe(figure(under(to)))
        expect(sum).toBeCloseTo(split.total ?? Number.NaN, 12)
        if (Number.isInteger(split.total)) expect(sum).toBe(split.total)
      }
    }
})

test('one switch alone is the whole difference', () => {
  const { turns } = walk('default', 'polar')
  const value = (policy: unknown) => ({ value: closingIn(under(policy), '2024-06') })
  const split = attribute(
    value('default'),
    turns.map((turn) => ({ switch: turn.switch, measured: value(turn.policy), alone: value(turn.alone) })),
  )
  expect(split.parts).toEqual([
    { switch: 'paused', before: expect.any(Number), after: expect.any(Number), part: 120_000_000, alone: 120_000_000, because: null },
  ])
})

test('a turn that cannot be measured says why, and the next that can takes its share', () => {
  const missing = { value: null, because: 'There is no payout rate.' }
  const split = attribute({ value: 10 }, [
    { switch: 'fx', measured: missing, alone: missing },
    { switch: 'paused', measured: { value: 14 }, alone: { value: 13 } },
  ])
  expect(split).toEqual({
    start: 10,
    end: 14,
    total: 4,
    parts: [
      { switch: 'fx', before: 10, after: null, part: null, alone: null, because: 'There is no payout rate.' },
      { switch: 'paused', before: 10, after: 14, part: 4, alone: 3, because: null },
    ],
  })
  expect(attribute({ value: 10 }, [{ switch: 'fx', measured: missing, alone: missing }])).toMatchObject({ end: null, total: null })
})

const side = fc.record({
  account: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
  name: fc.constant(null),
  opening: fc.integer({ min: 0, max: 1e9 }),
  closing: fc.integer({ min: 0, max: 1e9 }),
})
const sum = (rows: readonly Side[], of: 'opening' | 'closing') => rows.reduce((total, row) => total + row[of], 0)

test('the effects of the accounts sum to the difference of the figure', () => {
  fc.assert(
    fc.property(fc.array(side, { minLength: 1 }), fc.array(side, { minLength: 1 }), (before, after) => {
      const amounts = accountDifferences(before, after, 'amount')
      expect(amounts.reduce((total, { effect }) => total + effect, 0)).toBe(sum(after, 'closing') - sum(before, 'closing'))
      fc.pre(sum(before, 'opening') > 1e6 && sum(after, 'opening') > 1e6)
      const ratio = sum(after, 'closing') / sum(after, 'opening') - sum(before, 'closing') / sum(before, 'opening')
      const total = accountDifferences(before, after, 'ratio').reduce((all, { effect }) => all + effect, 0)
      expect(Math.abs(total - ratio)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(ratio), sum(before, 'closing') / sum(before, 'opening')))
    }),
  )
})

test('only accounts that differ are named, the heaviest first, lines of one account together', () => {
  const row = (account: string, opening: number, closing: number): Side => ({ account, name: account, opening, closing })
  const differences = accountDifferences(
    [row('A', 60, 60), row('A', 40, 40), row('B', 50, 50), row('C', 10, 10)],
    [row('A', 100, 100), row('B', 50, 0), row('C', 10, 15)],
    'ratio',
  )
  expect(differences.map(({ account, effect }) => [account, effect])).toEqual([
    ['B', -50 / 160],
    ['C', 5 / 160],
  ])
  expect(accountDifferences([row('A', 0, 0)], [row('A', 1, 1)], 'ratio')).toEqual([])
})

test('the accounts of a real ledger explain the difference of its retention', () => {
  const rows = (policy: unknown) => under(policy).contributions('nrr', '2024-06', { window: 6 })
  const [before, after] = [nrrIn(under('default'), '2024-06') ?? Number.NaN, nrrIn(under('stripe'), '2024-06') ?? Number.NaN]
  const differences = accountDifferences(rows('default'), rows('stripe'), 'ratio')
  expect(before).not.toBe(after)
  expect(differences.reduce((total, { effect }) => total + effect, 0)).toBeCloseTo(after - before, 12)
  expect(differences.map(({ account }) => account)).toContain('B')
})
