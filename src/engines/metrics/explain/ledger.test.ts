import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ledgerChange, retentionChange, type LedgerMonth } from './ledger.ts'

test('retention moves by the shares of its flows', () => {
  const split = retentionChange({ opening: 1000, expansion: 120, contraction: 20, churn: 30 }, { opening: 1200, expansion: 108, contraction: 60, churn: 48 })
  expect(split).toEqual({
    expansion: expect.closeTo(-0.03, 12),
    contraction: expect.closeTo(-0.03, 12),
    churn: expect.closeTo(-0.01, 12),
    change: expect.closeTo(-0.07, 12),
  })
  expect(retentionChange({ opening: 0, expansion: 0, contraction: 0, churn: 0 }, { opening: 1, expansion: 0, contraction: 0, churn: 0 })).toBeNull()
})

const month: LedgerMonth = {
  opening: 1000,
  fx: -5,
  new: 80,
  reactivation: 10,
  expansion: 60,
  contraction: 20,
  churn: 45,
  transferIn: 30,
  transferOut: 30,
  closing: 1080,
}

test('a month is the sum of its signed movements', () => {
  const { change, parts, residual } = ledgerChange(month)
  expect(change).toBe(80)
  expect(parts.map(({ name, part }) => [name, part])).toEqual([
    ['fx', -5],
    ['new', 80],
    ['reactivation', 10],
    ['expansion', 60],
    ['contraction', -20],
    ['churn', -45],
    ['transferIn', 30],
    ['transferOut', -30],
  ])
  expect(residual).toBe(0)
})

test('whatever the closing is, parts and residual make the change exactly', () => {
  const amount = fc.integer({ min: 0, max: 1e12 })
  fc.assert(
    fc.property(
      fc.record({
        opening: amount,
        fx: amount,
        new: amount,
        reactivation: amount,
        expansion: amount,
        contraction: amount,
        churn: amount,
        transferIn: amount,
        transferOut: amount,
        closing: amount,
      }),
      (drawn) => {
        const { change, parts, residual } = ledgerChange(drawn)
        expect(parts.reduce((total, { part }) => total + part, 0) + residual).toBe(change)
        expect(change).toBe(drawn.closing - drawn.opening)
      },
    ),
  )
})

test('a broken ledger shows what is missing', () => {
  expect(ledgerChange({ ...month, closing: 1081 }).residual).toBe(1)
})
