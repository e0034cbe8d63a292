interface Sized {
  readonly byteLength: number
}

/** Columns that were read from files, kept as long as all of them together fit: beyond `bytes`, those that were asked for longest ago go first. */
export interface ColumnBudget {
  readonly bytes: number
  /** Bytes that are kept now. */
  used(): number
  /** A shelf for columns of one type: what is kept under a key, else what `make` reads. Something larger than the whole budget is handed out and not kept. */
  shelf<T extends Sized>(): (key: string, make: () => T) => T
}

export function columnBudget(bytes: number): ColumnBudget {
  const inOrder = new Map<string, () => number>() // the oldest first, each with how it is dropped
  let [used, shelves] = [0, 0]
  const makeRoom = (size: number): void => {
    for (const [key, drop] of inOrder) {
      if (used + size <= bytes) return
      inOrder.delete(key)
      used -= drop()
    }
  }
  return {
    bytes,
    used: () => used,
    shelf<T extends Sized>() {
      const kept = new Map<string, T>()
      const prefix = `${shelves++} `
      return (key: string, make: () => T): T => {
        const found = kept.get(key)
        const own = found ?? make()
        if (own.byteLength > bytes) return own
        const drop = inOrder.get(prefix + key) ?? (() => (kept.delete(key) ? own.byteLength : 0))
        inOrder.delete(prefix + key)
        if (!found) {
          makeRoom(own.byteLength)
          kept.set(key, own)
          used += own.byteLength
        }
        inOrder.set(prefix + key, drop)
        return own
      }
    },
  }
}
