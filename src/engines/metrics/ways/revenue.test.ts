import { expect, test } from 'vitest'
import { ledgerOf, line } from '../revenue/testing/sample.ts'
import { revenue } from './revenue.ts'
import type { Asked, Given } from './way.ts'

/** Four accounts, of which d left in August; what is known ends with October. */
const ledger = ledgerOf([line('a'), line('b'), line('c'), line('d', { end: '2024-08-15' })], undefined, {
  accounts: ['a', 'b', 'c', 'd'].map((id) => ({ id, segment: id < 'c' ? 'large' : 'small' })),
  months: { from: '2024-01', to: '2024-10' },
})
const given: Given = { ledger, rows: () => [], activity: null }
const asked = (by: Asked['by'] = null): Asked => ({
  time: {
    asOf: '2024-10-20',
    grain: 'quarter',
    periods: ['2024-Q2', '2024-Q3', '2024-Q4'],
    headline: '2024-Q3',
    window: { text: '1m', unit: 'm', count: 1 },
    timeZone: 'UTC',
  },
  by,
  currency: 'USD',
  today: '2024-10-20',
  minN: 20,
  maturityDays: 0,
  switches: {},
})

test('logo churn of a quarter that runs is of its own months, whole and by part', () => {
  const { points, groups } = revenue.figures({ measure: 'logoChurn' }, asked({ of: 'account', column: 'segment' }), given)
  const sides = (own: typeof points) => own.map(({ period, numerator, denominator }) => [period, numerator, denominator])
  expect(sides(points)).toEqual([
    ['2024-Q2', 0, 4],
    ['2024-Q3', 1, 4],
    ['2024-Q4', 0, 3],
  ])
  expect(groups?.map(({ key, points: own }) => [key, ...sides(own)])).toEqual([
    ['large', ['2024-Q2', 0, 2], ['2024-Q3', 0, 2], ['2024-Q4', 0, 2]],
    ['small', ['2024-Q2', 0, 2], ['2024-Q3', 1, 2], ['2024-Q4', 0, 1]],
  ])
})

test('behind a quarter stand those who left in any month of it', () => {
  const left = (period: string) =>
    revenue.behind?.({ measure: 'logoChurn' }, asked(), given, period).flatMap((row) => ('movement' in row && row.movement === 'churn' ? [row.account] : []))
  expect(['2024-Q2', '2024-Q3', '2024-Q4'].map(left)).toEqual([[], ['d'], []])
})
