import { expect, test } from 'vitest'
import { fanChart, type FanDrawing } from './fanChart.ts'
import { dark, light } from './theme.ts'

const drawing: FanDrawing = {
  name: 'Activation',
  measure: { unit: 'ratio' },
  points: [
    { period: '2025-01', value: 0.3, mature: true },
    { period: '2025-02', value: 0.32, mature: true },
    { period: '2025-03', value: 0.2, mature: false },
  ],
  ahead: ['2025-03', '2025-04'].map((period, index) => ({
    period,
    mean: 0.33 + index / 100,
    bands: [0.5, 0.8, 0.95].map((share) => ({ share, low: 0.33 - share / 10, high: 0.33 + share / 10 })),
  })),
  target: { value: 0.4 },
}

test('the open period gives way to its forecast, and the mean goes on from the last closed value', () => {
  const { option } = fanChart(drawing, { theme: light })
  expect(option.series?.map(({ data }) => data)).toEqual([
    [0.3, 0.32, null, null],
    [null, 0.32, 0.33, 0.34],
  ])
})
test('bands are drawn widest first, so that the likelier stands on top', () => {
  const graphic = JSON.stringify(fanChart(drawing, { theme: dark }).option.graphic)
  const at = (opacity: number) =>
    graphic.indexOf(
      `${dark.series[0]}${Math.round(opacity * 255)
        .toString(16)
        .padStart(2, '0')}`,
    )
  expect(at(0.1)).toBeGreaterThan(-1)
  expect(at(0.1)).toBeLessThan(at(0.14))
  expect(at(0.14)).toBeLessThan(at(0.2))
})
test('summary and table say the same as the drawing', () => {
  const { summary, table } = fanChart(drawing, { theme: light })
  expect(summary).toBe('Activation, 2 periods ahead to April 2025: 34.0%, 80% between 25.0% and 41.0%. Target 40.0%.')
  expect(table.head).toEqual(['Period', 'Forecast', '50% between', '80% between', '95% between'])
  expect(table.rows).toHaveLength(2)
})
test('a fan without a period ahead is refused', () => {
  expect(() => fanChart({ ...drawing, ahead: [] }, { theme: light })).toThrow('at least one period ahead')
})
