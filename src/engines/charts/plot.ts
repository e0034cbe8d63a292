import { showNumber, type ShowOptions, type Unit } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { commonOption, frameWidth, lineMark, narrowBelow, textMark, type Frame, type Mark } from './figure.ts'
import { textWidth } from './interWidths.ts'
import type { ChartOption } from './option.ts'
import { periodMarks, placeMarks } from './periodAxis.ts'
import { niceScale, type Scale } from './scale.ts'

export type Measure = { readonly unit: Unit } & Pick<ShowOptions, 'currency' | 'decimals'>

/** A field of periods by values, laid out in px: where each thing stands, and the option parts for axes and grid. */
export type Plot = {
  readonly isNarrow: boolean
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly height: number
  readonly scale: Scale
  readonly xOf: (index: number) => number
  readonly yOf: (value: number) => number
  readonly show: (value: number) => string
  readonly marks: readonly Mark[]
  readonly option: ChartOption
}

type PlotInput = {
  readonly frame: Frame
  readonly summary: string
  readonly measure: Measure
  readonly periods: readonly string[]
  /** The periods are places after a start, in this unit: week 0, week 1. */
  readonly after?: string | undefined
  readonly values: readonly number[]
  /** Texts that need room at the right of the field. */
  readonly rightTexts: readonly string[]
  readonly fromZero?: boolean
  readonly top?: number
}

/** Lays the field out: the left margin fits the widest tick, the right one the widest direct label, and the axis holds all values. */
export function layPlot({ frame, summary, measure, periods, after, values, rightTexts, fromZero = false, top = 12 }: PlotInput): Plot {
  const { theme } = frame
  const width = frame.width ?? frameWidth
  const isNarrow = width < narrowBelow
  const height = isNarrow ? 240 : 264
  const scale = scaleOf(measure, values, fromZero)
  const tick = (value: number) => tickText(value, scale, measure)
  const left = Math.ceil(Math.max(...scale.ticks.map((value) => textWidth(tick(value))))) + 10
  const right = width - (isNarrow || rightTexts.length === 0 ? 8 : Math.ceil(Math.max(...rightTexts.map((text) => textWidth(text)))) + 12)
  const bottom = height - 40
  const xOf = (index: number) => left + ((index + 0.5) * (right - left)) / periods.length
  const yOf = (value: number) => bottom - ((value - scale.min) / (scale.max - scale.min)) * (bottom - top)
  const show = (value: number) => showNumber(value, measure.unit, measure)
  const marks = [
    ...scale.ticks.map((value) => lineMark([left, Math.round(yOf(value)) + 0.5], [right, Math.round(yOf(value)) + 0.5], theme.hairline)),
    ...scale.ticks.map((value) => textMark(theme, left - 8, yOf(value), tick(value), { fill: theme.muted, align: 'right' })),
    ...(after === undefined ? periodMarks(theme, periods, xOf, bottom + 14) : placeMarks(theme, periods, after, xOf, bottom + 14)),
  ]
  const option: ChartOption = {
    ...commonOption(theme, summary),
    grid: { left, right: width - right, top, bottom: height - bottom, containLabel: false, outerBoundsMode: 'none' },
    xAxis: {
      type: 'category',
      data: periods.map((period) => (after === undefined ? showPeriod(period, 'short') : `${after} ${period}`)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { show: false },
    },
    yAxis: {
      type: 'value',
      min: scale.min,
      max: scale.max,
      interval: scale.step,
      axisLabel: { show: false },
      splitLine: { show: false },
      axisLine: { show: false },
      axisTick: { show: false },
    },
  }
  return { isNarrow, left, right, top, bottom, height, scale, xOf, yOf, show, marks, option }
}

/** Percentages are scaled as they are read, so that ticks stand on whole percents; of things that are counted there is no half. */
function scaleOf({ unit }: Measure, values: readonly number[], fromZero: boolean): Scale {
  if (unit === 'count' && values.every(Number.isInteger)) {
    const known = fromZero ? [...values, 0] : values
    const count = Math.min(5, Math.max(1, Math.max(...known) - Math.min(...known)))
    const scale = niceScale(values, { fromZero, count })
    return Number.isInteger(scale.step) ? scale : niceScale(values, { fromZero, count: count - 1 })
  }
  if (unit !== 'ratio' && unit !== 'percent') return niceScale(values, { fromZero })
  const whole = values.every((value) => value === 1) ? [90] : [] // nothing lies above all of it
  const scale = niceScale([...whole, ...values.map((value) => value * 100)], { fromZero })
  return { ...scale, min: scale.min / 100, max: scale.max / 100, step: scale.step / 100, ticks: scale.ticks.map((value) => value / 100) }
}

function tickText(value: number, { decimals }: Scale, { unit, currency }: Measure): string {
  if (unit === 'ratio' || unit === 'percent') return showNumber(value, 'percent', { decimals })
  if (unit === 'money') return showNumber(value, 'money', { currency })
  return showNumber(value, 'number', Math.abs(value) >= 1000 ? {} : { decimals })
}
