import { field, invalid, received, type FieldOptions } from '../field.ts'
import { isId, type Id } from '../id.ts'

/** A pointer at one object of another noun, by its id. The target is a name, so that nouns never import one another. */
export function ref<const N extends string, const O extends FieldOptions<Id<N>>>(target: N, options?: O) {
  return field(options, {
    kind: 'ref',
    column: 'uuid',
    target,
    schema: { type: 'string', format: 'uuid', 'x-resource': target },
    parse(input): Id<N> {
      if (!isId<N>(input)) throw invalid(`expected the id of a ${target}, got ${received(input)}.`)
      return input
    },
    show: (value) => value,
  })
}
