import { useState } from 'react'
import type { AnyRow, Fields } from '#kernel'
import type { State } from '#web/contract.ts'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { StateMark } from '#web/parts/StateMark.tsx'
import { nouns } from '#web/vocabulary.ts'
import { linesOf } from './figures.ts'

type Edit = (values: Readonly<Record<string, unknown>>) => void
const asState = (state: unknown): State => (state === 'red' || state === 'amber' || state === 'green' ? state : 'none')

/** What must be decided, and what may go wrong; edited as two short lists. */
export function DecisionsAndRisks({ row, mayEdit, edit }: { readonly row: AnyRow; readonly mayEdit: boolean; readonly edit: Edit }) {
  const [editing, setEditing] = useState<'decisions' | 'risks' | null>(null)
  const [decisions, risks] = [linesOf(row['decisions']), linesOf(row['risks'])]
  return (
    <div className="two">
      <section>
        <ListHead title="Decisions needed" edit={mayEdit ? () => setEditing('decisions') : null} />
        <ul className="li">
          {decisions.length === 0 && <li className="none muted">None.</li>}
          {decisions.map((one, index) => (
            <li key={String(one['what'])}>
              <b className="num">{`D${index + 1}`}</b>
              <span>
                {String(one['what'])}
                <i>{[one['who'], one['due']].filter(Boolean).join(' · ')}</i>
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <ListHead title="Risks" edit={mayEdit ? () => setEditing('risks') : null} />
        <ul className="li">
          {risks.length === 0 && <li className="none muted">None stated.</li>}
          {risks.map((one) => (
            <li key={String(one['what'])}>
              <StateMark state={asState(one['state'])} />
              <span>
                {String(one['what'])}
                <i>{typeof one['who'] === 'string' ? one['who'] : ''}</i>
              </span>
            </li>
          ))}
        </ul>
      </section>
      {editing && <EditLines row={row} name={editing} edit={edit} close={() => setEditing(null)} />}
    </div>
  )
}

function ListHead({ title, edit }: { readonly title: string; readonly edit: (() => void) | null }) {
  return (
    <h3>
      {title}
      {edit && (
        <button type="button" className="link t12 no-print" aria-label={`Edit ${title.toLowerCase()}`} onClick={edit}>
          Edit
        </button>
      )}
    </h3>
  )
}

function EditLines({
  row,
  name,
  edit,
  close,
}: {
  readonly row: AnyRow
  readonly name: 'decisions' | 'risks'
  readonly edit: Edit
  readonly close: () => void
}) {
  const field = nouns['review']?.noun.fields[name]
  const fields: Fields = field ? { [name]: field } : {}
  return (
    <Modal title={name === 'decisions' ? 'Decisions needed' : 'Risks'} close={close} wide>
      <Form
        fields={fields}
        start={{ [name]: row[name] ?? [] }}
        submit="Save"
        isBusy={false}
        refusal={null}
        save={(values) => {
          edit(values)
          close()
        }}
        cancel={close}
      />
    </Modal>
  )
}
