import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { integer, isProblem, oneOf, text } from '#kernel'
import { call } from '#web/client.ts'
import type { Key } from '#web/contract.ts'
import { Form } from '#web/object/Form.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { keys } from '#web/resources.ts'
import { sayDay, sayInstant } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { CopyOnce } from '#web/parts/CopyOnce.tsx'

/** Programs come in with a key: named, scoped, with an end. */
export function Keys() {
  const { workspace } = useUrl()
  const [isNew, setNew] = useState(false)
  return (
    <section aria-labelledby="h-keys">
      <SectionHead id="h-keys" title="API keys">
        <a className="link" href="/api/openapi.json">
          OpenAPI
        </a>
        <button type="button" className="btn" onClick={() => setNew(true)}>
          New key
        </button>
      </SectionHead>
      <Tile of={keys(workspace)} name="The keys" lines={3}>
        {({ items }) =>
          items.length === 0 ? <Empty says="No keys" next="A key lets a program read or write as you may; it shows once." /> : <KeyTable items={items} />
        }
      </Tile>
      {isNew && <NewKey close={() => setNew(false)} />}
    </section>
  )
}

function KeyTable({ items }: { readonly items: readonly Key[] }) {
  const { serverTime, workspace } = useMe()
  return (
    <table className="cards num">
      <thead>
        <tr>
          {['Name', 'Key', 'May', 'Used', 'Ends', 'State', ''].map((heading) => (
            <th key={heading} scope="col">
              {heading || <span className="sr">Actions</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((key) => {
          const isOver = key.expiresAt ? key.expiresAt < serverTime : false
          return (
            <tr key={key.id}>
              <td className="wide b">{key.name ?? 'Unnamed'}</td>
              <td className="mono muted" data-l="Key">
                {`${key.start ?? key.prefix ?? 'tl_'}…`}
              </td>
              <td data-l="May">{words(key.scope ?? 'read')}</td>
              <td className="muted" data-l="Used">
                {key.lastUsedAt ? sayInstant(key.lastUsedAt, serverTime, workspace.timeZone) : 'never'}
              </td>
              <td className="muted" data-l="Ends">
                {key.expiresAt ? sayDay(key.expiresAt) : 'never'}
              </td>
              <td data-l="State">
                <StateWords state={isOver ? 'none' : key.expiresAt ? 'green' : 'amber'}>
                  {isOver ? 'Ended' : key.expiresAt ? 'In use' : 'Never expires'}
                </StateWords>
              </td>
              <td className="r">
                <Revoke id={key.id} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Revoke({ id }: { readonly id: string }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const revoke = useMutation({
    mutationFn: () => call<unknown>(`/keys/${encodeURIComponent(id)}`, { method: 'DELETE', workspace }),
    onSuccess: () => say('The key no longer works'),
    onError: (error) => say(isProblem(error) ? `${error.message} ${error.hint}` : 'The key still works.', { tone: 'failed' }),
    onSettled: () => cache.invalidateQueries({ queryKey: keys(workspace).queryKey }),
  })
  return (
    <button type="button" className="link t12" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
      Revoke
    </button>
  )
}

const fields = {
  name: text({ required: true, max: 80, says: 'Which program uses it.' }),
  scope: oneOf(['read', 'write'], { required: true, initial: 'read' }),
  days: integer({ required: true, min: 1, max: 366, initial: 90, says: 'Days until it ends.' }),
}

function NewKey({ close }: { readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const make = useMutation({
    mutationFn: (values: Readonly<Record<string, unknown>>) => call<Key>('/keys', { method: 'POST', workspace, body: { scope: 'read', days: 90, ...values } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys(workspace).queryKey }),
  })
  return (
    <Modal title="New key" close={close}>
      {make.data?.key ? (
        <CopyOnce label="API key" secret={make.data.key} says="Copy it now: it is not shown again." close={close} />
      ) : (
        <Form
          fields={fields}
          start={{ scope: 'read', days: 90 }}
          submit="Make the key"
          isBusy={make.isPending}
          refusal={isProblem(make.error) ? make.error : null}
          save={(values) => make.mutate(values)}
          cancel={close}
        />
      )}
    </Modal>
  )
}
