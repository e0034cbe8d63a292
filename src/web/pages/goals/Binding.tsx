import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew } from '#web/perform.ts'
import { useMay } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { KeyResultLine } from './contract.ts'

/** What binds a key result to its metric: the baseline of a draft that joined an active objective, or a new start after the definition changed. */
export function Binding({ line, isActive }: { readonly line: KeyResultLine; readonly isActive: boolean }) {
  const { asOf } = useUrl()
  const mayWrite = useMay()('editor') && !asOf
  if (!mayWrite || line.metric === null || line.kind === 'milestone') return null
  if (line.state === 'draft' && isActive) return <ReadBaseline line={line} />
  return line.state === 'active' && line.isRedefined ? <GoOn line={line} /> : null
}

function ReadBaseline({ line }: { readonly line: KeyResultLine }) {
  const { mutate, isPending } = useBind(line, 'bind', 'baseline read from its metric; it can be committed now')
  return (
    <button type="button" className="btn quiet kr-d" aria-disabled={isPending} onClick={() => !isPending && mutate({})}>
      {isPending ? 'Reading …' : 'Read baseline'}
    </button>
  )
}

/** Going on under a new definition asks for the decision to do so. */
function GoOn({ line }: { readonly line: KeyResultLine }) {
  const [isOpen, setOpen] = useState(false)
  const { mutateAsync, isPending, error } = useBind(line, 'rebind', 'goes on under the new definition')
  const field = nouns['keyResult']?.verbs.find(({ verb }) => verb === 'rebind')?.input['decision']
  if (!field) return null
  return (
    <>
      <button type="button" className="btn quiet kr-d" onClick={() => setOpen(true)}>
        Go on under the new definition
      </button>
      {isOpen && (
        <Modal title={`${line.key} under the new definition`} close={() => setOpen(false)}>
          <p>The baseline is read anew, the target keeps its distance in proportion, and the terms under the old definition stay in sight.</p>
          <Form
            fields={{ decision: field }}
            start={{}}
            submit="Go on"
            isBusy={isPending}
            refusal={isProblem(error) ? error : null}
            save={(values) =>
              mutateAsync(values).then(
                () => setOpen(false),
                () => undefined,
              )
            }
            cancel={() => setOpen(false)}
          />
        </Modal>
      )}
    </>
  )
}

function useBind({ id, key }: KeyResultLine, verb: 'bind' | 'rebind', done: string) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  return useMutation({
    mutationFn: (body: Readonly<Record<string, unknown>>) => call(`/plan/key-results/${id}/${verb}`, { method: 'POST', workspace, body }),
    onSuccess: () => say(`${key}: ${done}`),
    onError: (problem) => say(isProblem(problem) ? `Not done. ${problem.message} ${problem.hint}`.trim() : 'Not done.', { tone: 'failed' }),
    onSettled: () => renew(cache, workspace, 'keyResult'),
  })
}
