import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { isProblem, type Action, type AnyRow, type Noun } from '#kernel'
import { useKeys } from '#web/keys.tsx'
import { isStale } from '#web/client.ts'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { genericRefusal, handVerbs, needsInput, refusalOf } from './decide.ts'
import { Form } from './Form.tsx'

/** What can be done with a row: up to three of its own verbs as buttons; the others stand under “More”, grey with the reason when they would be refused. */
export function Verbs({ noun, row, edit }: { readonly noun: Noun; readonly row: AnyRow; readonly edit?: () => void }) {
  const { member, serverTime } = useMe()
  const { asOf } = useUrl()
  const { perform } = usePerform(noun)
  const [form, setForm] = useState<Action | 'edit' | null>(null)
  const startEdit = edit ?? (() => setForm('edit'))
  const notEditable = genericRefusal(noun, 'edit', member)
  useKeys(asOf || notEditable || row.archivedAt ? [] : [{ keys: 'e', says: 'Edit', group: 'In a list', run: startEdit }])
  if (asOf) return null
  const own = handVerbs(nouns[noun.noun]?.verbs ?? [], row).map((verb) => ({ verb, refused: refusalOf(verb, row, member, serverTime) }))
  const start = (verb: Action) => (needsInput(verb) ? setForm(verb) : void perform(verb.verb, row, {}).catch(() => null))
  const generic = row.archivedAt ? 'restore' : 'archive'
  const able = own.filter(({ refused }) => refused === null).slice(0, 3)
  const rest = own.filter((one) => !able.includes(one)).toSorted((a, b) => Number(a.refused !== null) - Number(b.refused !== null))
  return (
    <div className="acts">
      {able.map(({ verb }) => (
        <button key={verb.verb} type="button" className="btn" title={verb.says} onClick={() => start(verb)}>
          {words(verb.verb)}
        </button>
      ))}
      <button
        type="button"
        className="btn"
        aria-disabled={notEditable !== null}
        title={notEditable ?? undefined}
        onClick={() => notEditable === null && startEdit()}
      >
        Edit <kbd aria-hidden="true">E</kbd>
      </button>
      <DropMenu
        label="More"
        align="end"
        choices={[
          ...rest.map(({ verb, refused }) => ({ id: verb.verb, says: words(verb.verb), refused: refused ?? undefined, pick: () => start(verb) })),
          {
            id: generic,
            says: words(generic),
            refused: genericRefusal(noun, 'archive', member) ?? undefined,
            pick: () => void perform(generic, row, {}).catch(() => null),
          },
        ]}
        button={
          <button type="button" className="ib" aria-label="More">
            <Icon of={Ellipsis} />
          </button>
        }
      />
      {form && <VerbForm noun={noun} row={row} verb={form} close={() => setForm(null)} />}
    </div>
  )
}

/** The input of a verb, or the fields of an edit, above the page. An edit belongs to the version that was opened; a newer one is shown beside it. */
function VerbForm({
  noun,
  row: newest,
  verb,
  close,
}: {
  readonly noun: Noun
  readonly row: AnyRow
  readonly verb: Action | 'edit'
  readonly close: () => void
}) {
  const [opened] = useState(newest)
  const { perform, isPending, error } = usePerform(noun)
  const isEdit = verb === 'edit'
  const row = isEdit ? opened : newest
  const fields = isEdit ? editable(noun) : verb.input
  const start = isEdit ? Object.fromEntries(Object.keys(fields).map((name) => [name, row[name] ?? null])) : {}
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

/** The fields that people may write. */
export const editable = (noun: Noun): Noun['fields'] =>
  Object.fromEntries(Object.entries(noun.fields).filter(([, field]) => !field.byVerb && field.class !== 'secret'))
