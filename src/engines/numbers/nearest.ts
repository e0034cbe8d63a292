/** A hint with the names that are closest in letters. */
export function nearest(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'There are none.'
  const close = known
    .map((one) => ({ one, distance: one.includes(name) || name.includes(one) ? 0 : distance(one, name) }))
    .filter((found) => found.distance <= Math.max(2, name.length / 3))
    .toSorted((a, b) => a.distance - b.distance || a.one.localeCompare(b.one, 'en'))
  return close.length > 0
    ? `Did you mean ${close
        .slice(0, 3)
        .map(({ one }) => one)
        .join(', ')}?`
    : `There are ${known.slice(0, 12).join(', ')}${known.length > 12 ? ' and more' : ''}.`
}

/** Letters to insert, drop or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    row = next
  }
  return row.at(-1) ?? 0
}
