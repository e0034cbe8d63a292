import { field, invalid, isBroken, received, type FieldOptions, type Kind } from '../field.ts'

export interface TextOptions extends FieldOptions<string> {
  /** The longest allowed length in characters; 2,000 unless told. */
  readonly max?: number
}

/** One line of words. Surrounding white space is dropped; an empty text is no value. */
export function text<const O extends TextOptions>(options?: O) {
  return field(options, textKind('text', options?.max ?? 2000))
}

export const textKind = (kind: string, max: number): Kind<string> => ({
  kind,
  column: 'text',
  columnar: 'VARCHAR',
  schema: { type: 'string', minLength: 1, maxLength: max },
  sortable: true,
  parse(input) {
    if (typeof input !== 'string') throw invalid(`expected text, got ${received(input)}.`)
    const value = input.trim()
    if (value === '') throw invalid('is empty.', 'Write something, or leave it out.')
    if (value.length > max) throw invalid(`is ${value.length} characters long; ${max} are allowed.`)
    if (isBroken(value)) throw invalid('holds a character that cannot be stored.', 'Remove control characters and broken emoji.')
    return value
  },
  show: (value) => value,
  search: (value) => value,
})
