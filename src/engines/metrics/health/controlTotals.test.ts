import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparedIn, controlTotalsIn, countsIn, disagreement } from './controlTotals.ts'

const today = '2025-01-15'
const billed = (month: string, value: number, tolerance: number | null = null) => ({ month, measure: 'mrr', name: null, value, tolerance })
const faultOf = (rows: readonly Record<string, unknown>[], ours: Readonly<Record<string, number>>) =>
  comparedIn(rows, today).map((one) => disagreement(one, new Map(Object.entries(ours)), 'USD'))

test('any day of a month means the month, one that is still open is left out, and half a percent is allowed unless a row says otherwise', () => {
  const rows = [billed('2024-11-30', 2450), billed('2024-12-01T00:00:00Z', 2450, 0.1), billed('2025-01-01', 1)]
  expect(controlTotalsIn(rows, today).map(({ month, tolerance }) => [month, tolerance])).toEqual([
    ['2024-11', 0.005],
    ['2024-12', 0.1],
  ])
})

test('a month that differs by more than it may is told with both totals, the latest first; one inside its tolerance is not', () => {
  const rows = [billed('2024-10-31', 2000), billed('2024-11-30', 2461), billed('2024-12-31', 2800), billed('2024-09-30', 3000, 0.5)]
  expect(faultOf(rows, { '2024-09': 2250, '2024-10': 2250, '2024-11': 2450, '2024-12': 2450 })).toEqual([
    {
      fact: 'subscription',
      check: 'subscription.reconciled',
      severity: 'error',
      says: 'months do not agree with billing',
      count: 2,
      of: 4,
      samples: [
        { key: 'December 2024', shows: 'ours $2,450, billing $2,800: −$350, −12.50%' },
        { key: 'October 2024', shows: 'ours $2,250, billing $2,000: +$250, +12.50%' },
      ],
    },
  ])
})

test('what we lack differs, what the other lacks does not, and nothing agrees with nothing', () => {
  expect(faultOf([billed('2024-12-31', 10)], {})[0]?.samples).toEqual([{ key: 'December 2024', shows: 'ours $0, billing $10: −$10, −100.00%' }])
  expect(faultOf([billed('2024-12-31', 10)], { '2024-12': 10, '2024-11': 99 })).toEqual([null])
  expect(faultOf([billed('2024-12-31', 0)], {})).toEqual([null])
})

test('events are compared as a whole and one by one, each with its own count', () => {
  const counted = countsIn([
    { period: '2024-12', value: 'export', rows: 40 },
    { period: '2024-12', value: 'sign_in', rows: 60 },
  ])
  expect([...counted]).toEqual([
    ['2024-12', 100],
    ['2024-12 export', 40],
    ['2024-12 sign_in', 60],
  ])
  const event = (name: string | null, value: number) => ({ month: '2024-12-01', measure: 'events', name, value, tolerance: 0 })
  const [compared] = comparedIn([event(null, 100), event('export', 41)], today)
  expect(compared).toMatchObject({ fact: 'event', by: 'name', from: '2024-12' })
  expect(compared && disagreement(compared, counted, 'USD')).toMatchObject({
    check: 'event.reconciled',
    count: 1,
    of: 2,
    samples: [{ key: 'December 2024, export', shows: 'ours 40, the backend’s count 41: −1, −2.44%' }],
  })
})

test('rows without a name are counted once', () => {
  expect([...countsIn([{ period: '2024-12', value: '', rows: 7 }])]).toEqual([['2024-12', 7]])
})

test('the own totals never disagree with themselves, and a month is a fault exactly when it is further off than it may be', () => {
  const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 })
  fc.assert(
    fc.property(months, fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -2000, max: 2000 }), (some, value, off) => {
      const rows = some.map((month) => billed(`2024-${String(month).padStart(2, '0')}-01`, value, 0.01))
      const all = (own: number) => Object.fromEntries(rows.map(({ month }) => [month.slice(0, 7), own]))
      expect(faultOf(rows, all(value))).toEqual([null])
      const isOff = Math.abs(off) > Math.max(0.01, 0.01 * value)
      expect(faultOf(rows, all(value + off))[0]?.count ?? 0).toBe(isOff ? some.length : 0)
    }),
  )
})
