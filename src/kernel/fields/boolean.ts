import { field, invalid, received, type FieldOptions } from '../field.ts'

/** Yes or no. Text may say true, false, yes, no, 1 or 0. */
export function boolean<const O extends FieldOptions<boolean>>(options?: O) {
  return field(options, {
    kind: 'boolean',
    column: 'boolean',
    columnar: 'BOOLEAN',
    schema: { type: 'boolean' },
    sortable: true,
    parse(input) {
      if (typeof input === 'boolean') return input
      const word = typeof input === 'string' || typeof input === 'number' ? String(input).trim().toLowerCase() : ''
      if (['true', 'yes', 'y', '1', 't'].includes(word)) return true
      if (['false', 'no', 'n', '0', 'f'].includes(word)) return false
      throw invalid(`expected yes or no, got ${received(input)}.`)
    },
    show: (value) => (value ? 'Yes' : 'No'),
  })
}
