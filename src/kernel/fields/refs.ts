import { field, invalid, received, type FieldOptions } from '../field.ts'
import { isId, type Id } from '../id.ts'

/** Pointers at several objects of one noun, each once, in the order given. */
export function refs<const N extends string, const O extends FieldOptions<readonly Id<N>[]>>(target: N, options?: O) {
  return field(options, {
    kind: 'refs',
    column: 'uuid[]',
    target,
    schema: { type: 'array', uniqueItems: true, maxItems: 1000, items: { type: 'string', format: 'uuid', 'x-resource': target } },
    parse(input): readonly Id<N>[] {
      if (!Array.isArray(input)) throw invalid(`expected a list of ids, got ${received(input)}.`)
      if (input.length > 1000) throw invalid(`has ${input.length} entries; 1,000 are allowed.`)
      const ids = input.map((id: unknown) => {
        if (!isId<N>(id)) throw invalid(`expected the id of a ${target}, got ${received(id)}.`)
        return id
      })
      return [...new Set(ids)]
    },
    show: (value) => `${value.length}`,
  })
}
