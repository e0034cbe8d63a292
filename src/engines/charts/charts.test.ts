import * as echarts from 'echarts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods, periodsBetween } from '#engines/numbers/dates.ts'
import { barChart } from './barChart.ts'
import type { Figure } from './figure.ts'
import { measureText, textWidth } from './interWidths.ts'
import { lineChart } from './lineChart.ts'
import { movementChart } from './movementChart.ts'
import { dark, light } from './theme.ts'
import { waterfallChart, type WaterfallStep } from './waterfallChart.ts'
import { xmrChart, type XmrPoint } from './xmrChart.ts'

const frame = { theme: light, width: 696 }
const usd = { unit: 'money', currency: 'USD', decimals: 2 } as const
const ratio = { unit: 'ratio', decimals: 1 } as const

type Drawn = {
  type: string
  z: number
  shape?: { x: number; y: number; width: number; height: number; x1: number; y1: number; x2: number; y2: number; points: number[][] }
  style: { x: number; y: number; text: string; font: string; align: string; fill: string; stroke: string; lineDash?: number[] }
}
/** As it would travel, and without ECharts' unions. */
const sent = (part: unknown) => JSON.stringify(part)
const marks = (figure: Figure): Drawn[] => JSON.parse(sent(figure.option.graphic))
const texts = (figure: Figure) => marks(figure).filter(({ type }) => type === 'text')
const boxes = (figure: Figure) => marks(figure).filter(({ type, z }) => type === 'rect' && z === 2)
type Drawing = { name: string; data: (null | number | { value: number | number[] | null; itemStyle?: { color?: string } })[] }
const series = (figure: Figure): Drawing[] => JSON.parse(sent(figure.option.series))

function svg(figure: Figure, width = 696): string {
  echarts.setPlatformAPI({ measureText })
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height: figure.height })
  chart.setOption(figure.option)
  const drawn = chart.renderToSVGString()
  chart.dispose()
  return drawn
}

/** Texts that leave the frame, and texts that stand over one another. */
function collisions(figure: Figure, width: number): string[] {
  const areas = texts(figure).map(({ style }) => {
    const weight = style.font.startsWith('600') ? 600 : style.font.startsWith('500') ? 500 : 400
    const wide = textWidth(style.text, 12, weight)
    const left = style.align === 'right' ? style.x - wide : style.align === 'center' ? style.x - wide / 2 : style.x
    return { text: style.text, left, right: left + wide, top: style.y - 6, bottom: style.y + 6 }
  })
  return areas.flatMap((one, index) => {
    const isInside = one.left >= -4 && one.right <= width + 4 && one.top >= -1 && one.bottom <= figure.height + 1
    const over = areas
      .slice(index + 1)
      .filter((other) => one.left < other.right - 0.5 && other.left < one.right - 0.5 && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5)
    return [...(isInside ? [] : [`"${one.text}" leaves the frame`]), ...over.map((other) => `"${one.text}" stands over "${other.text}"`)]
  })
}

describe('XmR', () => {
  const limits = { centre: 1.007, lower: 0.996, upper: 1.018, drawn: { lower: 0.996, upper: 1.018 } }
  const point = (index: number, value: number | null, more: Partial<XmrPoint> = {}): XmrPoint => ({
    period: addPeriods('2024-11', index),
    value,
    state: 'closed',
    segment: 0,
    rules: [],
    ...limits,
    ...more,
  })
  const calm = Array.from({ length: 23 }, (_, index) => point(index, 1.007 + (index % 3) * 0.001))
  const points = [...calm, point(23, 0.99, { rules: ['outside'] }), point(24, 0.999, { state: 'open' })]
  const drawing = { name: 'Monthly NRR', points, measure: ratio, better: 'up', notes: [{ letter: 'A', period: '2025-10' }] } as const

  test('of neighbours outside the limits the newest is named, and no name stands over another', () => {
    const outside = (index: number, value: number) => point(index, value, { rules: ['outside'] })
    const close = [...calm.slice(0, 20), outside(20, 1.03), outside(21, 1.031), outside(22, 1.032)]
    const figure = xmrChart({ ...drawing, points: close, notes: [] }, frame)
    const named = texts(figure).filter(({ style }) => /^[A-Z][a-z]+ 10\d/.test(style.text))
    expect(named.map(({ style }) => style.text)).toContain('Sep 103.2%')
    expect(collisions(figure, 696)).toEqual([])
  })
  const figure = xmrChart(drawing, frame)

  test('limits, mean, notes and the signal are labelled on the chart', () => {
    expect(texts(figure).map(({ style }) => style.text)).toEqual(
      expect.arrayContaining(['Upper limit', '101.8%', 'Mean', '100.7%', 'Lower limit', '99.6%', 'A', 'Oct 99.0%', 'Nov', '2026']),
    )
    expect(collisions(figure, 696)).toEqual([])
  })
  test('the value of a signal at the edge of the field stands beside its point, not outside', () => {
    const points = drawing.points.map((point, at): XmrPoint => (at === 0 ? { ...point, value: 1.04, rules: ['outside'] } : point))
    const said = texts(xmrChart({ ...drawing, notes: [], points }, frame)).find(({ style }) => style.text === 'Nov 104.0%')
    expect(said?.style.align).toBe('left')
    expect(said?.style.y).toBeGreaterThanOrEqual(8)
  })
  test('of two signals of one height on the floor the newest says its value over its own diamond, not over the other one', () => {
    const level = [...calm, point(23, 0.75, { rules: ['outside'] }), point(24, 0.75, { rules: ['outside'] })]
    const said = texts(xmrChart({ ...drawing, notes: [], points: level }, frame)).find(({ style }) => style.text === 'Nov 75.0%')
    const plain = texts(xmrChart({ ...drawing, notes: [], points: level.with(23, point(23, 1)) }, frame)).find(({ style }) => style.text === 'Nov 75.0%')
    expect([said?.style.align, plain?.style.align]).toEqual(['center', 'right'])
  })
  test('the signal is a red diamond, green when the direction is good', () => {
    const colour = (better: 'up' | 'down') => series(xmrChart({ ...drawing, better }, frame))[2]?.data
    expect(colour('up')).toEqual([expect.objectContaining({ value: [23, 0.99], itemStyle: expect.objectContaining({ color: light.red }) })])
    expect(colour('down')).toEqual([expect.objectContaining({ itemStyle: expect.objectContaining({ color: light.green }) })])
  })
  test('the open month hangs on the last closed one and is in no closed line', () => {
    const [closed, open] = series(figure)
    expect(closed?.data[24]).toBeNull()
    expect(open?.data.slice(22)).toEqual([
      expect.objectContaining({ value: null }),
      expect.objectContaining({ value: 0.99, symbol: 'none' }),
      { value: 0.999, symbolSize: 6 },
    ])
  })
  test('sentence and table say the same', () => {
    expect(figure.summary).toBe(
      'Monthly NRR, 25 months from November 2024 to November 2026; mean 100.7%, limits 99.6% to 101.8%; October 2026 at 99.0%: below the lower limit.',
    )
    expect(figure.table.rows.slice(-2)).toEqual([
      ['Oct 2026', '99.0%', '100.7%', '99.6%', '101.8%', 'below the lower limit'],
      ['Nov 2026', '99.9%', '100.7%', '99.6%', '101.8%', 'open'],
    ])
  })
  test('a process change draws two bands', () => {
    const later = points.map((one, index) => (index < 12 ? one : { ...one, segment: 1, centre: 1, drawn: { lower: 0.98, upper: 1.02 } }))
    const bands = (figureOf: Figure) => marks(figureOf).filter(({ type }) => type === 'polygon')
    expect(bands(figure)).toHaveLength(1)
    expect(bands(xmrChart({ ...drawing, points: later }, frame))).toHaveLength(2)
  })
  test('without limits there is no band, and the sentence says so', () => {
    const few = xmrChart({ ...drawing, points: calm.slice(0, 4).map((one) => ({ ...one, centre: null, lower: null, upper: null, drawn: null })) }, frame)
    expect(marks(few).filter(({ type }) => type === 'polygon')).toEqual([])
    expect(few.summary).toContain('no limits')
  })
  test('labels neither collide nor leave the frame, whatever the values, grain and width', () => {
    const values = fc.array(fc.option(fc.integer({ min: -99_999, max: 999_999 }), { freq: 9 }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(values, fc.constantFrom('2024-11', '2024-W40', '2024-Q3', '2024-11-28'), fc.constantFrom(328, 696, 960), (numbers, start, width) => {
        const drawn = numbers.map((value, index): XmrPoint => ({
          ...point(0, value, { period: addPeriods(start, index) }),
          centre: 1000,
          drawn: { lower: 400, upper: 1600 },
          rules: [],
        }))
        expect(collisions(xmrChart({ name: 'Tickets', points: drawn, measure: { unit: 'count' } }, { theme: light, width }), width)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('waterfall', () => {
  const steps: WaterfallStep[] = [
    { label: 'Opening, Oct 2025', amount: 41.8e6, kind: 'total' },
    { label: 'Expansion', amount: 6.94e6, kind: 'change' },
    { label: 'Contraction', amount: -1.52e6, kind: 'change' },
    { label: 'Churn', amount: -2.75e6, kind: 'change' },
    { label: 'Closing, Oct 2026', amount: 44.47e6, kind: 'total' },
  ]
  const figure = waterfallChart({ name: 'Recurring revenue', measure: usd, steps }, frame)

  test('of figures that cannot be trusted no step is drawn as good or bad', () => {
    const doubted = waterfallChart({ name: 'Recurring revenue', measure: usd, steps, isUntrusted: true }, frame)
    const judged = (drawn: Figure): boolean => [light.green, light.red].some((colour) => JSON.stringify(drawn.option).includes(colour))
    expect([judged(figure), judged(doubted)]).toEqual([true, false])
    expect(doubted.table).toEqual(figure.table)
  })

  test('32 px per step, bars of 14, each change where the last one ended', () => {
    expect(figure.height).toBe(160)
    const bars = boxes(figure).map(({ shape }) => ({ left: shape?.x ?? 0, right: (shape?.x ?? 0) + (shape?.width ?? 0), height: shape?.height }))
    const [opening, expansion, contraction, churn, closing] = bars
    expect(bars.map(({ height }) => height)).toEqual([14, 14, 14, 14, 14])
    expect(expansion?.left).toBeCloseTo(opening?.right ?? NaN, 6)
    expect(contraction?.right).toBeCloseTo(expansion?.right ?? NaN, 6)
    expect(churn?.right).toBeCloseTo(contraction?.left ?? NaN, 6)
    expect(closing?.right).toBeCloseTo(churn?.left ?? NaN, 6)
    expect(closing?.left).toBe(opening?.left)
  })
  test('amounts and shares stand beside the bars, and again in the table', () => {
    expect(figure.table.rows).toEqual([
      ['Opening, Oct 2025', '$41.80M', '100.0%'],
      ['Expansion', '+$6.94M', '+16.6%'],
      ['Contraction', '−$1.52M', '−3.6%'],
      ['Churn', '−$2.75M', '−6.6%'],
      ['Closing, Oct 2026', '$44.47M', '106.4%'],
    ])
    for (const cell of figure.table.rows.flat()) expect(texts(figure).map(({ style }) => style.text)).toContain(cell)
    expect(collisions(figure, 696)).toEqual([])
    expect(collisions(waterfallChart({ name: 'Recurring revenue', measure: usd, steps }, { theme: light, width: 328 }), 328)).toEqual([])
  })
  test('gains are green and losses red, the other way round for a cost', () => {
    const fills = (isRiseGood: boolean) => boxes(waterfallChart({ name: 'Cost', measure: usd, steps, isRiseGood }, frame)).map(({ style }) => style.fill)
    expect(fills(true)).toEqual([light.greyBar, light.green, light.red, light.red, light.greyBar])
    expect(fills(false)).toEqual([light.greyBar, light.red, light.green, light.green, light.greyBar])
  })
  test('totals that do not add up are refused', () => {
    expect(() =>
      waterfallChart({ name: 'Revenue', measure: usd, steps: [...steps.slice(0, 4), { label: 'Closing', amount: 44e6, kind: 'total' }] }, frame),
    ).toThrow('add up to')
    expect(() => waterfallChart({ name: 'Revenue', measure: usd, steps: steps.slice(1) }, frame)).toThrow('starts with a total')
  })
  test('bars stay between the names and the figures for any movements', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 6 }), (opening, changes) => {
        const drawn = waterfallChart(
          {
            name: 'ARR',
            measure: { unit: 'money', currency: 'USD' },
            steps: [
              { label: 'Opening', amount: opening, kind: 'total' },
              ...changes.map((amount, index): WaterfallStep => ({ label: `Part ${index}`, amount, kind: 'change' })),
            ],
          },
          frame,
        )
        expect(collisions(drawn, 696)).toEqual([])
        const amounts = texts(drawn)
          .filter(({ style }) => style.align === 'right')
          .map(({ style }) => style.x - textWidth(style.text, 12, 600))
        for (const { shape } of boxes(drawn)) {
          expect(shape?.x).toBeGreaterThanOrEqual(149)
          expect((shape?.x ?? 0) + (shape?.width ?? 0)).toBeLessThanOrEqual(Math.min(...amounts))
        }
      }),
    )
  })
})

describe('lines', () => {
  const periods = periodsBetween('2026-W36', '2026-W47')
  const values = periods.map((_, index) => 0.39 - index * 0.007)
  const drawing = {
    name: 'Activation',
    measure: ratio,
    periods,
    openFrom: '2026-W46',
    lines: [
      { name: 'Activation', values },
      { name: 'A year ago', isContext: true, values: values.map((value) => value + 0.002) },
    ],
    target: { name: 'Target', values: periods.map((_, index) => (index < 6 ? 0.4 : 0.42)) },
  } as const

  test('the target is one stepped line, and open weeks leave the solid line', () => {
    const figure = lineChart(drawing, frame)
    const path = marks(figure).find(({ type, style }) => type === 'polyline' && style.lineDash)?.shape?.points ?? []
    expect(path).toHaveLength(24)
    expect(new Set(path.map(([, y]) => y)).size).toBe(2)
    expect(series(figure)[0]?.data.slice(-3)).toEqual([values[9], null, null])
    expect(series(figure)[1]?.data.slice(-3)).toEqual([expect.objectContaining({ value: values[9], symbol: 'none' }), values[10], values[11]])
    expect(collisions(figure, 696)).toEqual([])
  })
  test('the sentence names ends, target and the open week', () => {
    expect(lineChart(drawing, frame).summary).toBe(
      'Activation, 12 weeks from week 36 of 2026 to week 47 of 2026: Activation from 39.0% to 31.3%; A year ago from 39.2% to 31.5%; Target 42.0%; open since week 46 of 2026.',
    )
  })
  test('places after a start bear numbers and their unit, in the drawing, the sentence and the table', () => {
    const places = periods.map((_, index) => String(index))
    const figure = lineChart({ name: 'Retention', measure: ratio, periods: places, after: 'week', lines: [{ name: 'Pro', values }] }, frame)
    expect(figure.summary).toBe('Retention, week 0 to week 11 after the start: Pro from 39.0% to 31.3%.')
    expect(figure.table).toMatchObject({ head: ['weeks after the start', 'Pro'], rows: expect.arrayContaining([['0', '39.0%']]) })
    const texts = marks(figure).flatMap(({ type, style }) => (type === 'text' ? [style.text] : []))
    expect(texts).toEqual(expect.arrayContaining(['0', '11', 'weeks after the start']))
    expect(collisions(figure, 696)).toEqual([])
  })
  test('seven lines, or a line of another length, are refused', () => {
    expect(() => lineChart({ ...drawing, lines: Array.from({ length: 7 }, () => ({ name: 'x', values })) }, frame)).toThrow('six is the most')
    expect(() => lineChart({ ...drawing, lines: [{ name: 'x', values: [1] }] }, frame)).toThrow('1 values for 12 periods')
  })
})

describe('movements', () => {
  const periods = periodsBetween('2026-08', '2026-10')
  const movements = [
    { name: 'New', kind: 'gain', amounts: [300, 200, 250] },
    { name: 'Expansion', kind: 'gain', amounts: [500, 500, 380] },
    { name: 'Churn', kind: 'loss', amounts: [200, 260, 880] },
  ] as const
  const figure = movementChart({ name: 'ARR movement', measure: { unit: 'money', currency: 'USD' }, periods, movements }, frame)

  test('losses lie below zero and the net is what remains', () => {
    const [news, expansion, churn, net] = series(figure).map(({ data }) => data.map((item) => (typeof item === 'object' && item ? item.value : item)))
    expect([news, expansion, churn, net]).toEqual([
      [300, 200, 250],
      [500, 500, 380],
      [-200, -260, -880],
      [600, 440, -250],
    ])
    expect(figure.table.rows[2]).toEqual(['Oct 2026', '+$250', '+$380', '−$880', '−$250'])
    expect(figure.summary).toContain('in October 2026 net −$250')
    expect(collisions(figure, 696)).toEqual([])
  })
  test('a negative amount is refused, since its kind says the side', () => {
    expect(() => movementChart({ name: 'ARR', measure: usd, periods, movements: [{ name: 'Churn', kind: 'loss', amounts: [1, -1, 1] }] }, frame)).toThrow(
      'negative amount',
    )
  })
})

describe('bars', () => {
  const bars = [
    { label: 'Enterprise', value: 1.121, interval: { low: 1.06, high: 1.18 }, note: 'n = 96' },
    { label: 'Mid-market', value: 1.032, note: 'n = 604', isSelected: true },
    { label: 'Small business', value: null, note: 'n = 4' },
  ]
  const figure = barChart({ name: 'NRR', measure: ratio, bars }, frame)

  test('bars start at zero in proportion, and only the selected one is blue', () => {
    const drawn = marks(figure).filter(({ type }) => type === 'rect')
    expect(drawn.map(({ style }) => style.fill)).toEqual([light.greyBar, light.series[0]])
    expect((drawn[1]?.shape?.width ?? 0) / (drawn[0]?.shape?.width ?? 1)).toBeCloseTo(1.032 / 1.121, 6)
    expect(drawn[0]?.shape?.x).toBe(drawn[1]?.shape?.x)
  })
  test('no value is a dash, never a bar of nothing', () => {
    expect(figure.table.rows).toEqual([
      ['Enterprise', '112.1%', '106.0% to 118.0%', 'n = 96'],
      ['Mid-market', '103.2%', '–', 'n = 604'],
      ['Small business', '–', '–', 'n = 4'],
    ])
    expect(collisions(figure, 696)).toEqual([])
  })
})

test.each([
  ['light', light],
  ['dark', dark],
])('all five render to SVG on a server in %s, in the colours of the theme alone', (_, theme) => {
  const periods = periodsBetween('2026-01', '2026-10')
  const values = periods.map((_period, index) => 5 + (index % 3))
  const at = { theme, width: 696 }
  const figures = [
    xmrChart(
      {
        name: 'Tickets',
        measure: { unit: 'count' },
        points: periods.map((period, index) => ({
          period,
          value: values[index] ?? null,
          state: 'closed',
          segment: 0,
          centre: 6,
          lower: 2,
          upper: 10,
          drawn: { lower: 2, upper: 10 },
          rules: [],
        })),
      },
      at,
    ),
    waterfallChart(
      {
        name: 'Tickets',
        measure: { unit: 'count' },
        steps: [
          { label: 'Open', amount: 9, kind: 'total' },
          { label: 'Closed', amount: -4, kind: 'change' },
        ],
      },
      at,
    ),
    lineChart({ name: 'Tickets', measure: { unit: 'count' }, periods, lines: [{ name: 'Tickets', values }] }, at),
    movementChart({ name: 'Tickets', measure: { unit: 'count' }, periods, movements: [{ name: 'Created', kind: 'gain', amounts: values }] }, at),
    barChart({ name: 'Tickets', measure: { unit: 'count' }, bars: [{ label: 'Billing', value: 4 }] }, at),
  ]
  const allowed = new Set(
    Object.values(theme)
      .flat()
      .map((colour) => colour.toLowerCase()),
  )
  for (const figure of figures) {
    const drawn = svg(figure)
    expect(drawn).toMatch(/^<svg /)
    for (const { style } of texts(figure)) expect(drawn).toContain(style.text)
    const used = new Set((drawn.match(/#[0-9a-f]{6}\b/gi) ?? []).map((colour) => colour.toLowerCase()))
    expect([...used].filter((colour) => !allowed.has(colour))).toEqual([])
  }
})
