import { isProblem, type AnyRow, type Noun } from '#kernel'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { row } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'

/** Other shares for the quarter, starting from those that hold; the verb says what they lack. */
export function Rebalance({ id, close }: { readonly id: string; readonly close: () => void }) {
  const { workspace } = useUrl()
  const noun = nouns['allocation']?.noun
  if (!noun) return null
  return (
    <Modal title="Rebalance" close={close} wide>
      <Tile of={row(workspace, noun.plural, id)} name="The agreed split">
        {(one) => <Asked noun={noun} row={one} close={close} />}
      </Tile>
    </Modal>
  )
}

function Asked({ noun, row: one, close }: { readonly noun: Noun; readonly row: AnyRow; readonly close: () => void }) {
  const { perform, isPending, error } = usePerform(noun)
  const verb = nouns[noun.noun]?.verbs.find((each) => each.verb === 'rebalance')
  if (!verb) return null
  return (
    <>
      <p>{verb.says}</p>
      <Form
        fields={verb.input}
        start={{ lines: one['lines'] ?? [] }}
        submit="Rebalance"
        isBusy={isPending}
        refusal={isProblem(error) ? error : null}
        save={(values) => void perform('rebalance', one, values).then(close, () => undefined)}
        cancel={close}
      />
    </>
  )
}
