import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { grainOf } from '#engines/numbers/dates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { namedValue, textMark, pathMark, type Figure, type Frame, type Mark } from './figure.ts'
import type { LineSeries } from './option.ts'
import { noteMarks, type PeriodNote } from './noteMarks.ts'
import { layPlot, type Measure, type Plot } from './plot.ts'
import { spreadLabels } from './scale.ts'
import type { Theme } from './theme.ts'

export type LineDrawing = {
  readonly name: string
  readonly measure: Measure
  readonly periods: readonly string[]
  /** The periods are places after a start (0, 1, 2), in this unit. */
  readonly after?: string
  /** At most six lines, each as long as `periods`; null is a gap. `context` draws a line in grey (a prior year, a peer). */
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[]; readonly isContext?: boolean }[]
  /** Stepped target, one value per period. */
  readonly target?: { readonly name: string; readonly values: readonly (number | null)[] }
  /** First period that is not closed: from here on lines are dashed and points hollow. */
  readonly openFrom?: string
  readonly fromZero?: boolean
  /** Lettered notes on top, explained below the chart. */
  readonly notes?: readonly PeriodNote[]
}

/** Lines over time with direct labels at their ends. */
export function lineChart(drawing: LineDrawing, frame: Frame): Figure {
  const { lines, target, measure, periods } = drawing
  requireShape(drawing)
  const show = (value: number) => showNumber(value, measure.unit, measure)
  const values = [...lines, ...(target ? [target] : [])].flatMap((line) => line.values.filter((value) => value !== null))
  const ends = endsOf(drawing)
  const summary = summaryOf(drawing, show)
  const plot = layPlot({
    frame,
    summary,
    measure,
    periods,
    after: drawing.after,
    values: values.length > 0 ? values : [0],
    rightTexts: ends.map(({ name, value }) => `${name} ${show(value)}`),
    fromZero: drawing.fromZero ?? false,
    ...(drawing.notes?.length ? { top: 30 } : {}),
  })
  const graphic = [
    ...plot.marks,
    ...targetMarks(drawing, plot, frame),
    ...noteMarks(drawing.notes ?? [], periods, plot, frame.theme),
    ...endLabels(ends, plot, frame.theme),
  ]
  const table = {
    head: [drawing.after === undefined ? 'Period' : `${drawing.after}s after the start`, ...lines.map(({ name }) => name), ...(target ? [target.name] : [])],
    rows: periods.map((period, index) => [
      drawing.after === undefined ? showPeriod(period, 'short') : period,
      ...[...lines, ...(target ? [target] : [])].map((line) => showNumber(line.values[index] ?? null, measure.unit, measure)),
    ]),
  }
  return {
    option: { ...plot.option, graphic, series: lines.flatMap((_, index) => seriesOf(drawing, index, plot, frame)) },
    summary,
    table,
    height: plot.height,
  }
}

type End = { readonly name: string; readonly value: number; readonly colour: (theme: Theme) => string; readonly isContext: boolean }

function requireShape({ lines, target, periods }: LineDrawing): void {
  if (periods.length === 0 || lines.length === 0) throw new RangeError('A line chart needs at least one period and one line.')
  if (lines.length > 6) throw new RangeError(`${lines.length} lines cannot be told apart; six is the most.`)
  for (const line of [...lines, ...(target ? [target] : [])])
    if (line.values.length !== periods.length) throw new RangeError(`"${line.name}" has ${line.values.length} values for ${periods.length} periods.`)
}

function colourOf({ lines }: LineDrawing, index: number): (theme: Theme) => string {
  if (lines[index]?.isContext) return (theme) => theme.greyLine
  const place = lines.slice(0, index).filter((line) => !line.isContext).length
  return (theme) => theme.series[place] ?? theme.text
}

function endsOf(drawing: LineDrawing): End[] {
  const lines = drawing.lines.flatMap((line, index): End[] => {
    const value = line.values.findLast((candidate) => candidate !== null)
    return value === undefined || value === null ? [] : [{ name: line.name, value, colour: colourOf(drawing, index), isContext: line.isContext ?? false }]
  })
  const aim = drawing.target?.values.findLast((candidate) => candidate !== null)
  return aim === undefined || aim === null
    ? lines
    : [...lines, { name: drawing.target?.name ?? 'Target', value: aim, colour: (theme) => theme.muted, isContext: true }]
}

/** One line needs no name in colour; among several the name bears its line's colour as a dot. */
function endLabels(ends: readonly End[], plot: Plot, theme: Theme): Mark[] {
  if (plot.isNarrow) return []
  const centres = spreadLabels(
    ends.map(({ value }) => plot.yOf(value)),
    16,
    plot.top,
    plot.bottom,
  )
  return ends.flatMap(({ name, value, colour, isContext }, index) => {
    const y = centres[index] ?? 0
    return isContext
      ? namedValue(theme, plot.right + 8, y, name, plot.show(value))
      : [textMark(theme, plot.right + 8, y, `${name} ${plot.show(value)}`, { fill: colour(theme), weight: 500 })]
  })
}

function targetMarks({ target }: LineDrawing, plot: Plot, { theme }: Frame): Mark[] {
  if (!target) return []
  const half = (plot.right - plot.left) / target.values.length / 2
  const runs: [number, number][][] = [[]]
  target.values.forEach((value, index) => {
    if (value === null) return void runs.push([])
    runs.at(-1)?.push([plot.xOf(index) - half, plot.yOf(value)], [plot.xOf(index) + half, plot.yOf(value)])
  })
  return runs.filter((run) => run.length > 0).map((run) => pathMark(run, { stroke: theme.control, dash: [4, 3] }, 1))
}

function seriesOf(drawing: LineDrawing, index: number, plot: Plot, { theme }: Frame): LineSeries[] {
  const line = drawing.lines[index]
  if (!line) return []
  const colour = colourOf(drawing, index)(theme)
  const openAt = drawing.openFrom === undefined ? drawing.periods.length : drawing.periods.findIndex((period) => period >= (drawing.openFrom ?? ''))
  const cut = openAt < 0 ? drawing.periods.length : openAt
  const tooltip = { valueFormatter: (value: unknown) => (typeof value === 'number' ? plot.show(value) : '–') }
  const lastClosed = line.values.findLastIndex((value, at) => value !== null && at < cut)
  const isDense = drawing.periods.length > 40 || line.isContext
  const shared = { type: 'line', symbol: 'circle', showAllSymbol: true, tooltip, emphasis: { disabled: true }, z: line.isContext ? 2 : 3 } as const
  return [
    {
      ...shared,
      name: line.name,
      showSymbol: !isDense,
      symbolSize: 5.5,
      data: line.values.map((value, at) => (at < cut ? value : null)),
      lineStyle: { color: colour, width: line.isContext ? 1.5 : 1.75, join: 'round' },
      itemStyle: { color: colour, borderColor: theme.ground, borderWidth: 1.25 },
    },
    {
      ...shared,
      name: `${line.name}, open`,
      symbolSize: 6,
      data: line.values.map((value, at) =>
        at >= cut ? value : { value: at === lastClosed && cut < drawing.periods.length ? value : null, symbol: 'none', tooltip: { show: false } },
      ),
      lineStyle: { color: colour, width: 1.5, type: [3, 3] },
      itemStyle: { color: theme.ground, borderColor: colour, borderWidth: 1.5 },
    },
  ]
}

function spanOf({ name, periods, after }: LineDrawing): string {
  const [first = '', last = ''] = [periods[0], periods.at(-1)]
  if (after !== undefined) return `${name}, ${after} ${first} to ${after} ${last} after the start`
  return `${name}, ${periods.length} ${grainOf(first)}s from ${showPeriod(first)} to ${showPeriod(last)}`
}

function summaryOf(drawing: LineDrawing, show: (value: number) => string): string {
  const { lines, target, openFrom } = drawing
  const span = spanOf(drawing)
  const parts = lines.map((line) => {
    const known = line.values.filter((value) => value !== null)
    const [first, last] = [known[0], known.at(-1)]
    return first === undefined || last === undefined ? `${line.name} without values` : `${line.name} from ${show(first)} to ${show(last)}`
  })
  const aim = target?.values.findLast((value) => value !== null)
  return `${span}: ${parts.join('; ')}${aim === undefined || aim === null ? '' : `; ${target?.name ?? 'target'} ${show(aim)}`}${openFrom ? `; open since ${showPeriod(openFrom)}` : ''}.`
}
