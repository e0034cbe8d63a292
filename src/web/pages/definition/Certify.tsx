import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { metricRecord } from '#web/explained.ts'
import { refusalOf } from '#web/object/decide.ts'
import { VerbForm } from '#web/object/VerbForm.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew } from '#web/perform.ts'
import { useMay, useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { Detail } from '#web/defined.ts'

/** What a second person does with a draft, or with a change that waits. */
export function Certify({ detail: { key: metricKey, proposal, versions, revision } }: { readonly detail: Detail }) {
  const { workspace, asOf } = useUrl()
  const { member, serverTime } = useMe()
  const say = useSay()
  const cache = useQueryClient()
  const isProposed = proposal !== null
  const isOwn = (proposal?.by ?? versions[0]?.by) === member.id
  const may = useMay()('admin')
  const [isAsked, setAsked] = useState(false)
  const entry = useQuery({ ...metricRecord(workspace, metricKey), enabled: isProposed }).data?.entry
  const [known, decline] = [nouns['metric'], nouns['metric']?.verbs.find(({ verb }) => verb === 'decline')]
  const refused = decline && entry ? refusalOf(decline, entry, member, serverTime) : null
  const reread = (): void => void cache.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/metric-definitions') })
  const { mutate, isPending } = useMutation({
    mutationFn: () => call(`/metric-definitions/${metricKey}/certify`, { method: 'POST', workspace, body: {}, version: revision }),
    onSuccess: () => say('Certified.'),
    onError: (problem) => say(isProblem(problem) ? `Not certified. ${problem.message} ${problem.hint}` : 'Not certified.', { tone: 'failed' }),
    onSettled: () => {
      renew(cache, workspace, 'metric')
      reread()
    },
  })
  if (asOf !== undefined) return null
  return (
    <div className="acts">
      <button type="button" className="btn pri" disabled={isOwn || !may || isPending} onClick={() => mutate()}>
        Certify
      </button>
      {isProposed && known && decline && entry && (
        <button type="button" className="btn" aria-disabled={refused !== null} title={refused ?? undefined} onClick={() => refused === null && setAsked(true)}>
          Decline
        </button>
      )}
      <span className="muted t13">{whoCertifies(isOwn, may)}</span>
      {isAsked && known && decline && entry && (
        <VerbForm
          noun={known.noun}
          row={entry}
          verb={decline}
          close={() => {
            setAsked(false)
            reread()
          }}
        />
      )}
    </div>
  )
}

function whoCertifies(isOwn: boolean, may: boolean): string {
  if (isOwn) return 'You wrote it: a second person certifies it.'
  return may ? 'Its checks run first. You vouch for it with your name.' : 'An administrator who did not write it certifies it.'
}
