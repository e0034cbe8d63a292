/** A sum in parts that hold it to the last bit: whole numbers of units of 2^(place − 1075), by place (1 to 2046). */
export type SumParts = ReadonlyMap<number, bigint>

/** The sum of numbers, rounded once: whatever order they stand in, it is the number next to the true sum. Empty is 0; beyond the largest number it is infinite. */
export function exactSum(numbers: readonly number[]): number {
  const partials: number[] = []
  for (const number of numbers) {
    let [sum, kept] = [number, 0]
    for (const part of partials) {
      const [big, small] = Math.abs(sum) < Math.abs(part) ? [part, sum] : [sum, part]
      sum = big + small
      const left = small - (sum - big)
      if (left !== 0) partials[kept++] = left
    }
    partials.length = kept
    partials.push(sum)
  }
  const rough = partials.reduce((sum, part) => sum + part, 0)
  if (partials.length < 3 && Number.isFinite(rough)) return rough
  return sumOfParts(partsOf(partials.every((part) => Number.isFinite(part)) ? partials : numbers))
}

/** The number next to a sum in parts. */
export function sumOfParts(parts: SumParts): number {
  let whole = 0n // in units of 2^-1074
  for (const [place, units] of parts) whole += units << BigInt(place - 1)
  const size = (whole < 0n ? -whole : whole).toString(2).length
  const shift = Math.max(0, size - 64)
  const [kept, lost] = [whole >> BigInt(shift), whole & ((1n << BigInt(shift)) - 1n)]
  const rounded = Number(lost === 0n ? kept : kept | 1n) // what is cut off only breaks a tie
  return rounded * 2 ** (shift - 1074)
}

function partsOf(numbers: readonly number[]): SumParts {
  const parts = new Map<number, bigint>()
  const view = new DataView(new ArrayBuffer(8))
  for (const number of numbers) {
    view.setFloat64(0, Math.abs(number))
    const bits = view.getBigUint64(0)
    const [power, fraction] = [Number(bits >> 52n), bits & 0xfffffffffffffn]
    const units = power === 0 ? fraction : fraction | 0x10000000000000n
    const place = Math.max(1, power)
    parts.set(place, (parts.get(place) ?? 0n) + (number < 0 ? -units : units))
  }
  return parts
}
