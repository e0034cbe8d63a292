/** A cell of a table whose total is shown as well. */
export interface Cell {
  readonly key: string
  /** Who stands behind it. */
  readonly people: ReadonlySet<string>
}

/**
 * The keys of cells that may not be shown, so that no figure of fewer than `least` people can be read or told by subtraction (kpis.md 4.19, property 23).
 * Small cells go first. What the hidden cells hold together is the total less the shown ones, so that the smallest shown cells follow until the hidden ones
 * are at least two, with at least `least` people together. A cell of nobody is shown: it tells nothing about anybody.
 */
export function suppressed(cells: readonly Cell[], least: number): Set<string> {
  const sorted = cells.filter(({ people }) => people.size > 0).toSorted((a, b) => a.people.size - b.people.size || (a.key < b.key ? -1 : 1))
  let hidden = sorted.filter(({ people }) => people.size < least).length
  if (hidden === 0) return new Set()
  while (hidden < sorted.length && (hidden < 2 || together(sorted.slice(0, hidden)) < least)) hidden += 1
  return new Set(sorted.slice(0, hidden).map(({ key }) => key))
}

const together = (cells: readonly Cell[]): number => cells.reduce((all, { people }) => all.union(people), new Set<string>()).size
