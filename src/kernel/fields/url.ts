import { field, invalid, received, type FieldOptions } from '../field.ts'

/** A web address; http and https only, so that a link can never run code. */
export function url<const O extends FieldOptions<string>>(options?: O) {
  return field(options, {
    kind: 'url',
    column: 'text',
    schema: { type: 'string', format: 'uri', maxLength: 2000 },
    parse(input) {
      const address = typeof input === 'string' && input.length <= 2000 ? URL.parse(input.trim()) : null
      if (!address || !['http:', 'https:'].includes(address.protocol))
        throw invalid(`expected a web address, got ${received(input)}.`, 'Start it with https://.')
      if (address.href.length > 2000) throw invalid('is longer than 2,000 characters.')
      return address.href
    },
    show: (value) => value,
    search: (value) => value,
  })
}
