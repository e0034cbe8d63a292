import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renewalsDue, type Contract } from './renewals.ts'
import { contract as plain } from './testing/contract.ts'

const contract = (id: string, more: Partial<Contract> = {}): Contract => plain({ id, account: 'acme', start: '2023-03-01', ...more })
const told = (contracts: readonly Contract[], grace = 0) =>
  renewalsDue(contracts, '2024-01-01', '2025-01-01', grace).map(({ contract: { id }, due, isRenewed }) => [id, due, isRenewed])

describe('renewals', () => {
  test('fall due after each whole term, and are kept by a line that runs on', () => {
    expect(told([contract('yearly'), contract('half', { termMonths: 6 })])).toEqual([
      ['yearly', '2024-03-01', true],
      ['half', '2024-03-01', true],
      ['half', '2024-09-01', true],
    ])
  })

  test('a line that ends on the due day was not renewed, one that ended before was never due', () => {
    expect(told([contract('ends', { end: '2024-03-01' }), contract('left', { end: '2024-02-01' })])).toEqual([['ends', '2024-03-01', false]])
  })

  test('another line of the account and product renews it, within the grace', () => {
    const late = contract('late', { start: '2024-03-20', termMonths: null })
    expect(told([contract('ends', { end: '2024-03-01' }), late])).toEqual([['ends', '2024-03-01', false]])
    expect(told([contract('ends', { end: '2024-03-01' }), late], 30)).toEqual([['ends', '2024-03-01', true]])
    expect(told([contract('ends', { end: '2024-03-01' }), { ...late, product: 'other' }], 30)).toEqual([['ends', '2024-03-01', false]])
  })

  test('a stated renewal date counts once with the term', () => {
    expect(told([contract('stated', { renewalDate: '2024-03-01' }), contract('only', { termMonths: null, renewalDate: '2024-07-01' })])).toEqual([
      ['stated', '2024-03-01', true],
      ['only', '2024-07-01', true],
    ])
  })

  test('without a term or a date nothing falls due, and the last days of months are kept', () => {
    expect(told([contract('monthly', { termMonths: null })])).toEqual([])
    expect(told([contract('leap', { start: '2023-02-28', termMonths: 12 }), contract('end', { start: '2023-08-31', termMonths: 6 })])).toEqual([
      ['leap', '2024-02-28', true],
      ['end', '2024-02-29', true],
      ['end', '2024-08-31', true],
    ])
  })

  test('months add up to the year, and more grace never loses a renewal', () => {
    const day = fc.integer({ min: 0, max: 700 }).map((days) => new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10))
    const some = fc.array(
      fc
        .record({ start: day, end: fc.option(day), termMonths: fc.constantFrom(1, 3, 12), product: fc.constantFrom('core', 'more') })
        .map((one) => contract('x', one)),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(some, fc.nat(60), (contracts, grace) => {
        const months = Array.from({ length: 12 }, (_, month) => `2024-${String(month + 1).padStart(2, '0')}-01`).concat('2025-01-01')
        const parts = months.slice(1).flatMap((to, month) => renewalsDue(contracts, months[month] ?? '', to, grace))
        const whole = renewalsDue(contracts, '2024-01-01', '2025-01-01', grace)
        expect(parts).toHaveLength(whole.length)
        const renewed = (days: number) => renewalsDue(contracts, '2024-01-01', '2025-01-01', days).filter(({ isRenewed }) => isRenewed).length
        expect(renewed(grace + 30)).toBeGreaterThanOrEqual(renewed(grace))
        for (const {
          contract: { start, end },
          due,
        } of whole)
          expect(start < due && (end === null || end >= due)).toBe(true)
      }),
    )
  })
})
