import { useState, type FormEvent, type ReactNode } from 'react'
import type { Fields, Problem } from '#kernel'
import { readDraft, type Draft } from '#web/fields/draft.ts'
import { FieldRow } from '#web/fields/FieldRow.tsx'
import { Banner } from '#web/parts/Banner.tsx'

/** A form over fields of the kernel. Invalid text stays where it was typed, with the reason beneath; a refusal of the server stands above. */
export function Form({
  fields,
  start,
  submit,
  isBusy,
  refusal,
  save,
  cancel,
  aside,
}: {
  readonly fields: Fields
  readonly start: Draft
  readonly submit: string
  readonly isBusy: boolean
  readonly refusal: Problem | null
  readonly save: (values: Draft) => void | Promise<void>
  readonly cancel: () => void
  /** What the values so far mean, above the buttons. */
  readonly aside?: (values: Draft) => ReactNode
}) {
  const [draft, setDraft] = useState<Draft>(start)
  const [tried, setTried] = useState(false)
  const { values, reasons } = readDraft(fields, draft)
  const refused = refusal?.details.at?.field
  const count = Object.keys(reasons).length
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (count === 0) void save(values)
  }
  return (
    <form className="form" onSubmit={onSubmit} noValidate>
      {refusal && !refused && (
        <Banner tone="red" says={refusal.message}>
          {refusal.hint}
        </Banner>
      )}
      {Object.entries(fields).map(([name, field]) => (
        <FieldRow
          key={name}
          name={name}
          field={field}
          value={draft[name] ?? field.initial ?? null}
          reason={tried ? (reasons[name] ?? (refused === name ? refusal?.message : undefined)) : undefined}
          change={(next) => setDraft({ ...draft, [name]: next })}
        />
      ))}
      {aside?.(values)}
      <div className="savebar">
        <button type="submit" className="btn pri" disabled={isBusy}>
          {isBusy ? 'Saving' : submit}
        </button>
        <button type="button" className="btn" onClick={cancel}>
          Cancel
        </button>
        {tried && count > 0 && (
          <span className="red t12" role="alert">
            {count === 1 ? 'One field needs a look.' : `${count} fields need a look.`}
          </span>
        )}
      </div>
    </form>
  )
}
