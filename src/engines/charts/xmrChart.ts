import { grainOf } from '#engines/numbers/dates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { lineMark, namedValue, pathMark, textMark, type Figure, type Frame, type Mark, type Table } from './figure.ts'
import { textWidth } from './interWidths.ts'
import type { Series } from './option.ts'
import { noteMarks } from './noteMarks.ts'
import { layPlot, type Measure, type Plot } from './plot.ts'
import { spreadLabels } from './scale.ts'
import { askedIn, targetMarks, type AskedStretch } from './targetLine.ts'

/** A point of a control chart as engines/metrics/signal gives it; limits may differ from point to point. */
export type XmrPoint = {
  readonly period: string
  readonly value: number | null
  readonly state: 'closed' | 'open' | 'immature'
  readonly segment: number
  readonly centre: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly drawn: { readonly lower: number; readonly upper: number } | null
  readonly rules: readonly string[]
}

/** A line whose limits come as spans of periods; the shapes are those of engines/metrics/signal. */
export type LimitedLine = {
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly spans: readonly {
    readonly from: string
    readonly to: string
    readonly segment: number
    /** The declared change that began these limits. */
    readonly cause: string | null
    readonly centre: number | null
    readonly lower: number | null
    readonly upper: number | null
  }[]
  readonly marks: readonly { readonly period: string; readonly rules: readonly string[] }[]
}

/** The points of a line with the limits that were drawn for each. A period that no span holds has none. */
export function limitedPoints({ points, spans, marks }: LimitedLine): XmrPoint[] {
  const rules = new Map(marks.map((mark) => [mark.period, mark.rules]))
  return points.map(({ period, value, mature }) => {
    const span = spans.find(({ from, to }) => period >= from && period <= to)
    const { centre = null, lower = null, upper = null, segment = 0 } = span ?? {}
    const drawn = lower === null || upper === null ? null : { lower, upper }
    return { period, value, state: mature ? 'closed' : 'open', segment, centre, lower, upper, drawn, rules: rules.get(period) ?? [] }
  })
}

/** Where declared changes began new limits, with their causes. */
export function breaksOf(
  spans: readonly { readonly from: string; readonly segment: number; readonly cause: string | null }[],
): { period: string; cause: string }[] {
  return spans.flatMap(({ from, segment, cause }, index) => (cause === null || spans[index - 1]?.segment === segment ? [] : [{ period: from, cause }]))
}

export type XmrDrawing = {
  /** 'Monthly NRR' */
  readonly name: string
  readonly points: readonly XmrPoint[]
  readonly measure: Measure
  /** Decides whether a signal is good news; without it every signal is drawn as bad. */
  readonly better?: 'up' | 'down' | 'within'
  /** Lettered notes on top, explained below the chart. */
  readonly notes?: readonly { readonly letter: string; readonly period: string }[]
  /** Declared changes of the process: limits before stay drawn as they were, a line says where the new ones begin. */
  readonly breaks?: readonly { readonly period: string; readonly cause: string }[]
  /** What targets ask, as a stepped line. */
  readonly targets?: readonly AskedStretch[]
  /**
   * What a point is, where it is no period, and what the middle line is called, where it is no mean: 'gap', 'Usual'. Limits of gaps are skewed: an upper one
   * beyond three times the longest gap is named and not drawn to, so that the gaps can be read.
   */
  readonly words?: { readonly point: string; readonly centre: string }
}

/** Process behaviour chart: limits as a band, direct labels, signals as diamonds with their value, open periods dashed and hollow. */
export function xmrChart(drawing: XmrDrawing, frame: Frame): Figure {
  const { points, measure } = drawing
  if (points.length === 0) throw new RangeError('A chart needs at least one period.')
  const show = (value: number) => showNumber(value, measure.unit, measure)
  const limits = points.findLast((point) => point.drawn !== null)?.drawn
  const own = points.flatMap(({ value }) => value ?? [])
  const far = drawing.words ? 3 * Math.max(...own, 1) : Infinity
  const values = [...own, ...points.flatMap(({ drawn }) => (drawn ? [drawn.lower, drawn.upper] : [])).filter((limit) => limit <= far)]
  const summary = summaryOf(drawing, show)
  const { targets = [] } = drawing
  const periods = points.map((point) => point.period)
  const asked = periods.flatMap((period) => askedIn(targets, period))
  const plot = layPlot({
    frame,
    summary,
    measure,
    periods,
    values: values.length + asked.length > 0 ? [...values, ...asked] : [0],
    rightTexts: [
      ...(limits ? [`Upper limit${limits.upper > far ? ' ↑' : ''} ${show(limits.upper)}`, `Lower limit ${show(limits.lower)}`] : []),
      ...asked.slice(-1).map((value) => `Target ${show(value)}`),
    ],
    top: drawing.notes?.length ? 30 : 12,
  })
  const graphic = [
    ...bands(points, plot, frame),
    ...plot.marks,
    ...targetMarks(targets, periods, plot, frame),
    ...lineLabels(drawing, plot, frame),
    ...breakMarks(drawing, plot, frame),
    ...noteMarks(
      drawing.notes ?? [],
      points.map(({ period }) => period),
      plot,
      frame.theme,
    ),
    ...signalLabels(drawing, plot, frame),
  ]
  return { option: { ...plot.option, graphic, series: seriesOf(drawing, plot, frame) }, summary, table: tableOf(drawing, show), height: plot.height }
}

type Show = (value: number) => string
type Stretch = readonly {
  readonly index: number
  readonly point: XmrPoint
  readonly drawn: { readonly lower: number; readonly upper: number }
  readonly centre: number
}[]

/** Neighbouring points of one segment that have limits. */
function stretches(points: readonly XmrPoint[]): Stretch[] {
  const found: { index: number; point: XmrPoint; drawn: { lower: number; upper: number }; centre: number }[][] = []
  points.forEach((point, index) => {
    const { drawn, centre } = point
    if (!drawn || centre === null) return
    const open = found.at(-1)
    const before = open?.at(-1)
    const next = { index, point, drawn, centre }
    if (open && before?.index === index - 1 && before.point.segment === point.segment) open.push(next)
    else found.push([next])
  })
  return found
}

function bands(points: readonly XmrPoint[], plot: Plot, { theme }: Frame): Mark[] {
  const half = (plot.right - plot.left) / points.length / 2
  return stretches(points).flatMap((stretch) => {
    const edge = (valueOf: (item: Stretch[number]) => number) =>
      stretch.flatMap((item): [number, number][] => {
        const y = Math.max(plot.top, plot.yOf(valueOf(item)))
        return [
          [plot.xOf(item.index) - half, y],
          [plot.xOf(item.index) + half, y],
        ]
      })
    const [upper, lower, centre] = [edge(({ drawn }) => drawn.upper), edge(({ drawn }) => drawn.lower), edge((item) => item.centre)]
    return [
      pathMark([...upper, ...lower.toReversed()], { fill: theme.panel }, -2),
      ...(stretch.some(({ drawn }) => drawn.upper <= plot.scale.max) ? [pathMark(upper, { stroke: theme.control, dash: [4, 3] }, 1)] : []),
      pathMark(lower, { stroke: theme.control, dash: [4, 3] }, 1),
      pathMark(centre, { stroke: theme.greyLine }, 1),
    ]
  })
}

/** Names and values of the lines that reach the right end: the limits, and what is asked now. */
function lineLabels({ points, targets = [], words }: XmrDrawing, plot: Plot, { theme }: Frame): Mark[] {
  if (plot.isNarrow) return []
  const last = stretches(points).at(-1)?.at(-1)
  const asked = askedIn(targets, points.at(-1)?.period ?? '')
  const named: (readonly [string, number])[] = [
    ...(last
      ? ([
          [last.drawn.upper > plot.scale.max ? 'Upper limit ↑' : 'Upper limit', last.drawn.upper],
          [words?.centre ?? 'Mean', last.centre],
          ['Lower limit', last.drawn.lower],
        ] as const)
      : []),
    ...asked.map((value) => ['Target', value] as const),
  ]
  const lines = named.toSorted((a, b) => b[1] - a[1])
  const centres = spreadLabels(
    lines.map(([, value]) => plot.yOf(value)),
    16,
    plot.top,
    plot.bottom,
  )
  return lines.flatMap(([name, value], index) => namedValue(theme, plot.right + 8, centres[index] ?? 0, name, plot.show(value)))
}

/** A line between the last period of the old process and the first of the new one, with words where there is room. */
function breakMarks({ breaks = [], points }: XmrDrawing, plot: Plot, { theme }: Frame): Mark[] {
  const half = (plot.right - plot.left) / points.length / 2
  return breaks.flatMap(({ period }) => {
    const index = points.findIndex((point) => point.period === period)
    if (index < 1) return []
    const x = plot.xOf(index) - half
    const isRight = x < (plot.left + plot.right) / 2
    const says = textMark(theme, x + (isRight ? 5 : -5), plot.bottom - 9, 'New limits', { fill: theme.muted, align: isRight ? 'left' : 'right', over: true })
    return [lineMark([x, plot.top], [x, plot.bottom], theme.control, { z: 1 }), ...(plot.isNarrow ? [] : [says])]
  })
}

/**
 * The values of points outside their limits, at most the latest three; beside the point, or away from the limits where the line would run
 * through the text, but never out of the field and over another point only where nothing else is free. The newest is written first, and one without room is left to its diamond.
 */
function signalLabels(drawing: XmrDrawing, plot: Plot, { theme }: Frame): Mark[] {
  const outside = drawing.points.flatMap((point, index) =>
    point.value !== null && point.rules.includes('outside') ? [{ point, index, value: point.value }] : [],
  )
  const written: Written[] = []
  for (const { point, index, value } of outside.slice(-3).toReversed()) {
    const [x, y] = [plot.xOf(index), plot.yOf(value)]
    const before = drawing.points[index - 1]?.value ?? null
    const away = y + (isBelow(point) ? 18 : -18)
    const isOut = away < plot.top || away > plot.bottom
    const isLeft = isOut ? x > (plot.left + plot.right) / 2 : index >= 4 && before !== null && Math.abs(plot.yOf(before) - y) > 20
    const fill = isGood(drawing, point) ? theme.green : theme.red
    const text = `${showPeriod(point.period, 'bare')} ${plot.show(value)}`
    const width = textWidth(text, 12, 600)
    const inward = y + (isBelow(point) ? -18 : 18)
    const beside = {
      left: { end: x - 12, align: 'right', left: x - 12 - width, y, width },
      right: { end: x + 12, align: 'left', left: x + 12, y, width },
    } as const
    const above = (at: number) => ({ end: x, align: 'center', left: x - width / 2, y: at, width }) as const
    const places = [...(isLeft ? [beside.left] : isOut ? [beside.right] : [above(away)]), above(inward), beside.left, beside.right]
    const isFree = (at: Box): boolean => !written.some((other) => overlap(at, other))
    const at = places.find((place) => isFree(place) && !isOnLine(place, index, drawing, plot)) ?? places.find(isFree)
    if (!at) continue
    written.push({ ...at, mark: textMark(theme, at.end, at.y, text, { fill, weight: 600, align: at.align, over: true }) })
  }
  return written.map(({ mark }) => mark)
}

/** Does another point stand in the text? */
const isOnLine = ({ left, y, width }: Box, own: number, { points }: XmrDrawing, plot: Plot): boolean =>
  points.some(({ value }, index) => {
    const x = plot.xOf(index)
    return index !== own && value !== null && x > left - 8 && x < left + width + 8 && Math.abs(plot.yOf(value) - y) < 14
  })

type Box = { readonly left: number; readonly y: number; readonly width: number }
type Written = Box & { readonly mark: Mark }

const overlap = (a: Box, b: Box): boolean => Math.abs(a.y - b.y) < 16 && a.left < b.left + b.width + 4 && b.left < a.left + a.width + 4

function seriesOf(drawing: XmrDrawing, plot: Plot, { theme }: Frame): Series[] {
  const { name, points } = drawing
  const blue = theme.series[0]
  const isClosed = (point: XmrPoint | undefined) => point?.state === 'closed'
  const joins = (index: number) => points.slice(index + 1).find((point) => point.value !== null)
  const tooltip = { valueFormatter: (value: unknown) => (typeof value === 'number' ? plot.show(value) : '–') }
  const signals = points.flatMap((point, index) =>
    point.value === null || point.rules.length === 0
      ? []
      : [
          {
            value: [index, point.value],
            symbolSize: point.rules.includes('outside') ? 13 : 10,
            itemStyle: { color: isGood(drawing, point) ? theme.green : theme.red, borderColor: theme.ground, borderWidth: 2, opacity: 1 },
          },
        ],
  )
  return [
    {
      type: 'line',
      name,
      data: points.map((point) => (isClosed(point) ? point.value : null)),
      connectNulls: false,
      symbol: 'circle',
      symbolSize: 5.5,
      showAllSymbol: true,
      z: 3,
      tooltip,
      lineStyle: { color: blue, width: 1.75, join: 'round' },
      itemStyle: { color: blue, borderColor: theme.ground, borderWidth: 1.25 },
      emphasis: { disabled: true },
    },
    {
      type: 'line',
      name: `${name}, open`,
      symbol: 'circle',
      showAllSymbol: true,
      z: 4,
      tooltip,
      emphasis: { disabled: true },
      data: points.map((point, index) => {
        if (isClosed(point))
          return {
            value: point.value !== null && joins(index)?.state !== 'closed' && joins(index) ? point.value : null,
            symbol: 'none',
            tooltip: { show: false },
          }
        return { value: point.value, symbolSize: 6 }
      }),
      lineStyle: { color: blue, width: 1.5, type: [3, 3] },
      itemStyle: { color: theme.ground, borderColor: blue, borderWidth: 1.5 },
    },
    { type: 'scatter', name: 'Signal', data: signals, symbol: 'diamond', z: 5, silent: true, tooltip: { show: false }, emphasis: { disabled: true } },
  ]
}

function isBelow({ value, centre }: XmrPoint): boolean {
  return value !== null && centre !== null && value < centre
}

function isGood({ better }: XmrDrawing, point: XmrPoint): boolean {
  return better === 'up' ? !isBelow(point) : better === 'down' && isBelow(point)
}

function summaryOf(drawing: XmrDrawing, show: Show): string {
  const { name, points, breaks = [], words } = drawing
  const mean = words?.centre.toLowerCase() ?? 'mean'
  const [first, last] = [points[0], points.at(-1)]
  const latest = points.findLast((point) => point.state === 'closed' && point.value !== null)
  const declared = breaks.map(({ period, cause }) => ` New limits from ${showPeriod(period)}: ${cause}.`).join('')
  const span = `${name}, ${points.length} ${words?.point ?? grainOf(first?.period ?? '')}s from ${showPeriod(first?.period ?? '')} to ${showPeriod(last?.period ?? '')}`
  if (!latest || latest.value === null) return `${span}; no closed period yet.`
  const limits =
    latest.drawn && latest.centre !== null ? `${mean} ${show(latest.centre)}, limits ${show(latest.drawn.lower)} to ${show(latest.drawn.upper)}` : 'no limits'
  const [goal] = askedIn(drawing.targets ?? [], latest.period)
  const aim = goal === undefined ? '' : ` Target ${show(goal)}.`
  return `${span}; ${limits}; ${showPeriod(latest.period)} at ${show(latest.value)}${latest.drawn === null ? '' : `: ${newsOf(latest, mean)}`}.${aim}${declared}`
}

function newsOf(point: XmrPoint, mean = 'mean'): string {
  if (point.drawn === null) return 'no limits'
  const side = isBelow(point) ? ['below the lower limit', 'below'] : ['above the upper limit', 'above']
  if (point.rules.includes('outside')) return side[0] ?? ''
  if (point.rules.includes('run')) return `in a run ${side[1]} the ${mean}`
  return point.rules.includes('near') ? `again near the ${isBelow(point) ? 'lower' : 'upper'} limit` : 'routine variation'
}

function tableOf({ name, points, targets = [], words }: XmrDrawing, show: Show): Table {
  const cell = (value: number | null | undefined) => (value === null || value === undefined ? '–' : show(value))
  const state = (point: XmrPoint) => (point.value === null ? 'no data' : point.state === 'closed' ? newsOf(point, words?.centre.toLowerCase()) : point.state)
  return {
    head: [words ? 'Until' : 'Period', name, words?.centre ?? 'Mean', 'Lower limit', 'Upper limit', ...(targets.length > 0 ? ['Target'] : []), 'State'],
    rows: points.map((point) => [
      showPeriod(point.period, 'short'),
      cell(point.value),
      cell(point.centre),
      cell(point.drawn?.lower),
      cell(point.drawn?.upper),
      ...(targets.length > 0 ? [askedIn(targets, point.period).map(show).join(' – ') || '–'] : []),
      state(point),
    ]),
  }
}
