/**
 * How many insertions, deletions, replacements and swaps of neighbours turn one word into another: the optimal string alignment distance
 * (Damerau 1964). The unit is one edit.
 */
export function editDistance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]]
  const rows: number[][] = [to.reduce((row: number[], _, at) => [...row, at + 1], [0])]
  for (let i = 1; i <= from.length; i++) rows.push(nextRow(rows, from, to, i))
  return rows[from.length]?.[to.length] ?? Math.max(from.length, to.length)
}

function nextRow(rows: readonly (readonly number[])[], from: readonly string[], to: readonly string[], i: number): number[] {
  const [above, twoAbove] = [rows[i - 1] ?? [], rows[i - 2] ?? []]
  const row = [i]
  for (let j = 1; j <= to.length; j++) {
    const isSame = from[i - 1] === to[j - 1]
    const best = Math.min((row[j - 1] ?? j) + 1, (above[j] ?? j) + 1, (above[j - 1] ?? j) + (isSame ? 0 : 1))
    const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
    row.push(isSwap ? Math.min(best, (twoAbove[j - 2] ?? j) + 1) : best)
  }
  return row
}

/** The phrases that a mistyped one may stand for, nearest first: within one edit for each four letters, or one the beginning of the other. */
export function nearest(typed: string, phrases: Iterable<string>, most = 3): string[] {
  const near: { readonly phrase: string; readonly distance: number }[] = []
  for (const phrase of phrases) {
    const distance = closeness(typed.replaceAll(' ', ''), phrase.replaceAll(' ', ''))
    if (distance !== null) near.push({ phrase, distance })
  }
  return near
    .toSorted((a, b) => a.distance - b.distance || a.phrase.length - b.phrase.length || (a.phrase < b.phrase ? -1 : 1))
    .slice(0, most)
    .map(({ phrase }) => phrase)
}

function closeness(typed: string, phrase: string): number | null {
  if (typed.length < 3 || phrase.length < 2) return null
  const allowed = Math.max(1, Math.floor(Math.max(typed.length, phrase.length) / 4))
  if (Math.abs(typed.length - phrase.length) <= allowed) {
    const distance = editDistance(typed, phrase)
    if (distance <= allowed) return distance
  }
  return typed.length >= 4 && phrase.startsWith(typed) ? allowed + 0.5 : null
}
