import { X } from 'lucide-react'
import { useState } from 'react'
import type { Action, AnyRow, Noun } from '#kernel'
import { pastTense } from '#engines/numbers/pastTense.ts'
import { genericRefusal, handVerbs, refusalOf, takesInput } from '#web/object/decide.ts'
import { Form } from '#web/object/Form.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import type { Choice } from '#web/parts/menu.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { nouns, words } from '#web/vocabulary.ts'
import { useBulk } from './useBulk.ts'

/** “2 rows changed”, “Archived: 2 rows”. */
const doneTo = (verb: string, count: number): string => (verb === 'edit' ? `${sayMany(count, 'row')} changed` : `${pastTense(verb)}: ${sayMany(count, 'row')}`)

/** One bar for what is selected: one change, one undo, and how many rows will be skipped and why. */
export function Bulk({ noun, rows, done }: { readonly noun: Noun; readonly rows: readonly AnyRow[]; readonly done: () => void }) {
  const { member, serverTime } = useMe()
  const say = useSay()
  const run = useBulk(noun)
  const notEditable = genericRefusal(noun, 'edit', member)
  const act = async (verb: string, to: readonly AnyRow[], input: Readonly<Record<string, unknown>>) => {
    const { saved, failed, undo } = await run(verb, to, input)
    const skipped = rows.length - saved.length
    say(`${doneTo(verb, saved.length)}${skipped > 0 ? `, ${skipped} skipped${failed ? `: ${failed}` : ''}` : ''}`, {
      tone: saved.length === 0 ? 'failed' : 'done',
      ...(saved.length > 0 ? { action: { says: 'Undo', run: undo } } : {}),
    })
    done()
  }
  const verbs = handVerbs(nouns[noun.noun]?.verbs ?? [], rows[0] ?? noRow)
  const [asked, setAsked] = useState<{ readonly verb: Action; readonly to: readonly AnyRow[] } | null>(null)
  const own = verbs.map((verb) =>
    choiceOf(
      verb,
      rows,
      (to) => (takesInput(verb) ? setAsked({ verb, to }) : void act(verb.verb, to, {})),
      (row) => refusalOf(verb, row, member, serverTime),
    ),
  )
  const open = rows.filter((row) => !row.archivedAt)
  const archive = { id: 'archive', says: 'Archive', refused: genericRefusal(noun, 'archive', member) ?? undefined, pick: () => void act('archive', open, {}) }
  return (
    <div className="bulk-room">
      <div className="bulk" role="toolbar" aria-label="With the selected rows">
        <span className="cnt">{`${rows.length} selected`}</span>
        {!notEditable &&
          Object.entries(noun.fields)
            .filter(([, field]) => field.choices && !field.byVerb)
            .slice(0, 3)
            .map(([name, field]) => (
              <DropMenu
                key={name}
                label={words(name)}
                choices={(field.choices ?? []).map((choice) => ({
                  id: choice,
                  says: words(choice),
                  pick: () =>
                    void act(
                      'edit',
                      rows.filter((row) => row[name] !== choice),
                      { [name]: choice },
                    ),
                }))}
                button={
                  <button type="button" className="btn quiet">
                    {words(name)}
                  </button>
                }
              />
            ))}
        <DropMenu
          label="Do"
          choices={[...own, archive]}
          button={
            <button type="button" className="btn quiet">
              Do
            </button>
          }
        />
        <button type="button" className="ib" aria-label="Select nothing" onClick={done}>
          <Icon of={X} />
        </button>
      </div>
      {asked && <Once {...asked} close={() => setAsked(null)} act={(input) => act(asked.verb.verb, asked.to, input)} />}
    </div>
  )
}

/** The input of a verb, typed once for all rows. */
function Once({
  verb,
  to,
  act,
  close,
}: {
  readonly verb: Action
  readonly to: readonly AnyRow[]
  readonly act: (input: Readonly<Record<string, unknown>>) => Promise<void>
  readonly close: () => void
}) {
  const [isBusy, setBusy] = useState(false)
  return (
    <Modal title={`${words(verb.verb)} ${sayMany(to.length, 'row')}`} close={close}>
      <p>{verb.says}</p>
      <Form
        fields={verb.input}
        start={{}}
        submit={words(verb.verb)}
        isBusy={isBusy}
        refusal={null}
        save={(values) => {
          setBusy(true)
          return act(values)
        }}
        cancel={close}
      />
    </Modal>
  )
}

/** A verb for many rows says beforehand whom it skips. */
function choiceOf(verb: Action, rows: readonly AnyRow[], act: (to: readonly AnyRow[]) => void, refusal: (row: AnyRow) => string | null): Choice {
  const refusals = rows.map((row) => ({ row, why: refusal(row) }))
  const able = refusals.flatMap(({ row, why }) => (why === null ? [row] : []))
  const first = refusals.find(({ why }) => why !== null)
  const skips = first ? `Skips ${rows.length - able.length}: ${first.row.key}, ${first.why ?? ''}` : undefined
  return {
    id: verb.verb,
    says: able.length > 0 && skips ? `${words(verb.verb)} ${able.length}` : words(verb.verb),
    refused: able.length === 0 ? skips : undefined,
    pick: () => act(able),
  }
}

const noRow: AnyRow = { id: '', key: '', version: 0, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
