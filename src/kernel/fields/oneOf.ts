import { field, invalid, received, type FieldOptions } from '../field.ts'

/** One of a fixed list of words; also the state of a noun (with `byVerb`). */
export function oneOf<const C extends readonly string[], const O extends FieldOptions<C[number]>>(choices: C, options?: O) {
  const isChoice = (value: unknown): value is C[number] => choices.some((choice) => choice === value)
  return field(options, {
    kind: 'oneOf',
    column: 'text',
    columnar: 'VARCHAR',
    choices,
    schema: { enum: choices },
    sortable: true,
    parse(input): C[number] {
      const value = typeof input === 'string' ? input.trim() : input
      if (!isChoice(value)) throw invalid(`${received(input)} is not one of the choices.`, `Choose ${choices.join(', ')}.`)
      return value
    },
    show: (value) => value,
    search: (value) => value,
  })
}
