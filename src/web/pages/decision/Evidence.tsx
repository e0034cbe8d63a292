import { Live, MetricName } from '#web/pages/case/Live.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayDay } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { CitedBet, DecisionDetail } from './asked.ts'

/** The numbers and bets that it is about, as they stand. */
export function Evidence({ told: { metrics, bets } }: { readonly told: DecisionDetail }) {
  if (metrics.length + bets.length === 0) return null
  return (
    <section className="sec" aria-label="What it is about">
      <SectionHead title="What it is about" count={metrics.length + bets.length} />
      <ul className="about">
        {metrics.map((metric) => (
          <li key={metric.metric}>
            <span className="b">
              <MetricName of={metric} />
            </span>
            <span className="num r">
              <Live of={metric} />
            </span>
          </li>
        ))}
        {bets.map((bet) => (
          <li key={bet.key}>
            <Go className="b" to={`n/initiatives/${bet.key}`}>
              {bet.title}
            </Go>
            <span className="r muted">{standing(bet)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function standing({ stage, horizon, forecast: { half, likely } }: CitedBet): string {
  if (half && likely) return `its people say 50% by ${sayDay(half)}, 85% by ${sayDay(likely)}`
  return [words(stage), horizon ? words(horizon) : ''].filter(Boolean).join(', ')
}
