import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem, isRecord, type AnyRow } from '#kernel'
import { call } from '#web/client.ts'
import type { Restated } from '#web/explained.ts'
import { addressOf } from '#web/object/address.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew, usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { Series } from './Custom.tsx'

/** Changes of policy: those that wait for somebody to agree, and how it was counted before. */
export function Proposals() {
  const { workspace, asOf } = useUrl()
  return (
    <section className="sec" aria-labelledby="h-prop">
      <Tile of={rows(workspace, 'policyChanges', { sort: '-createdAt', limit: 20, asOf })} name="The changes of policy" lines={2}>
        {({ items }) => (
          <>
            <SectionHead id="h-prop" title="Changes of policy" count={items.length} />
            {items.length === 0 && <p className="note">It was never changed. A change is proposed here with both series, and logged.</p>}
            <ul className="rows">
              {items.map((row) => (
                <Proposal key={row.id} row={row} />
              ))}
            </ul>
          </>
        )}
      </Tile>
    </section>
  )
}

const states = { proposed: 'amber', adopted: 'green', declined: 'none' } as const

function Proposal({ row }: { readonly row: AnyRow }) {
  const state = row['state'] === 'adopted' ? 'adopted' : row['state'] === 'declined' ? 'declined' : 'proposed'
  const held = isRecord(row['restated']) ? row['restated']['series'] : null
  const series = Array.isArray(held) ? held.filter(isRestated) : []
  return (
    <li className="row prop">
      <div>
        <Go className="ttl" to={addressOf('policyChange', row.key)}>
          {String(row['name'])}
        </Go>
        <div className="sub">{`${String(row['reason'])} · ${sayDay(row.createdAt)}${typeof row['words'] === 'string' ? ` · ${row['words']}` : ''}`}</div>
        {series.length > 0 && (
          <details>
            <summary className="link t13">Both series, as they were proposed</summary>
            <Series items={series} />
          </details>
        )}
        {state === 'proposed' && <Answer row={row} />}
      </div>
      <StateWords state={states[state]}>{words(state)}</StateWords>
    </li>
  )
}

const isRestated = (one: unknown): one is Restated => isRecord(one) && typeof one['metric'] === 'string' && Array.isArray(one['points'])

function Answer({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  const { member } = useMe()
  const noun = nouns['policyChange']?.noun
  const say = useSay()
  const cache = useQueryClient()
  const [reason, setReason] = useState('')
  const isOwn = row['proposedBy'] === member.id
  const { mutate, isPending } = useMutation({
    mutationFn: () => call(`/policies/proposals/${row.id}/adopt`, { method: 'POST', workspace, body: reason.trim() ? { words: reason.trim() } : {} }),
    onSuccess: () => {
      renew(cache, workspace, 'policyChange')
      say('Adopted. Every revenue number is counted so from now on.')
    },
    onError: (problem) => say(isProblem(problem) ? `Not adopted. ${problem.message} ${problem.hint}` : 'Not adopted.', { tone: 'failed' }),
  })
  if (!noun || asOf !== undefined) return null
  return (
    <div className="answer">
      <label>
        <span>{isOwn ? 'You proposed it: why without a second person?' : 'A word, if you like; needed to decline'}</span>
        <input className="inp" value={reason} maxLength={400} onChange={(event) => setReason(event.target.value)} />
      </label>
      <div className="acts">
        <button type="button" className="btn pri" disabled={isPending || (isOwn && reason.trim() === '')} onClick={() => mutate()}>
          Adopt
        </button>
        <Decline row={row} words={reason.trim()} />
      </div>
    </div>
  )
}

function Decline({ row, words: said }: { readonly row: AnyRow; readonly words: string }) {
  const noun = nouns['policyChange']?.noun
  return noun ? <DeclineButton noun={noun} row={row} said={said} /> : null
}

function DeclineButton({ noun, row, said }: { readonly noun: NonNullable<(typeof nouns)[string]>['noun']; readonly row: AnyRow; readonly said: string }) {
  const { perform, isPending } = usePerform(noun)
  return (
    <button type="button" className="btn" disabled={said === '' || isPending} onClick={() => void perform('decline', row, { words: said }).catch(() => null)}>
      Decline
    </button>
  )
}
