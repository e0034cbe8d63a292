import { Ellipsis } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Action, AnyRow, Noun } from '#kernel'
import { useKeys } from '#web/keys.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { usePerform } from '#web/perform.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { genericRefusal, handVerbs, takesInput, refusalOf } from './decide.ts'
import { VerbForm } from './VerbForm.tsx'

/** What can be done with a row: up to three of its own verbs as buttons; the others stand under “More”, grey with the reason when they would be refused. */
export function Verbs({ noun, row, edit, first }: { readonly noun: Noun; readonly row: AnyRow; readonly edit?: () => void; readonly first?: ReactNode }) {
  const { member, serverTime } = useMe()
  const { asOf } = useUrl()
  const { perform } = usePerform(noun)
  const [form, setForm] = useState<Action | 'edit' | null>(null)
  const startEdit = edit ?? (() => setForm('edit'))
  const notEditable = genericRefusal(noun, 'edit', member)
  useKeys(asOf || notEditable || row.archivedAt ? [] : [{ keys: 'e', says: 'Edit', group: 'In a list', run: startEdit }])
  if (asOf) return null
  const own = handVerbs(nouns[noun.noun]?.verbs ?? [], row).map((verb) => ({ verb, refused: refusalOf(verb, row, member, serverTime) }))
  const start = (verb: Action) => (takesInput(verb) ? setForm(verb) : void perform(verb.verb, row, {}).catch(() => null))
  const generic = row.archivedAt ? 'restore' : 'archive'
  const able = own.filter(({ refused }) => refused === null).slice(0, 3)
  const rest = own.filter((one) => !able.includes(one)).toSorted((a, b) => Number(a.refused !== null) - Number(b.refused !== null))
  return (
    <div className="acts">
      {first}
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
