import { Database } from 'lucide-react'
import type { Measurement, Metric } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayCount, sayDay } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { metrics, words } from '#web/vocabulary.ts'

/** What counts and what does not, under which conventions, from which sources. */
export function Definition({ metric, measured }: { readonly metric: Metric; readonly measured: Measurement }) {
  const { policy } = measured
  const assumed = new Set(policy.assumed)
  const stated = Object.entries(policy.switches).filter(([name]) => !assumed.has(name))
  const rest = Object.entries(policy.switches).filter(([name]) => assumed.has(name))
  return (
    <section className="sec def" aria-labelledby="h-def">
      <SectionHead id="h-def" title="Definition">
        <span>{`v${measured.version}`}</span>
      </SectionHead>
      <p>{metric.says}</p>
      <p className="code">{metric.formula}</p>
      {metric.compute.by === 'revenue' && (stated.length > 0 || rest.length > 0) && (
        <>
          <h3>{`Policy: ${words(policy.preset)}`}</h3>
          <div className="chips">
            {(stated.length > 0 ? stated : rest.slice(0, 9)).map(([name, value]) => (
              <Switch key={name} name={name} value={value} />
            ))}
          </div>
          {rest.length > 0 && (
            <details>
              <summary className="link t13">{`${rest.length} switches at their default`}</summary>
              <div className="chips">
                {rest.map(([name, value]) => (
                  <Switch key={name} name={name} value={value} />
                ))}
              </div>
            </details>
          )}
        </>
      )}
      <div className="cols">
        <div>
          <h3>Sources</h3>
          <ol className="lin t13">
            {measured.freshness.inputs.map((input) => (
              <li key={input.fact}>
                <Icon of={Database} />
                <span>
                  {words(input.fact)}{' '}
                  <span className="muted num">{`${sayCount(input.rows)} rows${input.newest ? `, newest ${sayDay(input.newest)}` : ''}`}</span>
                </span>
              </li>
            ))}
          </ol>
        </div>
        <div>
          <h3>Read it with</h3>
          <ul className="lin t13">
            {metric.guardrails.map((key) => (
              <li key={key}>
                <Go to={`metrics/${key}`} className="link">
                  {metrics[key]?.name ?? key}
                </Go>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  )
}

function Switch({ name, value }: { readonly name: string; readonly value: unknown }) {
  const said =
    typeof value === 'object' && value !== null
      ? Object.values(value)
          .map((part) => words(String(part)).toLowerCase())
          .join(', ')
      : words(String(value)).toLowerCase()
  return (
    <span className="chip">
      <span className="k">{words(name)}</span>
      {said}
    </span>
  )
}
