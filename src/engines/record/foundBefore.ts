type Values = Readonly<Record<string, unknown>>

/**
 * How the fields of a row stood before its later changes, from a JSON list of what each had found, with its place in the record: of those that
 * touched a field, the first tells. Null when the row was not there yet.
 */
export function foundBefore(found: string): Values | null {
  const later: readonly (readonly [seq: number, before: Values | null])[] = JSON.parse(found)
  const befores = later.toSorted(([a], [b]) => b - a).map(([, before]) => before)
  return befores.includes(null) ? null : Object.assign({}, ...befores)
}
