import { useState } from 'react'
import { isProblem } from '#kernel'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { emptyRule, toRule, type RuleDraft } from '#web/pages/segment/ruleDraft.ts'
import { RuleBuilder } from '#web/pages/segment/RuleBuilder.tsx'
import { Preview } from '#web/pages/segment/Preview.tsx'

/** A new segment: its name and its rule, with whom it takes in, before anything is kept. It begins as a draft. */
export function NewSegment({ close }: { readonly close: () => void }) {
  const noun = nouns['segment']?.noun
  return noun ? <Asked noun={noun} close={close} /> : null
}

function Asked({ noun, close }: { readonly noun: NonNullable<(typeof nouns)[string]>['noun']; readonly close: () => void }) {
  const { go } = useUrl()
  const { perform, isPending, error } = usePerform(noun)
  const [title, setTitle] = useState('')
  const [draft, setDraft] = useState<RuleDraft>(emptyRule)
  const rule = toRule(draft)
  const lacks = title.trim() === '' ? 'Give it a name.' : rule === null ? 'Give every condition a value.' : null
  const save = () => {
    if (lacks === null)
      void perform('create', undefined, { title: title.trim(), rule }).then(
        ({ key }) => go(`n/segments/${key}`),
        () => null,
      )
  }
  return (
    <Modal title="New segment" close={close} wide>
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
        <div className="fld">
          <label htmlFor="segment-title">Name</label>
          <input id="segment-title" className="inp" value={title} maxLength={140} onChange={({ target }) => setTitle(target.value)} />
        </div>
        <RuleBuilder draft={draft} change={setDraft} />
        <Preview rule={rule} />
        <div className="savebar">
          <button type="submit" className="btn pri" aria-disabled={lacks !== null || isPending} title={lacks ?? undefined}>
            {isPending ? 'Saving' : 'Keep as a draft'}
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  )
}
