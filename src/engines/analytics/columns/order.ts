const digits = 65_536

/** Rows in the order of their names, then of their times, then as they came: a radix sort by sixteen bits at a time (Knuth, TAOCP 3, 5.2.5). */
export function rowOrder(name: Uint32Array, ts: Float64Array, length: number): Uint32Array {
  let [low, high] = [Infinity, -Infinity]
  for (let row = 0; row < length; row++) {
    const at = ts[row] ?? 0
    if (at < low) low = at
    if (at > high) high = at
  }
  let order = Uint32Array.from({ length }, (_, row) => row)
  const part = new Uint16Array(length)
  for (let scale = 1; scale <= high - low; scale *= digits) {
    for (let row = 0; row < length; row++) part[row] = Math.floor(((ts[row] ?? 0) - low) / scale) % digits
    order = sortedBy(part, order)
  }
  for (let row = 0; row < length; row++) part[row] = name[row] ?? 0
  return sortedBy(part, order)
}

/** A stable counting sort of rows by a small number of each. */
function sortedBy(part: Uint16Array, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(digits + 1)
  for (const each of part) next[each + 1] = (next[each + 1] ?? 0) + 1
  for (let each = 0; each < digits; each++) next[each + 1] = (next[each + 1] ?? 0) + (next[each] ?? 0)
  const sorted = new Uint32Array(order.length)
  for (const row of order) {
    const own = part[row] ?? 0
    const place = next[own] ?? 0
    sorted[place] = row
    next[own] = place + 1
  }
  return sorted
}
