/** What a program may rely on: names and kinds of values, without the values. A list is shown by the distinct shapes of its elements. */
export function shape(value: unknown): unknown {
  if (value === null) return 'null'
  if (Array.isArray(value)) return [...new Map(value.map((one: unknown) => [JSON.stringify(shape(one)), shape(one)])).values()]
  if (typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, one]) => [name, shape(one)]),
    )
  return typeof value
}
