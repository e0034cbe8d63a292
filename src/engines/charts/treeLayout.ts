/** An arrow from what moves to what is moved. */
export type Arrow = { readonly from: string; readonly to: string }

export type Placed = { readonly id: string; readonly layer: number; readonly row: number; readonly x: number; readonly y: number }
export type Layout = { readonly nodes: readonly Placed[]; readonly width: number; readonly height: number; readonly layers: number }

/** Sizes in px of a box and of the gaps between layers and rows. */
export type Boxes = { readonly width: number; readonly height: number; readonly between: number; readonly gap: number }

/** Five roomy layers, or seven compact ones with names of two lines, fit beside the rail at 1,440 px; what is said of an edge stands between roomy layers, else above its box. */
const roomy: Boxes = { width: 164, height: 50, between: 84, gap: 12 }
const compact: Boxes = { width: 142, height: 64, between: 28, gap: 20 }
export const isCompact = (boxes: Boxes): boolean => boxes === compact

/** The same drawing in the boxes that its layers leave room for. */
export function fittingTree(ids: readonly string[], arrows: readonly Arrow[]): Layout & { readonly boxes: Boxes } {
  const wide = treeLayout(ids, arrows, roomy)
  return wide.layers > 5 ? { ...treeLayout(ids, arrows, compact), boxes: compact } : { ...wide, boxes: roomy }
}

/** A name in the lines of its box, cut where it is longer than these. */
export function nameLines(name: string, boxes: Boxes): readonly string[] {
  const [most, count] = isCompact(boxes) ? [19, 2] : [23, 1]
  const lines: string[] = []
  for (const word of name.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && (lines.length === count || `${last} ${word}`.length <= most)) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map((line) => (line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line))
}

/** The first wording of a change that has room beside its value in the foot of a box; none where not even the last has. */
export function besideValue(wordings: readonly string[], value: string, boxes: Boxes): string {
  const most = isCompact(boxes) ? 15 : 18
  return wordings.find((one) => one.length + value.length <= most) ?? ''
}

/**
 * A layered drawing: outcomes stand in the first layer, and each node one layer beyond the farthest thing that it moves. Rows of a layer are ordered by the mean row
 * of what their nodes move (barycentre, Sugiyama 1981), then by id, so that the same tree is always the same picture. Arrows of a circle are followed once.
 */
export function treeLayout(ids: readonly string[], arrows: readonly Arrow[], { width, height, between, gap }: Boxes): Layout {
  const known = new Set(ids)
  const up = Map.groupBy(
    arrows.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to),
    ({ from }) => from,
  )
  const layerOf = new Map<string, number>()
  const depth = (id: string, seen: readonly string[]): number => {
    const done = layerOf.get(id)
    if (done !== undefined) return done
    const above = (up.get(id) ?? []).filter(({ to }) => !seen.includes(to) && to !== id)
    const own = Math.max(-1, ...above.map(({ to }) => depth(to, [...seen, id]))) + 1
    if (seen.length === 0) layerOf.set(id, own)
    return own
  }
  for (const id of ids) depth(id, [])
  const layers = Math.max(0, ...layerOf.values()) + (ids.length > 0 ? 1 : 0)
  const rowOf = new Map<string, number>()
  const placed: Placed[] = []
  const tallest = Math.max(0, ...Array.from({ length: layers }, (_, layer) => ids.filter((id) => layerOf.get(id) === layer).length))
  const total = Math.max(0, tallest * (height + gap) - gap)
  for (let layer = 0; layer < layers; layer++) {
    const own = ids.filter((id) => layerOf.get(id) === layer)
    const weight = (id: string): number => {
      const above = (up.get(id) ?? []).flatMap(({ to }) => rowOf.get(to) ?? [])
      return above.length === 0 ? Number.POSITIVE_INFINITY : above.reduce((sum, row) => sum + row, 0) / above.length
    }
    const ordered = own.toSorted((a, b) => (weight(a) === weight(b) ? (a < b ? -1 : 1) : weight(a) - weight(b)))
    const start = (total - (ordered.length * (height + gap) - gap)) / 2
    ordered.forEach((id, row) => {
      const y = start + row * (height + gap)
      rowOf.set(id, y)
      placed.push({ id, layer, row, x: layer * (width + between), y })
    })
  }
  return { nodes: placed, width: Math.max(0, layers * (width + between) - between), height: total, layers }
}
