import { Copy } from 'lucide-react'
import type { AnyMetric, Measurement } from '#kernel'
import { apiUrl, withQuery } from '#web/client.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { Variance } from '#web/parts/Figure.tsx'
import { sayCount, sayDay, sayPeriod, sayValue } from '#web/say.ts'
import { Wide } from '#web/parts/Wide.tsx'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { closedPoint } from '#web/measured.ts'

/** The formula with its numbers: numerator over denominator, the cohort, the period. */
export function FormulaInNumbers({ metric, measured }: { readonly metric: AnyMetric; readonly measured: Measurement }) {
  const point = closedPoint(measured)
  const { unit, currency } = measured
  const [numerator, denominator] = [measured.numerator ?? point?.numerator ?? null, measured.denominator ?? point?.denominator ?? null]
  const part = (value: number | null) =>
    metric.compute?.by === 'revenue' && metric.compute.measure !== 'logoChurn' ? sayExactly(value, currency) : value === null ? '–' : sayCount(value)
  return (
    <div className="code">
      {metric.formula}
      {'\n'}
      <i>{`${measured.n === null ? '' : `over ${sayCount(measured.n)} in the cohort, `}${point ? `closed ${sayPeriod(point.period)}` : `as of ${sayDay(measured.asOf)}`}`}</i>
      {numerator !== null && `\n\n    = ${part(numerator)}${denominator === null ? '' : ` ÷ ${part(denominator)}`}`}
      {`\n    = ${sayValue(measured.value ?? point?.value ?? null, unit, currency)}`}
    </div>
  )
}

const sayExactly = (value: number | null, currency: string): string =>
  value === null ? '–' : new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 0 }).format(value)

/** The same ledger under other published conventions; the whole metric page follows a chosen one. */
export function Conventions({
  items,
  metric,
  measured,
}: {
  readonly items: readonly { readonly preset: string; readonly says: string; readonly value: number | null; readonly difference: number | null }[]
  readonly metric: AnyMetric
  readonly measured: Measurement
}) {
  const { set, search } = useUrl()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Convention</th>
          <th scope="col" className="r">
            Value
          </th>
          <th scope="col" className="r">
            Against ours
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.preset} className={(search['policy'] ?? measured.policy.preset) === item.preset ? 'sel' : ''}>
            <td>
              <button
                type="button"
                className="b"
                title={`Show the whole page under ${words(item.preset)}`}
                onClick={() => set({ policy: item.preset === 'default' ? undefined : item.preset })}
              >
                {words(item.preset)}
              </button>
              <span className="i1">{item.says}</span>
            </td>
            <td className="r">{sayValue(item.value, metric.unit, measured.currency)}</td>
            <td className="r">
              {item.difference === null || item.difference === 0 ? (
                <span className="muted">–</span>
              ) : (
                <Variance actual={item.value} reference={(item.value ?? 0) - item.difference} unit={metric.unit} currency={measured.currency} better="within" />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The text that was run, and the call that gives exactly this again. */
export function QueryText({ metricKey, measured }: { readonly metricKey: string; readonly measured: Measurement }) {
  const say = useSay()
  const { metric: _metric, policy, ...request } = measured.query.request
  const address = apiUrl(withQuery(`/metrics/${metricKey}`, { ...request, policy: typeof policy === 'string' ? policy : undefined }))
  const copy = async () => {
    await navigator.clipboard?.writeText(`${location.origin}${address}`)
    say('API call copied')
  }
  return (
    <section>
      <h3>Query</h3>
      {measured.query.text && (
        <Wide room="code tall" label="The query">
          {measured.query.text}
        </Wide>
      )}
      <div className="acts">
        <button type="button" className="btn" onClick={() => void copy()}>
          <Icon of={Copy} /> Copy the API call
        </button>
      </div>
    </section>
  )
}
