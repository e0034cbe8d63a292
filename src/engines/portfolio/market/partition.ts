/** Something with a test of who belongs to it, and its turn. */
export interface Part<T> {
  readonly id: string
  readonly order: number
  readonly test: (one: T) => boolean
}

export interface Partition<T> {
  /** By part: those who fit it and no earlier one, and how many fit it in all. */
  readonly parts: ReadonlyMap<string, { readonly members: readonly T[]; readonly fitting: number }>
  /** Those who fit none. */
  readonly other: readonly T[]
}

/**
 * Puts everybody into exactly one part: the first by order whose test they pass, or into none, which is `other`.
 * Parts of one order are taken by id. The members of all parts and of `other` are those who were given, each once.
 */
export function partition<T>(parts: readonly Part<T>[], all: readonly T[]): Partition<T> {
  const turns = parts.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
  const found = new Map(turns.map(({ id }) => [id, { members: new Array<T>(), fitting: 0 }]))
  const other: T[] = []
  for (const one of all) {
    const fits = turns.filter(({ test }) => test(one)).flatMap(({ id }) => found.get(id) ?? [])
    for (const each of fits) each.fitting += 1
    const first = fits[0]
    if (first) first.members.push(one)
    else other.push(one)
  }
  return { parts: found, other }
}
