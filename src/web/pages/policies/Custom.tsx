import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { asksOf, meaningOf, valuesOf } from '#metrics/policyWords.ts'
import { call } from '#web/client.ts'
import { restated, type Restated } from '#web/explained.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { TwoSeries } from '#web/parts/TwoSeries.tsx'
import { renew } from '#web/perform.ts'
import { useUrl } from '#web/url.tsx'
import { metrics } from '#web/vocabulary.ts'
import { customOf, presetNames } from './asked.ts'

/** A set of switches of our own, tried beside the others, and proposed as the workspace’s policy. */
export function Custom() {
  const { search, set, asOf } = useUrl()
  const chosen = customOf(search['custom'])
  const put = (name: string, value: string) => {
    const next = Object.fromEntries(Object.entries({ ...chosen, [name]: value }).filter(([, one]) => one !== ''))
    set({ custom: Object.keys(next).length > 0 ? JSON.stringify(next) : undefined })
  }
  const turned = Object.keys(chosen).length
  return (
    <section className="sec" aria-labelledby="h-own">
      <SectionHead id="h-own" title="Turn switches yourself" count={turned > 0 ? `${turned} turned` : undefined}>
        {turned > 0 && (
          <button type="button" className="link" onClick={() => set({ custom: undefined })}>
            Back to ours
          </button>
        )}
      </SectionHead>
      <div className="own">
        {valuesOf.map(([name, values]) => (
          <label key={name}>
            <span>{asksOf(name)}</span>
            <select className="inp cell" value={chosen[name] ?? ''} onChange={(event) => put(name, event.target.value)}>
              <option value="">As we count</option>
              {values.map((value) => (
                <option key={value} value={value}>
                  {meaningOf(name, value)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      {asOf === undefined && <Propose policy={turned > 0 ? JSON.stringify(chosen) : null} />}
    </section>
  )
}

/** Nothing changes before somebody agrees: the proposal shows both series and waits. */
function Propose({ policy: own }: { readonly policy: string | null }) {
  const { workspace } = useUrl()
  const say = useSay()
  const cache = useQueryClient()
  const [preset, setPreset] = useState('')
  const [reason, setReason] = useState('')
  const policy = own ?? (preset === '' ? null : preset)
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      call('/policies/proposals', { method: 'POST', workspace, body: { policy: policy?.startsWith('{') ? JSON.parse(policy) : policy, reason } }),
    onSuccess: () => {
      setReason('')
      renew(cache, workspace, 'policyChange')
      say('Proposed. Nothing changes until somebody agrees.')
    },
    onError: (problem) => say(isProblem(problem) ? `Not proposed. ${problem.message} ${problem.hint}` : 'Not proposed.', { tone: 'failed' }),
  })
  return (
    <form
      className="propose"
      onSubmit={(event) => {
        event.preventDefault()
        mutate()
      }}
    >
      <h3>Propose it as our policy</h3>
      {own === null && (
        <label>
          <span>Policy</span>
          <select className="inp" value={preset} onChange={(event) => setPreset(event.target.value)}>
            <option value="">Choose, or turn switches above</option>
            {[...presetNames, 'default'].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {policy && <Restatement policy={policy} />}
      <label>
        <span>Why</span>
        <input className="inp" value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} />
      </label>
      <div className="acts">
        <button className="btn pri" type="submit" disabled={policy === null || reason.trim() === '' || isPending}>
          Propose
        </button>
        <span className="muted t13">A second person agrees, or an administrator says why not.</span>
      </div>
    </form>
  )
}

function Restatement({ policy }: { readonly policy: string }) {
  const { workspace } = useUrl()
  const read = useQuery(restated(workspace, policy))
  if (!read.data)
    return <p className="note">{read.isError ? (isProblem(read.error) ? read.error.message : 'It cannot be shown.') : 'Counting the past again.'}</p>
  return <Series items={read.data.items} />
}

/** The newest twelve months under both policies. */
export function Series({ items }: { readonly items: readonly Restated[] }) {
  const periods = (items[0]?.points ?? []).slice(-12).map(({ period }) => period)
  const rows = items.flatMap(({ metric, unit, points }) => {
    const last = points.slice(-12)
    const values = last.map(({ now }) => now)
    return [
      { key: `${metric} now`, says: metrics[metric]?.name ?? metric, isMuted: false, unit, values },
      { key: `${metric} then`, says: 'as proposed', isMuted: true, unit, values: last.map(({ then }) => then), against: values },
    ]
  })
  return <TwoSeries label="Both series, by month" periods={periods} rows={rows} />
}
