import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { KanoPasted } from '#flows/planning/scoring/kanoPaste.ts'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Modal } from '#web/parts/Modal.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { sayMany } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'

/** Takes the answers of a survey about one bet as lines, all or none. */
export function KanoPaste({ bet, close }: { readonly bet: { readonly id: string; readonly key: string }; readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const [text, setText] = useState('')
  const [basis, setBasis] = useState('')
  const paste = useMutation({
    mutationFn: () => call<KanoPasted>('/plan/kano', { method: 'POST', workspace, body: { bet: bet.id, text, basis } }),
    onSuccess: async ({ answers, created, updated, repeated }) => {
      await cache.invalidateQueries({ queryKey: [workspace] })
      say(`${sayMany(answers, 'answer')}: ${created} new, ${updated} changed${repeated > 0 ? `, ${repeated} given twice` : ''}.`)
      close()
    },
  })
  return (
    <Modal title={`Answers about ${bet.key}`} close={close} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '' && !paste.isPending) paste.mutate()
        }}
      >
        <div className="fld">
          <label htmlFor="kano-lines">Lines of the survey</label>
          <textarea
            id="kano-lines"
            className="inp code"
            rows={8}
            spellCheck={false}
            placeholder={'Administrator of Polder Energy; I expect it; I dislike it\nAnalyst of Quay Bank; 1; 3'}
            aria-describedby="kano-says"
            aria-invalid={paste.isError}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <p id="kano-says" className="note">
            Who answered, how they feel with it, how without it, and the day where it is not today. Answers are like, expect, neutral, live with, dislike, or 1
            to 5. Who answers again is brought up to date.
          </p>
          {isProblem(paste.error) && (
            <p className="red t13" role="alert">
              {`${paste.error.message} ${paste.error.hint}`}
            </p>
          )}
        </div>
        <div className="fld">
          <label htmlFor="kano-basis">Which survey</label>
          <input id="kano-basis" className="inp" maxLength={160} value={basis} onChange={({ target }) => setBasis(target.value)} />
        </div>
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="btn pri" aria-disabled={text.trim() === '' || paste.isPending}>
            Take the answers
          </button>
        </div>
      </form>
    </Modal>
  )
}
