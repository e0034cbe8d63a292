/** 1 for each of some codes; codes below 0 are nobody’s. */
export function flagged(size: number, codes: Iterable<number>): Uint8Array {
  const is = new Uint8Array(size)
  for (const code of codes) if (code >= 0) is[code] = 1
  return is
}

/** The rows of a stretch whose code is flagged, in their order. */
export function rowsOf(column: Int32Array, is: Uint8Array, from: number, to: number): Int32Array {
  const rows: number[] = []
  for (let row = from; row < to; row++) if (is[column[row] ?? -1] === 1) rows.push(row)
  return Int32Array.from(rows)
}
