import { field, invalid, received, type FieldOptions } from '../field.ts'

/** Free words for grouping, each once. */
export function tags<const O extends FieldOptions<readonly string[]>>(options?: O) {
  return field(
    {
      kind: 'tags',
      column: 'text[]',
      columnar: 'VARCHAR[]',
      schema: { type: 'array', uniqueItems: true, maxItems: 200, items: { type: 'string', maxLength: 120 } },
      parse(input): readonly string[] {
        const words = typeof input === 'string' ? input.split(',') : input
        if (!Array.isArray(words) || words.some((word) => typeof word !== 'string')) throw invalid(`expected a list of words, got ${received(input)}.`)
        if (words.length > 200) throw invalid(`has ${words.length} words; 200 are allowed.`)
        return [...new Set(words.map((word) => String(word).trim().slice(0, 120)).filter((word) => word !== ''))]
      },
      show: (value) => value.join(', '),
      search: (value) => value.join(' '),
    },
    options ?? ({} as O),
  )
}
