import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { isProblem, text } from '#kernel'
import { apiUrl, call, withQuery } from '#web/client.ts'
import type { WaitingRows } from '#web/contract.ts'
import { Form } from '#web/object/Form.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { waitingRows } from '#web/resources.ts'
import { sayCount, sayInstant, sayMany } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'

type File = WaitingRows['items'][number]

/** Rows that were held back and still wait: each file can be mended and imported again, or dismissed with a reason. Without an import, those of all. */
export function Waiting({ of }: { readonly of?: string }) {
  const { workspace } = useUrl()
  const { data } = useQuery(waitingRows(workspace))
  const items = (data?.items ?? []).filter((one) => of === undefined || one.import === of)
  if (items.length === 0) return null
  const total = items.reduce((sum, { rows }) => sum + rows, 0)
  return (
    <section className="sec" aria-labelledby="h-waiting">
      <SectionHead id="h-waiting" title={total === 1 ? 'One row waits' : `${sayCount(total)} rows wait`} />
      <p className="note">
        Figures that read them may be short of them. Mend the rows in their file and import that file as it is; what the source never meant is dismissed.
      </p>
      <ul className="rows">
        {items.map((one) => (
          <Held key={`${one.import} ${one.file}`} one={one} isAlone={of !== undefined} />
        ))}
      </ul>
    </section>
  )
}

const shownReasons = 4

function Held({ one, isAlone }: { readonly one: File; readonly isAlone: boolean }) {
  const { workspace } = useUrl()
  const { serverTime, workspace: card } = useMe()
  const may = useMay()
  const [isAsked, ask] = useState(false)
  return (
    <li className="row wt">
      <div className="tx">
        <div className="ttl num">
          <span className="mono">{one.file}</span>{' '}
          {`${sayMany(one.rows, 'row')}${one.facts.length > 0 ? ` of ${one.facts.map(words).join(', ').toLowerCase()}` : ''}`}
        </div>
        <div className="sub num">
          {!isAlone && (
            <>
              <Go to="import" words={{ run: one.import }}>
                {one.key}
              </Go>
              {' · '}
            </>
          )}
          {`since ${sayInstant(one.since, serverTime, card.timeZone)}`}
        </div>
        <ul className="t13 num why">
          {one.reasons.slice(0, shownReasons).map(({ column, reason, rows }) => (
            <li key={`${column ?? ''} ${reason}`}>{`${sayCount(rows)} × ${column && !reason.startsWith(column) ? `${column}: ` : ''}${reason}`}</li>
          ))}
          {one.reasons.length > shownReasons && <li className="muted">{`and ${sayMany(one.reasons.length - shownReasons, 'other reason')}`}</li>}
        </ul>
      </div>
      <div className="acts">
        <a className="btn" href={apiUrl(withQuery(`/imports/${one.import}/held.csv`, { workspace, file: one.file }))} download>
          <Icon of={Download} /> Rows, CSV
        </a>
        {may('editor') && (
          <button type="button" className="btn" onClick={() => ask(true)}>
            Dismiss
          </button>
        )}
      </div>
      {isAsked && <Dismiss one={one} close={() => ask(false)} />}
    </li>
  )
}

const fields = { reason: text({ required: true, max: 400, says: 'Why these rows are not needed; it stands in the history of the import.' }) }

function Dismiss({ one, close }: { readonly one: File; readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const dismiss = useMutation({
    mutationFn: (values: Readonly<Record<string, unknown>>) =>
      call<unknown>(`/imports/${one.import}/dismiss`, { method: 'POST', workspace, body: { ...values, file: one.file } }),
    onSuccess: close,
    onSettled: () => cache.invalidateQueries({ predicate: ({ queryKey: [owner] }) => owner === workspace }),
  })
  return (
    <Modal title={`Dismiss ${sayMany(one.rows, 'row')}`} close={close}>
      <p>{`The rows of ${one.file} that wait do not come in, and no figure counts as short of them any more.`}</p>
      <Form
        fields={fields}
        start={{}}
        submit="Dismiss"
        isBusy={dismiss.isPending}
        refusal={isProblem(dismiss.error) ? dismiss.error : null}
        save={(values) => void dismiss.mutate(values)}
        cancel={close}
      />
    </Modal>
  )
}
