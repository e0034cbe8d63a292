/** Names of events that were taken in the last days, as 64-bit hashes: 24 to 48 bytes of memory per name, and no text is kept. */
export interface Seen {
  /** Notes a name on a day (whole days since 1970); false when it was there already. */
  add(name: string, day: number): boolean
  has(name: string): boolean
  /** Forgets a name that was noted and not taken after all. */
  remove(name: string): void
  readonly size: number
}

/**
 * Extendible hashing (Fagin and others, 1979): names stand on shelves by the first bits of their hash, each an open table with linear probing over typed arrays.
 * A full shelf drops the names older than `days`, or is parted in two: however many names there are, nobody waits for more than one shelf to be sorted anew.
 * Two of n different names share a hash with a chance of n²/2⁶⁵: about 3 in 10,000 for a hundred million names.
 */
export function seen(days = 30, capacity = 1 << 14): Seen {
  let [depth, shelves]: [number, Shelf[]] = [0, [openShelf(0, capacity)]]
  let size = 0

  const shelfOf = (b: number): Shelf => shelves[depth === 0 ? 0 : b >>> (32 - depth)] ?? openShelf(0, capacity)
  const part = (full: Shelf, since: number): void => {
    let [held, kept] = [0, 0]
    for (let at = 2; at < full.cells.length; at += 3) {
      const mark = full.cells[at] ?? 0
      if (mark > 1) held += 1
      if (isKept(mark, since)) kept += 1
    }
    size -= held - kept
    const isSpread = kept * 4 >= capacity
    if (isSpread && full.depth === depth) [depth, shelves] = [depth + 1, shelves.flatMap((shelf) => [shelf, shelf])]
    const parts = isSpread ? [openShelf(full.depth + 1, capacity), openShelf(full.depth + 1, capacity)] : [openShelf(full.depth, capacity)]
    const [first, span] = [shelves.indexOf(full), 2 ** (depth - full.depth)]
    for (let at = 0; at < span; at += 1) shelves[first + at] = parts[Math.floor((at * parts.length) / span)] ?? full
    for (let at = 0; at < full.cells.length; at += 3) {
      const mark = full.cells[at + 2] ?? 0
      if (!isKept(mark, since)) continue
      const [a, b] = [full.cells[at] ?? 0, full.cells[at + 1] ?? 0]
      put(shelfOf(b), placeOn(shelfOf(b), a, b), a, b, mark)
    }
  }

  return {
    add(name, day) {
      const [a, b] = hash64(name)
      let shelf = shelfOf(b)
      let at = placeOn(shelf, a, b)
      const mark = shelf.cells[at + 2] ?? 0
      if (isKept(mark, day - days)) return false
      if (mark === 0) {
        for (; (shelf.used + 1) * 2 > capacity; at = placeOn(shelf, a, b)) {
          part(shelf, day - days)
          shelf = shelfOf(b)
        }
        size += 1
      }
      put(shelf, at, a, b, day + 2)
      return true
    },
    has(name) {
      const [a, b] = hash64(name)
      const shelf = shelfOf(b)
      return (shelf.cells[placeOn(shelf, a, b) + 2] ?? 0) > 1
    },
    remove(name) {
      const [a, b] = hash64(name)
      const shelf = shelfOf(b)
      const at = placeOn(shelf, a, b)
      if ((shelf.cells[at + 2] ?? 0) < 2) return
      shelf.cells[at + 2] = 1
      size -= 1
    },
    get size() {
      return size
    },
  }
}

interface Shelf {
  /** Three words for each place: both halves of the hash, and 0 when it is free, 1 when its name was removed, else the day + 2. They lie together, since memory is read by the line. */
  readonly cells: Uint32Array
  /** The last place: their number is a power of two. */
  readonly last: number
  /** How many first bits of the hash its names have in common. */
  readonly depth: number
  /** Places that are not free. */
  used: number
}

const openShelf = (depth: number, capacity: number): Shelf => ({ cells: new Uint32Array(capacity * 3), last: capacity - 1, depth, used: 0 })

const isKept = (mark: number, since: number): boolean => mark > 1 && mark - 2 >= since

/** Where in its shelf a name stands, or the free place where it would. */
function placeOn({ cells, last }: Shelf, a: number, b: number): number {
  for (let at = (a ^ (b >>> 7)) & last; ; at = (at + 1) & last) {
    const mark = cells[at * 3 + 2]
    if (mark === 0 || (mark !== 1 && cells[at * 3] === a && cells[at * 3 + 1] === b)) return at * 3
  }
}

function put(shelf: Shelf, at: number, a: number, b: number, mark: number): void {
  if (shelf.cells[at + 2] === 0) shelf.used += 1
  shelf.cells[at] = a
  shelf.cells[at + 1] = b
  shelf.cells[at + 2] = mark
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
