import type { ColumnSource, FiledHead } from './source.ts'

/** Events that came after the columns were laid out, in the order of (name, time, arrival), column by column. */
export interface Tail {
  readonly name: Uint32Array
  /** How many rows that were laid out stand before each, in the order of all. */
  readonly after: Uint32Array
  readonly floats: Readonly<Record<'ts' | 'received', Float64Array>>
  readonly whole: Readonly<Record<'person' | 'account' | 'session', Uint32Array>>
  readonly codes: ReadonlyMap<string, Int32Array>
  /** Whom each person turned out to be, by their numbers; null while nobody did. */
  readonly persons: Uint32Array | null
}

/** Runs of names, and how far from its place there each stands where all names are in order: events of one millisecond go by that. */
export interface NameOrder {
  readonly runs: Uint32Array
  readonly moved: Int32Array
}

/** Runs of names of what was laid out and of a tail together. Names that only the tail knows stand behind the others. */
export function runsWith(runs: FiledHead['runs'], names: number, { name }: Tail): Uint32Array {
  const found = new Uint32Array(names + 1)
  for (const code of name) found[code + 1] = (found[code + 1] ?? 0) + 1
  const end = runs.at(-1) ?? 0
  for (let code = 0; code < names; code++) found[code + 1] = (found[code + 1] ?? 0) + (found[code] ?? 0) + (runs[code + 1] ?? end) - (runs[code] ?? end)
  return found
}

/** Columns that were laid out with a tail between them, as if all had been laid out together. */
export function withTail(source: ColumnSource, { after, floats, whole, codes, persons }: Tail, order: NameOrder): ColumnSource {
  const placeOf = (at: number): number => (after[at] ?? 0) + at
  /** How many rows of the tail stand before a row of all. */
  const before = (row: number): number => {
    let [low, high] = [0, after.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (placeOf(middle) < row) low = middle + 1
      else high = middle
    }
    return low
  }
  const weave = <T extends Float64Array | Uint32Array | Int32Array>(
    own: T | undefined,
    { from, into, at, size }: { readonly from: number; readonly into: T; readonly at: number; readonly size: number },
    read: (from: number, size: number) => void,
  ): void => {
    const [first, last] = [before(from), before(from + size)]
    let filed = size - (last - first)
    if (filed > 0) read(from - first, filed)
    for (let [tail, end] = [last - 1, size]; tail >= first; tail--) {
      const place = placeOf(tail) - from
      const moved = end - place - 1
      if (moved > 0 && filed - moved !== place + 1) into.copyWithin(at + place + 1, at + filed - moved, at + filed)
      into[at + place] = own?.[tail] ?? 0
      filed -= moved
      end = place
    }
  }
  return {
    grown: { from: source, rows: (order.runs.at(-1) ?? 0) - after.length, later: whole, persons },
    floats: (column, from, into, at, size) => weave(floats[column], { from, into, at, size }, (row, count) => source.floats(column, row, into, at, count)),
    whole(column, from, into, at, size) {
      if (column === 'seq') inOrder(order, { from, into, at, size })
      else weave(whole[column], { from, into, at, size }, (row, count) => source.whole(column, row, into, at, count))
      if (column === 'person' && persons !== null) for (let place = at; place < at + size; place++) into[place] = persons[into[place] ?? 0] ?? 0
    },
    codes: (property, from, into, at, size) =>
      weave(codes.get(property), { from, into, at, size }, (row, count) => source.codes(property, row, into, at, count)),
  }
}

function inOrder(
  { runs, moved }: NameOrder,
  { from, into, at, size }: { readonly from: number; readonly into: Uint32Array; readonly at: number; readonly size: number },
): void {
  for (const [code, by] of moved.entries()) {
    const end = Math.min(from + size, runs[code + 1] ?? 0)
    for (let row = Math.max(from, runs[code] ?? 0); row < end; row++) into[at + row - from] = row + by
  }
}
