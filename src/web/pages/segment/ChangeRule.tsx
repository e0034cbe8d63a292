import { useState } from 'react'
import { isProblem, type AnyRow, type Noun } from '#kernel'
import { useRefusal } from '#web/object/useRefusal.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { nouns } from '#web/vocabulary.ts'
import { Preview } from './Preview.tsx'
import { RuleBuilder } from './RuleBuilder.tsx'
import { fromRule, toRule } from './ruleDraft.ts'

/** Opens the rule with whom another one would take in. The rule of a draft is edited; one that counts is changed, with the reason. */
export function ChangeRule({ row }: { readonly row: AnyRow }) {
  const [isOpen, open] = useState(false)
  const refused = useRefusal('segment', 'edit') ?? (row['state'] === 'retired' || row.archivedAt ? 'It is retired.' : null)
  const noun = nouns['segment']?.noun
  if (!noun) return null
  return (
    <>
      <button
        type="button"
        className="btn no-print"
        aria-disabled={refused !== null}
        title={refused ?? undefined}
        onClick={() => refused === null && open(true)}
      >
        Change its rule
      </button>
      {isOpen && <Asked noun={noun} row={row} close={() => open(false)} />}
    </>
  )
}

function Asked({ noun, row, close }: { readonly noun: Noun; readonly row: AnyRow; readonly close: () => void }) {
  const { perform, isPending, error } = usePerform(noun)
  const [draft, setDraft] = useState(() => fromRule(row['rule']))
  const [written, setWritten] = useState(() => JSON.stringify(row['rule'], null, 2))
  const [why, setWhy] = useState('')
  const counts = row['state'] === 'active'
  const rule = draft ? toRule(draft) : readRule(written)
  const lacks = rule === null ? (draft ? 'Give every condition a value.' : 'Write the rule as JSON.') : counts && why.trim() === '' ? 'Say why.' : null
  const save = () => {
    if (lacks !== null) return
    void perform(counts ? 'changeRule' : 'edit', row, counts ? { rule, why: why.trim() } : { rule }).then(close, () => null)
  }
  return (
    <Modal title={`The rule of ${row.key}`} close={close} wide>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        {isProblem(error) && (
          <Banner tone="red" says={error.message}>
            {error.hint}
          </Banner>
        )}
        {draft ? <RuleBuilder draft={draft} change={setDraft} /> : <Written text={written} change={setWritten} />}
        <Preview rule={rule} />
        {counts && (
          <div className="fld">
            <label htmlFor="rule-why">Why</label>
            <textarea id="rule-why" className="inp area" rows={2} value={why} onChange={({ target }) => setWhy(target.value)} />
          </div>
        )}
        <div className="savebar">
          <button type="submit" className="btn pri" aria-disabled={lacks !== null || isPending} title={lacks ?? undefined}>
            {isPending ? 'Saving' : counts ? 'Change the rule' : 'Save'}
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  )
}

/** A rule within rules is written, not chosen. */
function Written({ text, change }: { readonly text: string; readonly change: (next: string) => void }) {
  return (
    <div className="fld">
      <label htmlFor="rule-written">Rule</label>
      <textarea id="rule-written" className="inp area mono" rows={8} spellCheck={false} value={text} onChange={({ target }) => change(target.value)} />
    </div>
  )
}

function readRule(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
