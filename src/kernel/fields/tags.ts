import { field, invalid, isBroken, received, type FieldOptions } from '../field.ts'

/** Free words for grouping, each once. */
export function tags<const O extends FieldOptions<readonly string[]>>(options?: O) {
  return field(options, {
    kind: 'tags',
    column: 'text[]',
    columnar: 'VARCHAR[]',
    schema: { type: 'array', uniqueItems: true, maxItems: 200, items: { type: 'string', minLength: 1, maxLength: 120 } },
    parse(input): readonly string[] {
      const words = typeof input === 'string' ? input.split(',') : input
      if (!Array.isArray(words) || words.some((word) => typeof word !== 'string')) throw invalid(`expected a list of words, got ${received(input)}.`)
      if (words.length > 200) throw invalid(`has ${words.length} words; 200 are allowed.`)
      const found = words.map((word) => String(word).trim()).filter((word) => word !== '')
      for (const word of found) if (word.length > 120 || isBroken(word)) throw invalid(`${received(word)} cannot be a tag.`, 'A tag has 1 to 120 characters.')
      return [...new Set(found)]
    },
    show: (value) => value.join(', '),
    search: (value) => value.join(' '),
  })
}
