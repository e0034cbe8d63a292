import { expect, test } from 'vitest'
import { light } from './theme.ts'
import { askedIn } from './targetLine.ts'
import { xmrChart, type XmrPoint } from './xmrChart.ts'

const point = (period: string, value: number): XmrPoint => ({
  period,
  value,
  state: 'closed',
  segment: 0,
  centre: 0.8,
  lower: 0.7,
  upper: 0.9,
  drawn: { lower: 0.7, upper: 0.9 },
  rules: [],
})
const points = ['2026-01', '2026-02', '2026-03', '2026-04'].map((period) => point(period, 0.8))
const targets = [
  { from: '2026-02', to: '2026-03', value: 0.85, upper: null },
  { from: '2026-04', to: '2026-04', value: 0.95, upper: null },
]
const draw = (width: number) => xmrChart({ name: 'Satisfaction', points, measure: { unit: 'ratio' }, better: 'up', targets }, { theme: light, width })

test('what a target asks stands beside each period in table, sentence and label, and the axis holds it', () => {
  const { table, summary, option } = draw(900)
  expect(table.head).toContain('Target')
  expect(table.rows.map((row) => row[5])).toEqual(['–', '85.0%', '85.0%', '95.0%'])
  expect(summary).toContain('Target 95.0%.')
  expect(Number(option.yAxis?.max)).toBeGreaterThanOrEqual(0.95)
  expect(option.graphic?.some((mark) => mark.type === 'text' && mark.style.text.includes('95.0%'))).toBe(true)
})

test('its line is level over each stretch, with a riser where one follows on another; a chart without targets has neither', () => {
  const dotted = (graphic: ReturnType<typeof draw>['option']['graphic']) =>
    (graphic ?? []).flatMap((mark) => (mark.type === 'line' && mark.style.lineDash?.join() === '2,3' ? [mark.shape] : []))
  const lines = dotted(draw(900).option.graphic)
  expect(lines.filter(({ y1, y2 }) => y1 === y2)).toHaveLength(2)
  expect(lines.filter(({ x1, x2 }) => x1 === x2)).toHaveLength(1)
  expect(dotted(xmrChart({ name: 'Satisfaction', points, measure: { unit: 'ratio' } }, { theme: light, width: 900 }).option.graphic)).toEqual([])
})

test('a period is asked what its stretch asks: a value, both ends of a range, or nothing', () => {
  expect(askedIn([{ from: '2026-01', to: '2026-02', value: 1, upper: 2 }], '2026-02')).toEqual([1, 2])
  expect(askedIn(targets, '2026-01')).toEqual([])
})
