import { describe, expect, test } from 'vitest'
import { ledgerBreaks } from './reconcile.ts'

describe('the ledger', () => {
  const still = { fx: 0, new: 0, reactivation: 0, expansion: 0, contraction: 0, churn: 0, transferIn: 0, transferOut: 0 }
  const months = [
    { ...still, period: '2026-09', opening: 100, new: 20, closing: 120 },
    { ...still, period: '2026-10', opening: 120, churn: 30, closing: 90 },
  ]
  test('that adds up has no break', () => {
    expect(ledgerBreaks(months)).toEqual([])
    expect(ledgerBreaks([])).toEqual([])
  })
  test('that does not says which month and by how much', () => {
    const [first, second] = months
    if (!first || !second) throw new Error('two months')
    expect(ledgerBreaks([first, { ...second, opening: 121 }]).map(({ period, what, by }) => [period, what, by])).toEqual([
      ['2026-10', 'opening', 1],
      ['2026-10', 'movements', -1],
    ])
    expect(ledgerBreaks([{ ...first, closing: 125 }])[0]?.says).toBe('The movements of 2026-09 leave 5 between opening and closing.')
  })
})
