import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { isProblem, type AnyRow } from '#kernel'
import { isStale } from '#web/client.ts'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import { useSettled } from '#web/useSettled.ts'
import { nouns } from '#web/vocabulary.ts'
import { previewOf } from './asked.ts'
import { CitedBody } from './CitedBody.tsx'

/** The text and, beside it, how it reads. It belongs to the version that was opened, so that a newer one is noticed when it is saved. */
export function Writing({ row: newest, close }: { readonly row: AnyRow; readonly close: () => void }) {
  const noun = nouns['document']?.noun
  const [opened] = useState(newest)
  return noun ? <Open row={opened} noun={noun} close={close} /> : null
}

function Open({ row: opened, noun, close }: { readonly row: AnyRow; readonly noun: Parameters<typeof usePerform>[0]; readonly close: () => void }) {
  const { workspace } = useUrl()
  const [body, setBody] = useState(typeof opened['body'] === 'string' ? opened['body'] : '')
  const area = useRef<HTMLTextAreaElement>(null)
  const { perform, isPending, error } = usePerform(noun)
  const settled = useSettled(body, 400)
  const preview = useQuery({ ...previewOf(workspace, settled), placeholderData: keepPreviousData }).data
  const insert = (metric: string) => {
    const at = area.current?.selectionStart ?? body.length
    setBody(`${body.slice(0, at)}{{metric:${metric}}}${body.slice(at)}`)
    area.current?.focus()
  }
  const save = async () => {
    if (await perform('edit', opened, { body: body === '' ? null : body }).then(() => true, isStale)) close()
  }
  return (
    <section className="sec" aria-label="Writing">
      <div className="write">
        <div className="fld">
          <label htmlFor="document-body">Text, in Markdown</label>
          <textarea id="document-body" ref={area} className="inp area" rows={18} value={body} onChange={(event) => setBody(event.target.value)} />
          <Numbers insert={insert} />
        </div>
        <section aria-label="How it reads">{preview && <CitedBody cited={preview} />}</section>
      </div>
      {isProblem(error) && (
        <p className="err" role="alert">
          {`${error.message} ${error.hint}`}
        </p>
      )}
      <div className="acts">
        <button type="button" className="btn pri" disabled={isPending} onClick={() => void save()}>
          Save
        </button>
        <button type="button" className="btn" onClick={close}>
          Cancel
        </button>
      </div>
    </section>
  )
}

/** Puts a live number where the text is being written. */
function Numbers({ insert }: { readonly insert: (metric: string) => void }) {
  const { workspace } = useUrl()
  const metrics = useQuery(rows(workspace, 'metrics', { limit: 200, sort: 'name' })).data?.items ?? []
  return (
    <p className="help">
      <label htmlFor="document-number">Insert a number</label>{' '}
      <select id="document-number" className="inp" value="" onChange={(event) => event.target.value && insert(event.target.value)}>
        <option value="">Choose a metric</option>
        {metrics.map((row) => (
          <option key={row.id} value={String(row['metricKey'])}>
            {String(row['name'])}
          </option>
        ))}
      </select>
    </p>
  )
}
