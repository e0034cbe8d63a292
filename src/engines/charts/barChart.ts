import { showNumber } from '#engines/numbers/showNumber.ts'
import { boxMark, commonOption, frameWidth, lineMark, narrowBelow, textMark, type Figure, type Frame, type Mark } from './figure.ts'
import { fitText, textWidth } from './interWidths.ts'
import type { Measure } from './plot.ts'

export type Bar = {
  readonly label: string
  readonly value: number | null
  /** Interval of the value. */
  readonly interval?: { readonly low: number; readonly high: number } | null
  /** 'n = 604', or another second figure; muted, right-most. */
  readonly note?: string
  /** The one bar in the accent hue: us, or what is selected. */
  readonly isSelected?: boolean
}
export type BarDrawing = { readonly name: string; readonly measure: Measure; readonly bars: readonly Bar[]; readonly noteName?: string }

/** Horizontal bars from zero, 32 per row and in the given order, with value, note and interval; grey, and one in blue. */
export function barChart(drawing: BarDrawing, frame: Frame): Figure {
  const { bars, measure, name } = drawing
  if (bars.length === 0) throw new RangeError('A bar chart needs at least one bar.')
  const width = frame.width ?? frameWidth
  const row = width < narrowBelow ? 46 : 32
  const show = (value: number | null) => showNumber(value, measure.unit, measure)
  const range = (bar: Bar) => (bar.interval ? `${show(bar.interval.low)} to ${show(bar.interval.high)}` : '–')
  const hasIntervals = bars.some((bar) => bar.interval)
  const hasNotes = bars.some((bar) => bar.note)
  const known = bars.filter((bar) => bar.value !== null)
  const [top, low] = [
    known.toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0))[0],
    known.toSorted((one, other) => (one.value ?? 0) - (other.value ?? 0))[0],
  ]
  const summary =
    top && low
      ? `${name}, ${bars.length} rows: highest ${top.label} at ${show(top.value)}, lowest ${low.label} at ${show(low.value)}.`
      : `${name}: no values yet.`
  const { tooltip: _, ...common } = commonOption(frame.theme, summary)
  return {
    option: { ...common, graphic: marks(drawing, frame, width, row, show), series: [] },
    summary,
    height: bars.length * row,
    table: {
      head: ['Name', name, ...(hasIntervals ? ['95% interval'] : []), ...(hasNotes ? [drawing.noteName ?? 'n'] : [])],
      rows: bars.map((bar) => [bar.label, show(bar.value), ...(hasIntervals ? [range(bar)] : []), ...(hasNotes ? [bar.note ?? '–'] : [])]),
    },
  }
}

function marks({ bars }: BarDrawing, { theme }: Frame, width: number, row: number, show: (value: number | null) => string): Mark[] {
  const isNarrow = row !== 32
  const widest = (texts: readonly string[], weight: 400 | 500) => Math.ceil(Math.max(0, ...texts.map((text) => textWidth(text, 12, weight))))
  const noteRoom = widest(
    bars.map(({ note }) => note ?? ''),
    400,
  )
  const valueEnd = width - (noteRoom > 0 ? noteRoom + 18 : 0)
  const start = isNarrow
    ? 0
    : Math.min(
        240,
        Math.max(
          120,
          widest(
            bars.map(({ label }) => label),
            500,
          ) + 16,
        ),
      )
  const end = isNarrow
    ? width
    : valueEnd -
      widest(
        bars.map(({ value }) => show(value)),
        500,
      ) -
      18
  const ends = bars.flatMap(({ value, interval }) => [value ?? 0, interval?.low ?? 0, interval?.high ?? 0])
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const x = (value: number) => start + ((value - least) / (most - least || 1)) * (end - start)
  return bars.flatMap((bar, index) => {
    const y = index * row
    const text = y + (isNarrow ? 18 : 16)
    const middle = y + (isNarrow ? 34 : 16)
    const thick = isNarrow ? 8 : 14
    const [left, right] = [x(Math.min(0, bar.value ?? 0)), x(Math.max(0, bar.value ?? 0))]
    return [
      ...(index > 0 ? [lineMark([0, y + 0.5], [width, y + 0.5], theme.hairline)] : []),
      ...(bar.value === null
        ? []
        : [
            boxMark(
              left,
              middle - thick / 2,
              Math.max(1, right - left),
              thick,
              { fill: bar.isSelected ? theme.series[0] : theme.greyBar },
              { radius: 1.5, z: 1 },
            ),
          ]),
      ...whisker(bar, x, middle, theme),
      textMark(theme, 0, text, fitText(bar.label, isNarrow ? valueEnd - 90 : start - 12, 12, 500), { fill: theme.text, weight: bar.isSelected ? 500 : 400 }),
      textMark(theme, valueEnd, text, show(bar.value), { fill: theme.text, weight: 500, align: 'right' }),
      ...(bar.note ? [textMark(theme, width, text, bar.note, { fill: theme.muted, align: 'right' })] : []),
    ]
  })
}

function whisker({ interval }: Bar, x: (value: number) => number, y: number, theme: Frame['theme']): Mark[] {
  if (!interval) return []
  const [low, high] = [x(interval.low), x(interval.high)]
  return [
    lineMark([low, y], [high, y], theme.text, { z: 3 }),
    lineMark([low, y - 3], [low, y + 3], theme.text, { z: 3 }),
    lineMark([high, y - 3], [high, y + 3], theme.text, { z: 3 }),
  ]
}
