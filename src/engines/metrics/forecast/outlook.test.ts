import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { outlook, type Aim } from './outlook.ts'

const months = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2024-01', index), value }))
const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11, 10, 12]
const rising = Array.from({ length: 14 }, (_, index) => 100 + 5 * index + (index % 2))
const aim = (value: number, by = '2025-06-30'): Aim => ({ goal: { direction: 'up', value }, start: 10, startsOn: '2024-12-31', by, path: { kind: 'linear' } })

describe('a target ahead', () => {
  test('the fan ends with the period in which it falls due', () => {
    const { forecast, aim: at } = outlook(months(calm), aim(11))
    expect(forecast).toMatchObject({ model: 'level', n: 14 })
    expect(forecast.model && forecast.points.map(({ period }) => period)).toEqual(['2025-03', '2025-04', '2025-05', '2025-06'])
    expect(at).toMatchObject({ period: '2025-06', runRate: { perPeriod: 0, periodsLeft: 4 }, status: 'reached' })
    expect(at?.chance).toBeGreaterThan(0.3)
    expect(at?.chance).toBeLessThan(0.5)
  })
  test('a rising line reaches its target where its mean does', () => {
    const { aim: at } = outlook(months(rising), { ...aim(186), start: 150 })
    expect(at).toMatchObject({ crossing: { period: '2025-06', isReached: true }, status: 'onPath' })
    expect(at?.chance).toBeGreaterThan(0.4)
    expect(at?.runRate?.perPeriod).toBeCloseTo((186 - 166) / 4, 12)
  })
  test('without a measured start it waits, and is missed when its day has gone', () => {
    expect(outlook(months(calm), { ...aim(20), start: null }).aim?.status).toBe('waiting')
    expect(outlook(months(calm), { ...aim(20, '2025-01-31'), start: null }).aim).toMatchObject({ status: 'missed', chance: 0 })
  })
  test('one whose day has gone is settled by the period in which it fell due, whatever came after it', () => {
    const gone = (values: readonly (number | null)[]) =>
      outlook(
        values.map((value, at) => ({ period: addPeriods('2024-01', at), value })),
        aim(20, '2025-01-31'),
      ).aim
    expect(gone([...calm.slice(0, 12), 21, 12])).toMatchObject({ period: '2025-01', status: 'reached', chance: 1 })
    expect(gone([...calm.slice(0, 12), 12, 21])).toMatchObject({ period: '2025-01', status: 'missed', chance: 0 })
    expect(gone([...calm.slice(0, 12), null, 21])).toMatchObject({ period: '2025-01', status: 'no_data', chance: null, runRate: null })
  })
  test('one that is further away than 24 periods has no chance told', () => {
    expect(outlook(months(calm), aim(11, '2030-06-30')).aim?.chance).toBeNull()
  })
})

test('it looks as far as the day that is asked for, whatever its target asks, and never further than 24 periods', () => {
  const ends = (by: Aim | null, until: string) => {
    const { forecast } = outlook(months(calm), by, { until })
    return forecast.model === null ? null : [forecast.points.length, forecast.points.at(-1)?.period]
  }
  expect(ends(null, '2025-12-31')).toEqual([10, '2025-12'])
  expect(ends(aim(11), '2025-12-31')).toEqual([10, '2025-12'])
  expect(ends(aim(11), '2025-04-30')).toEqual([4, '2025-06'])
  expect(ends(aim(11), '2035-12-31')).toEqual([24, '2027-02'])
})

test('without a target it looks six periods ahead, and says how it would have done', () => {
  const { forecast, backtest, aim: none } = outlook(months(calm), null)
  expect(forecast.model && forecast.points).toHaveLength(6)
  expect(backtest).toMatchObject({ origins: 2 })
  expect(none).toBeNull()
})
test('what came before a declared change is not read', () => {
  const { forecast, backtest } = outlook(months([...calm, 30, 31, 29, 30, 31, 30]), null, { changes: [{ period: '2025-03', cause: 'x' }] })
  expect(forecast).toMatchObject({ model: 'level', n: 6, from: '2025-03' })
  expect(backtest).toBeNull()
})
test('nothing measured gives no forecast and says so', () => {
  expect(outlook([{ period: '2025-01', value: null }], aim(1))).toMatchObject({ forecast: { model: null }, backtest: null, aim: null })
  expect(outlook(months([1, 2, 3]), aim(4))).toMatchObject({ forecast: { model: null }, aim: { chance: null } })
})
test('an easier target is never less likely', () => {
  const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 6, maxLength: 20 })
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }), (line, a, b) => {
      const by = `${addPeriods('2024-01', line.length + 1)}-28`
      const chance = (value: number) => outlook(months(line), { ...aim(value, by), start: null }).aim?.chance ?? -1
      expect(chance(Math.min(a, b))).toBeGreaterThanOrEqual(chance(Math.max(a, b)) - 1e-12)
    }),
  )
})
