import { field, invalid, isBroken, received, type FieldOptions } from '../field.ts'

/** An e-mail address, in lower case. Personal unless told otherwise. */
export function email<const O extends FieldOptions<string>>(options?: O) {
  const own = { class: 'personal', ...options } as O // the default comes first, so that what the caller said is all still there
  return field(own, {
    kind: 'email',
    column: 'text',
    schema: { type: 'string', format: 'email', pattern: pattern.source, maxLength: 254 },
    sortable: true,
    parse(input) {
      const value = typeof input === 'string' ? input.trim().toLowerCase() : ''
      if (value.length > 254 || !pattern.test(value) || isBroken(value)) throw invalid(`expected an e-mail address, got ${received(input)}.`)
      return value
    },
    show: (value) => value,
    search: (value) => value,
  })
}

/** One @, a host of at least two parts, and none of the signs that a mailer reads as more than an address (RFC 5322, specials). */
const pattern = /^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\.]+(\.[^\s@"(),:;<>[\]\\.]+)+$/
