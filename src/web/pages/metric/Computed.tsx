import { Copy } from 'lucide-react'
import type { Measurement, Metric } from '#kernel'
import { apiUrl, withQuery } from '#web/client.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { Peek } from '#web/parts/Peek.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { Variance } from '#web/parts/Figure.tsx'
import { policies } from '#web/resources.ts'
import { sayCount, sayDay, sayPeriod, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { closedPoint } from './asked.ts'

/** “How is this computed?”: the formula in numbers, the rows, the sources, the other conventions, the query. */
export function Computed({ metricKey, metric, measured }: { readonly metricKey: string; readonly metric: Metric; readonly measured: Measurement }) {
  const { workspace, asOf, set } = useUrl()
  return (
    <Peek
      label="How is this computed?"
      close={() => set({ how: undefined })}
      title={
        <>
          <b className="s">How is this computed?</b>
          <kbd aria-hidden="true">H</kbd>
        </>
      }
    >
      <section>
        <p>{metric.says}</p>
        <FormulaInNumbers metric={metric} measured={measured} />
      </section>
      <section>
        <h3>Sources</h3>
        <table>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col" className="r">
                Rows
              </th>
              <th scope="col" className="r">
                Newest
              </th>
            </tr>
          </thead>
          <tbody>
            {measured.freshness.inputs.map((input) => (
              <tr key={input.fact}>
                <td className="b">{words(input.fact)}</td>
                <td className="r">{sayCount(input.rows)}</td>
                <td className="r muted">{input.newest ? sayDay(input.newest) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {measured.notes.map((note) => (
          <p className="note" key={note}>
            {note}
          </p>
        ))}
      </section>
      {metric.compute.by === 'revenue' && (
        <section>
          <h3>Same ledger, other conventions</h3>
          <Tile of={policies(workspace, metricKey, asOf)} name="The other conventions" lines={4}>
            {({ items }) => <Conventions items={items} metric={metric} measured={measured} />}
          </Tile>
        </section>
      )}
      <QueryText metricKey={metricKey} measured={measured} />
    </Peek>
  )
}

function FormulaInNumbers({ metric, measured }: { readonly metric: Metric; readonly measured: Measurement }) {
  const point = closedPoint(measured)
  const { unit, currency } = measured
  const [numerator, denominator] = [measured.numerator ?? point?.numerator ?? null, measured.denominator ?? point?.denominator ?? null]
  const part = (value: number | null) =>
    metric.compute.by === 'revenue' && metric.compute.measure !== 'logoChurn' ? sayExactly(value, currency) : value === null ? '–' : sayCount(value)
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

function Conventions({
  items,
  metric,
  measured,
}: {
  readonly items: readonly { readonly preset: string; readonly says: string; readonly value: number | null; readonly difference: number | null }[]
  readonly metric: Metric
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

function QueryText({ metricKey, measured }: { readonly metricKey: string; readonly measured: Measurement }) {
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
      {measured.query.text && <pre className="code tall">{measured.query.text}</pre>}
      <div className="acts">
        <button type="button" className="btn" onClick={() => void copy()}>
          <Icon of={Copy} /> Copy the API call
        </button>
      </div>
    </section>
  )
}
