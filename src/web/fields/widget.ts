import type { ComponentType } from 'react'
import type { Field } from '#kernel'

/** What every widget is given. `value` is the draft: the kind's own value, or the text that a person is still typing. */
export interface WidgetProps {
  readonly id: string
  readonly field: Field<unknown>
  readonly value: unknown
  readonly change: (draft: unknown) => void
  readonly isInvalid?: boolean
  readonly describedBy?: string | undefined
  /** In a cell of a list: as small as the row, with the focus at once. */
  readonly inCell?: boolean
  readonly label: string
}
export type Widget = ComponentType<WidgetProps>

export const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
export const inputClass = ({ isInvalid, inCell }: WidgetProps): string => `inp ${isInvalid ? 'bad' : ''} ${inCell ? 'cell' : ''}`
/** An empty box is no value. */
export const orNull = (text: string): string | null => (text === '' ? null : text)

/** Attributes that tie an input to its label and its reason. */
export const tied = ({ id, isInvalid, describedBy, inCell, label }: WidgetProps) => ({
  id,
  'aria-invalid': isInvalid ? true : undefined,
  'aria-describedby': describedBy,
  'aria-label': inCell ? label : undefined,
  autoFocus: inCell === true,
})
