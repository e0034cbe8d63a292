import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { sayCount, sayInstant, sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { heldEvents, liveEvents } from './asked.ts'
import type { HeldAnswer, HeldKind } from './contract.ts'
import { replayAll, sayReplayed } from './replayAll.ts'

/** What could not be taken, by reason: seen as it came, tried again, or put away. */
export function Held() {
  const { workspace } = useUrl()
  return (
    <Tile of={heldEvents(workspace)} name="What waits" lines={6}>
      {({ total, kinds, others }) =>
        total === 0 ? (
          <Empty says="Nothing waits" next="Events that cannot be taken are kept here for 30 days as they came, with the reason, and can be tried again." />
        ) : (
          <>
            <p className="concl lead">{`${sayMany(total, 'event waits', 'events wait')}: mend the plan, the source or the sender, then try ${total === 1 ? 'it' : 'them'} again`}</p>
            {kinds.map((one) => (
              <Kind key={`${one.class} ${one.source} ${one.field ?? ''}`} of={one} />
            ))}
            {others.kinds > 0 && <p className="note">{sayOthers(others)}</p>}
          </>
        )
      }
    </Tile>
  )
}

const says: Readonly<Record<string, string>> = {
  malformed: 'Could not be read',
  oversize: 'Larger than what is kept',
  id_placeholder: 'An id that stands for nobody',
  future_time: 'Would happen more than a day from now',
  late_time: 'Too old for its address',
  unknown_event: 'Not in the tracking plan',
  unknown_property: 'A property that the plan does not have',
  missing_property: 'A property that the plan requires is missing',
  type_mismatch: 'A value of another type',
  enum_violation: 'A value that the plan does not allow',
  deprecated_event: 'Deprecated',
  pii_leak: 'Personal where nothing personal is expected',
}

/** What is not shown, so that nobody takes what is for all. */
export const sayOthers = ({ kinds, events }: HeldAnswer['others']): string =>
  `And ${sayMany(events, 'event')} of ${sayMany(kinds, 'other kind')}, which come up as those above are taken or put away.`

/** What a replay makes of a row of the journal that no table can take. */
export function sayMended(field: string | null): string {
  if (field === null) return ' · replay leaves it waiting, for there is nothing to take'
  if (field === 'ts' || field === 'received_at') return ' · replay takes it at the time of its arrival'
  return rowNames.has(field) ? ' · replay takes it under a name that is made for it' : ' · replay takes it without that value'
}

/** Columns that name a row: such a row waits because it has no name. */
const rowNames: ReadonlySet<string> = new Set(['event_id', 'link_id', 'profile_id', 'held_id'])

function Kind({ of: { items, count, class: name, source, field } }: { readonly of: HeldKind }) {
  const { serverTime, workspace } = useMe()
  const { workspace: slug } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const [tried, setTried] = useState(0)
  const kind = { class: name, source, field, until: items[0]?.receivedAt } // what arrived since was not seen
  const post = <T,>(what: string, body: object) => call<T>(`/events/held/${what}`, { method: 'POST', workspace: slug, body })
  const act = useMutation({
    mutationFn: async (what: 'replay' | 'dismiss') => {
      if (what === 'replay') return sayReplayed(await replayAll((cursor) => post('replay', { kind, cursor }), setTried))
      const { dismissed } = await post<{ readonly dismissed: number }>('dismiss', { kind })
      return `${sayCount(dismissed)} put away`
    },
    onSuccess: (said) => say(said),
    onError: (error) => say(isProblem(error) ? `${error.message} ${error.hint}` : 'It did not come to its end. Try it again.', { tone: 'failed' }),
    onSettled: async () => {
      setTried(0)
      await cache.invalidateQueries({ queryKey: heldEvents(slug).queryKey })
      await cache.invalidateQueries({ queryKey: liveEvents(slug).queryKey })
    },
  })
  const id = `h-${items[0]?.id ?? name}`
  return (
    <section className="sec" aria-labelledby={id}>
      <SectionHead id={id} title={`${says[name] ?? name}${field ? `: ${field}` : ''}`} count={sayCount(count)}>
        <button type="button" className="btn" disabled={act.isPending} onClick={() => act.mutate('replay')}>
          {tried > 0 ? `${sayCount(tried)} tried` : 'Replay'}
        </button>
        <button type="button" className="btn" disabled={act.isPending} onClick={() => act.mutate('dismiss')}>
          Dismiss
        </button>
      </SectionHead>
      <ul className="rows">
        {items.map((one) => (
          <li className="row held" key={one.id}>
            <div className="tx">
              <div className="ttl">{one.reason}</div>
              <div className="sub num">{`${one.source.replace('sdk/', '')} · ${one.protocol} · place ${one.index + 1} of its request · ${sayInstant(one.receivedAt, serverTime, workspace.timeZone)}${one.protocol === 'journal' ? sayMended(field) : ''}`}</div>
              <details>
                <summary className="t12 muted">As it came</summary>
                <pre className="code t12">{one.raw}</pre>
                {one.rawLength > one.raw.length && (
                  <p className="t12 muted">{`The first ${sayCount(one.raw.length)} of ${sayCount(one.rawLength)} characters.`}</p>
                )}
              </details>
            </div>
          </li>
        ))}
      </ul>
      {count > items.length && <p className="note">{`And ${sayMany(count - items.length, 'other')} of the same kind.`}</p>}
    </section>
  )
}
