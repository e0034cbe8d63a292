import { field, invalid, received, type FieldOptions } from '../field.ts'

/** Any number of a fixed list of words, in the list's order, each once. */
export function manyOf<const C extends readonly string[], const O extends FieldOptions<readonly C[number][]>>(choices: C, options?: O) {
  return field(options, {
    kind: 'manyOf',
    column: 'text[]',
    choices,
    schema: { type: 'array', items: { enum: choices }, uniqueItems: true },
    parse(input): readonly C[number][] {
      if (!Array.isArray(input)) throw invalid(`expected a list, got ${received(input)}.`)
      for (const item of input)
        if (!choices.includes(item)) throw invalid(`${received(item)} is not one of the choices.`, `Choose among ${choices.join(', ')}.`)
      return choices.filter((choice) => input.includes(choice))
    },
    show: (value) => value.join(', '),
  })
}
