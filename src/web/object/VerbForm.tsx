import { Suspense, useState } from 'react'
import { isProblem, type Action, type AnyRow, type Noun } from '#kernel'
import { isStale } from '#web/client.ts'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { words } from '#web/vocabulary.ts'
import { editable, settledSays } from './decide.ts'
import { Form } from './Form.tsx'
import { verbForms } from './verbForms.ts'

interface Props {
  readonly noun: Noun
  readonly row: AnyRow
  readonly verb: Action | 'edit'
  /** What was chosen on the page already; it can be changed here. */
  readonly given?: Readonly<Record<string, unknown>>
  readonly close: () => void
}

/** The input of a verb above the page, by a form of its own or by one made from its fields; or the fields of an edit. */
export function VerbForm({ given = {}, verb, ...rest }: Props) {
  const Own = verb === 'edit' ? undefined : verbForms[`${rest.noun.noun}.${verb.verb}`]
  return Own && verb !== 'edit' ? (
    <Suspense>
      <Own {...rest} verb={verb} given={given} />
    </Suspense>
  ) : (
    <MadeForm {...rest} verb={verb} given={given} />
  )
}

/** An edit belongs to the version that was opened; a newer one is shown beside it. */
function MadeForm({ noun, row: newest, verb, given, close }: Props & Required<Pick<Props, 'given'>>) {
  const [opened] = useState(newest)
  const { perform, isPending, error } = usePerform(noun)
  const isEdit = verb === 'edit'
  const row = isEdit ? opened : newest
  const fields = isEdit ? editable(noun, row) : verb.input
  const start = isEdit ? Object.fromEntries(Object.keys(fields).map((name) => [name, row[name] ?? null])) : given
  const save = async (values: Readonly<Record<string, unknown>>) => {
    const changed = isEdit
      ? Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(row[name] ?? null)))
      : values
    if (isEdit && Object.keys(changed).length === 0) return close()
    const isOver = await perform(isEdit ? 'edit' : verb.verb, row, changed).then(
      () => true,
      (problem) => isEdit && isStale(problem),
    )
    if (isOver) close()
  }
  return (
    <Modal title={isEdit ? `Edit ${row.key}` : `${words(verb.verb)} ${row.key}`} close={close} wide={isEdit}>
      {!isEdit && <p>{verb.says}</p>}
      {isEdit && <Settled noun={noun} row={row} />}
      <Form
        fields={fields}
        start={start}
        submit={isEdit ? 'Save' : words(verb.verb)}
        isBusy={isPending}
        refusal={isProblem(error) ? error : null}
        save={save}
        cancel={close}
      />
    </Modal>
  )
}

/** Above an edit: why fields that the page shows are not among those that can be typed. */
export function Settled({ noun, row }: { readonly noun: Noun; readonly row: AnyRow }) {
  return settledSays(noun, row).map((says) => (
    <p key={says} className="note">
      {says}
    </p>
  ))
}
