import { showNumber } from '#engines/numbers/showNumber.ts'
import { boxMark, commonOption, frameWidth, lineMark, narrowBelow, textMark, type Figure, type Frame, type Mark } from './figure.ts'
import { fitText, textWidth } from './interWidths.ts'
import type { Measure } from './plot.ts'

/** A total stands from zero; a change starts where the step before it ended. Amounts are signed. */
export type WaterfallStep = { readonly label: string; readonly amount: number; readonly kind: 'total' | 'change' }
export type WaterfallDrawing = {
  /** 'Recurring revenue' */
  readonly name: string
  readonly measure: Measure
  readonly steps: readonly WaterfallStep[]
  /** Is a rise good news? Default true; false for costs. */
  readonly isRiseGood?: boolean
  /** Figures that cannot be trusted are drawn, and called neither good nor bad. */
  readonly isUntrusted?: boolean
}

type Row = WaterfallStep & { readonly from: number; readonly to: number; readonly amountText: string; readonly shareText: string }

/** Horizontal waterfall: 32 per step, bars 14 from zero, connectors, amount and share of the first total in two right columns. Totals that do not add up are refused. */
export function waterfallChart(drawing: WaterfallDrawing, frame: Frame): Figure {
  const rows = rowsOf(drawing)
  const width = frame.width ?? frameWidth
  const isNarrow = width < narrowBelow
  const table = {
    head: ['Step', drawing.name, `Share of ${rows[0]?.label ?? 'opening'}`],
    rows: rows.map(({ label, amountText, shareText }) => [label, amountText, shareText]),
  }
  const summary = summaryOf(drawing, rows)
  const graphic = isNarrow ? narrowRows(drawing, rows, frame, width) : wideRows(drawing, rows, frame, width)
  const { tooltip: _, ...common } = commonOption(frame.theme, summary)
  return { option: { ...common, graphic, series: [] }, summary, table, height: rows.length * (isNarrow ? 46 : 32) }
}

function rowsOf({ steps, measure }: WaterfallDrawing): Row[] {
  const first = steps[0]
  if (!first || first.kind !== 'total') throw new RangeError('A waterfall starts with a total.')
  const tolerance = 1e-9 * Math.max(...steps.map(({ amount }) => Math.abs(amount)))
  let level = first.amount
  return steps.map((step, index) => {
    if (step.kind === 'total' && Math.abs(step.amount - level) > tolerance)
      throw new RangeError(`"${step.label}" is ${step.amount}, but the steps before it add up to ${level}.`)
    const from = step.kind === 'total' ? 0 : level
    level = step.kind === 'total' ? step.amount : level + step.amount
    const isSigned = index > 0 && step.kind === 'change'
    const shareText = first.amount > 0 ? showNumber(step.amount / first.amount, 'percent', { decimals: 1, signed: isSigned }) : '–'
    return { ...step, from, to: level, amountText: showNumber(step.amount, measure.unit, { ...measure, signed: isSigned }), shareText }
  })
}

type Columns = { readonly x: (value: number) => number; readonly amount: number; readonly share: number }

function columnsOf(rows: readonly Row[], width: number, start: number, end: number): Columns {
  const ends = rows.flatMap(({ from, to }) => [from, to])
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const share = Math.max(...rows.map(({ shareText }) => textWidth(shareText, 12)))
  return { x: (value) => start + ((value - low) / (high - low || 1)) * (end - start), amount: width - Math.ceil(share) - 18, share: width }
}

function wideRows(drawing: WaterfallDrawing, rows: readonly Row[], { theme }: Frame, width: number): Mark[] {
  const share = Math.ceil(Math.max(...rows.map(({ shareText }) => textWidth(shareText, 12))))
  const amount = Math.ceil(Math.max(...rows.map(({ amountText }) => textWidth(amountText, 12, 600))))
  const start = Math.min(220, Math.max(150, Math.ceil(Math.max(...rows.map(({ label }) => textWidth(label, 12, 600)))) + 16))
  const columns = columnsOf(rows, width, start, width - share - 18 - amount - 18)
  return rows.flatMap((row, index) => {
    const y = index * 32 + 16
    const [left, right] = [columns.x(Math.min(row.from, row.to)), columns.x(Math.max(row.from, row.to))]
    const end = columns.x(row.to)
    return [
      ...(index > 0 ? [lineMark([0, index * 32 + 0.5], [width, index * 32 + 0.5], theme.hairline)] : []),
      ...(index < rows.length - 1 ? [lineMark([end, y], [end, y + 32], theme.control, { z: 1 })] : []),
      boxMark(left, y - 7, Math.max(1, right - left), 14, { fill: fillOf(drawing, row, theme) }, { radius: 1.5, z: 2 }),
      ...texts(row, theme, { label: fitText(row.label, start - 12, 12, 600), x: 0, y, amount: columns.amount, share: columns.share }),
    ]
  })
}

function narrowRows(drawing: WaterfallDrawing, rows: readonly Row[], { theme }: Frame, width: number): Mark[] {
  const columns = columnsOf(rows, width, 0, width)
  return rows.flatMap((row, index) => {
    const y = index * 46
    const [left, right] = [columns.x(Math.min(row.from, row.to)), columns.x(Math.max(row.from, row.to))]
    return [
      ...(index > 0 ? [lineMark([0, y + 0.5], [width, y + 0.5], theme.hairline)] : []),
      boxMark(left, y + 30, Math.max(1, right - left), 8, { fill: fillOf(drawing, row, theme) }, { radius: 1.5, z: 2 }),
      ...texts(row, theme, { label: fitText(row.label, columns.amount - 80, 12, 600), x: 0, y: y + 18, amount: columns.amount, share: columns.share }),
    ]
  })
}

function texts(row: Row, theme: Frame['theme'], at: { label: string; x: number; y: number; amount: number; share: number }): Mark[] {
  const weight = row.kind === 'total' ? 600 : 400
  return [
    textMark(theme, at.x, at.y, at.label, { fill: theme.text, weight }),
    textMark(theme, at.amount, at.y, row.amountText, { fill: theme.text, weight, align: 'right' }),
    textMark(theme, at.share, at.y, row.shareText, { fill: theme.muted, align: 'right' }),
  ]
}

function fillOf({ isRiseGood = true, isUntrusted = false }: WaterfallDrawing, { kind, amount }: Row, theme: Frame['theme']): string {
  if (kind === 'total') return theme.greyBar
  if (isUntrusted) return theme.muted
  return amount >= 0 === isRiseGood ? theme.green : theme.red
}

function summaryOf({ name }: WaterfallDrawing, rows: readonly Row[]): string {
  const [first, last] = [rows[0], rows.at(-1)]
  const changes = rows.filter(({ kind }) => kind === 'change').map(({ label, amountText }) => `${label.toLowerCase()} ${amountText}`)
  const end = last?.kind === 'total' && last !== first ? ` to ${last.amountText} (${last.label})` : ''
  return `${name} from ${first?.amountText} (${first?.label})${end}${changes.length > 0 ? `: ${changes.join(', ')}` : ''}.`
}
