import { useQuery } from '@tanstack/react-query'
import { BadgeCheck } from 'lucide-react'
import { isFew } from '#engines/numbers/isFew.ts'
import type { Measurement, AnyMetric } from '#kernel'
import type { ScoreItem, State } from '#web/contract.ts'
import { useHow } from '#web/computed/how.tsx'
import { useKeys } from '#web/keys.tsx'
import { ReasonWords } from '#web/parts/ReasonWords.tsx'
import { certaintyOf, CertaintyMark, isVouched } from '#web/parts/Certainty.tsx'
import { Crumbs } from '#web/parts/Crumbs.tsx'
import { BigFigure, sayMissing, TargetVariance, Variance } from '#web/parts/Figure.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { rows } from '#web/resources.ts'
import { sayCount, sayDay, sayPeriod, sayTarget, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { closedPoint } from '#web/measured.ts'

interface Shown {
  readonly metricKey: string
  readonly metric: AnyMetric
  readonly measured: Measurement
  readonly item: ScoreItem | undefined
}

/** Name, figure, target, prior, interval, n, and whether it may be trusted. */
export function Headline({ metricKey, metric, measured, item }: Shown) {
  const { workspace } = useMe()
  const point = closedPoint(measured)
  const { unit, currency } = measured
  const { value } = measured
  return (
    <>
      <Crumbs way={[{ to: 'metrics', says: 'Metrics' }]} here={metric.theme} />
      <Actions metricKey={metricKey} metric={metric} measured={measured} />
      <section className="hl" aria-label="Headline">
        <div className="big num">
          <Struck trust={value === null ? null : measured.trust} isMarked>
            <BigFigure value={value} unit={unit} currency={currency} />
          </Struck>
          {value !== null && <CertaintyMark of={certaintyOf(measured.trust, workspace.isSample)} />}
        </div>
        <dl className="hlk num">
          <div>
            <dt>{item?.target ? `Target, ${sayDay(item.target.by)}` : 'Target'}</dt>
            <dd>
              {sayTarget(item?.target, unit, currency)} {item?.target && <TargetVariance of={{ ...item, value, trust: measured.trust }} />}
            </dd>
          </div>
          <div>
            <dt>{item?.prior ? `Prior, ${sayPeriod(item.prior.period)}` : 'Prior'}</dt>
            <dd>
              {sayValue(item?.prior?.value ?? null, unit, currency)}{' '}
              <Variance
                actual={value}
                reference={item?.prior?.value}
                unit={unit}
                currency={currency}
                better={metric.better}
                isUntrusted={measured.trust.state === 'untrusted'}
              />
            </dd>
          </div>
          {measured.interval && (
            <div>
              <dt>95% interval</dt>
              <dd>{`${sayValue(measured.interval.low, unit, currency).replace('%', '')} – ${sayValue(measured.interval.high, unit, currency)}`}</dd>
            </div>
          )}
          {measured.n !== null && (
            <div>
              <dt>n</dt>
              <dd>
                {sayCount(measured.n)} {isFew(measured.n, metric.minN) && <span className="amber">few</span>}
              </dd>
            </div>
          )}
        </dl>
      </section>
      {value === null && (
        <p className="muted">
          {point
            ? `${measured.reason === 'no_data' ? 'No rows in the last closed period' : sayMissing(measured.reason, measured.freshness)}. The last value was ${sayValue(point.value, unit, currency)}, ${sayPeriod(point.period, { long: true })}.`
            : sayMissing(measured.reason, measured.freshness)}
        </p>
      )}
      {value === null && !point && measured.notes.length > 0 && (
        <ul className="because muted">
          {measured.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <TrustLine measured={measured} item={item} />
    </>
  )
}

const trustStates: Readonly<Record<string, State>> = { trusted: 'green', provisional: 'amber', stale: 'none', untrusted: 'untrusted' }

function TrustLine({ measured, item }: { readonly measured: Measurement; readonly item: ScoreItem | undefined }) {
  const { state, reasons } = measured.trust
  const window = measured.window ? `${measured.window} to ` : ''
  return (
    <div className="trust num">
      {(measured.value !== null || state !== 'trusted') && (
        <StateWords state={trustStates[state] ?? 'none'}>{isVouched(measured.trust) ? 'Vouched for' : words(state)}</StateWords>
      )}
      <span>{`${window}${sayDay(measured.asOf)}`}</span>
      {measured.freshness.newest && <span>{`newest row ${sayDay(measured.freshness.newest)}`}</span>}
      {item?.owner && <span>{`owner ${item.owner.name}`}</span>}
      {reasons.length > 0 && (
        <ul className="because">
          {reasons.map((reason) => (
            <li key={`${reason.check} ${reason.says}`}>
              <ReasonWords of={reason} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Actions({ metricKey, metric, measured }: Omit<Shown, 'item'>) {
  const { workspace, search, asOf, set } = useUrl()
  const entry = useQuery(rows(workspace, 'metrics', { metricKey, limit: 1 })).data?.items[0]
  const how = useHow()
  const toggleHow = () => how(metricKey)
  const showBreakdown = () => document.getElementById('breakdown')?.scrollIntoView({ block: 'start' })
  const mayWrite = asOf === undefined
  useKeys([
    { keys: 'h', says: 'How is this computed?', run: toggleHow },
    { keys: 'b', says: 'Break down', run: showBreakdown },
    ...(mayWrite
      ? [
          { keys: 'm', says: 'Note on the line', run: () => set({ form: 'note' }) },
          { keys: 't', says: 'Set target', run: () => set({ form: 'target' }) },
        ]
      : []),
  ])
  return (
    <div className="mh">
      <h1>{metric.name}</h1>
      <span className="chip line">
        <Icon of={BadgeCheck} />
        {`${entry?.['state'] === 'certified' ? 'Certified' : 'Defined'} v${measured.version}`}
      </span>
      <div className="acts">
        {mayWrite && (
          <>
            <button type="button" className="btn d-only" onClick={() => set({ form: 'note' })}>
              Note <kbd aria-hidden="true">M</kbd>
            </button>
            <button type="button" className="btn d-only" onClick={() => set({ form: 'target' })}>
              Set target <kbd aria-hidden="true">T</kbd>
            </button>
          </>
        )}
        <button type="button" className="btn" aria-pressed={search['how'] !== undefined} onClick={toggleHow}>
          How is this computed? <kbd aria-hidden="true">H</kbd>
        </button>
      </div>
    </div>
  )
}
