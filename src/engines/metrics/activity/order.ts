/** The places of whole numbers (32 bits) from low to high, equal ones in their order: two passes of a radix sort, each over 16 bits. */
export function inOrder(values: Int32Array): Uint32Array {
  const size = values.length
  const [low, high] = [new Uint32Array(0x10001), new Uint32Array(0x10001)]
  for (let index = 0; index < size; index++) {
    const value = values[index] ?? 0
    bump(low, (value & 0xffff) + 1)
    bump(high, ((value >>> 16) ^ 0x8000) + 1)
  }
  sums(low)
  sums(high)
  const [once, twice] = [new Uint32Array(size), new Uint32Array(size)]
  for (let index = 0; index < size; index++) {
    const at = (values[index] ?? 0) & 0xffff
    once[low[at] ?? 0] = index
    bump(low, at)
  }
  for (let index = 0; index < size; index++) {
    const place = once[index] ?? 0
    const at = ((values[place] ?? 0) >>> 16) ^ 0x8000
    twice[high[at] ?? 0] = place
    bump(high, at)
  }
  return twice
}

function sums(counts: Uint32Array): void {
  for (let index = 1; index < counts.length; index++) counts[index] = (counts[index] ?? 0) + (counts[index - 1] ?? 0)
}

function bump(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}

/** A column in an order. */
export function permuted(column: Int32Array, order: Uint32Array): Int32Array {
  const fresh = new Int32Array(order.length)
  for (let index = 0; index < order.length; index++) fresh[index] = column[order[index] ?? 0] ?? 0
  return fresh
}
