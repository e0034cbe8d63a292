import { expect, test } from 'vitest'
import { fedOnly, matured, smallNotes } from './finished.ts'
import type { Point } from './figure.ts'
import { timing } from './timing.ts'

const time = timing({ grain: 'month', window: null }, { asOf: '2026-03-10', from: '2026-01-01' }, '2026-03-10', 'UTC')
const point = (period: string): Point => ({ period, mature: true, value: 3, interval: null, numerator: 3, denominator: null, n: 3 })
const series = { points: time.periods.map(point), groups: [{ key: 'a', ...point('2026-01'), points: time.periods.map(point) }] }

test('a period is closed when its late facts had their days, in the whole and in each group', () => {
  const marked = matured(series, 15, time, '2026-03-10')
  expect(marked.points.map(({ mature }) => mature)).toEqual([true, false, false]) // February ends on the 28th and waits until 15 March
  expect(marked.groups?.[0]?.points.map(({ mature }) => mature)).toEqual([true, false, false])
  expect(matured(series, 0, time, '2026-03-10').points.map(({ mature }) => mature)).toEqual([true, true, false])
})

test('a period that ends today is open until today is over, unless the end of the day is asked for', () => {
  const closed = (asOf: object) => {
    const own = timing({ grain: 'month', window: null }, { ...asOf, from: '2026-02-01' }, '2026-03-31', 'UTC')
    return matured({ points: own.periods.map(point) }, 0, own, '2026-03-31').points.map(({ mature }) => mature)
  }
  expect(closed({})).toEqual([true, false])
  expect(closed({ asOf: '2026-03-31' })).toEqual([true, true])
})

test('without a single row nothing is known, which is not zero', () => {
  for (const fed of [undefined, { rows: 0 }]) {
    const { points, groups } = fedOnly(series, fed, time)
    expect(points.every(({ value, reason }) => value === null && reason === 'no_data')).toBe(true)
    expect(groups).toEqual([])
  }
  const beside = { ...series, points: series.points.map((one) => ({ ...one, parts: { minutes: 0, daysSinceLast: null } })) }
  expect(fedOnly(beside, undefined, time).points.map(({ parts }) => parts)).toEqual(time.periods.map(() => ({ minutes: null, daysSinceLast: null })))
})

test('before the first row nothing is known either, in the whole and in each group', () => {
  const values = (oldest: string) => fedOnly(series, { rows: 9, oldest }, time).points.map(({ value }) => value)
  expect(values('2026-01-31')).toEqual([3, 3, 3])
  expect(values('2026-02-10')).toEqual([null, 3, 3])
  expect(values('2026-03-10')).toEqual([null, null, 3])
  const { groups } = fedOnly(series, { rows: 9, oldest: '2026-03-02' }, time)
  expect(groups?.map(({ value, reason, points }) => [value, reason, points.map((one) => one.value)])).toEqual([[null, 'no_data', [null, null, 3]]]) // the headline is February
})

test('few rows are said, a missing count is not', () => {
  expect(smallNotes(4, 5, '2026-02')).toEqual(['n = 4 in February 2026: fewer than 5, so read it with care.'])
  expect(smallNotes(4, 5, null)).toEqual(['n = 4: fewer than 5, so read it with care.'])
  expect(smallNotes(5, 5, '2026-02')).toEqual([])
  expect(smallNotes(null, 5, '2026-02')).toEqual([])
  expect(smallNotes(0, 1, '2026-02')).toEqual([])
})
