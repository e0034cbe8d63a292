import { useQuery } from '@tanstack/react-query'
import type { Measurement, AnyMetric, Movement as Moved, MovementPoint } from '#kernel'
import { WaterfallChart } from '#web/charts/WaterfallChart.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { movedSteps, movementPoints, signedStep } from '#web/movement.ts'
import { measurement } from '#web/resources.ts'
import { sayCount, sayPeriod, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'

/** Why? The recurring revenue of the period as a waterfall; every bar opens the accounts behind it. */
export function Movement({ metricKey, metric, measured }: { readonly metricKey: string; readonly metric: AnyMetric; readonly measured: Measurement }) {
  const { workspace, search, asOf, set } = useUrl()
  const isRevenue = metric.compute?.by === 'revenue'
  const own = movementPoints(measured)
  const elsewhere = useQuery({
    ...measurement(workspace, 'mrr-movements', { asOf, policy: search['policy'] }),
    enabled: isRevenue && own.length === 0 && metricKey !== 'mrr-movements',
  })
  const points = own.length > 0 ? own : elsewhere.data ? movementPoints(elsewhere.data) : []
  const point = points.find((one) => one.period === search['period']) ?? points.findLast(({ mature }) => mature) ?? points.at(-1)
  if (!isRevenue || !point) return null
  const { currency } = measured
  return (
    <section className="sec" aria-labelledby="h-move">
      <SectionHead id="h-move" title={conclusionOf(point, currency)}>
        <PeriodStep points={points} period={point.period} go={(next) => set({ period: next, movement: undefined })} />
      </SectionHead>
      <figure className="fig-room">
        <WaterfallChart
          movement={point}
          period={point.period}
          currency={currency}
          isUntrusted={measured.trust.state === 'untrusted'}
          pick={(movement) => set({ period: point.period, movement })}
        />
      </figure>
      <p className="note num">{logoWords(point.logos)}</p>
    </section>
  )
}

function PeriodStep({ points, period, go }: { readonly points: readonly MovementPoint[]; readonly period: string; readonly go: (period: string) => void }) {
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

/** “Recurring revenue grew by $41k in November; churn took back $22k”. */
function conclusionOf(point: MovementPoint, currency: string): string {
  const grew = point.closing - point.opening
  const worst = movedSteps(point).toSorted((a, b) => signedStep(point, a) - signedStep(point, b))[0]
  const lost = worst ? -signedStep(point, worst) : 0
  const took = worst && lost > 0 ? `; ${worst} took ${grew >= 0 ? 'back ' : ''}${sayValue(lost, 'money', currency)}` : ''
  const moved = grew === 0 ? 'did not move' : `${grew > 0 ? 'grew' : 'shrank'} by ${sayValue(Math.abs(grew), 'money', currency)}`
  return `Recurring revenue ${moved} in ${sayPeriod(point.period, { long: true })}${took}`
}

function logoWords(logos: Moved): string {
  const said = movedSteps(logos).map((step) => `${step} ${sayCount(logos[step])}`)
  return `Accounts: opening ${sayCount(logos.opening)} · ${[...said, `closing ${sayCount(logos.closing)}`].join(' · ')}`
}
