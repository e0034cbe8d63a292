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

let count = 0
const numbered = once((_: object) => (count += 1))

/** The same objects have the same name for as long as they live; no other objects have it. */
export const nameOf = (...objects: readonly object[]): string => objects.map(numbered).join('+')
