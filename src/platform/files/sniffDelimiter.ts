const candidates = [',', ';', '\t', '|'] as const

/** Which character separates cells: the one that cuts the first lines into the same number of cells most often. A line `sep=;`, as spreadsheets write it, decides. */
export function sniffDelimiter(head: string): { delimiter: string; declared: boolean } {
  const declared = /^sep=(.)\r?\n/i.exec(head)?.[1]
  if (declared) return { delimiter: declared, declared: true }
  const scored = candidates.map((delimiter) => ({ delimiter, score: steadiness(countCells(head, delimiter)) }))
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
  return { delimiter: best.score > 0 ? best.delimiter : ',', declared: false }
}

/** Cells per record for the first records, quotes respected; the last, perhaps torn, is left out. */
function countCells(head: string, delimiter: string): number[] {
  const counts: number[] = []
  let cells = 1
  let quoted = false
  for (let at = 0; at < head.length && counts.length < 60; at++) {
    const character = head[at]
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === delimiter) cells++
    else if (character === '\n' || (character === '\r' && head[at + 1] !== '\n')) {
      counts.push(cells)
      cells = 1
    }
  }
  if (counts.length === 0) counts.push(cells)
  return counts
}

function steadiness(counts: readonly number[]): number {
  const often = new Map<number, number>()
  for (const count of counts) if (count > 1) often.set(count, (often.get(count) ?? 0) + 1)
  const [cells = 1, times = 0] = [...often].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  return (times / counts.length) * Math.log2(1 + cells)
}
