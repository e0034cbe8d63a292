/** The q-quantile of ascending numbers by linear interpolation between order statistics (Hyndman and Fan’s type 7); null for none. */
export function quantile(sorted: ArrayLike<number>, q: number): number | null {
  if (sorted.length === 0) return null
  const place = (sorted.length - 1) * q
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return low + (high - low) * (place - Math.floor(place))
}

const mostCounted = 65_536

/** Whole numbers from 0 on in ascending order: small ones are counted, which takes no comparing. */
export function ascending(numbers: Int32Array): Int32Array {
  const most = numbers.reduce((high, each) => Math.max(high, each), 0)
  if (most > mostCounted) return numbers.toSorted()
  const counts = new Uint32Array(most + 1)
  for (const each of numbers) counts[each] = (counts[each] ?? 0) + 1
  const sorted = new Int32Array(numbers.length)
  let at = 0
  for (let each = 0; each <= most; each++) sorted.fill(each, at, (at += counts[each] ?? 0))
  return sorted
}

export const meanOf = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0) / numbers.length

/** Up to `most` bins of equal width over ascending numbers, half open except the last. */
export function histogram(sorted: readonly number[], most: number): { from: number; to: number; count: number }[] {
  const [low, high] = [sorted[0], sorted.at(-1)]
  if (low === undefined || high === undefined) return []
  const size = high > low ? Math.min(most, sorted.length) : 1
  const width = (high - low) / size
  const bins = Array.from({ length: size }, (_, place) => ({ from: low + width * place, to: place === size - 1 ? high : low + width * (place + 1), count: 0 }))
  for (const each of sorted) {
    const bin = bins[width === 0 ? 0 : Math.min(size - 1, Math.floor((each - low) / width))]
    if (bin) bin.count++
  }
  return bins
}
