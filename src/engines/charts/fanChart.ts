import { showNumber } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { lineMark, pathMark, textMark, type Figure, type Frame, type Mark } from './figure.ts'
import type { Series } from './option.ts'
import { layPlot, type Measure, type Plot } from './plot.ts'

/** A forecast as engines/metrics/forecast gives it: bands of 50, 80 and 95%, widest last. */
export type FanPoint = {
  readonly period: string
  readonly mean: number
  readonly bands: readonly { readonly share: number; readonly low: number; readonly high: number }[]
}

export type FanDrawing = {
  readonly name: string
  readonly measure: Measure
  /** What was measured, oldest first. */
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly ahead: readonly FanPoint[]
  /** Value, or both ends of a range. */
  readonly target?: { readonly value: number; readonly upper?: number | null }
}

/** A line and where it goes: bands of 95, 80 and 50%, darker where it is likelier, the mean dashed, the target as a line across. */
export function fanChart(drawing: FanDrawing, frame: Frame): Figure {
  const { points, ahead, measure, target, name } = drawing
  const [last] = ahead
  if (!last) throw new RangeError('A fan needs at least one period ahead.')
  const measured = points.filter(({ period, value }) => value !== null && period < last.period)
  const periods = [...measured.map(({ period }) => period), ...ahead.map(({ period }) => period)]
  const goals = target ? [target.value, ...(target.upper === null || target.upper === undefined ? [] : [target.upper])] : []
  const values = [
    ...measured.flatMap(({ value }) => (value === null ? [] : [value])),
    ...ahead.flatMap(({ bands }) => bands.flatMap(({ low, high }) => [low, high])),
  ]
  const show = (value: number) => showNumber(value, measure.unit, measure)
  const summary = summaryOf(drawing, show)
  const rightTexts = goals.map((goal) => `Target ${show(goal)}`)
  const plot = layPlot({ frame, summary, measure, periods, values: [...values, ...goals], rightTexts, top: 12 })
  const start = measured.length
  const joint = measured.at(-1)?.value ?? null
  const graphic = [...bandMarks(ahead, plot, frame, start, joint), ...plot.marks, ...goalMarks(goals, plot, frame, show)]
  const blue = frame.theme.series[0]
  const tooltip = { valueFormatter: (value: unknown) => (typeof value === 'number' ? show(value) : '–') }
  const common = { type: 'line', symbol: 'circle', symbolSize: 3, showAllSymbol: true, emphasis: { disabled: true }, tooltip } as const
  const series: Series[] = [
    {
      ...common,
      name,
      data: [...measured.map(({ value }) => value), ...ahead.map(() => null)],
      z: 3,
      lineStyle: { color: blue, width: 1.75 },
      itemStyle: { color: blue, borderColor: frame.theme.ground, borderWidth: 0 },
    },
    {
      ...common,
      name: `${name}, forecast`,
      data: [...measured.map(({ value }, index) => (index === start - 1 ? value : null)), ...ahead.map(({ mean }) => mean)],
      z: 3,
      lineStyle: { color: blue, width: 1.5, type: [3, 3] },
      itemStyle: { color: blue, borderColor: frame.theme.ground, borderWidth: 0 },
    },
  ]
  return { option: { ...plot.option, graphic, series }, summary, table: tableOf(drawing, show), height: plot.height }
}

const strength: Readonly<Record<number, number>> = { 0.95: 0.1, 0.8: 0.14, 0.5: 0.2 }

/** Each band as one shape that opens from the last measured value. */
function bandMarks(ahead: readonly FanPoint[], plot: Plot, { theme }: Frame, start: number, joint: number | null): Mark[] {
  const shares = [...new Set(ahead.flatMap(({ bands }) => bands.map(({ share }) => share)))].toSorted((a, b) => b - a)
  return shares.map((share) => {
    const edges = ahead.flatMap(({ bands }, index) => {
      const band = bands.find((one) => one.share === share)
      return band ? [{ x: plot.xOf(start + index), low: plot.yOf(band.low), high: plot.yOf(band.high) }] : []
    })
    const tip: [number, number][] = joint === null || start === 0 ? [] : [[plot.xOf(start - 1), plot.yOf(joint)]]
    const upper = edges.map(({ x, high }): [number, number] => [x, high])
    const lower = edges.map(({ x, low }): [number, number] => [x, low])
    return pathMark([...tip, ...upper, ...lower.toReversed()], { fill: tinted(theme.series[0] ?? '#000000', strength[share] ?? 0.1) }, -2)
  })
}

/** A hex colour with an opacity. */
const tinted = (hex: string, opacity: number): string =>
  `${hex}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`

function goalMarks(goals: readonly number[], plot: Plot, { theme }: Frame, show: (value: number) => string): Mark[] {
  return goals.flatMap((goal) => {
    const y = plot.yOf(goal)
    const label = plot.isNarrow ? [] : [textMark(theme, plot.right + 8, y, `Target ${show(goal)}`, { fill: theme.text })]
    return [lineMark([plot.left, y], [plot.right, y], theme.text, { dash: [2, 3], z: 1 }), ...label]
  })
}

function summaryOf({ name, ahead, target }: FanDrawing, show: (value: number) => string): string {
  const end = ahead.at(-1)
  const wide = end?.bands.find(({ share }) => share === 0.8)
  const goal = target ? ` Target ${show(target.value)}.` : ''
  const spread = wide ? `, 80% between ${show(wide.low)} and ${show(wide.high)}` : ''
  return `${name}, ${ahead.length} periods ahead to ${showPeriod(end?.period ?? '')}: ${show(end?.mean ?? 0)}${spread}.${goal}`
}

function tableOf({ ahead }: FanDrawing, show: (value: number) => string): Figure['table'] {
  const shares = (ahead[0]?.bands ?? []).map(({ share }) => share)
  return {
    head: ['Period', 'Forecast', ...shares.map((share) => `${Math.round(share * 100)}% between`)],
    rows: ahead.map(({ period, mean, bands }) => [showPeriod(period, 'short'), show(mean), ...bands.map(({ low, high }) => `${show(low)} – ${show(high)}`)]),
  }
}
