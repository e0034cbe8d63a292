/** What clients send as an id of somebody whom they do not know. */
const placeholders = [
  'undefined',
  'null',
  'none',
  'nil',
  'nan',
  'n/a',
  'na',
  '[object object]',
  'anonymous',
  'guest',
  'unknown',
  'distinct_id',
  'true',
  'false',
  '0',
  '-1',
  '{}',
  '[]',
]
const placeholdersOf = Map.groupBy(placeholders, ({ length }) => length)
const longestPlaceholder = Math.max(...placeholdersOf.keys())

/** Does an id stand for nobody? It is compared with those of its length: asked of a set, a text goes into the table of all names of the program first. */
export function isPlaceholder(id: string): boolean {
  if (id.length > longestPlaceholder) return false
  const text = id.toLowerCase()
  return placeholdersOf.get(text.length)?.includes(text) ?? false
}
