/** Names of events that were taken in the last days, as 64-bit hashes: 10 bytes of memory per name, and no text is kept. */
export interface Seen {
  /** Notes a name on a day (whole days since 1970); false when it was there already. */
  add(name: string, day: number): boolean
  has(name: string): boolean
  /** Forgets a name that was noted and not taken after all. */
  remove(name: string): void
  readonly size: number
}

/**
 * An open hash table with linear probing over typed arrays. Names older than `days` are dropped when the table grows. Two of n different
 * names share a hash with a chance of n²/2⁶⁵: about 3 in 10,000 for a hundred million names.
 */
export function seen(days = 30, capacity = 1 << 14): Seen {
  let low = new Uint32Array(capacity)
  let high = new Uint32Array(capacity)
  let on = new Uint16Array(capacity) // 0: free, 1: removed, else day + 2
  let used = 0
  let size = 0

  const place = (a: number, b: number): number => {
    const mask = low.length - 1
    for (let at = (a ^ (b >>> 7)) & mask; ; at = (at + 1) & mask) if (on[at] === 0 || (on[at] !== 1 && low[at] === a && high[at] === b)) return at
  }
  const grow = (day: number): void => {
    const [oldLow, oldHigh, oldOn] = [low, high, on]
    const kept = oldOn.reduce((sum, mark) => sum + (mark > 1 && mark - 2 > day - days - 1 ? 1 : 0), 0)
    const wanted = kept * 2 > oldLow.length / 2 ? oldLow.length * 2 : oldLow.length
    ;[low, high, on] = [new Uint32Array(wanted), new Uint32Array(wanted), new Uint16Array(wanted)]
    for (let at = 0; at < oldOn.length; at += 1) {
      const mark = oldOn[at] ?? 0
      if (mark < 2 || mark - 2 <= day - days - 1) continue
      const to = place(oldLow[at] ?? 0, oldHigh[at] ?? 0)
      low[to] = oldLow[at] ?? 0
      high[to] = oldHigh[at] ?? 0
      on[to] = mark
    }
    ;[used, size] = [kept, kept]
  }

  return {
    add(name, day) {
      const [a, b] = hash64(name)
      let at = place(a, b)
      const isThere = (on[at] ?? 0) > 1
      if (isThere && (on[at] ?? 0) - 2 > day - days - 1) return false
      if (!isThere && (used + 1) * 2 > low.length) {
        grow(day)
        at = place(a, b)
      }
      if (!isThere) [used, size] = [used + 1, size + 1]
      low[at] = a
      high[at] = b
      on[at] = day + 2
      return true
    },
    has(name) {
      const [a, b] = hash64(name)
      return (on[place(a, b)] ?? 0) > 1
    },
    remove(name) {
      const [a, b] = hash64(name)
      const at = place(a, b)
      if ((on[at] ?? 0) < 2) return
      on[at] = 1
      size -= 1
    },
    get size() {
      return size
    },
  }
}

/** Two independent 32-bit halves: MurmurHash3’s mixing (Appleby) over the UTF-16 units, with two seeds and two pairs of constants. */
export function hash64(text: string): [number, number] {
  let [a, b] = [0x9747b28c, 0x3c6ef372]
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    a = Math.imul(a ^ unit, 0x5bd1e995)
    a ^= a >>> 13
    b = Math.imul(b ^ unit, 0x85ebca6b)
    b = (b << 15) | (b >>> 17)
  }
  return [mixed(a ^ text.length), mixed(b ^ Math.imul(text.length, 0xcc9e2d51) ^ (a >>> 3))]
}

function mixed(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
