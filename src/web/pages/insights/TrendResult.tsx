import { lineChart } from '#engines/charts/lineChart.ts'
import { periodOf, type Grain } from '#engines/numbers/dates.ts'
import { Chart } from '#web/charts/Chart.tsx'
import type { Line } from './contract.ts'
import { labelOf } from './telling.ts'

/** Lines over time; the six heaviest are drawn, and all stand in the table of the chart. */
export function TrendResult({ lines, unit }: { readonly lines: readonly Line[]; readonly unit: string }) {
  const [first] = lines
  if (!first || first.points.length === 0) return <p className="note">Nothing happened in this range.</p>
  const grain: Grain = unit === 'month' ? 'month' : unit === 'week' ? 'week' : 'day'
  const weight = ({ points }: Line): number => points.reduce((sum, { value }) => sum + (value ?? 0), 0)
  const drawn = lines.toSorted((a, b) => weight(b) - weight(a)).slice(0, 6)
  const open = first.points.find(({ complete }, at) => !complete && at > 0)
  const drawing = {
    name: 'Trend',
    measure: { unit: 'count' },
    periods: first.points.map(({ bucket }) => periodOf(bucket.slice(0, 10), grain)),
    lines: drawn.map(({ label, breakdown, points }) => ({ name: breakdown.length > 0 ? labelOf(breakdown) : label, values: points.map(({ value }) => value) })),
    fromZero: true,
    ...(open ? { openFrom: periodOf(open.bucket.slice(0, 10), grain) } : {}),
  } as const
  return <Chart figure={(frame) => lineChart(drawing, frame)} />
}
