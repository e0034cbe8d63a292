import { expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { drawChart } from './drawChart.ts'
import { readAll, type Watched } from './readAll.ts'

const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
const watched = (metric: string, values: readonly number[]): Watched => ({
  metric,
  series: { holds: 'value', points: values.map((value, index) => ({ period: addPeriods('2025-01', index), value })) },
  options: { baselineEnd: '2025-12' },
})

test('the metric that broke out comes first and is kept, calm ones are not, and chance is counted over all', () => {
  const all = [
    ...Array.from({ length: 9 }, (_, index) => watched(`calm-${index}`, [...calm, 10])),
    watched('broken', [...calm, 40]),
    watched('young', [1, 2, 3]),
  ]
  const { charts, ranked, alarms } = readAll(all)
  expect(charts.map(({ metric }) => metric)).toEqual(all.map(({ metric }) => metric))
  expect(charts[9]).toEqual({ metric: 'broken', ...drawChart(all[9]?.series ?? { holds: 'value', points: [] }, { baselineEnd: '2025-12' }) })
  expect(ranked[0]).toMatchObject({ metric: 'broken', rank: 1, isKept: true })
  expect(ranked.filter(({ isKept }) => isKept)).toHaveLength(1)
  expect(ranked).toHaveLength(10)
  expect(alarms).toMatchObject({ charts: 10, points: 10, found: 1, says: '1 signal in 10 points of 10 charts; chance alone would give about 0.1.' })
})

test('nothing watched is nothing read', () => {
  expect(readAll([])).toMatchObject({ charts: [], ranked: [], alarms: { expected: 0 } })
})
