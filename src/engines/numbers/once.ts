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
export function keeper<K extends object, T>(most: number): (of: K, key: string, make: () => T) => T {
  const kept = new WeakMap<K, Map<string, T>>()
  return (of, key, make) => {
    const own = kept.get(of) ?? new Map<string, T>()
    kept.set(of, own)
    const found = own.get(key)
    const made = found === undefined ? make() : found
    own.delete(key)
    own.set(key, made)
    for (const old of own.size > most ? own.keys().take(own.size - most) : []) own.delete(old)
    return made
  }
}

let count = 0
const numbered = once((_: object) => (count += 1))

/** The same objects have the same name for as long as they live; no other objects have it. */
export const nameOf = (...objects: readonly object[]): string => objects.map(numbered).join('+')
