import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem, oneOf, text } from '#kernel'
import { call } from '#web/client.ts'
import { Form } from '#web/object/Form.tsx'
import { CopyOnce } from '#web/parts/CopyOnce.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { useUrl } from '#web/url.tsx'
import { liveEvents } from './asked.ts'
import { sdks, snippetOf } from './snippets.ts'

const fields = {
  name: text({ required: true, max: 120, says: 'The app, the site or the server that sends.' }),
  sdk: oneOf(sdks, { required: true, initial: 'segment', says: 'The client that it has. Any of them may use any key.' }),
}

/** A name and the client that is there already; the key is shown once, beside the lines to change. */
export function NewSource({ close }: { readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const make = useMutation({
    mutationFn: (values: Readonly<Record<string, unknown>>) =>
      call<{ readonly key: string; readonly row: { readonly sdk: string } }>('/events/sources', {
        method: 'POST',
        workspace,
        body: { sdk: 'segment', ...values },
      }),
    onSuccess: () => cache.invalidateQueries({ queryKey: liveEvents(workspace).queryKey }),
  })
  return (
    <Modal title="New source" close={close} wide>
      {make.data ? (
        <>
          <p>Only the host and the key change in the client that you have:</p>
          <pre className="code t12">{snippetOf(make.data.row.sdk, location.origin, make.data.key)}</pre>
          <CopyOnce
            label="Write key"
            secret={make.data.key}
            says="Copy the key now: it is not shown again. It can send events and nothing else."
            close={close}
          />
        </>
      ) : (
        <Form
          fields={fields}
          start={{ sdk: 'segment' }}
          submit="Make the source"
          isBusy={make.isPending}
          refusal={isProblem(make.error) ? make.error : null}
          save={(values) => make.mutate(values)}
          cancel={close}
        />
      )}
    </Modal>
  )
}
