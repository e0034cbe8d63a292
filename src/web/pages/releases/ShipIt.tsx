import { isProblem, type AnyRow } from '#kernel'
import { release } from '#objects'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { sayMany } from '#web/say.ts'
import type { ReleaseLine } from './asked.ts'

/** Ships a release. What holds it is named first, with the place for the decision that overrides it. */
export function ShipIt({ line, row, close }: { readonly line: ReleaseLine; readonly row: AnyRow; readonly close: () => void }) {
  const { perform, isPending, error } = usePerform(release.release)
  const held = line.features.filter(({ holds }) => holds.length > 0)
  const { on, override } = release.ship.input
  return (
    <Modal title={`Ship ${line.key}`} close={close}>
      {held.length === 0 ? (
        <p>{`All is ready: ${sayMany(line.features.length, 'feature is', 'features are')} released with it.`}</p>
      ) : (
        <>
          <p>{`${sayMany(held.length, 'feature holds', 'features hold')} it:`}</p>
          <ul className="held t13">
            {held.map(({ key, title, holds }) => (
              <li key={key}>
                <b>{`${key} ${title}`}</b> {holds.join(' and ')}
              </li>
            ))}
          </ul>
        </>
      )}
      <Form
        fields={held.length === 0 ? { on } : { override, on }}
        start={{}}
        submit="Ship"
        isBusy={isPending}
        refusal={isProblem(error) ? error : null}
        save={(values) => perform('ship', row, values).then(close, () => undefined)}
        cancel={close}
      />
    </Modal>
  )
}
