/** Two dimensions crossed, as a request names them: 'segment,region'. */
export const columnsIn = (column: string): readonly string[] => column.split(',').map((one) => one.trim())

/** The name of a cell of one or two dimensions: 'Enterprise', 'Enterprise · EU'. */
export const cellOf = (column: string, valueOf: (one: string) => string): string => columnsIn(column).map(valueOf).join(between)

/** The values of a cell by its name, given those that its first dimension can have, which decide where a value holds the sign itself. */
export function valuesIn(name: string, isFirst: (value: string) => boolean): readonly [string, string] {
  const places = [...name.matchAll(new RegExp(between, 'g'))].map(({ index }) => index)
  const at = places.find((place) => isFirst(name.slice(0, place))) ?? places[0] ?? name.length
  return [name.slice(0, at), name.slice(at + between.length)]
}

const between = ' · '
