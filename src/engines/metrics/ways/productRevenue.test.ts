import { expect, test } from 'vitest'
import { asking } from '#test/support/asking.ts'
import { ledgerOf, line } from '../revenue/testing/sample.ts'
import { productRetention, productRevenue } from './productRevenue.ts'

/** Alder pays for both, Birch left Connect in spring and came to Core, Cedar is new in summer. Worked out by hand, in dollars a month. */
const lines = [
  line('alder', { id: 'a1', product_id: 'core', monthly: 100, start: '2022-01-01' }),
  line('alder', { id: 'a2', product_id: 'connect', monthly: 50, start: '2022-01-01', end: '2024-03-01' }),
  line('alder', { id: 'a3', product_id: 'connect', monthly: 20, start: '2024-03-01' }),
  line('birch', { id: 'b1', product_id: 'connect', monthly: 30, start: '2022-01-01', end: '2024-04-01' }),
  line('birch', { id: 'b2', product_id: 'core', monthly: 60, start: '2024-04-01' }),
  line('cedar', { id: 'c1', product_id: 'core', monthly: 40, start: '2024-07-01' }),
]
const ledger = ledgerOf(lines, { grain: 'product' })
const rows = { accounts: [{ id: 'alder', name: 'Alder Ltd' }] }
const revenue = asking(productRevenue, {}, rows, ledger)
const retention = asking(productRetention, {}, rows, ledger)
const by = { by: 'product' }

test('each product has its own recurring revenue a year, and together they are the whole', () => {
  const at = (key: string, month: string) => revenue.group(key, month, by)?.value
  expect([at('core', '2024-12'), at('connect', '2024-12'), at('core', '2024-01'), at('connect', '2024-01')]).toEqual([2400, 240, 1200, 960])
  expect(revenue.point('2024-12')).toMatchObject({ value: 2640 })
})

test('what moves to another product is kept, or has left it when moves are gross; whoever is new enters no retention', () => {
  expect(retention.group('connect', '2024-12', { ...by, window: '12m' })?.value).toBeCloseTo((20 + 30) / 80, 12)
  const gross = asking(productRetention, {}, rows, ledgerOf(lines, { grain: 'product', product_moves: 'gross' }))
  expect(gross.group('connect', '2024-12', { ...by, window: '12m' })?.value).toBeCloseTo(20 / 80, 12)
  expect(retention.group('core', '2024-12', { ...by, window: '12m' })?.value).toBe(1)
})

test('behind a month stand the accounts that pay in it, with product, name and what they pay a year', () => {
  const paid = revenue.behind('2024-07').map(({ account, name, movement, opening, closing }) => [account, name, movement, opening, closing])
  expect(paid).toEqual([
    ['alder', 'Alder Ltd', 'core', 1200, 1200],
    ['birch', null, 'core', 720, 720],
    ['cedar', null, 'core', 0, 480],
    ['alder', 'Alder Ltd', 'connect', 240, 240],
  ])
  expect(paid.reduce((sum, [, , , , closing]) => sum + Number(closing), 0)).toBe(revenue.point('2024-07')?.value)
  expect(retention.behind('2024-12', { window: '12m' })).toEqual(
    expect.arrayContaining([expect.objectContaining({ account: 'alder', movement: 'connect', opening: 600, closing: 240 })]),
  )
})

test('weeks have no month’s end, and without a ledger there is nothing to tell', () => {
  expect(() => revenue.computed({ grain: 'week' })).toThrow('month-end')
  expect(() => retention.computed({ window: '28d' })).toThrow('whole months')
  expect(() => asking(productRevenue, {}, rows).computed()).toThrow('no revenue ledger')
})
