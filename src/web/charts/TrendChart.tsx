import { useCallback } from 'react'
import type { Measurement } from '#kernel'
import type { Frame } from '#engines/charts/figure.ts'
import { breaksOf, limitedPoints, xmrChart, type XmrDrawing, type XmrPoint } from '#engines/charts/xmrChart.ts'
import { grainOf, periodOf } from '#engines/numbers/dates.ts'
import type { ScoreItem, Signal } from '#web/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { Chart } from './Chart.tsx'

/** Limits of a review that was frozen before lines had spans: one pair for all of its points. */
type Limits = NonNullable<Signal['limits']>

/** The process-behaviour chart of a metric: its points, the limits that the server drew from them, the notes on top. */
export function TrendChart({
  name,
  measured,
  points,
  better,
  limits,
  notes,
  targets = noTargets,
  pick,
}: {
  readonly name: string
  readonly measured: Measurement
  readonly points: ScoreItem['points']
  readonly better: XmrDrawing['better']
  readonly limits: Signal | null
  readonly notes: readonly { readonly letter: string; readonly on: string; readonly says: string }[]
  readonly targets?: NonNullable<XmrDrawing['targets']>
  readonly pick: (period: string) => void
}) {
  const { unit, currency } = measured
  const figure = useCallback(
    (frame: Frame) => xmrChart(drawingOf({ name, points, unit, currency, better, limits, notes, targets }), frame),
    [name, points, unit, currency, better, limits, notes, targets],
  )
  if (points.length === 0) return <Empty says="No periods yet" next="The chart starts with the first closed period." />
  return (
    <Chart
      figure={figure}
      pick={(index) => {
        const period = points[index]?.period
        if (period) pick(period)
      }}
    />
  )
}

const noTargets: NonNullable<XmrDrawing['targets']> = []

interface Drawn extends Pick<Measurement, 'unit' | 'currency'> {
  readonly points: ScoreItem['points']
  readonly name: string
  readonly better: XmrDrawing['better']
  readonly limits: Signal | null
  readonly notes: readonly { readonly letter: string; readonly on: string; readonly says: string }[]
  readonly targets: NonNullable<XmrDrawing['targets']>
}

function drawingOf({ name, points, unit, currency, better, limits, notes, targets }: Drawn): XmrDrawing {
  const grain = grainOf(points[0]?.period ?? '')
  return {
    name,
    points: limits?.spans
      ? limitedPoints({ points, spans: limits.spans, marks: limits.marks ?? [] })
      : points.map((point) => pointOf(point, limits?.limits ?? null)),
    breaks: breaksOf(limits?.spans ?? []),
    ...(targets.length > 0 ? { targets } : {}),
    measure: { unit, currency },
    ...(better ? { better } : {}),
    notes: grain === 'year' ? [] : notes.map(({ letter, on, says }) => ({ letter, period: periodOf(on, grain), text: says })),
  }
}

/** Which rules a point breaks (outside, run of eight, three of four near a limit) is the server's reading, so that chart and sentence agree. */
function pointOf({ period, value, mature, rules }: ScoreItem['points'][number], limits: Limits | null): XmrPoint {
  return {
    period,
    value,
    state: mature ? 'closed' : 'open',
    segment: 0,
    centre: limits?.centre ?? null,
    lower: limits?.lower ?? null,
    upper: limits?.upper ?? null,
    drawn: limits ? { lower: limits.lower, upper: limits.upper } : null,
    rules: limits ? (rules ?? []) : [],
  }
}
