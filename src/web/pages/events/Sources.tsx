import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { CopyOnce } from '#web/parts/CopyOnce.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayInstant } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { liveEvents } from './asked.ts'
import type { LiveSource } from './contract.ts'

/** Each source with what it sent, what of it waits, and its key’s end. */
export function Sources({ items }: { readonly items: readonly LiveSource[] }) {
  return (
    <Wide label="Sources">
      <table className="cards num">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Client</th>
            <th scope="col">Key</th>
            <th scope="col">Last event</th>
            <th scope="col" className="r">
              24 hours
            </th>
            <th scope="col" className="r">
              Twice
            </th>
            <th scope="col" className="r">
              Waiting
            </th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="sr">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <Line key={one.id} one={one} />
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Line({ one }: { readonly one: LiveSource }) {
  const { serverTime, workspace } = useMe()
  const may = useMay()
  const isActive = one.state === 'active'
  return (
    <tr>
      <td className="wide b">
        <Go className="link" to={`n/eventSources/${one.key}`}>
          {one.name}
        </Go>
      </td>
      <td data-l="Client">{words(one.sdk)}</td>
      <td data-l="Key" className="mono muted">{`tlw_…${one.keyEnd}`}</td>
      <td data-l="Last event" className="muted">
        {one.lastAt ? sayInstant(one.lastAt, serverTime, workspace.timeZone) : 'never'}
      </td>
      <td data-l="24 hours" className="r">
        {sayCount(one.lastDay)}
      </td>
      <td data-l="Twice" className="r muted">
        {sayCount(one.since.duplicates)}
      </td>
      <td data-l="Waiting" className={`r ${one.held > 0 ? 'amber' : 'muted'}`}>
        {sayCount(one.held)}
      </td>
      <td data-l="State">
        <StateWords state={!isActive ? 'none' : one.since.limited > 0 ? 'amber' : one.lastDay > 0 ? 'green' : 'none'}>
          {!isActive ? 'Revoked' : one.since.limited > 0 ? 'Held back' : one.lastDay > 0 ? 'Sending' : 'Silent'}
        </StateWords>
        {one.since.withheld > 0 && <div className="t12 muted">{`${sayCount(one.since.withheld)} without consent, not kept`}</div>}
      </td>
      <td className="r">{may('admin') && isActive && <NewKey one={one} />}</td>
    </tr>
  )
}

function NewKey({ one }: { readonly one: LiveSource }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const [isAsked, ask] = useState(false)
  const renew = useMutation({
    mutationFn: () => call<{ readonly key: string }>(`/events/sources/${encodeURIComponent(one.id)}/key`, { method: 'POST', workspace, body: {} }),
    onError: (error) => say(isProblem(error) ? `${error.message} ${error.hint}` : 'The old key still works.', { tone: 'failed' }),
    onSettled: () => cache.invalidateQueries({ queryKey: liveEvents(workspace).queryKey }),
  })
  const close = () => {
    ask(false)
    renew.reset()
  }
  return (
    <>
      <button type="button" className="link t12" onClick={() => ask(true)}>
        New key
      </button>
      {isAsked && (
        <Modal title={`A new key for ${one.name}`} close={close}>
          {renew.data ? (
            <CopyOnce label="Write key" secret={renew.data.key} says="Copy it now: it is not shown again. The old key is dead." close={close} />
          ) : (
            <div className="form">
              <p>The old key stops working at once. What was sent with it stays.</p>
              <div className="savebar">
                <button type="button" className="btn pri" disabled={renew.isPending} onClick={() => renew.mutate()}>
                  Make a new key
                </button>
                <button type="button" className="btn" onClick={close}>
                  Leave it
                </button>
              </div>
            </div>
          )}
        </Modal>
      )}
    </>
  )
}
