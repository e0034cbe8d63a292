/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-interactions -- columns take dropped cards, and “Move to” does the same by keyboard; a board that scrolls must be reachable */
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { Action, AnyRow, Field, Noun } from '#kernel'
import { genericRefusal, handVerbs, refusalOf, takesInput } from '#web/object/decide.ts'
import { VerbForm } from '#web/object/VerbForm.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import type { Choice } from '#web/parts/menu.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { usePerform, useUnsynced } from '#web/perform.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { columnsOf, groupField } from './query.ts'
import { showField } from '#web/fields/show.tsx'
import { isEmpty } from '#web/object/FieldsView.tsx'

/** The rows as cards in the columns of one field. A card is moved by dragging, or by “Move to”. */
export function Board({ noun, items, total }: { readonly noun: Noun; readonly items: readonly AnyRow[]; readonly total: number }) {
  const { search, asOf } = useUrl()
  const { perform } = usePerform(noun)
  const name = groupField(noun, search['group'])
  const field = name ? noun.fields[name] : undefined
  const [dragged, setDragged] = useState<AnyRow | null>(null)
  if (!name || !field) return null
  const isFree = !field.byVerb && !asOf
  const move = (row: AnyRow, choice: string) => row[name] !== choice && void perform('edit', row, { [name]: choice }).catch(() => null)
  return (
    <>
      <div className="board" tabIndex={0} role="region" aria-label={`${words(noun.plural)} by ${words(name).toLowerCase()}`}>
        {(field.choices ?? []).map((choice) => {
          const own = items.filter((row) => row[name] === choice)
          return (
            <section
              key={choice}
              aria-label={words(choice)}
              onDragOver={(event) => isFree && event.preventDefault()}
              onDrop={() => dragged && isFree && move(dragged, choice)}
            >
              <h2>
                {words(choice)} <span className="muted num">{own.length}</span>
              </h2>
              <ul>
                {own.map((row) => (
                  <Card key={row.id} noun={noun} row={row} name={name} field={field} move={(to) => move(row, to)} drag={isFree ? setDragged : null} />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
      {total > items.length && <p className="note">{`The first ${items.length} of ${total}; narrow the filter to see the others.`}</p>}
    </>
  )
}

function Card({
  noun,
  row,
  name,
  field,
  move,
  drag,
}: {
  readonly noun: Noun
  readonly row: AnyRow
  readonly name: string
  readonly field: Field<unknown>
  readonly move: (to: string) => void
  readonly drag: ((row: AnyRow | null) => void) | null
}) {
  const { search, asOf, set } = useUrl()
  const unsynced = useUnsynced()
  const [asked, setAsked] = useState<Action | null>(null)
  const choices = useMoves(noun, row, name, field, move, setAsked)
  const address = `${noun.noun}:${row.key}`
  const lines = columnsOf(noun)
    .filter((column) => column !== name && !isEmpty(row[column]))
    .slice(0, 2)
  return (
    <li className={`card ${search['peek'] === address ? 'on' : ''}`} draggable={drag !== null} onDragStart={() => drag?.(row)} onDragEnd={() => drag?.(null)}>
      <div className="card-h">
        <span className="muted t12">{row.key}</span>
        {unsynced.has(row.id) && <span className="uns" role="img" aria-label="Not yet saved" />}
        {!asOf && choices.length > 0 && (
          <DropMenu
            label="Move to"
            align="end"
            choices={choices}
            button={
              <button type="button" className="ib sm" aria-label={`Move ${row.key} to`}>
                <Icon of={Ellipsis} />
              </button>
            }
          />
        )}
      </div>
      <button type="button" className="b" onClick={() => set({ peek: address })}>
        {String(row[noun.title] ?? row.key)}
      </button>
      {lines.map((column) => {
        const one = noun.fields[column]
        return one ? (
          <div className="t12 muted" key={column}>
            {showField(one, row[column])}
          </div>
        ) : null
      })}
      {asked && <VerbForm noun={noun} row={row} verb={asked} close={() => setAsked(null)} />}
    </li>
  )
}

/** Where a card can go: any choice when people may set the field, otherwise through the verbs of the noun. */
function useMoves(noun: Noun, row: AnyRow, name: string, field: Field<unknown>, move: (to: string) => void, ask: (verb: Action) => void): readonly Choice[] {
  const { member, serverTime } = useMe()
  const { perform } = usePerform(noun)
  if (!field.byVerb) {
    const refused = genericRefusal(noun, 'edit', member) ?? undefined
    return (field.choices ?? []).map((choice) => ({ id: choice, says: words(choice), isChosen: row[name] === choice, refused, pick: () => move(choice) }))
  }
  return handVerbs(nouns[noun.noun]?.verbs ?? [], row).map((verb) => ({
    id: verb.verb,
    says: words(verb.verb),
    refused: refusalOf(verb, row, member, serverTime) ?? undefined,
    pick: () => (takesInput(verb) ? ask(verb) : void perform(verb.verb, row, {}).catch(() => null)),
  }))
}
