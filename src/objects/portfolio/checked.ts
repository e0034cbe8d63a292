import { Problem, type Field } from '#kernel'

/** A field whose value has to pass one more question: `fault` says what is wrong with it, and what to do. */
export function checked<T, R extends boolean>(field: Field<T, R>, fault: (value: T) => readonly [says: string, hint: string] | null): Field<T, R> {
  return {
    ...field,
    parse(input) {
      const value = field.parse(input)
      const found = fault(value)
      if (found) throw new Problem('invalid', ...found)
      return value
    },
  }
}
