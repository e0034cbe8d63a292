import { showNumber } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { boxMark, lineMark, textMark, type Figure, type Frame, type Mark } from './figure.ts'
import type { BarSeries, ScatterSeries, Series } from './option.ts'
import { layPlot, type Measure, type Plot } from './plot.ts'
import { spreadLabels } from './scale.ts'
import type { Theme } from './theme.ts'

/** Amounts are zero or more; `kind` gives the side. At most three gains and three losses. */
export type Movement = { readonly name: string; readonly kind: 'gain' | 'loss'; readonly amounts: readonly number[] }
export type MovementDrawing = {
  readonly name: string
  readonly measure: Measure
  readonly periods: readonly string[]
  readonly movements: readonly Movement[]
  readonly openFrom?: string
}

/** Stacked movements per period, gains above zero in steps of one hue and losses below it in red, the net as a bar of text colour across. */
export function movementChart(drawing: MovementDrawing, frame: Frame): Figure {
  requireShape(drawing)
  const { periods, movements, measure } = drawing
  const sum = (index: number, kind: Movement['kind']) =>
    movements.filter((movement) => movement.kind === kind).reduce((total, { amounts }) => total + (amounts[index] ?? 0), 0)
  const gains = periods.map((_, index) => sum(index, 'gain'))
  const losses = periods.map((_, index) => sum(index, 'loss'))
  const nets = gains.map((gain, index) => gain - (losses[index] ?? 0))
  const signed = (value: number) => showNumber(value, measure.unit, { ...measure, signed: true })
  const summary = summaryOf(drawing, nets, signed)
  const plot = layPlot({
    frame,
    summary,
    measure,
    periods,
    values: [...gains, ...losses.map((loss) => -loss)],
    rightTexts: [...movements.map(({ name }) => `■ ${name}`), 'Net'],
    fromZero: true,
  })
  const zero = Math.round(plot.yOf(0)) + 0.5
  const graphic = [...plot.marks, lineMark([plot.left, zero], [plot.right, zero], frame.theme.control, { z: 1 }), ...labels(drawing, nets, plot, frame.theme)]
  const rows = periods.map((period, index) => [
    showPeriod(period, 'short'),
    ...movements.map(({ kind, amounts }) => signed(kind === 'gain' ? (amounts[index] ?? 0) : -(amounts[index] ?? 0))),
    signed(nets[index] ?? 0),
  ])
  return {
    option: { ...plot.option, graphic, series: seriesOf(drawing, nets, plot, frame.theme) },
    summary,
    table: { head: ['Period', ...movements.map(({ name }) => name), 'Net'], rows },
    height: plot.height,
  }
}

function requireShape({ periods, movements }: MovementDrawing): void {
  if (periods.length === 0 || movements.length === 0) throw new RangeError('A movement chart needs at least one period and one movement.')
  for (const kind of ['gain', 'loss'] as const)
    if (movements.filter((movement) => movement.kind === kind).length > 3)
      throw new RangeError(`At most three kinds of ${kind} can be told apart; join the smallest.`)
  for (const { name, amounts } of movements) {
    if (amounts.length !== periods.length) throw new RangeError(`"${name}" has ${amounts.length} amounts for ${periods.length} periods.`)
    if (amounts.some((amount) => !(amount >= 0))) throw new RangeError(`"${name}" holds a negative amount; its kind already says the side.`)
  }
}

function colourOf({ movements }: MovementDrawing, index: number, theme: Theme): string {
  const movement = movements[index]
  const place = movements.slice(0, index).filter(({ kind }) => kind === movement?.kind).length
  return (movement?.kind === 'gain' ? [theme.steps[4], theme.steps[2], theme.steps[1]] : theme.losses)[place] ?? theme.greyBar
}

/** Names at the right stand level with their part of the last bar. */
function labels(drawing: MovementDrawing, nets: readonly number[], plot: Plot, theme: Theme): Mark[] {
  if (plot.isNarrow) return []
  const last = drawing.periods.length - 1
  const reach = { gain: 0, loss: 0 }
  const middles = drawing.movements.map(({ kind, amounts }) => {
    const amount = amounts[last] ?? 0
    const middle = reach[kind] + amount / 2
    reach[kind] += amount
    return plot.yOf(kind === 'gain' ? middle : -middle)
  })
  const centres = spreadLabels([...middles, plot.yOf(nets[last] ?? 0)], 16, plot.top, plot.bottom)
  const x = plot.right + 10
  return [...drawing.movements.map(({ name }, index) => ({ name, colour: colourOf(drawing, index, theme) })), { name: 'Net', colour: theme.text }].flatMap(
    ({ name, colour }, index) => {
      const y = centres[index] ?? 0
      const isNet = index === drawing.movements.length
      return [
        boxMark(x, isNet ? y - 1 : y - 4, 8, isNet ? 2 : 8, { fill: colour }, { radius: isNet ? 0 : 1.5, z: 3 }),
        textMark(theme, x + 13, y, name, { fill: theme.text, weight: isNet ? 500 : 400 }),
      ]
    },
  )
}

function seriesOf(drawing: MovementDrawing, nets: readonly number[], plot: Plot, theme: Theme): Series[] {
  const { movements, periods, openFrom } = drawing
  const width = Math.max(3, Math.min(24, Math.round(((plot.right - plot.left) / periods.length) * 0.62)))
  const tooltip = { valueFormatter: (value: unknown) => (typeof value === 'number' ? plot.show(value) : '–') }
  const bars = movements.map(({ name, kind, amounts }, index): BarSeries => ({
    type: 'bar',
    name,
    stack: 'movement',
    barWidth: width,
    z: 2,
    tooltip,
    emphasis: { disabled: true },
    itemStyle: { color: colourOf(drawing, index, theme), borderColor: theme.ground, borderWidth: 0.5 },
    data: amounts.map((amount, at) => ({
      value: kind === 'gain' ? amount : -amount,
      itemStyle: { opacity: openFrom !== undefined && (periods[at] ?? '') >= openFrom ? 0.45 : 1 },
    })),
  }))
  const net: ScatterSeries = {
    type: 'scatter',
    name: 'Net',
    data: [...nets],
    symbol: 'rect',
    symbolSize: [width + 4, 2],
    z: 4,
    tooltip,
    emphasis: { disabled: true },
    itemStyle: { color: theme.text, borderColor: theme.ground, borderWidth: 1, opacity: 1 },
  }
  return [...bars, net]
}

function summaryOf({ name, periods, movements }: MovementDrawing, nets: readonly number[], signed: (value: number) => string): string {
  const last = periods.length - 1
  const parts = movements.map(
    ({ name: part, kind, amounts }) => `${part.toLowerCase()} ${signed(kind === 'gain' ? (amounts[last] ?? 0) : -(amounts[last] ?? 0))}`,
  )
  return `${name} from ${showPeriod(periods[0] ?? '')} to ${showPeriod(periods[last] ?? '')}: net ${signed(nets.reduce((total, net) => total + net, 0))}; in ${showPeriod(periods[last] ?? '')} net ${signed(nets[last] ?? 0)} (${parts.join(', ')}).`
}
