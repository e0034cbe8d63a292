import { expect, test } from 'vitest'
import { asking } from '#test/support/asking.ts'
import { ledgerOf, line } from '../revenue/testing/sample.ts'
import { agreement } from './agreement.ts'

/** $300 a month, $400 from July. */
const ledger = ledgerOf([line('alder', { monthly: 300 }), line('birch', { monthly: 100, start: '2024-07-01' })])
const billed = (month: string, value: number, name: string | null = null) => ({ month, measure: 'mrr', name, value, tolerance: null })
const totals = [billed('2024-03-31', 300), billed('2024-06-30', 250), billed('2024-07-31', 500), billed('2024-07-31', 9, 'core'), billed('2024-08-31', 0)]
const ask = asking(agreement, {}, { totals: [...totals, { ...billed('2024-09-30', 1), measure: 'tickets' }] }, ledger)

test('a month is as far off as the ledger lies from what was billed, with both sides', () => {
  expect(ask.point('2024-03')).toMatchObject({ value: 0, numerator: 0, denominator: 300 })
  expect(ask.point('2024-06')).toMatchObject({ value: 0.2, numerator: 50, denominator: 250, parts: { ledger: 300, billed: 250 } })
  expect(ask.point('2024-07')).toMatchObject({ value: -0.2, numerator: -100, denominator: 500 })
})

test('a quarter is told by its last month', () => {
  expect(ask.point('2024-Q2', { grain: 'quarter' })).toMatchObject({ value: 0.2 })
})

test('behind a month stand the accounts that moved in it', () => {
  expect(ask.behind('2024-07')).toMatchObject([{ account: 'birch', movement: 'new', opening: 0, closing: 100, change: 100 }])
  expect(ask.behind('2024-06')).toEqual([])
})

test('a month without a bill has no figure, and nothing billed divides nothing', () => {
  expect(ask.point('2024-09')).toMatchObject({ value: null, reason: 'no_data' })
  expect(ask.point('2024-08')).toMatchObject({ value: null, reason: 'no_denominator' })
  expect(() => ask.computed({ grain: 'week' })).toThrow('month-end')
})
