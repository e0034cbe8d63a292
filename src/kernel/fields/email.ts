import { field, invalid, received, type FieldOptions } from '../field.ts'

/** An e-mail address, in lower case. Personal unless told otherwise. */
export function email<const O extends FieldOptions<string>>(options?: O) {
  return field(
    {
      kind: 'email',
      column: 'text',
      schema: { type: 'string', format: 'email', maxLength: 254 },
      sortable: true,
      parse(input) {
        const value = typeof input === 'string' ? input.trim().toLowerCase() : ''
        if (value.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) throw invalid(`expected an e-mail address, got ${received(input)}.`)
        return value
      },
      show: (value) => value,
      search: (value) => value,
    },
    { class: 'personal', ...options } as O,
  )
}
