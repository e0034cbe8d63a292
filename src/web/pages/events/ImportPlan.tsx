import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { sayMany } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { eventPlan } from './asked.ts'
import type { PlanImported } from './contract.ts'

/** The plan of another tool: pasted or chosen, tried first, then taken. */
export function ImportPlan({ close }: { readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const [given, setGiven] = useState('')
  const send = useMutation({
    mutationFn: (body: { readonly text: string; readonly dryRun: boolean }) => call<PlanImported>('/events/plan/import', { method: 'POST', workspace, body }),
    onSuccess: async (_, { dryRun }) => {
      if (dryRun) return
      await cache.invalidateQueries({ queryKey: eventPlan(workspace).queryKey })
      close()
    },
  })
  const tried = send.variables?.text === given && send.variables.dryRun ? send.data : undefined
  return (
    <Modal title="Import a plan" close={close} wide>
      <div className="form">
        {isProblem(send.error) && send.variables?.text === given && (
          <Banner tone="red" says={send.error.message}>
            {send.error.hint}
          </Banner>
        )}
        <div className="fld">
          <label htmlFor="plan-file">A file</label>
          <input id="plan-file" type="file" accept=".json,.yaml,.yml" onChange={(event) => void event.target.files?.[0]?.text().then(setGiven)} />
        </div>
        <div className="fld">
          <label htmlFor="plan-text">Or its text</label>
          <textarea id="plan-text" className="inp mono" rows={8} value={given} onChange={(event) => setGiven(event.target.value)} />
          <p className="t12 muted">JSON Schema, Iglu schemas, a Segment tracking plan or an ODCS contract, as JSON or YAML.</p>
        </div>
        {tried && (
          <output>
            <p>{`${sayMany(tried.created.length, 'event')} would be new, ${tried.updated.length} would change, ${tried.unchanged.length} stay as they are.`}</p>
            <Named says="Would change" names={tried.updated} />
            <Named says="Not in the file, and kept" names={tried.stays} />
            <Named says="Left out" names={tried.left} />
          </output>
        )}
        <div className="savebar">
          <button
            type="button"
            className="btn pri"
            disabled={given.trim() === '' || send.isPending}
            onClick={() => send.mutate({ text: given, dryRun: tried === undefined })}
          >
            {tried ? 'Import' : 'See what it brings'}
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </div>
    </Modal>
  )
}

const most = 4

/** A few names, and all of them on demand: a plan of hundreds of events must not push its own button away. */
function Named({ says, names }: { readonly says: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null
  if (names.length <= most) return <p>{`${says}: ${names.join(', ')}.`}</p>
  return (
    <details>
      <summary>{`${says}: ${names.slice(0, most).join(', ')} and ${names.length - most} more`}</summary>
      <ul className="list">
        {names.slice(most).map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  )
}
