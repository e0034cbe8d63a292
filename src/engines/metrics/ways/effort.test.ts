import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asking, table } from '#test/support/asking.ts'
import { effort } from './effort.ts'

const spent = table(`
team_id,initiative_id,investment,week,person_weeks
Core,INI-1,,2024-04-01,3
Core,bet:two,,2024-04-08,2
Core,,maintenance,2024-04-08,1
Core,INI-77,,2024-06-30,4
Platform,INI-1,platform,2024-05-06,6
Platform,INI-1,,2024-07-01,9
`)
const rows = {
  spent,
  bets: [
    { id: 'a', key: 'INI-1', title: 'One', investment: 'growth', products: ['p', 'q'] },
    { id: 'b', key: 'INI-2', title: 'Two', investment: null, products: ['q'], source: { connection: 'c', externalId: 'bet:two' } },
  ],
  products: [
    { id: 'p', name: 'Core' },
    { id: 'q', name: 'Connect' },
  ],
}
const quarter = { grain: 'quarter' } as const
const ask = asking(effort, {}, rows)

test('work counts in its week, by its own kind, else by that of its bet, else as unclassified', () => {
  const of = (key: string) => ask.group(key, '2024-Q2', { ...quarter, by: 'investment' })?.value
  expect(ask.point('2024-Q2', quarter)).toMatchObject({ value: 16, n: 5, parts: { onBets: 11 } })
  expect({ growth: of('growth'), platform: of('platform'), maintenance: of('maintenance'), unclassified: of('unclassified') }).toEqual({
    growth: 3,
    platform: 6,
    maintenance: 1,
    unclassified: 6,
  })
})

test('a quarter without a row has no figure, never zero', () => {
  expect(ask.point('2024-Q1', quarter)).toMatchObject({ value: null, reason: 'no_data' })
})

test('a bet of two products counts evenly for both, and work for no product is told', () => {
  const of = (key: string) => ask.group(key, '2024-Q2', { ...quarter, by: 'product' })?.value
  expect({ core: of('Core'), connect: of('Connect'), none: of('(none)') }).toEqual({ core: 4.5, connect: 6.5, none: 5 })
})

test('behind it stand bet, squad and kind, a bet by its key however the row names it', () => {
  const lines = ask.behind('2024-Q2', quarter)
  expect(lines.map(({ account, name, movement, closing, reason }) => [account, name, movement, closing, reason])).toEqual([
    ['INI-1', 'Platform', 'platform', 6, 'One'],
    ['INI-77', 'Core', 'unclassified', 4, null],
    ['INI-1', 'Core', 'growth', 3, 'One'],
    ['INI-2', 'Core', 'unclassified', 2, 'Two'],
    ['', 'Core', 'maintenance', 1, null],
  ])
})

test('parts by any dimension, and what stands behind, sum to the whole', () => {
  const row = fc.record({
    team_id: fc.constantFrom('Core', 'Platform'),
    initiative_id: fc.constantFrom('INI-1', 'bet:two', 'INI-9', null),
    investment: fc.constantFrom('growth', 'maintenance', null),
    week: fc.constantFrom('2024-04-01', '2024-05-06', '2024-06-30'),
    person_weeks: fc.integer({ min: 0, max: 40 }).map((tenths) => tenths / 8),
  })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.constantFrom('investment', 'team', 'product'), (given, by) => {
      const some = asking(effort, {}, { ...rows, spent: given })
      const whole = some.point('2024-Q2', quarter)?.value ?? NaN
      const { groups = [] } = some.computed({ ...quarter, by })
      const parts = groups.flatMap(({ points }) => points.find(({ period }) => period === '2024-Q2')?.value ?? [])
      expect(parts.reduce((sum, value) => sum + value, 0)).toBeCloseTo(whole, 9)
      expect(some.behind('2024-Q2', quarter).reduce((sum, { closing }) => sum + (closing ?? 0), 0)).toBeCloseTo(whole, 9)
    }),
  )
})
