import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew } from '#web/perform.ts'
import { sayDay, sayPeriod, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { restated, type Detail, type Restated } from './defined.ts'
import { Wide } from '#web/parts/Wide.tsx'

/** What waits for a second person: a draft, or a revision with both series. */
export function Waits({ detail }: { readonly detail: Detail }) {
  const { workspace } = useUrl()
  const { key, state, proposal, versions } = detail
  if (state !== 'draft' && !proposal) return null
  const author = proposal?.by ?? versions[0]?.by
  return (
    <section className="sec waits" aria-labelledby="h-waits">
      <SectionHead id="h-waits" title={proposal ? 'A revision waits' : 'A draft waits'} />
      {proposal && (
        <>
          <p>{proposal.why}</p>
          <ul className="changes">
            {proposal.difference.changes.map(({ path, says, isProse }) => (
              <li key={path} className={isProse ? 'muted' : ''}>
                {says}
              </li>
            ))}
          </ul>
          <Tile of={restated(workspace, key, 'proposed')} name="Both series" lines={2}>
            {(told) => <Series told={told} />}
          </Tile>
          <p className="note">{`Proposed on ${sayDay(proposal.at)}.`}</p>
        </>
      )}
      <Certify metricKey={key} author={author} />
    </section>
  )
}

function Series({ told: { points, unit, currency, before, after } }: { readonly told: Restated }) {
  const last = points.slice(-12)
  return (
    <Wide label="Both series, by period">
      <table className="num">
        <thead>
          <tr>
            <th scope="col">Restated</th>
            {last.map(({ period }) => (
              <th scope="col" className="r" key={period}>
                {sayPeriod(period)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['before', 'after'] as const).map((side) => (
            <tr key={side}>
              <th scope="row" className={side === 'before' ? '' : 'muted'}>
                {side === 'before' ? `as it counts (v${before.version})` : `as proposed (v${after.version})`}
              </th>
              {last.map((point) => (
                <td key={point.period} className={`r ${side === 'after' && point.after !== point.before ? 'amber b' : ''}`}>
                  {sayValue(point[side], unit, currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Certify({ metricKey, author }: { readonly metricKey: string; readonly author: string | undefined }) {
  const { workspace, asOf } = useUrl()
  const { member } = useMe()
  const say = useSay()
  const cache = useQueryClient()
  const isOwn = author === member.id
  const { mutate, isPending } = useMutation({
    mutationFn: () => call(`/metric-definitions/${metricKey}/certify`, { method: 'POST', workspace, body: {} }),
    onSuccess: () => say('Certified.'),
    onError: (problem) => say(isProblem(problem) ? `Not certified. ${problem.message} ${problem.hint}` : 'Not certified.', { tone: 'failed' }),
    onSettled: () => {
      renew(cache, workspace, 'metric')
      void cache.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/metric-definitions') })
    },
  })
  if (asOf !== undefined) return null
  return (
    <div className="acts">
      <button type="button" className="btn pri" disabled={isOwn || isPending} onClick={() => mutate()}>
        Certify
      </button>
      <span className="muted t13">{isOwn ? 'You wrote it: a second person certifies it.' : 'Its checks run first. You vouch for it with your name.'}</span>
    </div>
  )
}
