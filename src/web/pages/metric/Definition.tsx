import { Database, FileDown, Rows3 } from 'lucide-react'
import type { Measurement, AnyMetric } from '#kernel'
import { asksOf, meaningOf } from '#metrics/policyWords.ts'
import { definedDetail } from '#web/defined.ts'
import { metricRecord, type MetricRecord } from '#web/explained.ts'
import { addressOf } from '#web/object/address.ts'
import { DefinedVersions } from '#web/parts/DefinedVersions.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayCount, sayDay, sayInstant, sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, Turn, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { closedPoint } from '#web/measured.ts'
import { Restatements } from './Restatements.tsx'
import { Versions } from './Versions.tsx'

/** What counts and what does not, under which conventions, from which rows, used by whom, and how the words changed. */
export function Definition({ metricKey, metric, measured }: { readonly metricKey: string; readonly metric: AnyMetric; readonly measured: Measurement }) {
  const { workspace } = useUrl()
  return (
    <section className="sec def" aria-labelledby="h-def">
      <SectionHead id="h-def" title="Definition">
        <span>{`v${measured.version}`}</span>
        {measured.definition !== undefined && (
          <Go to="metrics/define" words={{ key: metricKey }} className="link">
            Its definition
          </Go>
        )}
      </SectionHead>
      <p>{metric.says}</p>
      <p className="code">{metric.formula}</p>
      {metric.compute?.by === 'revenue' && <Policy measured={measured} />}
      <Tile of={metricRecord(workspace, metricKey)} name="Lineage and use" lines={4}>
        {(record) => (
          <div className="cols">
            <div>
              <h3>Lineage</h3>
              <Lineage measured={measured} record={record} />
            </div>
            <div>
              <h3>Where it is used</h3>
              <Uses record={record} />
            </div>
            <div className="whole">
              <h3>Versions</h3>
              {measured.definition === undefined ? <Versions record={record} version={measured.version} /> : <Defined metricKey={metricKey} />}
            </div>
            <div className="whole">
              <h3>Restatements</h3>
              <Restatements metricKey={metricKey} />
            </div>
          </div>
        )}
      </Tile>
    </section>
  )
}

/** The wordings of a definition that people wrote, and the one that waits. */
function Defined({ metricKey }: { readonly metricKey: string }) {
  const { workspace } = useUrl()
  return (
    <Tile of={definedDetail(workspace, metricKey)} name="Its versions" lines={2}>
      {(detail) => (
        <DefinedVersions detail={detail}>
          <Go to="metrics/define" words={{ key: metricKey }} className="link">
            Both series, and certify
          </Go>
        </DefinedVersions>
      )}
    </Tile>
  )
}

/** Each switch in words; what nobody stated says so. */
function Policy({ measured: { policy } }: { readonly measured: Measurement }) {
  const assumed = new Set(policy.assumed)
  const all = Object.entries(policy.switches)
  const stated = all.filter(([name]) => !assumed.has(name))
  const shown = stated.length > 0 ? stated : all.filter(([name]) => telling.has(name))
  const rest = all.filter(([name]) => !shown.some(([known]) => known === name))
  return (
    <>
      <h3>
        {`Policy: ${words(policy.preset).toLowerCase()} `}
        <Go to="metrics/policies" className="link t12">
          Compare policies
        </Go>
      </h3>
      <dl className="switches t13">
        {shown.map(([name, value]) => (
          <SwitchRow key={name} name={name} value={value} isAssumed={assumed.has(name)} />
        ))}
      </dl>
      <details>
        <summary className="link t13">{`${rest.length} more, all at their default`}</summary>
        <dl className="switches t13">
          {rest.map(([name, value]) => (
            <SwitchRow key={name} name={name} value={value} isAssumed={assumed.has(name)} />
          ))}
        </dl>
      </details>
    </>
  )
}

const telling: ReadonlySet<string> = new Set(['method', 'window_months', 'grain', 'churn_recognised', 'discounts', 'past_due', 'reactivation', 'fx'])

export function SwitchRow({ name, value, isAssumed }: { readonly name: string; readonly value: unknown; readonly isAssumed: boolean }) {
  return (
    <div>
      <dt>{asksOf(name)}</dt>
      <dd>
        {meaningOf(name, value)}
        {isAssumed && (
          <span className="chip line" title="Nobody stated it; the default holds.">
            assumed
          </span>
        )}
      </dd>
    </div>
  )
}

type Input = Measurement['freshness']['inputs'][number]

/** “, 1 Jan 2024 to 30 Nov 2026”. */
const spanOf = ({ oldest, newest }: Input): string =>
  newest ? (oldest && oldest !== newest.slice(0, 10) ? `, ${sayDay(oldest)} to ${sayDay(newest)}` : `, newest ${sayDay(newest)}`) : ''

/** “, files at most 14 days apart”. */
const rhythmOf = ({ rhythm }: Input): string =>
  rhythm ? `, ${rhythm.of === 'arrivals' ? 'files' : 'rows'} at most ${sayMany(rhythm.longest, 'day')} apart` : ''

/** Fact, then the import that brought it, then the rows behind the newest closed period. */
function Lineage({ measured, record }: { readonly measured: Measurement; readonly record: MetricRecord }) {
  const { workspace: card, serverTime } = useMe()
  const point = closedPoint(measured)
  return (
    <ol className="lin t13">
      {measured.freshness.inputs.map((input) => (
        <li key={input.fact}>
          <Icon of={Database} />
          <span>
            {words(input.fact)}{' '}
            <span className="muted num">{input.rows === 0 ? 'no rows yet' : `${sayMany(input.rows, 'row')}${spanOf(input)}${rhythmOf(input)}`}</span>
            {record.brought
              .filter(({ fact }) => fact === input.fact)
              .slice(0, 3)
              .map((one) => (
                <span className="from" key={`${one.import.id} ${one.file}`}>
                  <Icon of={FileDown} />
                  <Go to={addressOf('import', one.import.key)}>{one.import.name}</Go>
                  <span className="muted num">{` ${one.file}${one.rows === null ? '' : `, ${sayCount(one.rows)}`}, ${sayInstant(one.import.at, serverTime, card.timeZone)}`}</span>
                </span>
              ))}
          </span>
        </li>
      ))}
      {point && (
        <li>
          <Icon of={Rows3} />
          <Turn words={{ period: point.period }} isCurrent={false} className="link">
            The rows behind it
          </Turn>
        </li>
      )}
    </ol>
  )
}

function Uses({ record }: { readonly record: MetricRecord }) {
  if (record.uses.length === 0) return <p className="note">No review, goal, target or decision cites it yet.</p>
  return (
    <ul className="uses t13">
      {record.uses.slice(0, 12).map((one) => (
        <li key={`${one.noun} ${one.id}`}>
          <span className="kind">{words(one.noun)}</span>
          <span>
            <Go to={addressOf(one.noun, one.key)}>{one.title}</Go>{' '}
            <span className="muted num">{/^\d{4}-\d\d-\d\d$/.test(one.says) ? sayDay(one.says) : one.says}</span>
          </span>
        </li>
      ))}
      {record.uses.length > 12 && <li className="muted">{`and ${record.uses.length - 12} more`}</li>}
    </ul>
  )
}
