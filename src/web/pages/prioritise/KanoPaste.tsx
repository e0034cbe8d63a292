import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { KanoPasted } from '#flows/planning/scoring/kanoPaste.ts'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Modal } from '#web/parts/Modal.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { sayMany } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { textIn } from './textIn.ts'

const mostBytes = 2_000_000

/** Takes the answers of a survey about one bet as lines or from a file, all or none; a file is shown before it is taken. */
export function KanoPaste({ bet, close }: { readonly bet: { readonly id: string; readonly key: string }; readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const [text, setText] = useState('')
  const [basis, setBasis] = useState('')
  const { unread, take } = useFile((lines, name) => {
    setText(lines)
    if (basis === '') setBasis(name)
  })
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
            onDrop={(event) => {
              if (event.dataTransfer.files.length === 0) return
              event.preventDefault()
              void take(event.dataTransfer.files[0])
            }}
          />
          <p id="kano-says" className="note">
            Who answered, how they feel with it, how without it, and the day where it is not today; a first line with headings may say in which columns. Answers
            are like, expect, neutral, live with, dislike, or 1 to 5. Who answers again is brought up to date.
          </p>
          <label className="t13">
            Or from a CSV file, chosen or dropped on the lines:{' '}
            <input type="file" accept=".csv,.tsv,.txt,text/csv" onChange={({ target }) => void take(target.files?.[0])} />
          </label>
          <Fault says={unread} />
          <Fault says={isProblem(paste.error) ? `${paste.error.message} ${paste.error.hint}` : null} />
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

function Fault({ says }: { readonly says: string | null }) {
  if (says === null) return null
  return (
    <p className="red t13" role="alert">
      {says}
    </p>
  )
}

/** Reads a file as lines with its name, or says why it did not. */
function useFile(taken: (lines: string, name: string) => void) {
  const [unread, setUnread] = useState<string | null>(null)
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return
    const fault = faultOf(file)
    setUnread(fault && `${file.name} was not read. ${fault}`)
    if (fault === null) taken(textIn(await file.arrayBuffer()), file.name.replace(/\.\w+$/, '').slice(0, 160))
  }
  return { unread, take }
}

function faultOf({ size, name }: File): string | null {
  if (size > mostBytes) return 'It is larger than 2 MB; a survey about one bet is not.'
  return /\.(xlsx?|ods|numbers)$/i.test(name) ? 'Save the sheet as CSV first.' : null
}
