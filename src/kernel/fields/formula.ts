import { field, invalid, type FieldOptions, type JsonSchema } from '../field.ts'

/** A value that the system computes when it is read; nobody types it and nothing stores it. */
export function formula<const O extends FieldOptions<unknown>>(schema: JsonSchema, options?: O) {
  const own = { byVerb: true, ...options } as O // the default comes first, so that what the caller said is all still there
  return field(own, {
    kind: 'formula',
    column: null,
    schema: { ...schema, readOnly: true },
    parse(): unknown {
      throw invalid('is computed and cannot be set.')
    },
    show: (value) => (value === null || value === undefined ? '–' : String(value)),
  })
}
