/** Keeps so many values; one that is asked for again stays, and whatever was not asked for longest goes first. */
export interface Newest<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
}

export function newest<T>(most: number): Newest<T> {
  const kept = new Map<string, T>()
  const set = (key: string, value: T): void => {
    kept.delete(key)
    kept.set(key, value)
    if (kept.size > most) kept.delete(kept.keys().next().value ?? '')
  }
  return {
    get(key) {
      const value = kept.get(key)
      if (value !== undefined) set(key, value)
      return value
    },
    set,
  }
}
