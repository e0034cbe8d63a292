import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { sayDay, sayMany } from '#web/say.ts'
import { useMay } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { eventPlan } from './asked.ts'
import type { PlanAnswer } from './contract.ts'

const most = 50

/** Events that come and are in no plan; accepting one plans it with the properties that it carries. */
export function Unplanned({ items }: { readonly items: PlanAnswer['unplanned'] }) {
  if (items.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-unplanned">
      <SectionHead id="h-unplanned" title="Sent and not planned" count={items.length} />
      <ul className="rows">
        {items.slice(0, most).map((one) => (
          <li className="row unp" key={one.name}>
            <div>
              <div className="ttl">{one.name}</div>
              <div className="sub num">{`${sayMany(one.count, 'event')} · last ${sayDay(one.last)}`}</div>
            </div>
            <Accept name={one.name} />
          </li>
        ))}
      </ul>
      {items.length > most && <p className="note">{`And ${items.length - most} others, which came less often.`}</p>}
    </section>
  )
}

function Accept({ name }: { readonly name: string }) {
  const { workspace } = useUrl()
  const may = useMay()
  const cache = useQueryClient()
  const say = useSay()
  const accept = useMutation({
    mutationFn: () => call<unknown>('/events/plan/accept', { method: 'POST', workspace, body: { name } }),
    onSuccess: () => say(`${name} is planned`),
    onError: (error) => say(isProblem(error) ? `${error.message} ${error.hint}` : 'Nothing was changed.', { tone: 'failed' }),
    onSettled: () => cache.invalidateQueries({ queryKey: eventPlan(workspace).queryKey }),
  })
  if (!may('editor')) return null
  return (
    <button type="button" className="btn" aria-label={`Accept ${name}`} disabled={accept.isPending} onClick={() => accept.mutate()}>
      Accept
    </button>
  )
}
