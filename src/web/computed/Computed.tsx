import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isFew } from '#engines/numbers/isFew.ts'
import type { AnyMetric, Measurement } from '#kernel'
import { askedOf, closedPoint } from '#web/measured.ts'
import { Peek } from '#web/parts/Peek.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { behind, measurement, metricDefinition, policies } from '#web/resources.ts'
import { sayCount, sayDay, sayInstantFully, sayPeriod, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { metrics, words } from '#web/vocabulary.ts'
import { Conventions, FormulaInNumbers, QueryText } from './Arithmetic.tsx'

/**
 * “How is this computed?”, the same panel beside every page: the formula in numbers, definition, policy, filters, freshness, n, the rows behind, the
 * query. `?how=` names the metric, `on=` the day; on the page of the metric itself its window, grain and policy count too.
 */
export function Computed() {
  const { workspace, search, params, asOf, set } = useUrl()
  const own = params['key'] ?? ''
  const key = search['how'] === '1' ? own : (search['how'] ?? '')
  const asked = key === own ? askedOf(search) : { asOf: search['on'] ?? asOf }
  return (
    <Peek
      label="How is this computed?"
      close={() => set({ how: undefined, on: undefined })}
      title={
        <>
          <b className="s">How is this computed?</b>
          <kbd aria-hidden="true">H</kbd>
        </>
      }
    >
      <Tile of={metricDefinition(workspace, key)} name={metrics[key]?.name ?? key} lines={6}>
        {(metric) => (
          <Tile of={measurement(workspace, key, asked)} name={metric.name} lines={10}>
            {(measured) => <Told metricKey={key} metric={metric} measured={measured} isOwn={key === own} />}
          </Tile>
        )}
      </Tile>
    </Peek>
  )
}

interface Shown {
  readonly metricKey: string
  readonly metric: AnyMetric
  readonly measured: Measurement
}

function Told({ metricKey, metric, measured, isOwn }: Shown & { readonly isOwn: boolean }) {
  const { workspace } = useUrl()
  return (
    <>
      <section>
        {!isOwn && (
          <p>
            <Go className="b link" to={`metrics/${metricKey}`}>
              {metric.name}
            </Go>
          </p>
        )}
        <p>{metric.says || metric.question}</p>
        <FormulaInNumbers metric={metric} measured={measured} />
      </section>
      <Proof metricKey={metricKey} metric={metric} measured={measured} />
      <Sources measured={measured} />
      <Behind metricKey={metricKey} metric={metric} measured={measured} isOwn={isOwn} />
      {metric.compute?.by === 'revenue' && (
        <section>
          <h3>Same ledger, other conventions</h3>
          <Tile of={policies(workspace, metricKey, measured.asOf)} name="The other conventions" lines={4}>
            {({ items }) => <Conventions items={items} metric={metric} measured={measured} />}
          </Tile>
        </section>
      )}
      <QueryText metricKey={metricKey} measured={measured} />
    </>
  )
}

/** What a number must never travel without (kpis.md §1.4). */
function Proof({ metricKey, metric, measured }: Shown) {
  const { workspace } = useMe()
  const { policy, trust, window, grain, timeZone, asOf, n, interval, unit, currency, freshness, version, definition } = measured
  const newest = freshness.inputs
    .flatMap(({ recordedAt }) => recordedAt ?? [])
    .toSorted()
    .at(-1)
  const lines: readonly (readonly [string, string])[] = [
    ['Definition', `v${version}${metric.isDraft ? ', a draft' : ''}${definition ? `, ${definition.slice(0, 12)}` : ''}`],
    ['Policy', `${words(policy.preset)}${policy.assumed.length > 0 ? `, ${policy.assumed.length} switches at their default` : ''}`],
    ['Filters', filtersOf(measured)],
    ['Window', `${window ? `${window} trailing, ` : ''}by ${grain}, days of ${timeZone}, as of ${sayDay(asOf)}`],
    ['n', n === null ? 'not counted' : `${sayCount(n)}${isFew(n, metric.minN) ? `, fewer than the ${metric.minN} that it asks for` : ''}`],
    ...(interval ? [['95% interval', `${sayValue(interval.low, unit, currency)} to ${sayValue(interval.high, unit, currency)}`] as const] : []),
    [
      'Fresh',
      `${freshness.newest ? `newest row ${sayDay(freshness.newest)}` : 'no row yet'}${newest ? `, recorded ${sayInstantFully(newest, workspace.timeZone)}` : ''}`,
    ],
    ['Trust', [words(trust.state), ...trust.reasons.map(({ says }) => says)].join('. ')],
  ]
  return (
    <section>
      <dl className="kv">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {definition && (
        <p className="note">
          <Go className="link" to="metrics/define" words={{ key: metricKey }}>
            Read the definition
          </Go>
        </p>
      )}
    </section>
  )
}

/** Which rows count, in words: the cut, the knowledge, and the house’s own rule about accounts. */
function filtersOf({ query: { request }, freshness }: Measurement): string {
  const isOfAccounts = freshness.inputs.some(({ fact }) => fact === 'account')
  return [
    ...(request.by ? [`cut by ${words(request.by).toLowerCase()}`] : []),
    ...(request.knownAt ? [`as known at ${request.knownAt}`] : []),
    isOfAccounts ? 'internal accounts left out' : 'none',
  ].join(', ')
}

function Sources({ measured }: { readonly measured: Measurement }) {
  return (
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
              First
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
              <td className="r muted">{input.oldest ? sayDay(input.oldest) : '–'}</td>
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
  )
}

/** The rows behind the closed period that the number tells of. */
function Behind({ metricKey, metric, measured, isOwn }: Shown & { readonly isOwn: boolean }) {
  const { workspace } = useUrl()
  const [isWhole, setWhole] = useState(false)
  const period = closedPoint(measured)?.period ?? ''
  const read = useQuery({ ...behind(workspace, metricKey, { period, asOf: measured.asOf }), retry: false, enabled: period !== '' })
  const items = read.data?.items ?? []
  if (period === '' || read.isPending || (!read.isError && items.length === 0)) return null
  if (read.isError) return <p className="note">{`${metric.name} does not list its rows one by one; break it down instead.`}</p>
  const isMoney = (metric.compute?.by === 'revenue' && metric.unit !== 'count') || metric.unit === 'money'
  const says = (value: number | null) => sayValue(value, isMoney ? 'money' : 'count', measured.currency)
  const shown = isWhole ? items.slice(0, 200) : items.slice(0, 6)
  return (
    <section>
      <h3>{`Behind ${sayPeriod(period)}: ${sayCount(items.length)} rows`}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="r">
              Of
            </th>
            <th scope="col" className="r">
              Counted
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((item, index) => (
            <tr key={`${index} ${item.account} ${item.movement ?? ''}`}>
              <td>
                <span className="b">{item.name ?? item.account}</span>
                {(item.movement ?? item.reason) && <span className="i1">{words(item.movement ?? item.reason ?? '')}</span>}
              </td>
              <td className="r">{says(item.opening)}</td>
              <td className="r">{says(item.closing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {items.length > shown.length && !isWhole && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {items.length > 200 ? 'The first 200' : `All ${items.length}`}
        </button>
      )}
      {!isOwn && (
        <p className="note">
          <Go className="link" to={`metrics/${metricKey}`}>
            Open the metric
          </Go>
        </p>
      )}
    </section>
  )
}
