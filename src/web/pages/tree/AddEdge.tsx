import { isProblem } from '#kernel'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { metrics, nouns } from '#web/vocabulary.ts'

/** An edge in the terms of the noun: what, to what, and how. */
export function AddEdge({ close }: { readonly close: () => void }) {
  const noun = nouns['metricDriver']?.noun
  return noun ? <EdgeForm noun={noun} close={close} /> : null
}

function EdgeForm({ noun, close }: { readonly noun: NonNullable<(typeof nouns)[string]>['noun']; readonly close: () => void }) {
  const { perform, isPending, error } = usePerform(noun)
  const fields = Object.fromEntries(Object.entries(noun.fields).filter(([, field]) => !field.byVerb))
  const save = async (values: Readonly<Record<string, unknown>>) => {
    const saved = await perform('create', undefined, values).catch(() => null)
    if (saved) close()
  }
  return (
    <Modal title="Add an edge" close={close}>
      <p className="muted t13">{`Metrics are named by their key, such as ${Object.keys(metrics).slice(0, 3).join(', ')}; a companion by key:part, such as mrr-movements:churn.`}</p>
      <Form
        fields={fields}
        start={{ kind: 'hypothesis', sign: 'plus' }}
        submit="Add edge"
        isBusy={isPending}
        refusal={isProblem(error) ? error : null}
        save={save}
        cancel={close}
      />
    </Modal>
  )
}
