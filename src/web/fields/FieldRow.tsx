import { CircleAlert } from 'lucide-react'
import type { Field } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { words } from '#web/vocabulary.ts'
import { WidgetOf } from './WidgetOf.tsx'

/** A field of a form: label, widget, and beneath it the reason when the value cannot be read, or what the field means. */
export function FieldRow({
  name,
  field,
  value,
  change,
  reason,
  prefix = 'f',
}: {
  readonly name: string
  readonly field: Field<unknown>
  readonly value: unknown
  readonly change: (draft: unknown) => void
  readonly reason?: string | undefined
  readonly prefix?: string
}) {
  const id = `${prefix}-${name}`
  const label = words(name)
  const note = reason ? `${id}-reason` : field.says ? `${id}-says` : undefined
  return (
    <div className="fld">
      <label htmlFor={id}>
        {label} {field.required && <span className="req">required</span>}
      </label>
      <WidgetOf id={id} field={field} value={value} change={change} isInvalid={reason !== undefined} describedBy={note} label={label} />
      {reason && (
        <p className="err" id={note}>
          <Icon of={CircleAlert} />
          {reason}
        </p>
      )}
      {!reason && field.says && (
        <p className="help" id={note}>
          {field.says}
        </p>
      )}
    </div>
  )
}
