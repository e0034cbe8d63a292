/** A stretch of something that is ordered: from its first value to before the last. */
export interface Stretch<K> {
  readonly from: K
  readonly to: K
}

/**
 * The items that lie in each stretch, in the order in which they came. Stretches that follow one another, as periods do, are filled in one pass over the items;
 * trailing windows overlap, and each looks for its own.
 */
export function inSpans<T, K extends number | string>(items: readonly T[], at: (item: T) => K, spans: readonly Stretch<K>[]): readonly (readonly T[])[] {
  if (spans.some(({ from }, place) => from < (spans[place - 1]?.to ?? from)))
    return spans.map(({ from, to }) => items.filter((item) => at(item) >= from && at(item) < to))
  const found: T[][] = spans.map(() => [])
  for (const item of items) {
    const value = at(item)
    const place = lastFrom(spans, value)
    const span = spans[place]
    if (span && value < span.to) found[place]?.push(item)
  }
  return found
}

/** Of items in the order of their values, those that lie in a stretch. */
export function between<T, K extends number | string>(inOrder: readonly T[], at: (item: T) => K, { from, to }: Stretch<K>): readonly T[] {
  return inOrder.slice(placeOf(inOrder, at, from), placeOf(inOrder, at, to))
}

/** The place of the first item whose value is at least this one. */
function placeOf<T, K extends number | string>(inOrder: readonly T[], at: (item: T) => K, least: K): number {
  let [low, high] = [0, inOrder.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const item = inOrder[middle]
    if (item !== undefined && at(item) < least) low = middle + 1
    else high = middle
  }
  return low
}

/** The place of the last stretch that begins by a value; -1 when none does. */
function lastFrom<K extends number | string>(spans: readonly Stretch<K>[], value: K): number {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const from = spans[middle]?.from
    if (from !== undefined && from <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
