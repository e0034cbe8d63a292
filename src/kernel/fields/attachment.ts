import { field, type FieldOptions, type Values } from '../field.ts'
import { integer } from './integer.ts'
import { recordKind } from './record.ts'
import { text } from './text.ts'

const inner = {
  file: text({ required: true }),
  name: text({ required: true, max: 255 }),
  type: text({ required: true }),
  bytes: integer({ required: true, min: 0 }),
}
export type Attachment = Values<typeof inner>

/** A stored file, by the server-made name under which it is kept; the given name is only shown. */
export function attachment<const O extends FieldOptions<Attachment>>(options?: O) {
  return field(options, { ...recordKind(inner), kind: 'attachment', show: (value: Attachment) => value.name })
}
