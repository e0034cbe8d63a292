import { field, invalid, parseField, received, type FieldOptions, type Fields, type Values } from '../field.ts'
import { record, recordKind } from './record.ts'

/** A list of small structures, in order. */
export function list<F extends Fields, const O extends FieldOptions<readonly Values<F>[]>>(inner: F, options?: O) {
  const item = recordKind(inner)
  const entry = record(inner)
  return field(options, {
    kind: 'list',
    column: 'jsonb',
    inner,
    schema: { type: 'array', maxItems: 1000, items: item.schema },
    parse(input): readonly Values<F>[] {
      if (!Array.isArray(input)) throw invalid(`expected a list, got ${received(input)}.`)
      if (input.length > 1000) throw invalid(`has ${input.length} entries; 1,000 are allowed.`)
      return input.map((each, index) => parseField(`${index + 1}`, entry, each))
    },
    show: (value) => value.map(item.show).join('; '),
    store: (value) => JSON.stringify(value),
  })
}
