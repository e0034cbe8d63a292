import { shifted, startOf } from '../calendar/buckets.ts'
import { spanBefore, spanOf, type Span } from '../calendar/span.ts'
import { limited, type Cut } from '../columns/cut.ts'
import { rowsFor, type Frame } from '../frame.ts'
import type { TrendQuery } from '../query/kinds.ts'

type Series = TrendQuery['series'][number]
export type Lines = ReturnType<typeof limited>

/** The stretch that is asked about, and the one that it is compared with. */
export function spansOf({ calendar, asOf }: Frame, { range, compareTo }: TrendQuery): Span[] {
  const own = spanOf(range, asOf, calendar)
  return compareTo === null ? [own] : [own, spanBefore(range, own, compareTo, asOf, calendar)]
}

/** Events of a series over a stretch; of one that looks back over days, from the first of them. */
export function rowsOver(frame: Frame, { sel, math, activeDays }: Series, { from, to }: Span): Uint32Array {
  const first = math === 'active' ? shifted(startOf(from, 'day', frame.calendar), 'day', -activeDays, frame.calendar) : from
  return rowsFor(frame, [{ sel, bit: 1 }], { from: first, to }).rows
}

/** Into which line of the breakdown each row of each series falls. */
export const codesOf = ({ breakdown }: TrendQuery, cut: Cut, rows: readonly Uint32Array[]): Uint32Array[] =>
  breakdown.length === 0 ? [] : rows.map((own) => own.map(cut.codeAt))

/** The heaviest lines of the stretch that is asked about; those that only the other one has come behind them, where there is room. */
export function linesIn(frame: Frame, cut: Cut, stretches: readonly (readonly Uint32Array[])[]): Lines {
  const [now = new Float64Array(), before = new Float64Array()] = stretches.map((series) => {
    const weights = new Float64Array(cut.labels.length)
    for (const codes of series) for (const code of codes) weights[code] = (weights[code] ?? 0) + 1
    return weights
  })
  const all = before.reduce((sum, each) => sum + each, 1)
  return limited(
    frame,
    cut.labels,
    now.map((weight, code) => weight || (before[code] ?? 0) / all),
  )
}
