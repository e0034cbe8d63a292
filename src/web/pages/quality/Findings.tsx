import { useState } from 'react'
import { isWaiting } from '#engines/numbers/waitingCheck.ts'
import { isProblem, type Fields, type Noun } from '#kernel'
import type { KeptFinding, MetricHealth, QualityAnswer } from '#web/signals/contract.ts'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { usePerform } from '#web/perform.ts'
import { verdictRow } from '#web/signals/useJudging.ts'
import { sayCount, sayDay, sayMany } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { nouns, shortName, words } from '#web/vocabulary.ts'

type Asked = { readonly finding: KeptFinding; readonly form: 'accept' | 'vouch' }

/** Faults by severity, each with rows that show it, what it touches, since when, and who looks after it. */
export function Findings({
  items,
  overrides,
  metrics,
}: {
  readonly items: readonly KeptFinding[]
  readonly overrides: QualityAnswer['overrides']
  readonly metrics: readonly MetricHealth[]
}) {
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <>
      <ul className="rows">
        {items.map((finding) => (
          <FindingRow key={`${finding.fact} ${finding.check}`} finding={finding} ask={(form) => setAsked({ finding, form })} />
        ))}
      </ul>
      {overrides.map((one) => (
        <p className="note" key={one.id}>
          <b>{shortName(one.metric)}</b> {`is vouched for by ${one.by ?? 'somebody'} until ${sayDay(one.until)}: ${one.rationale}`}
        </p>
      ))}
      {asked?.form === 'accept' && <AcceptForm finding={asked.finding} close={() => setAsked(null)} />}
      {asked?.form === 'vouch' && <VouchForm finding={asked.finding} metrics={metrics} close={() => setAsked(null)} />}
    </>
  )
}

function FindingRow({ finding, ask }: { readonly finding: KeptFinding; readonly ask: (form: Asked['form']) => void }) {
  const { severity, says, count, of, fact, samples, metrics, kept, affected } = finding
  const isError = severity === 'error'
  return (
    <li className="row fnd">
      <StateWords state={isError ? 'red' : 'amber'}>{isError ? 'Error' : 'Warning'}</StateWords>
      <div className="tx">
        <div className="ttl num">{of > 0 ? `${sayCount(count)} of ${sayCount(of)} ${says}` : says}</div>
        <div className="sub">
          {`${words(fact)} data · touches ${metrics.length === 0 ? 'no metric' : metrics.slice(0, 4).map(shortName).join(', ')}${metrics.length > 4 ? ` and ${metrics.length - 4} more` : ''}`}
        </div>
        {affected.keyResults.length > 0 && <div className="sub">{`Key results that read them: ${affected.keyResults.slice(0, 3).join('; ')}`}</div>}
        {affected.reviews.length > 0 && <div className="sub">{`Draft reviews that show them: ${affected.reviews.slice(0, 3).join('; ')}`}</div>}
        {samples.length > 0 && (
          <details>
            <summary className="t12 muted">{`${sayMany(samples.length, 'row')} that ${samples.length === 1 ? 'shows' : 'show'} it`}</summary>
            <ul className="t12 num smp">
              {samples.map((sample) => (
                <li key={`${sample.key} ${sample.shows}`}>
                  <code>{sample.key}</code> {sample.shows}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <div className="sub e num">
        {kept ? (
          <>
            <Go to={`n/qualityFindings/${kept.key}`}>{kept.state === 'accepted' ? `Accepted until ${sayDay(kept.acceptedUntil ?? '')}` : words(kept.state)}</Go>
            <div>{`since ${sayDay(kept.firstSeen)}`}</div>
            <div>{kept.owner ?? 'nobody looks after it'}</div>
          </>
        ) : (
          'found just now'
        )}
      </div>
      <div className="acts">
        {isWaiting(finding.check) && (
          <Go className="btn" to="import" words={{ waiting: 'yes' }}>
            See the rows
          </Go>
        )}
        {kept && kept.state === 'open' && (
          <button type="button" className="btn" onClick={() => ask('accept')}>
            Accept
          </button>
        )}
        {isError && metrics.length > 0 && (
          <button type="button" className="btn" onClick={() => ask('vouch')}>
            Vouch for a metric
          </button>
        )}
      </div>
    </li>
  )
}

function AcceptForm({ finding, close }: { readonly finding: KeptFinding; readonly close: () => void }) {
  const found = nouns['qualityFinding']
  const accept = found?.verbs.find(({ verb }) => verb === 'accept')
  if (!found || !accept || !finding.kept) return null
  return (
    <Modal title="Accept the finding" close={close}>
      <p>{`${finding.says}. It stays listed, and the metrics that it touches stay as they are.`}</p>
      <Performed noun={found.noun} verb="accept" kept={finding.kept} fields={accept.input} also={{}} submit="Accept" close={close} />
    </Modal>
  )
}

/** A person’s word that an untrusted metric may be used for a while: recorded, with rationale and expiry. */
function VouchForm({ finding, metrics, close }: { readonly finding: KeptFinding; readonly metrics: readonly MetricHealth[]; readonly close: () => void }) {
  const found = nouns['trustOverride']
  const create = found?.verbs.find(({ verb }) => verb === 'create')
  const known = metrics.filter(({ metric }) => finding.metrics.includes(metric))
  const [metric, choose] = useState(known[0]?.metric ?? finding.metrics[0] ?? '')
  const { rationale, until } = create?.input ?? {}
  if (!found || !rationale || !until) return null
  return (
    <Modal title="Vouch for a metric" close={close}>
      <p>It may be used until that day and says on whose word. The fault stays listed.</p>
      <div className="fld">
        <label htmlFor="vouch-metric">Metric</label>
        <select id="vouch-metric" className="inp" value={metric} onChange={(event) => choose(event.target.value)}>
          {known.map((one) => (
            <option key={one.metric} value={one.metric}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <Performed noun={found.noun} verb="create" fields={{ rationale, until }} also={{ metricKey: metric }} submit="Vouch" close={close} />
    </Modal>
  )
}

function Performed({
  noun,
  verb,
  kept,
  fields,
  also,
  submit,
  close,
}: {
  readonly noun: Noun
  readonly verb: string
  readonly kept?: NonNullable<KeptFinding['kept']>
  readonly fields: Fields
  readonly also: Readonly<Record<string, unknown>>
  readonly submit: string
  readonly close: () => void
}) {
  const { perform, isPending, error } = usePerform(noun)
  const row = kept ? { ...verdictRow({ id: kept.id, version: kept.version, verdict: '', says: '' }), key: kept.key } : undefined
  const save = async (values: Readonly<Record<string, unknown>>) => {
    if (await perform(verb, row, { ...also, ...values }).catch(() => null)) close()
  }
  return <Form fields={fields} start={{}} submit={submit} isBusy={isPending} refusal={isProblem(error) ? error : null} save={save} cancel={close} />
}
