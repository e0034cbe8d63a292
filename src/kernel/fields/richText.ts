import { field, type FieldOptions } from '../field.ts'
import { textKind } from './text.ts'

/** Words with simple structure, kept as Markdown; rendered through an allow-list, never as HTML. */
export function richText<const O extends FieldOptions<string>>(options?: O) {
  return field(options, { ...textKind('richText', 100_000), sortable: false })
}
