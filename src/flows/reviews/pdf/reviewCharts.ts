import { lineChart } from '#engines/charts/lineChart.ts'
import { light } from '#engines/charts/theme.ts'
import { waterfallChart, type WaterfallStep } from '#engines/charts/waterfallChart.ts'
import { breaksOf, limitedPoints, xmrChart } from '#engines/charts/xmrChart.ts'
import type { Figure } from '#engines/charts/figure.ts'
import { xmr } from '#engines/metrics/signal/xmr.ts'
import { drawFigure } from './drawFigure.ts'
import type { PrintedChart, PrintedFigure, PrintedReview } from './printed.ts'
import { sayPeriod } from './sayPeriod.ts'

/**
 * The charts of a review's appendix: the movement of recurring revenue, wherever a row carries its parts, and net revenue retention as a process
 * behaviour chart. Trailing windows overlap, so limits are drawn only for the row's `control` series; without one it is a plain line.
 */
export async function reviewCharts({ figures, period }: Pick<PrintedReview, 'figures' | 'period'>): Promise<PrintedChart[]> {
  const drawn: { title: string; figure: Figure }[] = figures.rows.flatMap((row) => [
    ...movement(row, period),
    ...(row.key === 'net-revenue-retention' ? retention(row) : []),
  ])
  return Promise.all(drawn.map(async ({ title, figure }) => ({ title, summary: figure.summary, table: figure.table, svg: await drawFigure(figure) })))
}

/** In the order of kpis.md; a part that is absent or zero is left out. Losses are given as positive amounts and drawn as falls. */
const parts = [
  { key: 'fx', label: 'Currency', sign: 1 },
  { key: 'new', label: 'New', sign: 1 },
  { key: 'reactivation', label: 'Reactivation', sign: 1 },
  { key: 'expansion', label: 'Expansion', sign: 1 },
  { key: 'contraction', label: 'Contraction', sign: -1 },
  { key: 'churn', label: 'Churn', sign: -1 },
  { key: 'transfer', label: 'Transfers', sign: 1 },
] as const

function movement({ movement: amounts, name, currency, trust }: PrintedFigure, period: string): { title: string; figure: Figure }[] {
  const [opening, closing] = [amounts?.['opening'], amounts?.['closing']]
  if (!amounts || opening === undefined || closing === undefined) return []
  const changes = parts.flatMap(({ key, label, sign }): WaterfallStep[] => {
    const amount = amounts[key] ?? 0
    return amount === 0 ? [] : [{ label, amount: sign * Math.abs(amount) * (sign === 1 ? Math.sign(amount) : 1), kind: 'change' }]
  })
  const steps: WaterfallStep[] = [{ label: 'Opening', amount: opening, kind: 'total' }, ...changes, { label: 'Closing', amount: closing, kind: 'total' }]
  return [
    {
      title: `${name}: movement of recurring revenue, ${sayPeriod(period)}`,
      figure: waterfallChart(
        { name: 'Recurring revenue', measure: { unit: 'money', currency }, steps, isUntrusted: trust.state === 'untrusted' },
        { theme: light },
      ),
    },
  ]
}

function retention({ name, control, points, signal, target, unit, currency, better }: PrintedFigure): { title: string; figure: Figure }[] {
  const measure = { unit, currency }
  if (control && control.points.length > 0) {
    const { spans, marks } = signal ?? {}
    const series = control.points.map(({ period, value, mature }) => ({ period, value, state: mature ? ('closed' as const) : ('open' as const) }))
    const drawn = spans ? limitedPoints({ points: control.points, spans, marks: marks ?? [] }) : xmr(series).points
    return [
      {
        title: `${control.name}: process behaviour`,
        figure: xmrChart({ name: control.name, points: drawn, measure, better, breaks: breaksOf(signal?.spans ?? []) }, { theme: light }),
      },
    ]
  }
  if (points.length === 0) return []
  const openFrom = points.find(({ mature }) => !mature)?.period
  const figure = lineChart(
    {
      name,
      measure,
      periods: points.map(({ period }) => period),
      lines: [{ name, values: points.map(({ value }) => value) }],
      ...(target ? { target: { name: 'Target', values: points.map(() => target.value) } } : {}),
      ...(openFrom ? { openFrom } : {}),
    },
    { theme: light },
  )
  return [{ title: `${name}: the last ${points.length} periods`, figure }]
}
