import { nothing, type Point } from '#engines/metrics/series/figure.ts'

interface Cells {
  readonly key: string
  readonly points: readonly Point[]
}

/**
 * Hides every cell with fewer than `minN` rows. A hidden cell must not follow from the total and the others, so the next smallest are hidden
 * with it until at least two are, and they have `minN` rows together (kpis.md §9.23). Cells that hold nothing stay as they are.
 */
export function withoutSmallGroups<G extends Cells>(groups: readonly G[], minN: number): G[] {
  if (minN <= 1) return [...groups]
  const places = groups[0]?.points.length ?? 0
  const hidden = new Set<Point>()
  for (let place = 0; place < places; place += 1)
    for (const point of hiddenIn(
      groups.flatMap(({ points }) => points[place] ?? []),
      minN,
    ))
      hidden.add(point)
  return groups.map((group) => ({
    ...group,
    points: group.points.map((point) => (hidden.has(point) ? { period: point.period, mature: point.mature, ...nothing('suppressed') } : point)),
  }))
}

function hiddenIn(cells: readonly Point[], minN: number): Point[] {
  const filled = cells.filter(({ n, value }) => (n ?? 0) > 0 || value !== null).toSorted((a, b) => (a.n ?? 0) - (b.n ?? 0))
  const small = filled.filter(({ n }) => (n ?? 0) < minN)
  if (small.length === 0) return []
  const hidden: Point[] = []
  let rows = 0
  for (const cell of filled) {
    const isEnough = hidden.length >= Math.max(2, small.length) && rows >= minN
    if (isEnough) break
    hidden.push(cell)
    rows += cell.n ?? 0
  }
  return hidden
}
