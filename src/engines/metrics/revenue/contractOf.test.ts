import { describe, expect, test } from 'vitest'
import { contractColumns, contractOf } from './contractOf.ts'

const row = {
  id: 'S-1',
  account_id: 'oxbow',
  product_id: null,
  start: '2025-03-01',
  end: null,
  unit_amount: 1_200_000_000,
  quantity: 2,
  discount: 600_000_000,
  billing_period: 'quarter',
  status: 'paid',
}

describe('a contract of a row', () => {
  test('has the money of a month: units at their price less the discount, over the months of a billing period', () => {
    expect(contractOf(row)).toEqual({
      id: 'S-1',
      account: 'oxbow',
      product: null,
      start: '2025-03-01',
      end: null,
      termMonths: null,
      renewalDate: null,
      mrr: (1200 * 2 - 600) / 3,
      cancelledOn: null,
    })
    expect(contractOf({ ...row, period_months: 6 })?.mrr).toBe((1200 * 2 - 600) / 6)
    expect(contractOf({ ...row, mrr: 75_000_000 })?.mrr).toBe(75)
  })
  test('has a term of a year where it is billed by the year and none is stated', () => {
    expect(contractOf({ ...row, billing_period: 'year' })?.termMonths).toBe(12)
    expect(contractOf({ ...row, billing_period: 'year', term_months: 36 })?.termMonths).toBe(36)
    expect(contractOf({ ...row, billing_period: 'month' })?.termMonths).toBeNull()
  })
  test('knows the days of its end, its renewal and its cancellation without their hours', () => {
    const ended = { ...row, end: '2026-03-01', cancelled_at: '2026-01-12 16:00:00', renewal_date: '2026-03-01' }
    expect(contractOf(ended)).toMatchObject({ end: '2026-03-01', cancelledOn: '2026-01-12', renewalDate: '2026-03-01' })
  })
  test('is none for a trial, a charge that does not recur, a line without money or without a first day', () => {
    const none = [{ status: 'trial' }, { kind: 'one_time' }, { kind: 'usage' }, { unit_amount: 0, discount: 0 }, { mrr: 0 }, { start: null }]
    expect(none.map((more) => contractOf({ ...row, ...more }))).toEqual(none.map(() => null))
  })
  test('reads no column that is not named', () => {
    const read = new Set<string | symbol>()
    contractOf(new Proxy({ ...row, mrr: null }, { get: (of, column) => (read.add(column), Reflect.get(of, column)) }))
    expect([...read].filter((column) => !contractColumns.includes(String(column)))).toEqual([])
  })
})
