/** Makes something of an object once, and keeps it as long as the object lives: rows that were read once are made sense of once. */
export function once<K extends object, T>(make: (of: K) => T): (of: K) => T {
  const kept = new WeakMap<K, { readonly made: T }>()
  return (of) => {
    const found = kept.get(of) ?? { made: make(of) }
    kept.set(of, found)
    return found.made
  }
}

/** Things kept with an object, each under a key that names all that it was made from; beyond `most`, the one that was asked for longest ago goes. */
export function shelf<K extends object, T>(most: number): { get(of: K, key: string): T | undefined; put(of: K, key: string, made: T): void } {
  const kept = new WeakMap<K, Map<string, T>>()
  const put = (of: K, key: string, made: T): void => {
    const own = kept.get(of) ?? new Map<string, T>()
    kept.set(of, own)
    own.delete(key)
    own.set(key, made)
    for (const old of own.size > most ? own.keys().take(own.size - most) : []) own.delete(old)
  }
  return {
    put,
    get(of, key) {
      const found = kept.get(of)?.get(key)
      if (found !== undefined) put(of, key, found)
      return found
    },
  }
}

/** A shelf that makes what it does not hold. */
export function keeper<K extends object, T>(most: number): (of: K, key: string, make: () => T) => T {
  const kept = shelf<K, T>(most)
  return (of, key, make) => {
    const found = kept.get(of, key)
    if (found !== undefined) return found
    const made = make()
    kept.put(of, key, made)
    return made
  }
}

/**
 * The same things in the same order are one list, so that what is kept with a list need not be told again when it was put together anew. Of lists that begin with
 * the same thing `most` are known; none may change afterwards.
 */
export function sameList<T extends object>(most: number): (list: readonly T[]) => readonly T[] {
  const lists = new WeakMap<T, (readonly T[])[]>()
  const empty: readonly T[] = []
  return (list) => {
    const [first] = list
    if (first === undefined) return empty
    const own = lists.get(first) ?? []
    const found = own.find((known) => known.length === list.length && goesOn(known, list)) ?? list
    lists.set(first, [found, ...own.filter((known) => known !== found)].slice(0, most))
    return found
  }
}

/** Does a list begin with all of another, in its order? */
function goesOn<T>(before: readonly T[], list: readonly T[]): boolean {
  if (before.length > list.length) return false
  for (let place = 0; place < before.length; place++) if (before[place] !== list[place]) return false // lists are long: no call for each
  return true
}

/**
 * Keeps what was made of lists that grow, each under a key that names all else that it was made from: of a list with more behind it than the one before, it is made
 * from what was there and from what came. `grow` answers null where that cannot be; what it was given is not asked for again, so that it may be changed.
 */
export function growing<T extends object, M>(
  most: number,
): (list: readonly T[], key: string, make: () => M, grow: (before: M, more: readonly T[]) => M | null) => M {
  const kept = shelf<T, { readonly list: readonly T[]; readonly made: M }>(most)
  return (list, key, make, grow) => {
    const [first] = list
    if (first === undefined) return make()
    const before = kept.get(first, key)
    if (before?.list === list) return before.made
    const made = (before !== undefined && goesOn(before.list, list) ? grow(before.made, list.slice(before.list.length)) : null) ?? make()
    kept.put(first, key, { list, made })
    return made
  }
}

let count = 0
const numbered = once((_: object) => (count += 1))

/**
 * Names lists that grow, each of something and under a key: as long as what was there stays as it was, the name stays, whatever comes behind it. A list in which
 * something changed has a name that no other had.
 */
export function growingName<T extends number | string>(most: number): (of: object, key: string, list: ArrayLike<T>) => string {
  const kept = shelf<object, { readonly list: ArrayLike<T>; readonly name: string }>(most)
  return (of, key, list) => {
    const before = kept.get(of, key)
    const shared = Math.min(before?.list.length ?? 0, list.length)
    let place = 0
    while (place < shared && Object.is(before?.list[place], list[place])) place++
    const stands = before !== undefined && place === shared
    const name = stands ? before.name : String((count += 1))
    if (!stands || list.length > before.list.length) kept.put(of, key, { list, name })
    return name
  }
}

const texts = new Map<string, number>()
const mostTexts = 500

/** The same text has the same short name as long as it is asked for now and then; no other text has it. */
export function nameOfText(text: string): string {
  const name = texts.get(text) ?? (count += 1)
  texts.delete(text)
  texts.set(text, name)
  for (const old of texts.size > mostTexts ? texts.keys().take(1) : []) texts.delete(old)
  return String(name)
}

/** The same objects have the same name for as long as they live; no other objects have it. */
export const nameOf = (...objects: readonly object[]): string => objects.map(numbered).join('+')
