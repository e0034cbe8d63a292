import { isFew } from '#engines/numbers/isFew.ts'
import type { Measurement, Point } from '#kernel'
import type { Table } from './answer.ts'
import { asked, headOf, isOpen, type Line } from './lines.ts'
import type { Plan } from './plan.ts'
import { count, difference, list, shown } from './says.ts'

/** What stands beside each figure, and how a sentence calls it. */
export interface Beside {
  readonly says: string
  readonly of: (line: Line, point: Point | null) => number | null
  /** Why nothing stands beside it, as a sentence. */
  readonly lacks: (line: Line, point: Point | null) => string
  readonly name: (value: number | null, line: Line, point: Point | null) => string
}

/** One line: its periods. Several lines in one period: side by side. Several over time: a column for each period, the last eight. */
export function tableOf(plan: Plan, measured: Measurement, lines: readonly Line[], beside: Beside): Table {
  const [first] = lines
  if (lines.length === 1 && first) return periodsOf(plan, measured, first, beside)
  const periods = asked(plan, first?.points ?? []).map(({ period }) => period)
  return plan.since !== null && plan.span.period === null && periods.length > 1
    ? gridOf(plan, measured, lines, periods.slice(-8))
    : sideBySide(plan, measured, lines, beside)
}

function periodsOf(plan: Plan, measured: Measurement, line: Line, beside: Beside): Table {
  const points = plan.span.period === null ? asked(plan, line.points) : line.points.slice(-13)
  const rows = points.map((point) => {
    const reference = beside.of(line, point)
    return rowOf(plan.say(point.period), measured, point, reference, isOpen(plan, point, measured) ? 'open' : null)
  })
  return { head: ['Period', 'Value', '95% interval', 'n', beside.says, 'Change'], rows: rows.toReversed() }
}

/** Parts of one period, one row each, however few there are. */
export function sideBySide(plan: Plan, measured: Measurement, lines: readonly Line[], beside: Beside): Table {
  const rows = lines.map((line) => {
    const point = headOf(plan, line.points, measured)
    const row = rowOf(line.part === null ? 'All' : line.name, measured, point, beside.of(line, point), noteFor(plan, line, point))
    return line.within ? { ...row, within: line.within } : row
  })
  return { head: [headOfParts(plan), 'Value', '95% interval', 'n', beside.says, 'Change'], rows }
}

/** What the parts are of: what was asked “by”, else what was filtered. */
const headOfParts = ({ question: { by }, dimension }: Plan): string => (by.length > 0 ? list(by) : (dimension ?? 'Part'))

const noteFor = ({ metric }: Plan, { part }: Line, point: Point | null): string | null =>
  part !== null && isFew(point?.n ?? null, metric.minN) ? `n below ${metric.minN}` : null

function rowOf(label: string, measured: Measurement, point: Point | null, reference: number | null, note: string | null): Table['rows'][number] {
  const [value, interval, n] = [point?.value ?? null, point?.interval ?? null, point?.n ?? null]
  const change = value === null || reference === null ? null : value - reference
  const range = interval ? `${shown(interval.low, measured)} to ${shown(interval.high, measured)}` : '–'
  const moved = value === null || reference === null ? '–' : difference(value - reference, measured)
  return {
    label,
    cells: [value, interval?.low ?? null, n, reference, change],
    shown: [shown(value, measured), range, n === null ? '–' : count(n), shown(reference, measured), moved],
    note,
  }
}

/** A cell of two dimensions says in each period where it rests on too few. */
const withFew = ({ metric }: Plan, measured: Measurement, point: Point | null): string =>
  point !== null && point.value !== null && isFew(point.n, metric.minN)
    ? `${shown(point.value, measured)} (n ${count(point.n ?? 0)})`
    : shown(point?.value ?? null, measured)

function gridOf(plan: Plan, measured: Measurement, lines: readonly Line[], periods: readonly string[]): Table {
  const rows = lines.map((line) => {
    const points = periods.map((period) => line.points.find((point) => point.period === period) ?? null)
    return {
      label: line.part === null ? 'All' : line.name,
      cells: points.map((point) => point?.value ?? null),
      shown: points.map((point) => (line.within ? withFew(plan, measured, point) : shown(point?.value ?? null, measured))),
      note: line.within ? null : noteFor(plan, line, headOf(plan, line.points, measured)),
      ...(line.within ? { within: line.within } : {}),
    }
  })
  return { head: [headOfParts(plan), ...periods.map(plan.say)], rows }
}
