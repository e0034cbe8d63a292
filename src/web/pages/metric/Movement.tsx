import { useQuery } from '@tanstack/react-query'
import type { Measurement, Metric, Point } from '#kernel'
import { WaterfallChart } from '#web/charts/WaterfallChart.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { measurement } from '#web/resources.ts'
import { sayCount, sayPeriod, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { closedPoint, movementsOf } from './asked.ts'

/** Why? The recurring revenue of the period as a waterfall; every bar opens the accounts behind it. */
export function Movement({ metricKey, metric, measured }: { readonly metricKey: string; readonly metric: Metric; readonly measured: Measurement }) {
  const { workspace, search, asOf, set } = useUrl()
  const isRevenue = metric.compute.by === 'revenue'
  const own = measured.points.some(({ parts }) => parts)
  const elsewhere = useQuery({ ...measurement(workspace, 'mrr-movements', { asOf, policy: search['policy'] }), enabled: isRevenue && !own && metricKey !== 'mrr-movements' })
  const source = own ? measured : elsewhere.data
  const period = search['period'] ?? (source ? closedPoint(source)?.period : undefined)
  const point = source?.points.find((one) => one.period === period) ?? source?.points.findLast(({ parts, mature }) => parts && mature)
  if (!isRevenue || !source || !point?.parts) return null
  return (
    <section className="sec" aria-labelledby="h-move">
      <SectionHead id="h-move" title={conclusionOf(point, source.currency)}>
        <PeriodStep points={source.points} period={point.period} go={(next) => set({ period: next, movement: undefined })} />
      </SectionHead>
      <figure className="fig-room">
        <WaterfallChart parts={point.parts} period={point.period} currency={source.currency} pick={(movement) => set({ period: point.period, movement })} />
      </figure>
      {point.logos && <p className="note num">{logoWords(point.logos)}</p>}
    </section>
  )
}

function PeriodStep({ points, period, go }: { readonly points: readonly Point[]; readonly period: string; readonly go: (period: string) => void }) {
  return (
    <label className="pick-period">
      <span className="sr">Period</span>
      <select className="inp cell" value={period} onChange={(event) => go(event.target.value)}>
        {points.toReversed().map((point) => (
          <option key={point.period} value={point.period}>
            {sayPeriod(point.period)}
            {point.mature ? '' : ' (open)'}
          </option>
        ))}
      </select>
    </label>
  )
}

/** “MRR of November grew by $41k; churn took back $22k”. */
function conclusionOf({ period, parts = {} }: Point, currency: string): string {
  const grew = (parts['closing'] ?? 0) - (parts['opening'] ?? 0)
  const worst = movementsOf(parts).toSorted((a, b) => (parts[a] ?? 0) - (parts[b] ?? 0))[0]
  const took = worst && (parts[worst] ?? 0) < 0 ? `; ${worst} took ${grew >= 0 ? 'back ' : ''}${sayValue(-(parts[worst] ?? 0), 'money', currency)}` : ''
  const moved = grew === 0 ? 'did not move' : `${grew > 0 ? 'grew' : 'shrank'} by ${sayValue(Math.abs(grew), 'money', currency)}`
  return `Recurring revenue ${moved} in ${sayPeriod(period, { long: true })}${took}`
}

function logoWords(logos: Readonly<Record<string, number>>): string {
  const said = Object.entries(logos).filter(([, count]) => count !== 0)
  return `Accounts: ${said.map(([name, count]) => `${name} ${sayCount(count)}`).join(' · ')}`
}
