/** The places of whole numbers (32 bits) from low to high, equal ones in their order: two passes of a radix sort, each over 16 bits. */
export function inOrder(values: Int32Array): Uint32Array {
  const low = pass(values, Uint32Array.from(values.keys()), (value) => value & 0xffff)
  return pass(values, low, (value) => (value >>> 16) ^ 0x8000)
}

function pass(values: Int32Array, before: Uint32Array, digit: (value: number) => number): Uint32Array {
  const starts = new Uint32Array(0x10001)
  for (let index = 0; index < values.length; index++) bump(starts, digit(values[index] ?? 0) + 1)
  for (let index = 1; index < starts.length; index++) starts[index] = (starts[index] ?? 0) + (starts[index - 1] ?? 0)
  const after = new Uint32Array(values.length)
  for (let index = 0; index < before.length; index++) {
    const place = before[index] ?? 0
    const at = digit(values[place] ?? 0)
    after[starts[at] ?? 0] = place
    bump(starts, at)
  }
  return after
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
