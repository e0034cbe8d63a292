import { useCallback } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { breaksOf, limitedPoints, xmrChart } from '#engines/charts/xmrChart.ts'
import { Chart } from '#web/charts/Chart.tsx'
import type { Signal } from '#web/contract.ts'
import { gapWords } from '#web/signals/gapWords.ts'
import { sayDay, sayMany } from '#web/say.ts'

/** How long between one rare event and the next, each gap on the day that ended it; the wait since the last is the open end. Only this line has limits. */
export function GapsFigure({ gaps, chart }: { readonly gaps: NonNullable<Signal['gaps']>; readonly chart: string | undefined }) {
  const { name, unit, better, points, spans, marks, joined } = gaps
  const figure = useCallback(
    (frame: Frame) =>
      xmrChart({ name, points: limitedPoints({ points, spans, marks }), breaks: breaksOf(spans), measure: { unit }, better, ...gapWords(chart) }, frame),
    [name, points, spans, marks, unit, better, chart],
  )
  const last = points.at(-1)
  if (!last) return null
  const shared = joined === 0 ? '' : ` ${sayMany(joined, 'event')} shared a day with another and ${joined === 1 ? 'is' : 'are'} one point with it.`
  return (
    <figure className="fig-room gaps" aria-labelledby="h-gaps">
      <h3 id="h-gaps">{name}</h3>
      <Chart figure={figure} />
      <figcaption className="note num">
        {`Each point is a gap, on the day of the event that ended it${last.mature ? '' : `; the last is the wait until ${sayDay(last.period)}`}. ${kinds[chart ?? ''] ?? ''}${shared}`}
      </figcaption>
    </figure>
  )
}

const kinds: Readonly<Record<string, string>> = {
  t: 'Limits are those of a t chart: counts this rare have none.',
  g: 'Limits are those of a g chart: shares of so few have none.',
}
