import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem, type AnyRow } from '#kernel'
import { call } from '#web/client.ts'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { renew } from '#web/perform.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { CopyOnce } from '#web/parts/CopyOnce.tsx'

/** An invitation is a link that you hand over yourself; nothing is sent from here. */
export function Invite({ close }: { readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const verb = nouns['member']?.verbs.find((one) => one.verb === 'invite')
  const invite = useMutation({
    mutationFn: (values: Readonly<Record<string, unknown>>) =>
      call<{ readonly row: AnyRow; readonly link: string }>('/members/invite', { method: 'POST', workspace, body: values }),
    onSuccess: () => renew(cache, workspace, 'member'),
  })
  return (
    <Modal title="Invite people" close={close}>
      {invite.data ? (
        <CopyOnce
          label="Invitation link"
          secret={invite.data.link}
          says={`Hand this link to ${String(invite.data.row['name'])}. It works once.`}
          close={close}
        />
      ) : (
        <Form
          fields={verb?.input ?? {}}
          start={{ role: 'viewer' }}
          submit="Make the link"
          isBusy={invite.isPending}
          refusal={isProblem(invite.error) ? invite.error : null}
          save={(values) => invite.mutate(values)}
          cancel={close}
        />
      )}
    </Modal>
  )
}
