import { field, invalid, received, type FieldOptions } from '../field.ts'

/** A length of time, kept as written: 90min, 24h, 5d, 4w or 12mo. */
export function duration<const O extends FieldOptions<string>>(options?: O) {
  return field(options, {
    kind: 'duration',
    column: 'text',
    schema: { type: 'string', pattern: pattern.source },
    parse(input) {
      if (typeof input !== 'string' || !pattern.test(input.trim()))
        throw invalid(`expected a duration, got ${received(input)}.`, 'Write 90min, 24h, 5d, 4w or 12mo.')
      return input.trim()
    },
    show: (value) => value,
  })
}

const pattern = /^\d+(min|h|d|w|mo)$/
