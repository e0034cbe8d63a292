import { describe, expect, test } from 'vitest'
import { UnmeasurableRows } from '#engines/metrics/revenue/revenue.ts'
import { ledgerOf } from '#engines/metrics/revenue/testing/sample.ts'
import { factOf } from './allFacts.ts'
import { rowRulesOf, ruleReasons } from './rowRules.ts'

const heldFor = (fact: string, values: Readonly<Record<string, unknown>>) =>
  ruleReasons(rowRulesOf(factOf(fact), '2026-11-16T12:00:00.000Z'), values, (column) => column)

describe('a row that its metrics would refuse is held back with what it lacks', () => {
  const line = {
    id: 'S-1',
    account_id: 'A-1',
    start: '2024-01-01',
    unit_amount: 10_000_000,
    billing_period: 'month',
    mrr: null,
    status: 'paid',
    kind: 'recurring',
  }
  const answer = { id: 'R-1', instrument: 'nps', score: 9, scale_min: 0, scale_max: 10 }
  const release = { id: 'r', released_at: '2024-02-01T00:00:00.000Z', rolled_back_at: '2024-02-02T00:00:00.000Z' }
  const incident = { id: 'i', impact_start: '2024-02-01T00:00:00.000Z', resolved_at: '2024-02-02T00:00:00.000Z' }
  const window = { slo_id: 's', start: '2024-01-01T00:00:00.000Z', end: '2024-02-01T00:00:00.000Z', good: 9, valid: 10 }
  const assessed = { person_id: 'p', half: '2024-H1', level: 3, at: '2024-06-30T00:00:00.000Z' }
  test.each([
    ['subscription', line, { unit_amount: null }, 'mrr', 'neither an MRR nor a price'],
    ['subscription', line, { billing_period: null }, 'billing_period', 'a price but no billing period'],
    ['subscription', line, { billing_period: 'custom' }, 'period_months', 'period_months does not say how long'],
    ['survey_response', answer, { score: 5, scale_min: 1, scale_max: 5 }, 'scale_max', 'asked from 0 to 10'],
    ['release', release, { rolled_back_at: '2024-01-01T00:00:00.000Z' }, 'rolled_back_at', 'rolled_back_at is before released_at'],
    ['incident', incident, { resolved_at: '2024-01-01T00:00:00.000Z' }, 'resolved_at', 'resolved_at is before impact_start'],
    ['sli_window', window, { end: window.start }, 'end', 'ends where it starts'],
    ['assessment', assessed, { half: 'H1 2024' }, 'half', 'Write it as 2026-H1'],
    ['assessment', assessed, { at: '2034-06-30T00:00:00.000Z' }, 'at', 'lies in the future'],
  ])('%s: %o with %o', (fact, values, wrong, column, reason) => {
    expect(heldFor(fact, values)).toBeNull()
    expect(heldFor(fact, { ...values, ...wrong })).toEqual({ column, reason: expect.stringContaining(reason) })
  })

  test.each([
    ['a trial without a price', { unit_amount: null, status: 'trial' }],
    ['usage with a committed minimum', { unit_amount: null, kind: 'usage', committed_minimum: 5_000_000 }],
    ['a one-time charge without a period', { billing_period: null, kind: 'one_time' }],
    ['an MRR alone', { unit_amount: null, billing_period: null, mrr: 9_000_000 }],
    ['months in place of a period', { billing_period: null, period_months: 5 }],
  ])('%s comes in', (_, given) => {
    expect(heldFor('subscription', { ...line, ...given })).toBeNull()
  })

  test('a file without any column of prices comes in whole: its metrics ask for what is missing', () => {
    expect(heldFor('subscription', { id: 'S-1', account_id: 'A-1', start: '2024-01-01', status: 'paid' })).toBeNull()
  })
})

test('what is held is what the ledger would refuse, whatever a line says of its price', () => {
  let refused = 0
  for (const status of ['paid', 'trial', 'ended'] as const)
    for (const kind of ['recurring', 'usage', 'one_time'] as const)
      for (const mrr of [null, 0, 5_000_000])
        for (const unit_amount of [null, 0, 10_000_000])
          for (const committed_minimum of [null, 0, 5_000_000])
            for (const billing_period of [null, 'month', 'custom'] as const)
              for (const period_months of [null, 3]) {
                const line = { id: 'L', account_id: 'a', start: '2024-01-01', status, kind, mrr, unit_amount, committed_minimum, billing_period, period_months }
                const isRefused = refuses(() => ledgerOf([line]))
                refused += Number(isRefused)
                expect([line, heldFor('subscription', line) !== null]).toEqual([line, isRefused])
              }
  expect(refused).toBeGreaterThan(200)
})

function refuses(measure: () => unknown): boolean {
  try {
    measure()
    return false
  } catch (error) {
    if (error instanceof UnmeasurableRows) return true
    throw error
  }
}
